// Measures onnxruntime-web with our model file and ydf-inference with YDF's forest, each in WebAssembly on one thread.
// Prints {"onnxruntime-web": {"one", "batch": {rows: ...}}, "ydf-inference": ...} in microseconds a row.
// Usage: predict_peers.mjs MODEL.onnx YDF_MODEL.zip ROWS.f32 FEATURE...
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readRows, leastMicroseconds } from './predict_steps.mjs';

const require = createRequire(new URL('./peers/package.json', import.meta.url));
const [modelPath, ydfPath, rowsPath, ...features] = process.argv.slice(2);
const ONE_BY_ONE = 200;
const BATCHES = [1000, 100000];

// open(rows, count) gives the call that predicts them: the rows in, the probabilities out.
async function measure(open) {
  const some = readRows(rowsPath, features.length, ONE_BY_ONE);
  const singles = Array.from({ length: ONE_BY_ONE }, (_, i) =>
    open(some.slice(i * features.length, (i + 1) * features.length), 1),
  );
  const one = await leastMicroseconds(async () => {
    for (const predict of singles) await predict();
  });
  const batch = {};
  for (const count of BATCHES) {
    const predict = open(readRows(rowsPath, features.length, count), count);
    batch[count] = (await leastMicroseconds(predict)) / count;
  }
  return { one: one / ONE_BY_ONE, batch };
}

async function openRuntime() {
  const ort = require('onnxruntime-web');
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(readFileSync(modelPath), { executionProviders: ['wasm'] });
  return (rows, count) => async () => {
    const input = new ort.Tensor('float32', rows, [count, features.length]);
    const { label, probabilities } = await session.run({ features: input }); // ours too names the best class
    return [label.data, probabilities.data];
  };
}

async function openYdf() {
  const ydf = await require('ydf-inference')();
  const model = await ydf.loadModelFromZipBlob(readFileSync(ydfPath));
  return (rows, count) => {
    const columns = {};
    features.forEach((name, f) => (columns[name] = Array.from({ length: count }, (_, i) => rows[i * features.length + f])));
    return () => void model.predict(columns);
  };
}

const runtime = await measure(await openRuntime());
console.log(JSON.stringify({ 'onnxruntime-web': runtime, 'ydf-inference': await measure(await openYdf()) }));
