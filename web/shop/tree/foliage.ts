// Pads of foliage as they are drawn on a pruned tree: flat below, full above, their edge by the kind of leaf.
import { drawn } from '../element.ts';
import { at, bow, chance, clamp, line, mix, scallops, spikes, type Point } from './geometry.ts';
import type { Foliage } from './proportions.ts';

export interface Pad {
  centre: Point;
  half: Point; // half the width, half the height
  seed: number;
}

// A point of the pad's edge; angle 0 is right, a quarter turn is up.
function edge(pad: Pad, angle: number, share = 1): Point {
  const flat = Math.sin(angle) < 0 ? 0.42 : 1;
  return at(pad.centre.x + Math.cos(angle) * pad.half.x * share, pad.centre.y - Math.sin(angle) * pad.half.y * flat * share);
}

function edgePoints(pad: Pad, grain: number): Point[] {
  const around = Math.PI * (pad.half.x + pad.half.y * 0.7);
  const count = clamp(Math.round(around / grain), 7, 40);
  return Array.from({ length: count }, (_, index) => {
    const wobble = (chance(pad.seed, index, 1) - 0.5) * 0.5;
    return edge(pad, ((index + wobble) / count) * 2 * Math.PI, mix(0.93, 1.04, chance(pad.seed, index, 2)));
  });
}

// A few marks inside, as an inker would leave them: below the middle, never a pattern.
function insideMarks(pad: Pad, grain: number, mark: (place: Point, index: number) => string): string {
  const count = clamp(Math.round((pad.half.x * pad.half.y) / (grain * grain * 1.1)), 2, 14);
  return Array.from({ length: count }, (_, index) => {
    const angle = mix(-0.25, Math.PI + 0.25, (index + chance(pad.seed, index, 3)) / count);
    return mark(edge(pad, angle, mix(0.28, 0.74, chance(pad.seed, index, 4))), index);
  }).join('');
}

function roundLeaves(pad: Pad, grain: number): SVGElement[] {
  const outline = scallops(edgePoints(pad, grain), pad.centre, (index) => mix(0.26, 0.4, chance(pad.seed, index, 5)));
  const arcs = insideMarks(pad, grain, (place) =>
    bow(at(place.x - grain * 0.42, place.y + grain * 0.1), at(place.x, place.y - grain * 0.55), at(place.x + grain * 0.42, place.y + grain * 0.1)));
  return [drawn('path', { d: outline, class: 'pad' }), drawn('path', { d: arcs, class: 'fine' })];
}

function pointedLeaves(pad: Pad, grain: number): SVGElement[] {
  const outline = spikes(edgePoints(pad, grain * 0.85), pad.centre, (index) => mix(0.42, 0.72, chance(pad.seed, index, 5)));
  const stars = insideMarks(pad, grain, (place, index) => {
    const turn = (chance(pad.seed, index, 6) - 0.5) * 0.8;
    return [-0.9, 0, 0.9].map((angle) => line(place, at(
      place.x + Math.sin(angle + turn) * grain * 0.46, place.y - Math.cos(angle + turn) * grain * 0.46))).join('');
  });
  return [drawn('path', { d: outline, class: 'pad' }), drawn('path', { d: stars, class: 'fine' })];
}

// Scales in tight, slightly pointed clouds.
function clouds(pad: Pad, grain: number): SVGElement[] {
  const outline = scallops(edgePoints(pad, grain * 1.1), pad.centre, (index) => mix(0.34, 0.6, chance(pad.seed, index, 5)));
  const ticks = insideMarks(pad, grain * 0.8, (place, index) => {
    const lean = (chance(pad.seed, index, 6) - 0.5) * grain * 0.5;
    return bow(place, at(place.x + lean * 0.2, place.y - grain * 0.25), at(place.x + lean, place.y - grain * 0.42));
  });
  return [drawn('path', { d: outline, class: 'pad' }), drawn('path', { d: ticks, class: 'fine' })];
}

// Fans of needles along a pad that is only hinted at.
function needleFans(pad: Pad, grain: number): SVGElement[] {
  const length = clamp(grain * 1.25, 7, Math.max(9, pad.half.y * 1.1));
  const rows = [{ share: 0.32, lift: 0.1 }, { share: 0.78, lift: -0.18 }];
  let fans = '';
  rows.forEach((row, rowIndex) => {
    const count = clamp(Math.round((pad.half.x * 2 * row.share) / (length * 0.62)), 2, 12);
    for (let index = 0; index < count; ++index) {
      const x = mix(-1, 1, count === 1 ? 0.5 : index / (count - 1)) * row.share + (chance(pad.seed, rowIndex, index) - 0.5) * 0.12;
      const dome = Math.sqrt(Math.max(0, 1 - x * x));
      const foot = at(pad.centre.x + x * pad.half.x, pad.centre.y - pad.half.y * (dome * 0.45 * (rowIndex === 0 ? 1 : 0.2) + row.lift) + pad.half.y * 0.25);
      for (let needle = -4; needle <= 4; ++needle) {
        const angle = needle * 0.27 + x * 0.5 + (chance(pad.seed, rowIndex, index, needle) - 0.5) * 0.14;
        const reach = length * mix(0.8, 1.05, chance(pad.seed, index, needle, 9)) * (1 - Math.abs(needle) * 0.04);
        fans += line(foot, at(foot.x + Math.sin(angle) * reach, foot.y - Math.cos(angle) * reach));
      }
    }
  });
  const wash = scallops(edgePoints(pad, grain * 1.6), pad.centre, () => 0.2);
  return [drawn('path', { d: wash, class: 'pad is-hint' }), drawn('path', { d: fans, class: 'fine needles' })];
}

export function drawPad(pad: Pad, foliage: Foliage, grain: number): SVGElement[] {
  if (foliage === 'needle') return needleFans(pad, grain);
  if (foliage === 'scale') return clouds(pad, grain);
  if (foliage === 'lobed') return pointedLeaves(pad, grain);
  return roundLeaves(pad, grain);
}
