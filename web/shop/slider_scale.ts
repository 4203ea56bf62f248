// Where a value stands on its slider. Ranges that span more than a factor of fifty are laid out by logarithm, or a
// needle's millimetres would share one pixel.
import type { Feature } from './contract.ts';

export class SliderScale {
  static readonly steps = 200;
  private readonly min: number;
  private readonly max: number;
  private readonly logarithmic: boolean;

  constructor(private readonly feature: Feature) {
    this.min = feature.min ?? 0;
    this.max = feature.max ?? 1;
    this.logarithmic = this.min > 0 && this.max / this.min >= 50;
  }

  // 0 at the left end, 1 at the right one.
  position(value: number): number {
    const share = this.logarithmic
      ? Math.log(value / this.min) / Math.log(this.max / this.min)
      : (value - this.min) / (this.max - this.min);
    return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  }

  // The value at a position, rounded to the feature's step or to two digits, whichever is finer.
  value(position: number): number {
    const exact = this.logarithmic
      ? this.min * (this.max / this.min) ** position
      : this.min + (this.max - this.min) * position;
    const inside = Math.min(this.max, Math.max(this.min, this.round(exact)));
    return Number(inside.toPrecision(6));
  }

  private round(exact: number): number {
    if (this.feature.kind === 'ordinal') return Math.round(exact);
    const twoDigits = exact === 0 ? 1 : 10 ** (Math.floor(Math.log10(Math.abs(exact))) - 1);
    const step = this.feature.step ?? (this.max - this.min) / SliderScale.steps;
    const grain = this.logarithmic ? Math.min(step, twoDigits) : this.feature.step ?? twoDigits;
    return Math.round(exact / grain) * grain;
  }
}
