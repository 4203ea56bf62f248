// Trains with the browser's module under Node and prints {"seconds", "report"}.
// Usage: train_node.mjs DATA.csv CONTRACT.json REQUEST TIMES
import { readFileSync } from 'node:fs';
import create from '../../build/wasm/wasm/trainer/trainer.mjs';
import { train } from './train_steps.mjs';

const [data, contract, request, times] = process.argv.slice(2);
const wasmBinary = readFileSync(new URL('../../build/wasm/wasm/trainer/trainer.wasm', import.meta.url));
const module = await create({ wasmBinary });
console.log(JSON.stringify(train(module, readFileSync(data), readFileSync(contract), JSON.parse(request), Number(times))));
