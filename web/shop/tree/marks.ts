// Dimension lines as on a plan: a line with end ticks and its value, in moss.
import { drawn } from '../element.ts';
import { at, line, type Point } from './geometry.ts';

const tick = 5;

function label(text: string, place: Point, anchor: 'start' | 'middle' | 'end'): SVGElement {
  return drawn('text', { x: place.x.toFixed(1), y: place.y.toFixed(1), 'text-anchor': anchor }, text);
}

// Between two heights at x, with lines that lead from what is measured.
export function upright(from: Point, to: Point, x: number, text: string, side: 'left' | 'right', room: { top: number; bottom: number }): SVGElement {
  const path = [
    line(at(x, from.y), at(x, to.y)), line(at(x - tick, from.y), at(x + tick, from.y)), line(at(x - tick, to.y), at(x + tick, to.y)),
  ].join('');
  const leads = [from, to].map((end) => line(at(end.x, end.y), at(x, end.y))).join('');
  const y = Math.min(room.bottom, Math.max(room.top, (from.y + to.y) / 2 + 4));
  return drawn('g', { class: 'mark' }, drawn('path', { d: leads, class: 'lead' }), drawn('path', { d: path }),
    label(text, at(x + (side === 'right' ? 9 : -9), y), side === 'right' ? 'start' : 'end'));
}

// Between two points at the height y. A width of a few pixels is shown between arrows from outside.
export function across(from: Point, to: Point, y: number, text: string, below: boolean): SVGElement {
  const narrow = to.x - from.x < 24;
  const path = narrow
    ? [line(at(from.x - 20, y), at(from.x, y)), line(at(to.x, y), at(to.x + 20, y)),
       line(at(from.x - tick, y - tick + 1), at(from.x, y), at(from.x - tick, y + tick - 1)),
       line(at(to.x + tick, y - tick + 1), at(to.x, y), at(to.x + tick, y + tick - 1))].join('')
    : [line(at(from.x, y), at(to.x, y)), line(at(from.x, y - tick), at(from.x, y + tick)), line(at(to.x, y - tick), at(to.x, y + tick))].join('');
  const leads = [from, to].map((end) => line(at(end.x, end.y), at(end.x, y))).join('');
  const place = narrow ? at(to.x + 25, y + 4) : at((from.x + to.x) / 2, y + (below ? 18 : -9));
  return drawn('g', { class: 'mark' }, drawn('path', { d: leads, class: 'lead' }), drawn('path', { d: path }),
    label(text, place, narrow ? 'start' : 'middle'));
}

const frames = [5, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 600, 1000];

// The height of the frame, in cm, that a tree of this height stands in.
export const frameFor = (height: number): number => frames.find((frame) => frame >= height * 1.04) ?? height * 1.04;

// A ruler with its zero on the soil.
export function ruler(x: number, soilY: number, topY: number, frame: number, number: (value: number) => string): SVGElement {
  const step = [1, 2, 5, 10, 20, 50, 100, 200].find((size) => frame / size <= 5) ?? frame / 5;
  const scale = (soilY - topY) / frame;
  const group = drawn('g', { class: 'ruler' });
  let ticks = line(at(x, soilY), at(x, topY));
  for (let value = 0; value <= frame + 0.001; value += step / 5) {
    const y = soilY - value * scale;
    const whole = Math.abs(value / step - Math.round(value / step)) < 0.01;
    ticks += line(at(x, y), at(x - (whole ? 7 : 4), y));
    if (whole) group.append(label(value === 0 ? '0' : number(Math.round(value)), at(x - 11, y + 4), 'end'));
  }
  group.append(drawn('path', { d: ticks }), label('cm', at(x + 5, topY + 8), 'start'));
  return group;
}

// A bar of a round length beside the leaf, so that its size is told as well as its shape.
export function scaleBar(x: number, y: number, scale: number, widest: number, number: (value: number) => string): SVGElement {
  const lengths = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20];
  const length = [...lengths].reverse().find((size) => size * scale <= widest) ?? 0.02;
  const half = (length * scale) / 2;
  const text = length < 0.5 ? `${number(Number((length * 10).toFixed(1)))} mm` : `${number(length)} cm`;
  return drawn('g', { class: 'ruler' }, drawn('path', { d: line(at(x - half, y - 4), at(x - half, y), at(x + half, y), at(x + half, y - 4)) }),
    label(text, at(x, y + 15), 'middle'));
}
