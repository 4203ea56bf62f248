// The only file that talks to the server.
export interface Manifest {
  name: string;
  version: string;
  sha256: string;
  size: number;
  minimum_engine: string;
  rollback: boolean;
  created: string | number;
  url: string;
}

export type ManifestAnswer =
  | { state: 'found'; manifest: Manifest }
  | { state: 'none' } // nothing is promoted yet, or it was taken back
  | { state: 'unreachable' };

function isManifest(value: unknown): value is Manifest {
  const manifest = value as Partial<Manifest> | null;
  return (
    typeof manifest === 'object' && typeof manifest?.name === 'string' && typeof manifest.version === 'string' &&
    /^\d+\.\d+\.\d+$/.test(manifest.minimum_engine ?? '') &&
    /^[0-9a-f]{64}$/.test(manifest.sha256 ?? '') && manifest.url === `/models/sha256/${manifest.sha256}`
  );
}

export async function fetchManifest(model: string): Promise<ManifestAnswer> {
  try {
    const response = await fetch(`/models/${encodeURIComponent(model)}/production/manifest`, { cache: 'no-cache' });
    if (response.status === 503 || response.status === 404) return { state: 'none' };
    const manifest: unknown = response.ok ? await response.json() : null;
    return isManifest(manifest) ? { state: 'found', manifest } : { state: 'unreachable' };
  } catch {
    return { state: 'unreachable' };
  }
}

const modelCache = 'models';

// The model's bytes, from this device when it keeps them; fails when they can be had neither here nor from the server.
export async function fetchModel(manifest: Manifest): Promise<Uint8Array<ArrayBuffer>> {
  const kept = 'caches' in globalThis ? await caches.match(manifest.url, { cacheName: modelCache }) : undefined;
  const response = kept ?? (await fetch(manifest.url));
  if (!response.ok) throw new Error(`${manifest.url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

// Keeps bytes whose digest was found right, so that the next visit needs no server.
export async function keepModel(manifest: Manifest, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (!('caches' in globalThis)) return;
  await (await caches.open(modelCache)).put(manifest.url, new Response(bytes));
}

// Drops kept models: bytes that turned out to be others than were named, versions that nobody names any more.
export async function forgetModels(keep: (url: string) => boolean): Promise<void> {
  if (!('caches' in globalThis)) return;
  const cache = await caches.open(modelCache);
  for (const request of await cache.keys()) {
    if (!keep(new URL(request.url).pathname)) await cache.delete(request);
  }
}

export type SampleRow = Record<string, number | string>;

async function fetchJson(url: string): Promise<unknown> {
  try {
    const response = await fetch(url);
    return response.ok ? ((await response.json()) as unknown) : null;
  } catch {
    return null;
  }
}

// A few real rows for the button that fills in the form; null when that model ships none.
export async function fetchSamples(model: string): Promise<SampleRow[] | null> {
  const rows = await fetchJson(`/examples/${encodeURIComponent(model)}.sample.json`);
  return Array.isArray(rows) && rows.length > 0 ? (rows as SampleRow[]) : null;
}

export async function fetchCare(): Promise<unknown> {
  return fetchJson('/care.json');
}
