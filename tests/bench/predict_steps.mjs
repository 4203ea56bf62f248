// What the scripts that measure prediction in WebAssembly share.
import { readFileSync } from 'node:fs';

const SECONDS = 1;

// The rows of a file of float32, again and again, until there are as many as that.
export function readRows(path, features, count) {
  const some = new Float32Array(new Uint8Array(readFileSync(path)).buffer);
  return Float32Array.from({ length: count * features }, (_, i) => some[i % some.length]);
}

// The least processor time of many runs within a second: what others do on the machine only ever adds.
export async function leastMicroseconds(action) {
  const end = performance.now() + 1000 * SECONDS;
  let least = Infinity;
  for (let times = 0; times < 5 || performance.now() < end; ++times) {
    const before = process.cpuUsage();
    const pending = action();
    if (pending) await pending;
    const used = process.cpuUsage(before);
    least = Math.min(least, used.user + used.system);
  }
  return least;
}
