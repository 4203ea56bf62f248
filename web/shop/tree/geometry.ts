// Small geometry for line drawings: points, smooth paths, and irregularity that is the same at every redraw.
export interface Point {
  x: number;
  y: number;
}

export const at = (x: number, y: number): Point => ({ x, y });
export const mix = (from: number, to: number, share: number): number => from + (to - from) * share;
export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

const digits = (value: number): string => value.toFixed(1);
const pair = (point: Point): string => `${digits(point.x)} ${digits(point.y)}`;

// A number in 0..1 that depends on its arguments alone.
export function chance(...seeds: number[]): number {
  let state = 0x9e3779b9;
  for (const seed of seeds) {
    state = Math.imul(state ^ Math.round(seed * 1000), 0x85ebca6b);
    state ^= state >>> 13;
    state = Math.imul(state, 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return (state >>> 0) / 2 ** 32;
}

// A smooth line through all points (Catmull-Rom as cubic curves), without its first "M".
function curveThrough(points: Point[]): string {
  let path = '';
  for (let i = 0; i + 1 < points.length; ++i) {
    const [before, from, to, after] = [points[i - 1] ?? points[i], points[i], points[i + 1], points[i + 2] ?? points[i + 1]];
    if (!before || !from || !to || !after) continue;
    const first = at(from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6);
    const second = at(to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6);
    path += `C${pair(first)} ${pair(second)} ${pair(to)}`;
  }
  return path;
}

export function smooth(points: Point[]): string {
  const first = points[0];
  return first ? `M${pair(first)}${curveThrough(points)}` : '';
}

// There along one line, back along the other, closed.
export function ribbon(there: Point[], back: Point[]): string {
  const turn = back[0];
  return turn ? `${smooth(there)}L${pair(turn)}${curveThrough(back)}Z` : '';
}

export function line(...points: Point[]): string {
  return points.map((point, index) => `${index === 0 ? 'M' : 'L'}${pair(point)}`).join('');
}

export function bow(from: Point, control: Point, to: Point): string {
  return `M${pair(from)}Q${pair(control)} ${pair(to)}`;
}

// A closed line of arcs that bulge outward between the points by `depth` of their distance.
export function scallops(points: Point[], centre: Point, depth: (index: number) => number): string {
  const first = points[0];
  if (!first) return '';
  let path = `M${pair(first)}`;
  points.forEach((from, index) => {
    const to = points[(index + 1) % points.length] ?? from;
    const middle = at((from.x + to.x) / 2, (from.y + to.y) / 2);
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const outward = Math.hypot(middle.x - centre.x, middle.y - centre.y) || 1;
    const push = (depth(index) * length) / outward;
    const lift = at((middle.x - centre.x) * push, (middle.y - centre.y) * push);
    path += `C${pair(at(mix(from.x, to.x, 0.05) + lift.x, mix(from.y, to.y, 0.05) + lift.y))} ${pair(
      at(mix(from.x, to.x, 0.95) + lift.x, mix(from.y, to.y, 0.95) + lift.y))} ${pair(to)}`;
  });
  return `${path}Z`;
}

// The same with a tip between each two points, as the edge of a crown of pointed leaves.
export function spikes(points: Point[], centre: Point, depth: (index: number) => number): string {
  const first = points[0];
  if (!first) return '';
  let path = `M${pair(first)}`;
  points.forEach((from, index) => {
    const to = points[(index + 1) % points.length] ?? from;
    const middle = at((from.x + to.x) / 2, (from.y + to.y) / 2);
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const outward = Math.hypot(middle.x - centre.x, middle.y - centre.y) || 1;
    const push = (depth(index) * length) / outward;
    const tip = at(middle.x + (middle.x - centre.x) * push, middle.y + (middle.y - centre.y) * push);
    path += `Q${pair(at(mix(middle.x, tip.x, 0.35), mix(middle.y, tip.y, 0.35)))} ${pair(tip)}Q${pair(
      at(mix(middle.x, tip.x, 0.35), mix(middle.y, tip.y, 0.35)))} ${pair(to)}`;
  });
  return `${path}Z`;
}
