// Proves that the page is whole in both languages, keeps what was typed, and fits a small phone in each.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, pine, test } from './shop_page.ts';

const textsOf = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(resolve(__dirname, `../../../web/shop/texts/${language}.json`), 'utf8')) as Record<string, string>;

test('every text exists in both languages with the same placeholders', () => {
  const [english, portuguese] = [textsOf('en'), textsOf('pt-BR')];
  const holes = (text = ''): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  expect(Object.keys(portuguese)).toEqual(Object.keys(english));
  for (const key of Object.keys(english)) expect(holes(portuguese[key]), key).toEqual(holes(english[key]));
});

test('switching to Portuguese keeps the values and changes every word', async ({ shop }) => {
  await shop.open();
  await shop.measure(pine);
  await shop.page.getByRole('button', { name: 'Português' }).click();
  await expect(shop.page.locator('html')).toHaveAttribute('lang', 'pt-BR');
  await expect(shop.field('leaf_length')).toHaveValue('8');
  await expect(shop.field('leaf_width')).toHaveValue('0,12');
  await expect(shop.answer.getByRole('heading', { level: 2 })).toHaveText('Pinheiro');
  await expect(shop.answer.locator('.certainty')).toHaveText(/provável, (mais de )?\d+ %$/);
  await expect(shop.page.getByText('Comprimento da folha ou agulha', { exact: true })).toBeVisible();
  await expect(shop.page.getByRole('button', { name: 'Português' })).toBeFocused();
  for (const english of ['Measurements', 'Caring', 'cannot', 'I don’t know', 'Usually', 'likely', 'Model bonsai']) {
    await expect(shop.page.locator('body')).not.toContainText(english);
  }
  await shop.field('height').fill('900');
  await expect(shop.note('height')).toHaveText(/900 está fora de 1 a 250 cm/);
});

test('the choice lasts, and ?lang= goes before it', async ({ shop }) => {
  await shop.open();
  await shop.page.getByRole('button', { name: 'Português' }).click();
  await shop.open();
  await expect(shop.page.locator('html')).toHaveAttribute('lang', 'pt-BR');
  await shop.open('?lang=en');
  await expect(shop.page.locator('html')).toHaveAttribute('lang', 'en');
});

for (const language of ['en', 'pt-BR']) {
  for (const [model, width] of [['bonsai', 360], ['bonsai', 320], ['breast_cancer', 360], ['bonsai', 768], ['bonsai', 900]] as const) {
    test(`${model} in ${language} has no horizontal scroll and no cut label at ${width} px`, async ({ shop }) => {
      await shop.page.setViewportSize({ width, height: 800 });
      await shop.open(`?lang=${language}&model=${model}`);
      await shop.page.getByTestId('plausible').click();
      const sizes = await shop.page.evaluate(() => ({
        over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        cut: [...document.querySelectorAll('label, button, h1, h2, legend, .candidate')]
          .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0).map((each) => each.textContent),
      }));
      expect(sizes).toEqual({ over: 0, cut: [] });
    });
  }
}
