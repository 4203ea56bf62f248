// Proves that the page is clean for axe in every state and scheme, works by keyboard alone, speaks its answer, and has
// targets for fingers.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, pine, test } from './shop_page.ts';

const axe = readFileSync(resolve(__dirname, '../../../web/node_modules/axe-core/axe.min.js'), 'utf8');

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const result = await checker.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return result.violations.map((each) => `${each.id}: ${each.nodes[0]?.html}`);
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing in ${colorScheme} at ${width} px, empty, answered, unsure or faulty`, async ({ shop }) => {
      await shop.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await shop.page.setViewportSize({ width, height: 800 });
      await shop.open();
      expect(await violations(shop.page)).toEqual([]);
      await shop.measure(pine);
      if (width < 900) await shop.page.locator('.grow').click();
      expect(await violations(shop.page)).toEqual([]);
      if (width < 900) await shop.page.keyboard.press('Escape');
      await shop.measureUnsure();
      expect(await violations(shop.page)).toEqual([]);
      await shop.field('height').fill('x');
      await shop.page.locator('.languages [lang="pt-BR"]').click();
      expect(await violations(shop.page)).toEqual([]);
    });
  }
}

test('the whole way works by keyboard, with a visible focus', async ({ shop }) => {
  await shop.open();
  await shop.page.keyboard.press('Tab');
  await expect(shop.page.locator('.skip')).toBeFocused();
  const reach = async (name: string): Promise<void> => {
    for (let step = 0; step < 60; ++step) {
      await shop.page.keyboard.press('Tab');
      if ((await shop.page.evaluate(() => document.activeElement?.getAttribute('name'))) === name) return;
    }
    throw new Error(`${name} cannot be reached by Tab`);
  };
  for (const [index, name] of ['leaf_length', 'leaf_width', 'branch_thickness', 'height'].entries()) {
    await reach(name);
    await shop.page.keyboard.type(pine[index] ?? '');
  }
  await expect(shop.answer).toHaveAttribute('data-class', 'pine');
  await shop.page.keyboard.press('Tab');
  const slider = shop.page.locator('[data-field="height"] input[type="range"]');
  await expect(slider).toBeFocused();
  expect(await slider.evaluate((each) => getComputedStyle(each).outlineStyle)).toBe('solid');
  const before = await shop.field('height').inputValue();
  await shop.page.keyboard.press('ArrowRight');
  await expect(shop.field('height')).not.toHaveValue(before);
  await expect(slider).toHaveAttribute('aria-valuetext', /^\d+(\.\d+)? cm$/);
  await reach('foliage');
  await shop.page.keyboard.press('ArrowDown');
  await expect(shop.field('foliage')).toHaveValue('needle');
});

test('the answer is spoken once typing pauses', async ({ shop }) => {
  await shop.open();
  await shop.measure(pine);
  const spoken = shop.answer.locator('[aria-live="polite"]');
  await expect(spoken).toHaveText(/^Pine\. (very likely|likely), (over )?\d+ %\.$/);
});

test('the focused field is never hidden behind drawing or sheet on a phone', async ({ shop }) => {
  await shop.page.setViewportSize({ width: 360, height: 640 });
  await shop.open();
  await shop.measure(pine);
  for (const name of ['leaf_length', 'height', 'age', 'aerial_roots', 'root_system', 'leaf_width']) {
    await shop.field(name).focus();
    const seen = await shop.field(name).evaluate((each) => {
      const box = each.getBoundingClientRect();
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return top === each || each.contains(top);
    });
    expect(seen, name).toBe(true);
  }
});

test('everything that is pressed is at least 44 px high', async ({ shop }) => {
  await shop.page.setViewportSize({ width: 360, height: 800 });
  await shop.open();
  const small = await shop.page.evaluate(() =>
    [...document.querySelectorAll('button, select, input[type="range"], .number, footer a, header a')]
      .map((each) => ({ name: each.textContent || each.className, height: each.getBoundingClientRect().height }))
      .filter((each) => each.height > 0 && each.height < 44));
  expect(small).toEqual([]);
});
