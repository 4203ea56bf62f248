// Proves that the printed link and the token sign in, that wrong ones say so, and that a session which ended is
// noticed without losing what is in the tab.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, Studio, test } from './studio_page.ts';

test('a wrong token is refused in words, the right one signs in', async ({ studio }) => {
  await studio.open();
  await studio.go('runs');
  await studio.type('sign_in.token', 'not the token');
  await studio.click('sign_in.go');
  await studio.expectValue('sign_in.problem', /does not know this token/);
  await studio.type('sign_in.token', studio.server.token);
  await studio.page.keyboard.press('Enter');
  await studio.expectValue('status.server', /signed in as admin/);
});

test('a user signs in with a name and a password', async ({ studio }) => {
  const admin = { Authorization: `Bearer ${studio.server.token}`, 'Content-Type': 'application/json' };
  const made = await fetch(`${studio.server.url}/api/shohin/v1/users`, {
    method: 'POST',
    headers: admin,
    body: JSON.stringify({ user: `vera-${Date.now()}`, password: 'correct horse battery', role: 'viewer' }),
  });
  const { user } = (await made.json()) as { user: string };
  await studio.open();
  await studio.go('runs');
  await studio.type('sign_in.user', user);
  await studio.type('sign_in.token', 'correct horse battery');
  await studio.click('sign_in.go');
  await studio.expectValue('status.server', new RegExp(`signed in as ${user}`));
});

test('a used or invented link says so and leaves nothing in the address', async ({ studio }) => {
  await studio.open('', `#code=${'0'.repeat(64)}`);
  await studio.go('models');
  await studio.expectValue('sign_in.problem', /link has been used/);
  expect(new URL(studio.page.url()).hash).toBe('');
});

test('the printed link signs in once', async ({ page }) => {
  const data = mkdtempSync(resolve(tmpdir(), 'shohin-link-'));
  const program = process.env['SHOHIN_PROGRAM'] ?? resolve(__dirname, '../../../build/bin/shohin');
  const child = spawn(program, ['serve', '--data', data, '--port', '0', '--auth', 'on'], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const link = await new Promise<string>((found) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const address = /http:\S+#code=\w+/.exec(line)?.[0];
        if (address !== undefined) found(address);
      });
    });
    const studio = new Studio(page, { url: new URL(link).origin } as never);
    await page.goto(link.replace('/studio/', '/studio/?automation=1'));
    await studio.expectValue('status.server', /signed in as admin/);
    expect(page.url()).not.toContain('code=');
  } finally {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
});

test('an ended session asks to sign in again and keeps what was trained', async ({ studio, context }) => {
  await studio.openSignedIn();
  await studio.loadExample('iris');
  await studio.train({ n_estimators: '5' });
  await context.clearCookies();
  await studio.go('runs');
  await studio.click('runs.apply');
  await studio.expectValue('sign_in.problem', /Your session has ended/);
  await studio.expectValue('status.unsent', /1 unsent run/);
});

test('signing out ends the session on the server', async ({ studio }) => {
  await studio.openSignedIn();
  await studio.click('sign_out');
  await studio.expectValue('status.server', /not signed in/);
  const status = await studio.page.evaluate(async () => (await fetch('/api/shohin/v1/session')).status);
  expect(status).toBe(401);
});
