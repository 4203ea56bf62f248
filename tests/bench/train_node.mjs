// Trains with the browser's module under Node and prints {"seconds", "report", "peak_mb"}.
// Usage: train_node.mjs DATA.csv CONTRACT.json REQUEST TIMES [cpu]     cpu: the processor's seconds, not the wall's
import { readFileSync } from 'node:fs';
import create from '../../build/wasm/wasm/trainer/trainer.mjs';
import { train } from './train_steps.mjs';

const [data, contract, request, times, clock] = process.argv.slice(2);
const wasmBinary = readFileSync(new URL('../../build/wasm/wasm/trainer/trainer.wasm', import.meta.url));
const module = await create({ wasmBinary });
// Not the kernel's maxRSS, which starts at what the parent had.
const peakMb = () => Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf-8'))[1]) / 1024;
const processor = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;
const wall = () => performance.now();
const measured = train(module, readFileSync(data), readFileSync(contract), JSON.parse(request), Number(times),
  clock === 'cpu' ? processor : wall);
console.log(JSON.stringify({ ...measured, peak_mb: peakMb() }));
