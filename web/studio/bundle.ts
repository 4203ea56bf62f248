// A run bundle as the engine packs it: a little-endian length, JSON, then the files' bytes in the JSON's order.
import type { Json } from './backend.ts';

export interface BundleFile {
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface Bundle {
  params: Json[];
  metrics: Json[];
  tags: Json[];
  dataset: Json;
  files: BundleFile[];
}

interface PackedHead {
  params: Record<string, string>;
  metrics: Record<string, number>;
  tags: Record<string, string>;
  dataset: Json;
  files: { path: string; size: number }[];
}

const lengthBytes = 4;

function pairs(values: Record<string, string>): Json[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

export function unpackBundle(packed: Uint8Array<ArrayBuffer>): Bundle {
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  const text = new TextDecoder().decode(packed.subarray(lengthBytes, lengthBytes + length));
  const head = JSON.parse(text) as PackedHead;
  let at = lengthBytes + length;
  const files = head.files.map(({ path, size }) => {
    at += size;
    return { path, bytes: packed.slice(at - size, at) };
  });
  const timestamp = Date.now();
  const metrics = Object.entries(head.metrics).map(([key, value]) => ({ key, value, timestamp, step: 0 }));
  return { params: pairs(head.params), metrics, tags: pairs(head.tags), dataset: head.dataset, files };
}
