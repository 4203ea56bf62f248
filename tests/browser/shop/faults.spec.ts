// Proves that what is wrong with a value is said under its field while it is typed, and that nothing is answered then.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, pine, test } from './shop_page.ts';

const bonsai = JSON.parse(readFileSync(resolve(__dirname, '../../../public/examples/bonsai.contract.json'), 'utf8')) as {
  features: { name: string; typical: [number, number] }[];
};
const trunk = bonsai.features.find((feature) => feature.name === 'branch_thickness') ?? { typical: [0, 0] };

const wrong: [string, string, string, RegExp][] = [
  ['text', 'ten', 'height', /“?ten”? is not a number/i],
  ['above the range', '2500', 'height', /2500 is outside 1 to 250 cm/],
  ['below the range', '-3', 'leaf_length', /-3 is outside 0\.02 to 40 cm/],
  ['an infinity', 'inf', 'leaf_width', /inf/i],
];
for (const [what, typed, name, message] of wrong) {
  test(`${what} is named under the field`, async ({ shop }) => {
    await shop.open();
    await shop.measure(pine);
    await shop.field(name).fill(typed);
    await expect(shop.note(name)).toHaveText(message);
    await expect(shop.field(name)).toHaveAttribute('aria-invalid', 'true');
    await expect(shop.answer).toHaveAttribute('data-class', '');
    await expect(shop.answer).toContainText('Please check:');
    await shop.field(name).fill('2');
    await expect(shop.field(name)).toHaveAttribute('aria-invalid', 'false');
    await expect(shop.answer).not.toHaveAttribute('data-class', '');
  });
}

test('an empty required field is a fault only after it was left', async ({ shop }) => {
  await shop.open();
  await shop.field('leaf_length').focus();
  await expect(shop.note('leaf_length')).not.toHaveAttribute('data-kind', 'fault');
  await shop.field('leaf_width').focus();
  await expect(shop.note('leaf_length')).toHaveText(/is missing/);
});

test('a comma is read as the decimal mark', async ({ shop }) => {
  await shop.open();
  await shop.measure(pine);
  await shop.field('leaf_width').fill('0,12');
  await expect(shop.field('leaf_width')).toHaveAttribute('aria-invalid', 'false');
  await expect(shop.answer).toHaveAttribute('data-class', 'pine');
});

test('an unusual value is answered and pointed out', async ({ shop }) => {
  await shop.open();
  await shop.measure(['2.1', '1.8', '5.5', '25.3']);
  await expect(shop.note('branch_thickness')).toHaveAttribute('data-kind', 'unusual');
  const [low, high] = trunk.typical;
  await expect(shop.note('branch_thickness')).toHaveText(`Unusual: most lie between ${low} and ${high} mm. Please check value and unit.`);
  await expect(shop.answer).not.toHaveAttribute('data-class', '');
});

test('"I don’t know" empties an optional field without a fault', async ({ shop }) => {
  await shop.open();
  await shop.measure(pine);
  const unknown = shop.page.locator('[data-field="age"] .unknown');
  await expect(unknown).toHaveAttribute('aria-pressed', 'true');
  await shop.field('age').fill('30');
  await expect(unknown).toHaveAttribute('aria-pressed', 'false');
  await unknown.click();
  await expect(shop.field('age')).toHaveValue('');
  await expect(shop.field('age')).toHaveAttribute('aria-invalid', 'false');
  await expect(shop.answer).toHaveAttribute('data-class', 'pine');
});
