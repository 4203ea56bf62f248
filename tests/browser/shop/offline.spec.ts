// Proves that a device that has seen the page once identifies trees after the server is gone.
import { expect, test as base } from '@playwright/test';
import { Server } from '../server.ts';
import { pine, Shop } from './shop_page.ts';

base('the page, its model and its care texts work after the server is stopped', async ({ page }) => {
  base.setTimeout(120_000);
  const server = await Server.start({ examples: true });
  try {
    await server.examplesReady();
    const shop = new Shop(page, server.url);
    await shop.open();
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (navigator.serviceWorker.controller === null) {
        await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
      }
    });
    await shop.modelKept();
    await shop.measure(pine);
    const certainty = await shop.answer.locator('.certainty').textContent();

    await server.stop();
    await page.reload();
    await expect(page.locator('form')).toBeVisible();
    await expect(page.locator('.offline')).toBeVisible();
    await shop.measure(pine);
    await expect(shop.answer).toHaveAttribute('data-class', 'pine');
    await expect(shop.answer.locator('.certainty')).toHaveText(certainty ?? '');
    await expect(shop.answer.locator('.care')).toContainText('Light and place');
    await page.getByTestId('plausible').click();
    await expect(shop.answer).not.toHaveAttribute('data-class', '');
  } finally {
    await server.stop();
  }
});
