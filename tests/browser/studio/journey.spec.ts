// Proves the whole thread: staff train in a browser tab, log, register and promote; a customer's page identifies a
// tree with that version, and goes on doing so when the server is gone.
import { expect, test as base } from '@playwright/test';
import { Server } from '../server.ts';
import { pine, Shop } from '../shop/shop_page.ts';
import { screen, Studio } from './studio_page.ts';

base.use({ viewport: screen });

base('train, log, register, promote, identify, identify offline', async ({ page, context }) => {
  base.setTimeout(240_000);
  const server = await Server.start({ auth: true });
  try {
    const studio = new Studio(page, server);
    await studio.openSignedIn();
    await studio.loadExample('bonsai');
    await studio.train();
    expect(Number((await studio.widget('result.accuracy')).value)).toBeGreaterThan(0.9);
    const digest = (await studio.widget('digest.file')).value;

    await studio.click('train.to_log');
    await studio.type('log.run_name', 'first bonsai');
    await studio.click('log.send');
    await studio.widget('log.sent');
    await studio.expectValue('status.unsent', 'No unsent runs');

    await studio.click('log.to_models');
    await studio.click('register.go');
    await studio.expectValue('models.notice', /bonsai has version 1 now/);
    await studio.click('promote.1');
    await studio.expectValue('promote.sentence', /bonsai starts to answer.*version 1/);
    await studio.click('promote.yes');
    await studio.expectValue('version.1', 'production');

    const manifest = await (await fetch(`${server.url}/models/bonsai/production/manifest`)).json();
    expect(manifest).toMatchObject({ name: 'bonsai', version: '1', sha256: digest });

    const shop = new Shop(await context.newPage(), server.url);
    await shop.open();
    await shop.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (navigator.serviceWorker.controller === null) {
        await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
      }
    });
    await shop.open();
    await shop.measure(pine);
    await expect(shop.answer).toHaveAttribute('data-class', 'pine');

    await server.stop();
    await shop.page.reload();
    await shop.measure(pine);
    await expect(shop.answer).toHaveAttribute('data-class', 'pine');
  } finally {
    await server.stop();
  }
});
