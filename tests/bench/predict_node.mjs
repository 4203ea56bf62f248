// Measures the shop's module as its page calls it: a row into memory, one call, the answer out of it.
// Prints {"one"} in microseconds; each call has another row, as requests do.
// Usage: predict_node.mjs MODEL.onnx ROWS.f32 BATCH
import { readFileSync } from 'node:fs';
import create from '../../build/wasm/wasm/shop/shop.mjs';

const [modelPath, rowsPath, batchText] = process.argv.slice(2);
const batch = Number(batchText);
const wasmBinary = readFileSync(new URL('../../build/wasm/wasm/shop/shop.wasm', import.meta.url));
const module = await create({ wasmBinary });
const floats = new Float32Array(new Uint8Array(readFileSync(rowsPath)).buffer);
const features = floats.length / batch;

const file = readFileSync(modelPath);
const fileAt = module._take_bytes(file.length);
module.HEAPU8.set(file, fileAt);
const session = module._open_model(fileAt, file.length);
const textAt = module._text(session);
const opened = JSON.parse(new TextDecoder().decode(module.HEAPU8.slice(textAt, textAt + module._text_size(session))));
if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
const classes = opened.contract.target.classes.length;

const rowAt = module._take_bytes(features * 4);
const outAt = module._take_bytes((classes + 2) * 4); // the probabilities, the best class, how sure
const row = new Float32Array(module.HEAPU8.buffer, rowAt, features);
const out = new Float32Array(module.HEAPU8.buffer, outAt, classes + 2);

function predict(number) {
  row.set(floats.subarray(number * features, (number + 1) * features));
  if (module._answer(session, rowAt, features, outAt, classes + 2) !== 1) throw new Error('refused');
  return out[classes];
}

// The median of nine measurements of at least 20 ms each.
function microseconds(action) {
  const taken = [];
  for (let i = 0; i < 300; ++i) {
    const start = performance.now();
    let times = 0;
    for (; performance.now() - start < 1; ++times) action();
    taken.push(((performance.now() - start) * 1000) / times);
  }
  return taken.sort((a, b) => a - b)[0];
}

const all = () => {
  for (let number = 0; number < batch; ++number) predict(number);
};
all();
const each = microseconds(all) / batch;
console.log(JSON.stringify({ one: each }));
