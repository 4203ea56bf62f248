// The trunk and branches of an informal upright bonsai: a line that sways less towards the top, a base that spreads into
// roots, branches to alternating sides from a third of the height on.
import { at, clamp, mix, type Point } from './geometry.ts';

export interface Limb {
  centre: Point[];
  left: Point[];
  right: Point[];
}

export interface Branch extends Limb {
  side: -1 | 1;
  reach: number; // how far it carries foliage, px
  tip: Point;
}

const sway: [number, number][] = [[0, 0], [0.16, 0.035], [0.34, 0.085], [0.52, 0.02], [0.68, -0.045], [0.84, -0.015], [1, 0.03]];

// How far the line stands beside the middle at share t of the height, in heights.
function offset(t: number): number {
  for (let i = 0; i + 1 < sway.length; ++i) {
    const [from, to] = [sway[i], sway[i + 1]];
    if (!from || !to || t > to[0]) continue;
    const share = (t - from[0]) / (to[0] - from[0]);
    return mix(from[1], to[1], share * share * (3 - 2 * share));
  }
  return 0;
}

// The trunk's diameter at share t, as a share of the one above the roots.
const taper = (t: number): number => mix(1, 0.1, Math.pow(t, 0.8)) + 0.55 * Math.exp(-t / 0.028);

function limbAlong(centre: Point[], width: (index: number) => number): Limb {
  const left: Point[] = [];
  const right: Point[] = [];
  centre.forEach((point, index) => {
    const before = centre[Math.max(0, index - 1)] ?? point;
    const after = centre[Math.min(centre.length - 1, index + 1)] ?? point;
    const length = Math.hypot(after.x - before.x, after.y - before.y) || 1;
    const normal = at(-(after.y - before.y) / length, (after.x - before.x) / length);
    const half = width(index) / 2;
    left.push(at(point.x - normal.x * half, point.y - normal.y * half));
    right.push(at(point.x + normal.x * half, point.y + normal.y * half));
  });
  return { centre, left, right };
}

// base: where the trunk leaves the soil. height and thickness in px.
export function makeTrunk(base: Point, height: number, thickness: number): Limb {
  const steps = 22;
  // A trunk as thick as the tree is high has no room to sway.
  const calm = clamp(1.25 - thickness / height, 0.2, 1);
  const centre = Array.from({ length: steps + 1 }, (_, index) => {
    const t = Math.pow(index / steps, 1.25);
    return at(base.x + offset(t) * height * calm, base.y - t * height);
  });
  return limbAlong(centre, (index) => Math.max(1.6, thickness * taper(Math.pow(index / steps, 1.25))));
}

export function pointOn(trunk: Limb, t: number): Point {
  const place = Math.pow(t, 1 / 1.25) * (trunk.centre.length - 1);
  const from = trunk.centre[Math.floor(place)] ?? at(0, 0);
  const to = trunk.centre[Math.ceil(place)] ?? from;
  return at(mix(from.x, to.x, place % 1), mix(from.y, to.y, place % 1));
}

export interface Habit {
  branches: number;
  first: number; // share of the height where branches begin
  reach: number; // length of the first branch, in heights
  rise: number; // how far a branch's end stands above its root, in its own lengths; negative hangs
}

export function makeBranches(trunk: Limb, height: number, thickness: number, habit: Habit): Branch[] {
  return Array.from({ length: habit.branches }, (_, index) => {
    const t = mix(habit.first, 0.82, index / Math.max(1, habit.branches - 1));
    const side: -1 | 1 = index % 2 === 0 ? -1 : 1;
    const reach = height * habit.reach * mix(1, 0.42, (t - habit.first) / (0.82 - habit.first)) * (index === 1 ? 0.86 : 1);
    const root = pointOn(trunk, t);
    const tip = at(root.x + side * reach, root.y - reach * habit.rise);
    const centre = Array.from({ length: 9 }, (_unused, step) => {
      const share = step / 8;
      const sag = Math.sin(share * Math.PI) * reach * 0.07;
      return at(mix(root.x, tip.x, share), mix(root.y, tip.y, Math.pow(share, 1.4)) - sag);
    });
    const start = Math.max(1.8, thickness * taper(t) * 0.46);
    return { ...limbAlong(centre, (step) => Math.max(1.2, mix(start, start * 0.3, step / 8))), side, reach, tip };
  });
}
