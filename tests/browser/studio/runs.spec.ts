// Proves that logging leaves nothing half, that runs are searched, sorted and compared, and that promotion and
// rollback move what is served.
import { expect, Studio, test } from './studio_page.ts';

async function logOne(studio: Studio, name: string, settings: Record<string, string>): Promise<void> {
  await studio.train(settings);
  await studio.go('log');
  await studio.type('log.run_name', name);
  await studio.click('log.send');
  await studio.widget('log.sent');
}

async function production(studio: Studio): Promise<string> {
  const answer = await fetch(`${studio.server.url}/models/iris/production/manifest`);
  return ((await answer.json()) as { version: string }).version;
}

test('a failed upload marks the run FAILED, says so, and the run can be logged again', async ({ studio }) => {
  await studio.openSignedIn();
  await studio.loadExample('iris');
  await studio.train({ n_estimators: '5' });
  await studio.go('log');
  await studio.type('log.experiment', 'broken upload');
  await studio.page.route('**/mlflow-artifacts/artifacts/**/MLmodel', (route) => route.abort());
  await studio.click('log.send');
  await studio.widget('log.problem');
  await studio.expectValue('status.unsent', '1 unsent run');
  await studio.page.unroute('**/mlflow-artifacts/artifacts/**/MLmodel');
  await studio.click('log.send');
  await studio.widget('log.sent');
  await studio.expectValue('status.unsent', 'No unsent runs');
  const headers = { Authorization: `Bearer ${studio.server.token}`, 'Content-Type': 'application/json' };
  const post = async (path: string, body: object) =>
    (await fetch(`${studio.server.url}/api/2.0/mlflow/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  const found = await post('experiments/search', { max_results: 50, filter: "name = 'broken upload'" });
  const runs = await post('runs/search', { experiment_ids: [found.experiments[0].experiment_id] });
  const statuses = runs.runs.map((run: { info: { status: string } }) => run.info.status);
  expect(statuses.sort()).toEqual(['FAILED', 'FINISHED']);
});

test('runs are filtered as MLflow filters, and a bad filter is explained', async ({ studio }) => {
  await studio.openSignedIn();
  await studio.loadExample('iris');
  await logOne(studio, 'small', { n_estimators: '3', max_depth: '2' });
  await logOne(studio, 'large', { n_estimators: '30', max_depth: '6' });
  await studio.go('runs');
  await studio.type('runs.filter', "params.max_depth = '6' and attributes.run_name = 'large'");
  await studio.page.keyboard.press('Enter');
  await expect.poll(() => studio.idsThatStartWith('run.name.')).toHaveLength(1);
  await studio.type('runs.filter', 'nonsense');
  await studio.click('runs.apply');
  await studio.widget('runs.problem');
  await studio.type('runs.filter', ' ');
  await studio.page.keyboard.press('Enter');
  await expect.poll(async () => (await studio.idsThatStartWith('run.name.')).length).toBeGreaterThan(1);
});

test('two runs stand side by side with their confusion matrices', async ({ studio }) => {
  await studio.openSignedIn();
  await studio.loadExample('iris');
  await logOne(studio, 'left', { n_estimators: '4' });
  await logOne(studio, 'right', { n_estimators: '40' });
  await studio.go('runs');
  await studio.type('runs.filter', "attributes.run_name IN ('left', 'right')");
  await studio.type('runs.filter', "params.n_estimators LIKE '4%'");
  await studio.page.keyboard.press('Enter');
  await expect.poll(() => studio.idsThatStartWith('run.name.')).toHaveLength(2);
  for (const id of (await studio.idsThatStartWith('run.')).filter((each) => !each.startsWith('run.name.'))) {
    await studio.click(id);
  }
  await studio.click('runs.compare');
  await studio.expectValue('compare.left.confusion', /^\d+,\d+,\d+;/);
  await studio.expectValue('compare.right.confusion', /^\d+,\d+,\d+;/);
});

test('a promotion says what it does; rolling back brings the version of before', async ({ studio }) => {
  await studio.openSignedIn();
  await studio.loadExample('iris');
  await logOne(studio, 'served', { n_estimators: '8' });
  await studio.click('log.to_models');
  for (const version of ['1', '2']) {
    await studio.click('register.go');
    await studio.expectValue('models.notice', new RegExp(`version ${version} now`));
    await studio.click(`promote.${version}`);
    await studio.expectValue('promote.sentence', version === '1' ? /starts to answer/ : /replaces version 1/);
    await studio.click('promote.yes');
    await studio.expectValue(`version.${version}`, 'production');
    expect(await production(studio)).toBe(version);
  }
  await studio.click('models.roll_back');
  await studio.expectValue('promote.sentence', /Version 1 replaces version 2/);
  await studio.click('promote.yes');
  await studio.expectValue('version.1', 'production');
  expect(await production(studio)).toBe('1');
});
