// Proves that what a customer's phone loads before it can answer stays below 150 KB in Brotli; fonts are counted apart.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { expect, test } from './shop_page.ts';

const limit = 150_000;
const web = resolve(__dirname, '../../../build/web');

const brotliSize = (file: string): number => statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size;

test('page, script, style, engine and model together', async ({ server }) => {
  const files = [...new Set(readFileSync(resolve(web, 'sw.js'), 'utf8').match(/\/assets\/[\w.-]+/g) ?? [])];
  const counted = ['/index.html', ...files.filter((name) => !name.endsWith('.woff2'))];
  expect(counted.some((name) => name.endsWith('.wasm'))).toBe(true);
  expect(readdirSync(resolve(web, 'assets')).length).toBeGreaterThan(2);
  const model = new Uint8Array(await (await fetch(`${server.url}/models/bonsai/production`)).arrayBuffer());
  const modelSize = brotliCompressSync(model, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  const sizes = [...counted.map((name) => [name, brotliSize(resolve(web, `.${name}`))] as const), ['the model', modelSize] as const];
  const sum = sizes.reduce((total, [, size]) => total + size, 0);
  console.log(sizes.map(([name, size]) => `${name} ${size}`).join(', '), `= ${sum} bytes`);
  expect(sum).toBeLessThan(limit);
});
