// Trains in one Web Worker of headless Chromium and prints {"seconds", "report"}.
// Usage: train_browser.mjs DATA.csv CONTRACT.json REQUEST TIMES
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname } from 'node:path';

const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('@playwright/test');
const kTypes = { '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };
const kFiles = {
  '/trainer/trainer.mjs': '../../build/wasm/wasm/trainer/trainer.mjs',
  '/trainer/trainer.wasm': '../../build/wasm/wasm/trainer/trainer.wasm',
  '/train_worker.mjs': 'train_worker.mjs',
  '/train_steps.mjs': 'train_steps.mjs',
};

function serve(request, response) {
  const path = new URL(request.url, 'http://localhost').pathname;
  const file = kFiles[path];
  const body = path === '/' ? '<!doctype html><title>bench</title>' : file && readFileSync(new URL(file, import.meta.url));
  response.writeHead(body ? 200 : 404, { 'Content-Type': kTypes[extname(path) || '.html'] ?? 'text/plain' });
  response.end(body || '');
}

// Runs in the page.
function trainInWorker({ data, contract, request, times }) {
  return new Promise((resolve, reject) => {
    const worker = new Worker('/train_worker.mjs', { type: 'module' });
    worker.onmessage = ({ data: answer }) => (answer.fault ? reject(new Error(answer.fault)) : resolve(answer));
    worker.onerror = (event) => reject(new Error(event.message));
    const encode = (text) => new TextEncoder().encode(text);
    worker.postMessage({ data: encode(data), contract: encode(contract), request: JSON.parse(request), times });
  });
}

const [data, contract, request, times] = process.argv.slice(2);
const server = createServer(serve).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const texts = { data: readFileSync(data, 'utf8'), contract: readFileSync(contract, 'utf8') };
  console.log(JSON.stringify(await page.evaluate(trainInWorker, { ...texts, request, times: Number(times) })));
} finally {
  await browser.close();
  server.close();
}
