// Proves that /docs and /redoc show every route of this server, ask no other server, break no rule of the browser's, and
// that whoever is signed in can try a route out.
import { expect, type Page } from '@playwright/test';
import type { Server } from '../server.ts';
import { test } from '../server_fixture.ts';

interface Document {
  paths: Record<string, Record<string, { summary: string }>>;
}

// What must stay empty while a page is open.
function watch(page: Page, server: Server): string[] {
  const wrong: string[] = [];
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (!['blob:', 'data:'].includes(protocol) && origin !== server.url) wrong.push(`asked ${request.url()}`);
  });
  return wrong;
}

async function operations(server: Server): Promise<string[]> {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Document;
  return Object.values(document.paths).flatMap((path) => Object.values(path).map((each) => each.summary));
}

// Swagger UI draws what is in view only, so the page is read from top to bottom.
async function shownSummaries(page: Page): Promise<Set<string>> {
  const shown = new Set<string>();
  for (let before = -1, at = 0; at !== before; ) {
    for (const text of await page.locator('.opblock-summary-description').allTextContents()) shown.add(text);
    before = at;
    at = await page.evaluate(async () => {
      scrollBy(0, innerHeight / 2);
      await new Promise((drawn) => setTimeout(drawn, 100));
      return scrollY;
    });
  }
  return shown;
}

test('/docs shows every route and asks no other server', async ({ page, server }) => {
  const wrong = watch(page, server);
  await page.goto(`${server.url}/docs`);
  await expect(page).toHaveTitle('Shohin API: try it out');
  await expect(page.locator('.opblock').first()).toBeVisible();
  expect(await shownSummaries(page)).toEqual(new Set(await operations(server)));
  await page.evaluate(() => scrollTo(0, 0));
  await page.getByRole('link', { name: 'Reference' }).click();
  await expect(page).toHaveTitle('Shohin API: reference');
  expect(wrong).toEqual([]);
});

test('/redoc shows every route, finds one, and asks no other server', async ({ page, server }) => {
  test.slow(); // its search reads the whole document first
  const wrong = watch(page, server);
  await page.goto(`${server.url}/redoc`);
  await expect(page.locator('[data-section-id] h2').first()).toBeVisible();
  const headings = (await page.locator('[data-section-id^="tag/"] h2').allTextContents()).map((text) => text.trim());
  for (const summary of await operations(server)) expect(headings).toContain(summary);
  // Its worker reads the document first; what is typed before finds nothing.
  await expect(async () => {
    await page.getByPlaceholder('Search...').fill('');
    await page.getByPlaceholder('Search...').pressSequentially('revoke');
    await expect(page.locator('[data-role="search:results"]')).toContainText('Revoke an API token', { timeout: 8_000 });
  }).toPass();
  await page.getByRole('link', { name: 'Try it out' }).click();
  await expect(page).toHaveTitle('Shohin API: try it out');
  expect(wrong).toEqual([]);
});

test('whoever is signed in can try a route out', async ({ page, server }) => {
  const wrong = watch(page, server);
  await page.goto(`${server.url}/docs`);
  const answered = await page.evaluate(async (password) => {
    const answer = await fetch('/api/shohin/v1/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user: 'admin', password }),
    });
    return answer.status;
  }, server.token);
  expect(answered).toBe(200);
  const operation = page.locator('#operations-Experiments-post_api_2_0_mlflow_experiments_search');
  await page.getByPlaceholder('Filter by tag or path').fill('experiments/search');
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.locator('textarea.body-param__text').fill('{"max_results": 5}');
  await operation.getByRole('button', { name: 'Execute' }).click();
  await expect(operation.locator('.live-responses-table td.response-col_status').last()).toContainText('200');
  await expect(operation.locator('.live-responses-table')).toContainText('Default');
  expect(wrong).toEqual([]);
});
