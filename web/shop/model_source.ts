// Where the page's model comes from: the promoted version, checked against its digest, never older than the one seen
// before unless staff rolled back; the last good one when the server cannot be reached.
import { version as ownVersion } from '../package.json';
import { fetchManifest, fetchModel, forgetModels, keepModel, type Manifest } from './backend.ts';
import type { Engine, OpenModel } from './engine.ts';

export type ModelState =
  | { state: 'ready'; model: OpenModel; manifest: Manifest; offline: boolean; refusedVersion?: string }
  | { state: 'none' }
  | { state: 'failed'; reason: 'unreachable' | 'damaged' | 'unreadable' | 'outdated' };

const keyOf = (model: string): string => `shohin.model.${model}`;

function lastSeen(model: string): Manifest | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(model)) ?? 'null') as Manifest | null;
  } catch {
    return null;
  }
}

function isOlder(next: Manifest, seen: Manifest | null): boolean {
  return seen !== null && Number(next.version) < Number(seen.version) && !next.rollback;
}

// Whether the model asks for a newer engine than this page brought along.
function needsNewer(manifest: Manifest): boolean {
  const parts = (version: string): number[] => version.split('.').map(Number);
  const [wanted, own] = [parts(manifest.minimum_engine), parts(ownVersion)];
  const first = wanted.findIndex((part, index) => part !== own[index]);
  return first >= 0 && (wanted[first] ?? 0) > (own[first] ?? 0);
}

async function remember(model: string, manifest: Manifest, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    await keepModel(manifest, bytes);
    localStorage.setItem(keyOf(model), JSON.stringify(manifest));
    const named = new Set<string>();
    for (let at = 0; at < localStorage.length; ++at) {
      const key = localStorage.key(at) ?? '';
      if (key.startsWith('shohin.model.')) named.add(lastSeen(key.slice('shohin.model.'.length))?.url ?? '');
    }
    await forgetModels((url) => named.has(url));
  } catch {
    // A browser that keeps nothing (private windows) asks the server each time.
  }
}

// The bytes that the manifest names, read once more from the server when what the device kept is damaged.
async function checkedBytes(engine: Engine, manifest: Manifest): Promise<Uint8Array<ArrayBuffer> | null> {
  for (const attempt of [1, 2]) {
    const bytes = await fetchModel(manifest);
    if (engine.sha256(bytes) === manifest.sha256) return bytes;
    if (attempt === 1) await forgetModels((url) => url !== manifest.url);
  }
  return null;
}

async function open(engine: Engine, name: string, manifest: Manifest, offline: boolean): Promise<ModelState> {
  if (needsNewer(manifest)) return { state: 'failed', reason: 'outdated' };
  let bytes: Uint8Array<ArrayBuffer> | null;
  try {
    bytes = await checkedBytes(engine, manifest);
  } catch {
    return { state: 'failed', reason: 'unreachable' };
  }
  if (bytes === null) return { state: 'failed', reason: 'damaged' };
  const model = engine.open(bytes);
  if ('ok' in model) return { state: 'failed', reason: 'unreadable' };
  void remember(name, manifest, bytes);
  return { state: 'ready', model, manifest, offline };
}

export async function loadModel(engine: Engine, name: string): Promise<ModelState> {
  const seen = lastSeen(name);
  const answer = await fetchManifest(name);
  if (answer.state === 'none') return { state: 'none' };
  if (answer.state === 'unreachable') {
    return seen === null ? { state: 'failed', reason: 'unreachable' } : open(engine, name, seen, true);
  }
  if (seen !== null && isOlder(answer.manifest, seen)) {
    const kept = await open(engine, name, seen, false);
    return kept.state === 'ready' ? { ...kept, refusedVersion: answer.manifest.version } : kept;
  }
  return open(engine, name, answer.manifest, false);
}
