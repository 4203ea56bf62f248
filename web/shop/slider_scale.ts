// Where a value stands on its slider. A range of which most values fill only a corner is bent, or a needle's millimetres
// and a tree's years would share one pixel: by logarithm where it spans more than a factor of fifty, by cube root where it
// begins at nothing.
import type { Feature } from './contract.ts';

type Bend = 'none' | 'logarithm' | 'cube_root';

function bendOf(feature: Feature, min: number, max: number): Bend {
  if (min > 0 && max / min >= 50) return 'logarithm';
  const usual = feature.typical?.[1] ?? max;
  return min === 0 && usual > 0 && max / usual >= 4 ? 'cube_root' : 'none';
}

export class SliderScale {
  static readonly steps = 200;
  private readonly min: number;
  private readonly max: number;
  private readonly bend: Bend;

  constructor(private readonly feature: Feature) {
    this.min = feature.min ?? 0;
    this.max = feature.max ?? 1;
    this.bend = bendOf(feature, this.min, this.max);
  }

  // 0 at the left end, 1 at the right one.
  position(value: number): number {
    const inside = Math.min(this.max, Math.max(this.min, value));
    const share = (inside - this.min) / (this.max - this.min);
    if (this.bend === 'logarithm') return Math.log(inside / this.min) / Math.log(this.max / this.min);
    return this.bend === 'cube_root' ? Math.cbrt(share) : share;
  }

  // The value at a position, rounded to the feature's step or, where that is finer, to two digits.
  value(position: number): number {
    const exact = this.bend === 'logarithm'
      ? this.min * (this.max / this.min) ** position
      : this.min + (this.max - this.min) * (this.bend === 'cube_root' ? position ** 3 : position);
    const inside = Math.min(this.max, Math.max(this.min, this.round(exact)));
    return Number(inside.toPrecision(6));
  }

  private round(exact: number): number {
    if (this.feature.kind === 'ordinal') return Math.round(exact);
    const twoDigits = exact === 0 ? 1 : 10 ** (Math.floor(Math.log10(Math.abs(exact))) - 1);
    const step = this.feature.step ?? twoDigits;
    const grain = this.bend === 'logarithm' ? Math.min(step, twoDigits) : step;
    return Math.round(exact / grain) * grain;
  }
}
