// Proves that a customer who types measurements gets the engine's answer at once, with care, for every model.
import { basics, expect, juniper, pine, test } from './shop_page.ts';

test('the answer names the species as soon as the four measurements are there', async ({ shop }) => {
  await shop.open();
  await expect(shop.answer).toHaveAttribute('data-class', '');
  for (const [index, name] of basics.slice(0, 3).entries()) await shop.field(name).fill(pine[index] ?? '');
  await expect(shop.answer).toContainText('Still needed: Height');
  await shop.field('height').fill(pine[3]);
  await expect(shop.answer).toHaveAttribute('data-class', 'pine');
  await expect(shop.answer.getByRole('heading', { level: 2 })).toHaveText('Pine');
  await expect(shop.answer.locator('.latin')).toHaveAttribute('lang', 'la');
  await expect(shop.answer.locator('.certainty')).toHaveText(/^(very likely|likely), (over )?\d+ %$/);
});

test('the page and the server give the same probabilities for the same row', async ({ shop, server }) => {
  await shop.open();
  for (const row of [pine, juniper, ['3.1', '2.2', '35', '26'] as typeof pine]) {
    await shop.measure(row);
    const scored = await fetch(`${server.url}/predict`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ features: row.map(Number) }),
    });
    const { probabilities } = (await scored.json()) as { probabilities: Record<string, number> };
    for (const [name, share] of Object.entries(probabilities)) {
      const text = share > 0 && share < 0.005 ? 'under 1 %' : share >= 0.995 ? 'over 99 %' : `${Math.round(share * 100)} %`;
      await expect(shop.answer.locator(`[data-class="${name}"] .share`)).toHaveText(text);
    }
  }
});

test('changing one value changes the answer, the bars and the care text', async ({ shop }) => {
  await shop.open();
  await shop.measure(pine);
  await expect(shop.answer.locator('.care')).toContainText('A slow, strong evergreen');
  await shop.measure(juniper);
  await expect(shop.answer).toHaveAttribute('data-class', 'juniper');
  await expect(shop.answer.locator('.bars .is-leading')).toHaveAttribute('data-class', 'juniper');
  await expect(shop.answer.locator('.care')).toContainText('An evergreen for outdoors');
});

test('measurements between two species are answered with "not sure" and what would help', async ({ shop }) => {
  await shop.open();
  await shop.measureUnsure();
  await expect(shop.answer.getByRole('heading', { level: 2 })).toHaveText('Not sure');
  await expect(shop.answer.locator('.care')).toHaveCount(0);
  await shop.answer.getByRole('button', { name: 'Kind of foliage' }).click();
  await expect(shop.field('foliage')).toBeFocused();
  await shop.field('foliage').selectOption('lobed');
  await expect(shop.answer).toHaveAttribute('data-class', 'maple');
});

test('the example button fills in a row that is valid and answered', async ({ shop }) => {
  await shop.open();
  for (let round = 0; round < 5; ++round) {
    await shop.page.getByTestId('plausible').click();
    await expect(shop.answer).toHaveAttribute('data-class', /^(juniper|ficus|pine|maple|unsure)$/);
    await expect(shop.page.locator('[aria-invalid="true"]')).toHaveCount(0);
  }
  await shop.page.getByTestId('clear').click();
  await expect(shop.field('height')).toHaveValue('');
  await expect(shop.answer).toHaveAttribute('data-class', '');
});

test('iris and breast cancer work through the same form', async ({ shop }) => {
  await shop.open('?model=iris');
  for (const [name, value] of Object.entries({ sepal_length: '5.1', sepal_width: '3.5', petal_length: '1.4', petal_width: '0.2' })) {
    await shop.field(name).fill(value);
  }
  await expect(shop.answer).toHaveAttribute('data-class', 'setosa');
  await expect(shop.page.locator('.drawing')).toHaveCount(0);

  await shop.open('?model=breast_cancer');
  await expect(shop.page.locator('input[name]')).toHaveCount(30);
  await shop.page.getByTestId('plausible').click();
  await expect(shop.answer).toHaveAttribute('data-class', /^(malignant|benign|unsure)$/);
  await expect(shop.field('mean radius')).not.toHaveValue('');
});

test('the drawing takes the proportions and marks the dimension of the focused field', async ({ shop }) => {
  await shop.page.emulateMedia({ reducedMotion: 'reduce' }); // sizes are compared where the drawing comes to rest
  await shop.open();
  await shop.measure(pine);
  await shop.field('height').focus();
  await expect(shop.page.locator('.drawing .mark text')).toHaveText('55 cm');
  await shop.field('leaf_length').focus();
  await expect(shop.page.locator('.drawing .mark text')).toHaveText('8 cm');
  const trunk = shop.page.locator('.drawing .trunk .limb');
  const before = (await trunk.boundingBox())?.width ?? 0;
  await shop.field('branch_thickness').fill('160');
  await expect.poll(async () => (await trunk.boundingBox())?.width ?? 0).toBeGreaterThan(before * 1.5);
});
