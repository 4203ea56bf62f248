// Measures the shop's module as its page calls it: a row into memory, one call, the answer out of it.
// Prints {"one", "batch": {rows: ...}} in microseconds a row; each call has another row, as requests do, and a batch is as
// many calls.
// Usage: predict_node.mjs MODEL.onnx ROWS.f32
import { readFileSync } from 'node:fs';
import create from '../../build/wasm/wasm/shop/shop.mjs';
import { readRows, leastMicroseconds } from './predict_steps.mjs';

const [modelPath, rowsPath] = process.argv.slice(2);
const wasmBinary = readFileSync(new URL('../../build/wasm/wasm/shop/shop.wasm', import.meta.url));
const module = await create({ wasmBinary });

const file = readFileSync(modelPath);
const fileAt = module._take_bytes(file.length);
module.HEAPU8.set(file, fileAt);
const session = module._open_model(fileAt, file.length);
const textAt = module._text(session);
const opened = JSON.parse(new TextDecoder().decode(module.HEAPU8.slice(textAt, textAt + module._text_size(session))));
if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
const classes = opened.contract.target.classes.length;
const features = opened.contract.features.length;

const rowAt = module._take_bytes(features * 4);
const outAt = module._take_bytes((classes + 2) * 4); // the probabilities, the best class, how sure
const row = new Float32Array(module.HEAPU8.buffer, rowAt, features);
const out = new Float32Array(module.HEAPU8.buffer, outAt, classes + 2);

async function measure(rowCount) {
  const rows = readRows(rowsPath, features, rowCount);
  const all = () => {
    for (let number = 0; number < rowCount; ++number) {
      for (let f = 0; f < features; ++f) row[f] = rows[number * features + f];
      if (module._answer(session, rowAt, features, outAt, classes + 2) !== 1) throw new Error('refused');
      if (!(out[classes] < classes)) throw new Error('no answer');
    }
  };
  return (await leastMicroseconds(all)) / rowCount;
}

const one = await measure(200);
console.log(JSON.stringify({ one, batch: { 1000: await measure(1000), 100000: await measure(100000) } }));
