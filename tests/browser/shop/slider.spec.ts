// Proves that a slider's value is always one that the contract allows, and that small and large values both have room.
import { expect, test } from '@playwright/test';
import type { Feature } from '../../../web/shop/contract.ts';
import { SliderScale } from '../../../web/shop/slider_scale.ts';

const needle = { name: 'leaf_length', kind: 'numeric', min: 0.02, max: 40, step: 0.1, required: true } as const;
const years = { name: 'age', kind: 'numeric', min: 0, max: 1000, step: 1, typical: [3, 85], required: false } satisfies Feature;
const index = { name: 'index', kind: 'ordinal', min: 0, max: 10, required: false } as const;

test('both ends are the contract’s own', () => {
  for (const feature of [needle, years, index]) {
    const scale = new SliderScale(feature);
    expect([scale.value(0), scale.value(1)]).toEqual([feature.min, feature.max]);
    expect([scale.position(feature.min), scale.position(feature.max)]).toEqual([0, 1]);
  }
});

test('every stop is inside the range, and never falls as the thumb goes right', () => {
  for (const feature of [needle, years, index]) {
    const scale = new SliderScale(feature);
    const stops = Array.from({ length: SliderScale.steps + 1 }, (_, step) => scale.value(step / SliderScale.steps));
    expect(stops.every((value) => value >= feature.min && value <= feature.max)).toBe(true);
    expect(stops).toEqual([...stops].sort((a, b) => a - b));
  }
});

test('a millimetre of a needle is told from two, and a year is a whole number', () => {
  const scale = new SliderScale(needle);
  expect(scale.position(0.2) - scale.position(0.1)).toBeGreaterThan(0.05);
  const age = new SliderScale(years);
  expect(age.position(30) - age.position(20)).toBeGreaterThan(0.03);
  expect(Number.isInteger(age.value(0.123))).toBe(true);
});

test('a value outside the range rests at the nearer end', () => {
  const scale = new SliderScale(needle);
  expect([scale.position(-1), scale.position(1000)]).toEqual([0, 1]);
});
