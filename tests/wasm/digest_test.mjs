// Proves that the same data, settings and seed give the same model file, byte for byte, natively and in
// WebAssembly, with 1 and 2 threads or workers.
// Environment: SHOHIN_TRAINER, the folder of trainer.mjs; SHOHIN_PROGRAM, the native program.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import test from 'node:test';
import { Trainer } from './trainer.mjs';

const examples = resolve(new URL('.', import.meta.url).pathname, '../../public/examples');
const folder = process.env.SHOHIN_TRAINER;
const program = process.env.SHOHIN_PROGRAM;
const trees = 30;
const configs = {
  random_forest: { n_estimators: trees, max_depth: 10 },
  extra_trees: { n_estimators: trees, class_weight: 'balanced' },
  gradient_boosting: { n_estimators: 30, subsample: 0.8, colsample_bytree: 0.8 },
  softmax_regression: {},
};
const seed = 42;

function trainNatively(name, threads, learner) {
  const scratch = mkdtempSync(resolve(tmpdir(), 'shohin-digest-'));
  try {
    const out = resolve(scratch, 'model.onnx');
    const report = execFileSync(program, ['train', '--data', resolve(examples, `${name}.csv`), '--contract',
      resolve(examples, `${name}.contract.json`), '--learner', learner, '--config', JSON.stringify(configs[learner]),
      '--seed', String(seed), '--threads', String(threads), '--out', out, '--json'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const sha256 = createHash('sha256').update(readFileSync(out)).digest('hex');
    return { ...JSON.parse(report.toString()), sha256 };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

// Every worker has a module of its own, as in the browser; the first one also plans and merges.
async function trainInWasm(name, workers, learner) {
  const desk = await Trainer.open(folder);
  const read = (suffix) => readFileSync(resolve(examples, name + suffix));
  const table = desk.read(read('.csv'), read('.contract.json'));
  assert.ok(table.ok, JSON.stringify(table));
  const plan = desk.plan({ learner, config: configs[learner], seed, test_share: 0.2 });
  assert.ok(plan.ok, JSON.stringify(plan));
  const parts = [];
  const all = ['random_forest', 'extra_trees'].includes(learner) ? trees : 1; // the others are one part
  for (let worker = 0; worker < workers; worker += 1) {
    const first = Math.floor((all * worker) / workers);
    const count = Math.floor((all * (worker + 1)) / workers) - first;
    if (count === 0) continue; // more workers than parts
    const part = (await Trainer.open(folder)).trainRange(plan.value, first, count);
    assert.ok(part.ok, JSON.stringify(part));
    parts.push(part.value);
  }
  const finished = desk.finish(plan.value, parts.reverse());
  assert.ok(finished.ok, JSON.stringify(finished));
  return { ...finished.value.report, sha256: modelFileDigest(desk.pack().value) };
}

// Of the bytes that would be uploaded, not of what the report says about them.
function modelFileDigest(bundle) {
  const length = bundle.readUInt32LE(0);
  const head = JSON.parse(bundle.subarray(4, 4 + length).toString());
  let at = 4 + length;
  for (const { path, size } of head.files) {
    if (path === 'model/model.onnx') return createHash('sha256').update(bundle.subarray(at, at + size)).digest('hex');
    at += size;
  }
  throw new Error('the bundle has no model/model.onnx');
}

const cases = ['iris', 'breast_cancer', 'bonsai'].flatMap((name) => Object.keys(configs).map((learner) => [name, learner]));
for (const [name, learner] of cases) {
  test(`${name}, ${learner}: one file from every target and any number of hands`, async () => {
    const made = [trainNatively(name, 1, learner), trainNatively(name, 2, learner), await trainInWasm(name, 1, learner),
      await trainInWasm(name, 2, learner)];
    for (const report of made) {
      assert.equal(report.sha256, report.file_sha256);
      for (const field of ['sha256', 'model_digest', 'data_digest', 'accuracy', 'log_loss']) {
        assert.equal(report[field], made[0][field], field);
      }
    }
    assert.match(made[0].sha256, /^[0-9a-f]{64}$/);
  });
}

test('another seed gives another file', async () => {
  const desk = await Trainer.open(folder);
  const read = (suffix) => readFileSync(resolve(examples, `iris${suffix}`));
  desk.read(read('.csv'), read('.contract.json'));
  const digests = [1, 2].map((other) => {
    const plan = desk.plan({ config: { n_estimators: 3 }, seed: other });
    return desk.finish(plan.value, [desk.trainRange(plan.value, 0, 3).value]).value.report.file_sha256;
  });
  assert.notEqual(digests[0], digests[1]);
});
