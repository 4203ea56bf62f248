// The whole tree in its pot.
import { drawn } from '../element.ts';
import { drawPad, type Pad } from './foliage.ts';
import { at, bow, chance, clamp, line, mix, ribbon, smooth, type Point } from './geometry.ts';
import type { Character, Foliage, Proportions } from './proportions.ts';
import { makeBranches, makeTrunk, pointOn, type Branch, type Habit, type Limb } from './trunk.ts';

// How each kind is usually trained: pines and junipers hang in flat clouds, broad leaves rise into a dome.
const habits: Record<Foliage, Habit & { pad: Point; crown: Point }> = {
  scale: { branches: 6, first: 0.3, reach: 0.47, rise: -0.06, pad: at(0.62, 0.25), crown: at(0.2, 0.13) },
  needle: { branches: 5, first: 0.34, reach: 0.5, rise: 0.02, pad: at(0.6, 0.2), crown: at(0.2, 0.12) },
  simple: { branches: 5, first: 0.33, reach: 0.42, rise: 0.24, pad: at(0.68, 0.36), crown: at(0.24, 0.16) },
  lobed: { branches: 6, first: 0.3, reach: 0.44, rise: 0.34, pad: at(0.66, 0.36), crown: at(0.25, 0.17) },
};

export interface TreePlace {
  soil: Point; // the middle of the trunk's base
  scale: number; // px a centimetre
}

export interface TreeMarks {
  apex: Point;
  trunkLeft: Point;
  trunkRight: Point;
}

export function drawTree(sizes: Proportions, character: Character, place: TreePlace): { root: SVGElement; marks: TreeMarks } {
  const height = sizes.height * place.scale;
  const thickness = sizes.trunk * place.scale;
  const habit = habits[character.foliage];
  const trunk = makeTrunk(place.soil, height * 0.93, thickness);
  const branches = makeBranches(trunk, height, Math.min(thickness, height * 0.3), habit);
  const grain = clamp(sizes.leafLength * place.scale * 0.9, 7, 15);

  const foliage = drawn('g', { class: 'foliage' });
  const wood = drawn('g', { class: 'wood' });
  branches.forEach((branch) => wood.append(limb(branch)));
  const pads = branches.map((branch, index) => padOn(branch, habit.pad, height, index));
  const apex = pointOn(trunk, 1);
  pads.push({ centre: at(apex.x, apex.y + height * (habit.crown.y - 0.07) + grain * 0.35), half: at(height * habit.crown.x, height * habit.crown.y), seed: 99 });
  pads.forEach((pad) => foliage.append(...drawPad(pad, character.foliage, grain)));

  const root = drawn('g', { class: 'tree' }, pot(place.soil, height, thickness), wood, trunkShape(trunk, sizes, height),
    roots(place.soil, thickness, height, character), foliage);
  const waist = Math.max(1, Math.round(trunk.left.length * 0.12));
  return {
    root,
    marks: { apex: at(apex.x, place.soil.y - height), trunkLeft: trunk.left[waist] ?? place.soil, trunkRight: trunk.right[waist] ?? place.soil },
  };
}

function padOn(branch: Branch, size: Point, height: number, index: number): Pad {
  const half = at(Math.max(branch.reach * size.x, height * 0.1), Math.max(branch.reach * size.y, height * 0.06));
  return { centre: at(branch.tip.x - branch.side * half.x * 0.55, branch.tip.y - half.y * 0.2), half, seed: index + 1 };
}

function limb(shape: Limb): SVGElement {
  return drawn('path', { d: ribbon(shape.left, [...shape.right].reverse()), class: 'limb' });
}

