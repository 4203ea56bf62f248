// Proves that the page says what stands behind an answer: strangers, what to measure next, and why, in both languages.
import { expect, juniper, pine, test, type Basics } from './shop_page.ts';

const stranger: Basics = ['30', '0.02', '2', '200']; // a needle longer than the trunk is thick, on a tree of two metres

test('a clear answer says why', async ({ shop }) => {
  await shop.open();
  await shop.measure(pine);
  const reasons = shop.page.getByTestId('reasons');
  await expect(reasons.getByTestId('why').locator('li').first()).toHaveAttribute('data-feature', /^leaf_(width|length)$/);
  await expect(reasons.getByTestId('why').locator('li').first()).toContainText('speaks for it');
  await expect(reasons.getByTestId('strange')).toHaveCount(0);
});

test('values unlike every tree of the training data are called so', async ({ shop }) => {
  await shop.open();
  await shop.measure(stranger);
  await expect(shop.page.getByTestId('strange')).toHaveText(/^None of ours\?/);
  await shop.page.getByTestId('next').getByRole('button').click();
  await expect(shop.page.locator('select:focus, input:focus')).toHaveAttribute('name', /^(needles_per_bundle|leaf_arrangement|foliage)$/);
  await shop.measure(juniper);
  await expect(shop.page.getByTestId('strange')).toHaveCount(0);
});

test('the reasons are in Portuguese too', async ({ shop }) => {
  await shop.open('?lang=pt-BR');
  await shop.measure(stranger);
  await expect(shop.page.getByTestId('strange')).toHaveText(/^Nenhuma das nossas\?/);
  await expect(shop.page.getByTestId('why').getByRole('heading')).toHaveText('Por quê');
});

test('the reasons go when a measurement does', async ({ shop }) => {
  await shop.open();
  await shop.measure(pine);
  await expect(shop.page.getByTestId('why')).toBeVisible();
  await shop.field('height').fill('');
  await expect(shop.page.getByTestId('reasons')).toBeHidden();
});
