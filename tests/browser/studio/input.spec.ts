// Proves that text, composed accents and the clipboard work in the Studio's fields, that HTML keys stay the
// browser's, and that nothing is drawn while nothing happens.
import { expect, test } from './studio_page.ts';

test('typed text and accents arrive in a field', async ({ studio }) => {
  await studio.openSignedIn();
  await studio.click('runs.filter');
  await studio.page.keyboard.type('tags.nota = ');
  await studio.page.keyboard.insertText('"ação, maçã"');
  await studio.expectValue('runs.filter', 'tags.nota = "ação, maçã"');
  await studio.page.keyboard.press('Backspace');
  await studio.page.keyboard.press('Home');
  await studio.page.keyboard.type('x');
  await studio.expectValue('runs.filter', 'xtags.nota = "ação, maçã');
});

test('text is cut, copied and pasted with the system clipboard', async ({ studio, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await studio.openSignedIn();
  await studio.type('runs.filter', 'metrics.accuracy > 0.5');
  await studio.page.keyboard.press('Control+a');
  await studio.page.keyboard.press('Control+x');
  await studio.expectValue('runs.filter', /^$/);
  expect(await studio.page.evaluate(() => navigator.clipboard.readText())).toBe('metrics.accuracy > 0.5');
  await studio.page.evaluate(() => navigator.clipboard.writeText('params.seed = "42"'));
  await studio.page.keyboard.press('Control+v');
  await studio.expectValue('runs.filter', 'params.seed = "42"');
  await studio.page.keyboard.press('Control+a');
  await studio.page.keyboard.press('Control+c');
  await studio.expectValue('runs.filter', 'params.seed = "42"');
  expect(await studio.page.evaluate(() => navigator.clipboard.readText())).toBe('params.seed = "42"');
});

test('an input method composes a word before it arrives', async ({ studio }) => {
  await studio.openSignedIn();
  await studio.type('runs.filter', 'a');
  const session = await studio.page.context().newCDPSession(studio.page);
  await session.send('Input.imeSetComposition', { text: 'ã', selectionStart: 1, selectionEnd: 1 });
  await studio.expectValue('runs.filter', /^a$/);
  await session.send('Input.insertText', { text: 'ã' });
  await studio.expectValue('runs.filter', /^aã$/);
});

test('digits choose a view while nothing is typed', async ({ studio }) => {
  await studio.open();
  await studio.page.keyboard.press('2');
  await studio.expectValue('view.train', 'on');
  await studio.page.keyboard.press('1');
  await studio.expectValue('view.data', 'on');
});

test('nothing is drawn while nothing happens', async ({ studio }) => {
  await studio.open();
  await studio.loadExample('iris');
  await studio.page.mouse.move(4, 4);
  const before = await studio.framesAtRest();
  await studio.page.waitForTimeout(2000);
  expect(await studio.frames()).toBe(before);
});

test('a caret blinks in a focused field, a few frames a second and no more', async ({ studio }) => {
  await studio.openSignedIn();
  await studio.click('runs.filter');
  await studio.page.waitForTimeout(500);
  const before = await studio.frames();
  await studio.page.waitForTimeout(2000);
  const drawn = (await studio.frames()) - before;
  expect(drawn).toBeGreaterThanOrEqual(2);
  expect(drawn).toBeLessThanOrEqual(8);
});

test('the canvas follows window and pixel ratio', async ({ studio, browser }) => {
  const context = await browser.newContext({ deviceScaleFactor: 2, viewport: { width: 1000, height: 700 } });
  const page = await context.newPage();
  await page.goto(`${studio.server.url}/studio/?automation=1`);
  const size = () => page.evaluate(() => {
    const canvas = document.getElementById('canvas') as HTMLCanvasElement;
    return [canvas.width, canvas.height];
  });
  await expect.poll(size).toEqual([2000, 1400]);
  await page.setViewportSize({ width: 1200, height: 640 });
  await expect.poll(size).toEqual([2400, 1280]);
  await context.close();
});

test('a lost graphics context is drawn again when it comes back', async ({ studio }) => {
  await studio.open();
  const before = await studio.page.screenshot();
  await studio.page.evaluate(async () => {
    const canvas = document.getElementById('canvas') as HTMLCanvasElement;
    const extension = canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    extension?.loseContext();
    await new Promise((done) => setTimeout(done, 200));
    extension?.restoreContext();
    await new Promise((done) => setTimeout(done, 500));
  });
  expect((await studio.page.screenshot()).equals(before)).toBe(true);
});
