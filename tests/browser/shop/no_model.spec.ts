// Proves what the page does when there is no model that it may use: it waits, says why, and never uses a wrong one.
import { expect, test as base } from '@playwright/test';
import { Server } from '../server.ts';
import { test } from './shop_page.ts';

base('without a production model the page says so, keeps looking, and can be asked to', async ({ page }) => {
  const server = await Server.start();
  try {
    let asked = 0;
    page.on('request', (request) => request.url().endsWith('/manifest') && ++asked);
    await page.goto(server.url);
    await expect(page.getByTestId('notice')).toHaveAttribute('data-state', 'state.none');
    await expect(page.getByTestId('notice')).toContainText('have not put a model for “bonsai” into production');
    await expect(page.getByTestId('countdown')).toHaveText(/Looking again in \d s/);
    const before = asked;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => asked).toBe(before + 1);
    await expect.poll(() => asked, { timeout: 15_000 }).toBeGreaterThan(before + 1);
    await page.getByRole('button', { name: 'Português' }).click();
    await expect(page.getByTestId('notice')).toContainText('ainda não colocou um modelo');
  } finally {
    await server.stop();
  }
});

base('a page that was opened before the first promotion starts by itself', async ({ page }) => {
  base.setTimeout(120_000);
  const server = await Server.start({ examples: true });
  try {
    await page.goto(server.url);
    await expect(page.locator('form')).toBeVisible({ timeout: 90_000 });
  } finally {
    await server.stop();
  }
});

test('bytes that do not have the announced digest are not used', async ({ shop }) => {
  await shop.page.route('**/models/sha256/*', (route) => route.fulfill({ body: Buffer.from('something else') }));
  await shop.page.goto(shop.url);
  await expect(shop.page.getByTestId('notice')).toHaveAttribute('data-state', 'state.damaged');
  await expect(shop.page.locator('form')).toHaveCount(0);
});

test('a manifest of another shape is refused', async ({ shop }) => {
  await shop.page.route('**/production/manifest', (route) => route.fulfill({ json: { name: 'bonsai', version: '1', sha256: 'x', url: 'https://elsewhere.example/' } }));
  await shop.page.goto(shop.url);
  await expect(shop.page.getByTestId('notice')).toHaveAttribute('data-state', 'state.unreachable');
});

test('an older version than the one seen is refused unless it is a rollback', async ({ shop }) => {
  let change: Record<string, unknown> = { version: '7' };
  await shop.page.route('**/production/manifest', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ json: { ...((await response.json()) as object), ...change } });
  });
  const version = shop.page.locator('.columns[data-version]');
  await shop.open();
  await expect(version).toHaveAttribute('data-version', '7');
  change = { version: '6' };
  await shop.open();
  await expect(version).toHaveAttribute('data-version', '7');
  await expect(shop.page.getByText('The server offers version 6')).toBeVisible();
  change = { version: '6', rollback: true };
  await shop.open();
  await expect(version).toHaveAttribute('data-version', '6');
});

test('a model that needs a newer engine than the page has is refused', async ({ shop }) => {
  await shop.page.route('**/production/manifest', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ json: { ...((await response.json()) as object), minimum_engine: '99.0.0' } });
  });
  await shop.page.goto(shop.url);
  await expect(shop.page.getByTestId('notice')).toHaveAttribute('data-state', 'state.outdated');
});

test('bytes that were changed on the device are fetched again', async ({ shop }) => {
  await shop.open();
  await shop.modelKept();
  await shop.page.evaluate(async () => {
    const cache = await caches.open('models');
    for (const request of await cache.keys()) await cache.put(request, new Response('something else'));
  });
  await shop.open();
  await shop.measure(['8', '0.12', '60', '55']);
  await expect(shop.answer).toHaveAttribute('data-class', 'pine');
});
