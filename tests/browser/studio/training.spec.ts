// Proves that training in the browser's workers gives the native program's file with 1 and 2 workers, and that it
// can be cancelled.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { expect, test } from './studio_page.ts';

const examples = resolve(__dirname, '../../../public/examples');
const program = process.env['SHOHIN_PROGRAM'] ?? resolve(__dirname, '../../../build/bin/shohin');

function nativeDigest(name: string, trees: number, learner = 'random_forest'): string {
  const scratch = mkdtempSync(resolve(tmpdir(), 'shohin-train-'));
  try {
    const report = execFileSync(program, ['train', '--data', resolve(examples, `${name}.csv`), '--contract',
      resolve(examples, `${name}.contract.json`), '--learner', learner, '--config', JSON.stringify({ n_estimators: trees }), '--seed', '42',
      ...(name === 'bonsai' ? ['--synthetic'] : []), '--out', resolve(scratch, 'model.onnx'), '--json'], { stdio: ['ignore', 'pipe', 'ignore'] });
    return (JSON.parse(report.toString()) as { file_sha256: string }).file_sha256;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

for (const name of ['iris', 'breast_cancer', 'bonsai'] as const) {
  test(`${name}: one and two workers make the native program's file`, async ({ studio }) => {
    await studio.open();
    await studio.loadExample(name);
    const expected = nativeDigest(name, 20);
    for (const workers of ['1', '2']) {
      await studio.train({ n_estimators: '20', workers });
      await studio.expectValue('result.made', new RegExp(`workers: ${workers}\\.`));
      expect((await studio.widget('digest.file')).value).toBe(expected);
    }
  });
}

test('another learner brings its own settings, in both languages, and trains the native file', async ({ studio }) => {
  await studio.open();
  await studio.loadExample('bonsai');
  await studio.go('train');
  expect((await studio.widget('train.bootstrap')).label).toBe('Draw rows anew for each tree');
  await studio.click('train.learner');
  await studio.click('train.learner.2');
  await studio.expectValue('train.learner', 'Gradient boosting');
  expect((await studio.widget('train.learning_rate')).label).toBe('Learning rate');
  expect((await studio.widget('train.max_depth')).value).toBe('6');
  expect(await studio.find('train.bootstrap')).toBeUndefined();
  await studio.click('language');
  await studio.expectValue('train.learner', 'Reforço por gradiente');
  expect((await studio.widget('train.learning_rate')).label).toBe('Taxa de aprendizado');
  await studio.click('language');
  await studio.train({ n_estimators: '12', workers: '2' });
  expect((await studio.widget('digest.file')).value).toBe(nativeDigest('bonsai', 12, 'gradient_boosting'));
});

test('settings that do not go together are named before anything trains', async ({ studio }) => {
  await studio.open();
  await studio.loadExample('iris');
  await studio.go('train');
  await studio.type('train.max_samples', '0.5');
  await studio.click('train.bootstrap');
  await studio.click('train.start');
  expect((await studio.widget('train.problem')).value).toContain('max_samples');
});

test('a training can be cancelled; the data stay and the next one runs', async ({ studio }) => {
  await studio.open();
  await studio.loadExample('bonsai');
  await studio.go('train');
  await studio.type('train.n_estimators', '10000');
  await studio.click('train.start');
  await expect.poll(async () => Number((await studio.find('train.progress'))?.value ?? -1), { timeout: 20_000 }).toBeGreaterThan(0);
  await studio.click('train.cancel');
  await studio.widget('train.cancelled');
  await studio.expectValue('status.unsent', 'No unsent runs');
  await studio.train({ n_estimators: '10' });
});

test('settings that cannot be are named', async ({ studio }) => {
  await studio.open();
  const row = '5,3,1,0.2,setosa\n';
  await studio.drop('tiny.csv', `sepal_length,sepal_width,petal_length,petal_width,species\n${row}`);
  await studio.expectLoaded(/^tiny\.csv: 1 rows/);
  await studio.go('train');
  await studio.click('train.start');
  await studio.widget('train.problem');
});