// The outline, and lines of bark: none on a smooth trunk, plates on a rough one.
function trunkShape(trunk: Limb, sizes: Proportions, height: number): SVGElement {
  const shape = drawn('g', { class: 'trunk' }, limb(trunk));
  const marks = Math.round(clamp(sizes.roughness, 0, 10) * 1.6);
  let bark = '';
  for (let index = 0; index < marks; ++index) {
    const step = 1 + Math.floor(mix(0, trunk.left.length * 0.72, (index + chance(index, 7)) / marks));
    const [left, right, next] = [trunk.left[step], trunk.right[step], trunk.centre[step + 1]];
    const centre = trunk.centre[step];
    if (!left || !right || !next || !centre) continue;
    const across = mix(0.14, 0.86, chance(index, 8));
    const from = at(mix(left.x, right.x, across), mix(left.y, right.y, across));
    if (Math.hypot(right.x - left.x, right.y - left.y) < 6) continue;
    const along = at((next.x - centre.x) * 0.8, (next.y - centre.y) * 0.8 - height * 0.012);
    bark += bow(from, at(from.x + along.x * 0.5 + (across - 0.5) * 4, from.y + along.y * 0.5), at(from.x + along.x, from.y + along.y));
  }
  shape.append(drawn('path', { d: bark, class: 'fine' }));
  return shape;
}

// Surface roots that grip the soil, and roots through the air where the tree has them.
function roots(soil: Point, thickness: number, height: number, character: Character): SVGElement {
  const spread = Math.max(thickness * 0.78, 3);
  const lines = [-1, -0.45, 0.4, 1].map((side) => smooth([
    at(soil.x + side * spread * 0.55, soil.y - spread * 0.34), at(soil.x + side * spread * 0.85, soil.y - spread * 0.1),
    at(soil.x + side * spread * 1.35, soil.y + 1)])).join('');
  const group = drawn('g', { class: 'roots' }, drawn('path', { d: lines }));
  if (character.aerialRoots) {
    const hanging = [-0.19, -0.155, 0.13].map((share, index) => {
      const [x, top] = [soil.x + share * height, soil.y - height * 0.42];
      const drift = (chance(index, 11) - 0.5) * height * 0.03;
      const thread = (side: number): Point[] => [at(x - drift + side * 0.4, top), at(x + drift * 0.6 + side * 0.8, soil.y - height * 0.22),
        at(x - drift * 0.4 + side, soil.y - height * 0.08), at(x + side * 2.2, soil.y + 1)];
      return ribbon(thread(-1), thread(1).reverse());
    }).join('');
    group.append(drawn('path', { d: hanging, class: 'limb' }));
  }
  return group;
}

// A shallow oval tray: two thirds of the tree's height wide, as deep as the trunk is thick.
function pot(soil: Point, height: number, thickness: number): SVGElement {
  const half = Math.max(height * 0.36, thickness * 1.15, 26);
  const depth = clamp(thickness * 0.9, height * 0.085, height * 0.17);
  const deep = clamp(depth, 10, 30);
  const lip = 4;
  const y = soil.y + 3;
  const [left, right] = [soil.x - half, soil.x + half];
  const body = `${line(at(left + 3, y + lip), at(left + half * 0.1, y + deep))}L${(right - half * 0.1).toFixed(1)} ${(y + deep).toFixed(1)}L${(right - 3).toFixed(1)} ${(y + lip).toFixed(1)}`;
  const feet = [left + half * 0.22, right - half * 0.22 - 12].map((x) => `M${x.toFixed(1)} ${(y + deep).toFixed(1)}v3.5h12v-3.5`).join('');
  const moss = smooth([at(left + 6, y), at(soil.x - half * 0.5, y - 3.5), at(soil.x, y - 4.5), at(soil.x + half * 0.5, y - 3.5), at(right - 6, y)]);
  return drawn('g', { class: 'pot' }, drawn('path', { d: `${moss}Z`, class: 'soil' }), drawn('path', { d: `${body}Z` }), drawn('path', { d: feet }),
    drawn('rect', { x: left.toFixed(1), y: y.toFixed(1), width: (2 * half).toFixed(1), height: lip, rx: 1.5 }));
}
