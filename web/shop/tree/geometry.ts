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

// Where the edge between two points of a closed line bulges to: `middle` of the edge, and `tip` beyond it, away from the
// centre by `depth` of the edge's length.
interface Bulge {
  from: Point;
  to: Point;
  middle: Point;
  tip: Point;
}

function bulge(from: Point, to: Point, centre: Point, depth: number): Bulge {
  const middle = at((from.x + to.x) / 2, (from.y + to.y) / 2);
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const push = (depth * length) / (Math.hypot(middle.x - centre.x, middle.y - centre.y) || 1);
  const tip = at(middle.x + (middle.x - centre.x) * push, middle.y + (middle.y - centre.y) * push);
  return { from, to, middle, tip };
}

function closedLine(points: Point[], centre: Point, depth: (index: number) => number,
                    draw: (edge: Bulge) => string): string {
  const first = points[0];
  if (!first) return '';
  const edges = points.map((from, index) =>
    draw(bulge(from, points[(index + 1) % points.length] ?? from, centre, depth(index))));
  return `M${pair(first)}${edges.join('')}Z`;
}

// A closed line of arcs that bulge outward between the points by `depth` of their distance.
export function scallops(points: Point[], centre: Point, depth: (index: number) => number): string {
  return closedLine(points, centre, depth, ({ from, to, middle, tip }) => {
    const control = (share: number) => pair(
      at(mix(from.x, to.x, share) + tip.x - middle.x, mix(from.y, to.y, share) + tip.y - middle.y));
    return `C${control(0.05)} ${control(0.95)} ${pair(to)}`;
  });
}

// The same with a tip between each two points, as the edge of a crown of pointed leaves.
export function spikes(points: Point[], centre: Point, depth: (index: number) => number): string {
  return closedLine(points, centre, depth, ({ to, middle, tip }) => {
    const waist = pair(at(mix(middle.x, tip.x, 0.35), mix(middle.y, tip.y, 0.35)));
    return `Q${waist} ${pair(tip)}Q${waist} ${pair(to)}`;
  });
}
