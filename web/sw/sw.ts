// Keeps one whole release of the shop on the device, so that the page works without the server; the page itself keeps
// the model (shop/backend.ts). The build writes the release's name and files into this script: another release is another
// script, which fills a cache of its own and replaces the old one when it is complete.
interface Release {
  name: string;
  files: string[];
}

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const release = JSON.parse('__SHOHIN_RELEASE__') as Release;
const pages = `pages-${release.name}`;

async function install(): Promise<void> {
  const cache = await caches.open(pages);
  await cache.addAll(release.files.map((file) => new Request(file, { cache: 'no-cache', headers: acceptOf(file) })));
  await worker.skipWaiting();
}

// The server's "/" is a page for those who ask for HTML only.
function acceptOf(file: string): Record<string, string> {
  return file === '/' ? { Accept: 'text/html' } : {};
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith('pages-') && name !== pages) await caches.delete(name);
  }
  await worker.clients.claim();
}

async function releaseFile(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(pages);
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (url.pathname === '/' && event.request.mode !== 'navigate') return;
  else if (release.files.includes(url.pathname)) event.respondWith(releaseFile(url.pathname, event.request));
});
