// Proves that the trainer's exports answer bad input with faults that name it, keep what was loaded, and report
// progress tree by tree.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import test from 'node:test';
import { Trainer } from './trainer.mjs';

const folder = process.env.SHOHIN_TRAINER;
const examples = resolve(new URL('.', import.meta.url).pathname, '../../public/examples');
const contract = readFileSync(resolve(examples, 'iris.contract.json'));
const csv = readFileSync(resolve(examples, 'iris.csv'));
const header = 'sepal_length,sepal_width,petal_length,petal_width,species\n';
const settings = { config: { n_estimators: 4, max_depth: 3 }, seed: 1 };

async function loaded() {
  const trainer = await Trainer.open(folder);
  assert.ok(trainer.read(csv, contract).ok);
  return trainer;
}

test('a table is summed up by column and class', async () => {
  const { value } = (await Trainer.open(folder)).read(csv, contract);
  assert.equal(value.rows, 150);
  assert.deepEqual(value.class_counts, [50, 50, 50]);
  assert.equal(value.columns.length, 4);
  assert.deepEqual([value.columns[0].low, value.columns[0].high, value.columns[0].missing], [Math.fround(4.3), Math.fround(7.9), 0]);
  for (const column of value.columns) assert.equal(column.counts.reduce((sum, count) => sum + count), 150);
  assert.deepEqual(value.preview[0], ['5.1', '3.5', '1.4', '0.2', 'setosa']);
});

test('JSON rows give the same table as CSV', async () => {
  const lines = csv.toString().trim().split(/\r?\n/).map((line) => line.split(','));
  const rows = lines.slice(1).map((cells) =>
    Object.fromEntries(cells.map((cell, i) => [lines[0][i], i < 4 ? Number(cell) : cell])));
  const trainer = await Trainer.open(folder);
  const fromJson = trainer.read(JSON.stringify(rows), contract, 1);
  assert.ok(fromJson.ok, JSON.stringify(fromJson));
  assert.equal(fromJson.value.data_digest, trainer.read(csv, contract).value.data_digest);
});

const badTables = [
  ['empty file', '', 'empty'],
  ['wrong header', 'sepal_length,sepal_width,petal_length,petal_breadth,species\n1,1,1,1,setosa\n', 'unknown_field'],
  ['ragged row', `${header}5,3,1,0.2,setosa\n5,3,1,setosa\n`, 'ragged_row', 2],
  ['text for a number', `${header}5,3,1,0.2,setosa\nten,3,1,0.2,setosa\n`, 'not_a_number', 2],
  ['unknown class', `${header}5,3,1,0.2,rosa\n`, 'unknown_class', 1],
  ['NaN', `${header}nan,3,1,0.2,setosa\n`, 'not_finite', 1],
  ['an infinity', `${header}5,3,1,-inf,setosa\n`, 'not_finite', 1],
  ['a value too large', `${header}5,3,1,99,setosa\n`, 'out_of_range', 1],
];
for (const [what, text, code, row] of badTables) {
  test(`${what} is refused as ${code}, and the table of before stays`, async () => {
    const trainer = await loaded();
    const answer = trainer.read(text, contract);
    assert.equal(answer.ok, false);
    assert.ok(answer.count >= 1);
    const fault = answer.faults.find((each) => each.code === code);
    assert.ok(fault, JSON.stringify(answer));
    if (row !== undefined) assert.equal(fault.row, row);
    assert.ok(trainer.plan(settings).ok);
  });
}

test('a contract that is none is refused', async () => {
  const answer = (await Trainer.open(folder)).read(csv, '{"schema": "other"}');
  assert.equal(answer.ok, false);
});

test('steps out of order are refused as empty', async () => {
  const trainer = await Trainer.open(folder);
  for (const answer of [trainer.plan(settings), trainer.finish(Buffer.alloc(8), []), trainer.pack()]) {
    assert.equal(answer.ok, false);
    assert.equal(answer.faults[0].code, 'empty');
  }
});

test('settings are checked by name', async () => {
  const trainer = await loaded();
  assert.equal(trainer.plan('{').faults[0].code, 'truncated');
  assert.equal(trainer.plan({ config: { n_estimators: 0 } }).faults[0].code, 'out_of_range');
  assert.equal(trainer.plan({ config: { depth: 3 } }).faults[0].code, 'unknown_field');
  assert.equal(trainer.plan({ test_share: 2 }).faults[0].code, 'out_of_range');
});

test('parts that are cut, doubled or missing make no model', async () => {
  const trainer = await loaded();
  const plan = trainer.plan(settings).value;
  const part = trainer.trainRange(plan, 0, 4).value;
  assert.equal(trainer.trainRange(plan, 3, 2).faults[0].code, 'out_of_range');
  assert.equal(trainer.trainRange(plan.subarray(0, plan.length >> 1), 0, 1).ok, false);
  assert.equal(trainer.finishFramed(plan, Buffer.from([1, 0, 0, 0, 99, 0, 0, 0])).faults[0].code, 'truncated');
  assert.equal(trainer.finishFramed(plan, Buffer.from([0, 0])).faults[0].code, 'truncated');
  for (const parts of [[], [part, part], [part.subarray(0, part.length - 3)]]) {
    assert.equal(trainer.finish(plan, parts).ok, false);
  }
  assert.ok(trainer.finish(plan, [part]).ok);
});

test('every tree is reported', async () => {
  const heard = [];
  const trainer = await Trainer.open(folder, (done) => heard.push(done));
  trainer.read(csv, contract);
  trainer.trainRange(trainer.plan(settings).value, 0, 4);
  assert.deepEqual(heard, [1, 2, 3, 4]);
});

test('the bundle holds settings, metrics, reports and the model folder', async () => {
  const trainer = await loaded();
  const plan = trainer.plan(settings).value;
  trainer.finish(plan, [trainer.trainRange(plan, 0, 4).value]);
  const bundle = trainer.pack().value;
  const length = bundle.readUInt32LE(0);
  const head = JSON.parse(bundle.subarray(4, 4 + length).toString());
  assert.equal(head.params.n_estimators, '4');
  assert.equal(typeof head.metrics.accuracy, 'number');
  assert.equal(head.dataset.digest.length, 32);
  const paths = head.files.map((file) => file.path);
  for (const path of ['reports/metrics.json', 'model/MLmodel', 'model/model.onnx']) assert.ok(paths.includes(path), path);
  assert.equal(bundle.length, 4 + length + head.files.reduce((sum, file) => sum + file.size, 0));
});
