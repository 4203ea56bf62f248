// One leaf, needle bundle or scale in its own true proportions, tip up.
import { drawn } from '../element.ts';
import { at, bow, line, mix, ribbon, smooth, type Point } from './geometry.ts';
import type { Character } from './proportions.ts';

export interface LeafMarks {
  top: Point;
  bottom: Point;
  left: Point;
  right: Point;
}

// foot: where the blade begins. length and width in px.
export function drawLeaf(foot: Point, length: number, width: number, character: Character): { root: SVGElement; marks: LeafMarks } {
  const parts = {
    needle: () => needles(foot, length, width, character.needlesPerBundle),
    scale: () => scaleLeaf(foot, length, width),
    simple: () => blade(foot, length, width),
    lobed: () => palm(foot, length, width),
  }[character.foliage]();
  const widest = { needle: 0.4, scale: 0.34, simple: 0.46, lobed: 0.42 }[character.foliage];
  const y = foot.y - length * widest;
  return {
    root: drawn('g', { class: 'leaf' }, ...parts),
    marks: { top: at(foot.x, foot.y - length), bottom: foot, left: at(foot.x - width / 2, y), right: at(foot.x + width / 2, y) },
  };
}

// The outline of a blade from profile points [share of length, share of half width].
function outline(foot: Point, length: number, width: number, profile: [number, number][]): string {
  const side = (sign: number): Point[] => profile.map(([t, w]) => at(foot.x + (sign * w * width) / 2, foot.y - t * length));
  return ribbon(side(-1), side(1).reverse());
}

function blade(foot: Point, length: number, width: number): SVGElement[] {
  const shape = outline(foot, length, width, [[0, 0], [0.12, 0.52], [0.28, 0.88], [0.46, 1], [0.64, 0.86], [0.82, 0.46], [0.92, 0.18], [1, 0]]);
  let veins = '';
  for (let t = 0.16; t < 0.8; t += 0.125) {
    const reach = Math.sin(Math.min(1, t + 0.12) * Math.PI) * width * 0.4;
    for (const side of [-1, 1]) {
      veins += bow(at(foot.x, foot.y - t * length), at(foot.x + side * reach * 0.55, foot.y - (t + 0.035) * length),
        at(foot.x + side * reach, foot.y - Math.min(0.95, t + 0.13) * length));
    }
  }
  return [drawn('path', { d: line(foot, at(foot.x - 3, foot.y + 16)), class: 'stalk' }), drawn('path', { d: shape, class: 'blade' }),
    drawn('path', { d: line(foot, at(foot.x, foot.y - length * 0.94)) }), drawn('path', { d: width > 14 ? veins : '', class: 'fine' })];
}

// One bundle in its sheath: the needle in the middle is the measured one, the others lean aside.
function needles(foot: Point, length: number, width: number, count: number): SVGElement[] {
  const half = Math.max(width, 2.2) / 2;
  const others = Math.max(0, count - 1);
  const leaning = Array.from({ length: others }, (_, index) => {
    const side = index % 2 === 0 ? 1 : -1;
    const lean = side * (0.16 + 0.13 * Math.floor(index / 2)) * length * 0.62;
    return smooth([foot, at(foot.x + lean * 0.4, foot.y - length * 0.5), at(foot.x + lean, foot.y - length * 0.94)]);
  }).join('');
  const main = outline(foot, length, half * 2, [[0, 0.7], [0.2, 1], [0.7, 1], [0.93, 0.55], [1, 0]]);
  const sheath = line(at(foot.x - half - 2, foot.y - 12), at(foot.x - half - 2, foot.y + 5), at(foot.x + half + 2, foot.y + 5), at(foot.x + half + 2, foot.y - 12));
  return [drawn('path', { d: leaning }), drawn('path', { d: main, class: 'blade' }), drawn('path', { d: sheath, class: 'blade' }),
    drawn('path', { d: line(at(foot.x, foot.y + 5), at(foot.x - 2, foot.y + 16)), class: 'stalk' })];
}

function scaleLeaf(foot: Point, length: number, width: number): SVGElement[] {
  const shape = outline(foot, length, width, [[0, 0.5], [0.15, 0.86], [0.34, 1], [0.58, 0.78], [0.82, 0.36], [1, 0]]);
  // The neighbours that overlap it on the twig, in fine line.
  const side = (sign: number): string => smooth([at(foot.x + sign * width * 0.3, foot.y), at(foot.x + sign * width * 0.74, foot.y - length * 0.22),
    at(foot.x + sign * width * 0.7, foot.y - length * 0.56)]);
  return [drawn('path', { d: side(-1) + side(1), class: 'fine' }), drawn('path', { d: shape, class: 'blade' }),
    drawn('path', { d: smooth([at(foot.x, foot.y - length * 0.16), at(foot.x, foot.y - length * 0.7)]), class: 'fine' }),
    drawn('path', { d: line(at(foot.x - width * 0.18, foot.y), at(foot.x - width * 0.18, foot.y + 14)) + line(at(foot.x + width * 0.18, foot.y), at(foot.x + width * 0.18, foot.y + 14)), class: 'stalk' })];
}

// Seven lobes of a Japanese maple, pressed into the measured length and width.
function palm(foot: Point, length: number, width: number): SVGElement[] {
  const lobes: [number, number][] = [[-2.15, 0.3], [-1.42, 0.62], [-0.72, 0.88], [0, 1], [0.72, 0.88], [1.42, 0.62], [2.15, 0.3]];
  const heart = { x: 0, y: 0.2 };
  const raw = lobes.map(([angle, reach]) => ({ tip: { x: Math.sin(angle) * reach * 0.8, y: heart.y + Math.cos(angle) * reach * 0.8 }, angle, reach }));
  const widest = Math.max(...raw.map((lobe) => Math.abs(lobe.tip.x)));
  const fit = (x: number, y: number): Point => at(foot.x + (x / widest) * (width / 2), foot.y - y * length);
  const start = fit(0, 0.16);
  let path = `M${start.x.toFixed(1)} ${start.y.toFixed(1)}`;
  let veins = '';
  raw.forEach((lobe, index) => {
    const next = raw[index + 1];
    const shoulder = (sign: number): Point => fit(
      Math.sin(lobe.angle + sign * 0.19) * lobe.reach * 0.5, heart.y + Math.cos(lobe.angle + sign * 0.19) * lobe.reach * 0.5);
    const tip = fit(lobe.tip.x, lobe.tip.y);
    const to = (point: Point): string => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
    // A lobe swells from the notch and draws out into its tip.
    const swell = (sign: number): Point => fit(
      Math.sin(lobe.angle + sign * 0.16) * lobe.reach * 0.66, heart.y + Math.cos(lobe.angle + sign * 0.16) * lobe.reach * 0.66);
    path += `L${to(shoulder(-1))}Q${to(swell(-1))} ${to(tip)}Q${to(swell(1))} ${to(shoulder(1))}`;
    if (next) {
      const notchAngle = (lobe.angle + next.angle) / 2;
      const notch = Math.min(lobe.reach, next.reach) * 0.36;
      path += `L${to(fit(Math.sin(notchAngle) * notch, heart.y + Math.cos(notchAngle) * notch))}`;
    }
    veins += line(fit(0, heart.y), fit(mix(0, lobe.tip.x, 0.82), mix(heart.y, lobe.tip.y, 0.82)));
  });
  return [drawn('path', { d: line(fit(0, heart.y), at(foot.x - 4, foot.y + 18)), class: 'stalk' }), drawn('path', { d: `${path}Z`, class: 'blade' }),
    drawn('path', { d: veins, class: 'fine' })];
}
