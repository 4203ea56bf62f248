// Sends one run bundle to the server as MLflow's clients do. When a step fails the run is marked FAILED, so that
// nothing stands there half and looks whole.
import { artifacts, BackendError, experiments, type Json, loggedModels, runs } from './backend.ts';
import type { Bundle, BundleFile } from './bundle.ts';

const modelFolder = 'model/';

export type LogStep = 'create' | 'values' | 'model' | 'upload' | 'finish';

export interface LogWish {
  experiment: string;
  runName: string;
  bundle: Bundle;
  onStep: (step: LogStep, done: number, total: number) => void;
}

export type LogOutcome =
  | { ok: true; runId: string }
  | { ok: false; problem: string; leftFailedRun: boolean };

interface Upload {
  uri: string;
  path: string;
  file: BundleFile;
}

// All files belong to the run; the model folder's also to the logged model, which is what gets registered. The
// server keeps equal bytes once.
function uploadsOf(files: BundleFile[], runUri: string, modelUri: string): Upload[] {
  const ofModel = files.filter((file) => file.path.startsWith(modelFolder));
  return [
    ...ofModel.map((file) => ({ uri: modelUri, path: file.path.slice(modelFolder.length), file })),
    ...files.map((file) => ({ uri: runUri, path: file.path, file })),
  ];
}

async function logValues(runId: string, bundle: Bundle): Promise<void> {
  await runs.logBatch(runId, { params: bundle.params, metrics: bundle.metrics });
  await runs.logInputs(runId, [
    { tags: [{ key: 'mlflow.data.context', value: 'training' }], dataset: bundle.dataset },
  ]);
}

async function fill(experimentId: string, info: Json, wish: LogWish, noteModel: (id: string) => void): Promise<void> {
  const { bundle, onStep } = wish;
  const runId = String(info['run_id']);
  onStep('values', 0, 0);
  await logValues(runId, bundle);
  onStep('model', 0, 0);
  const model = await loggedModels.create(experimentId, runId, 'model', bundle.params);
  const modelId = String(model['model_id']);
  noteModel(modelId);
  const uploads = uploadsOf(bundle.files, String(info['artifact_uri']), String(model['artifact_uri']));
  for (const [index, { uri, path, file }] of uploads.entries()) {
    onStep('upload', index, uploads.length);
    await artifacts.put(uri, path, file.bytes);
  }
  onStep('finish', uploads.length, uploads.length);
  await loggedModels.end(modelId, 'LOGGED_MODEL_READY');
  await runs.logOutput(runId, modelId);
  await runs.logBatch(runId, { metrics: bundle.metrics.map((metric) => ({ ...metric, model_id: modelId })) });
  await runs.end(runId, 'FINISHED');
}

export async function logRun(wish: LogWish): Promise<LogOutcome> {
  let runId = '';
  let modelId = '';
  try {
    wish.onStep('create', 0, 0);
    const experimentId = await experiments.idOf(wish.experiment);
    const info = (await runs.create(experimentId, wish.runName, wish.bundle.tags))['info'] as Json;
    runId = String(info['run_id']);
    await fill(experimentId, info, wish, (id) => (modelId = id));
    return { ok: true, runId };
  } catch (error) {
    const problem = error instanceof BackendError ? error.message : String(error);
    return { ok: false, problem, leftFailedRun: await markFailed(runId, modelId) };
  }
}

// True when the server knows that the attempt failed.
async function markFailed(runId: string, modelId: string): Promise<boolean> {
  if (runId === '') return false;
  if (modelId !== '') await loggedModels.end(modelId, 'LOGGED_MODEL_UPLOAD_FAILED').catch(() => undefined);
  return runs.end(runId, 'FAILED').then(
    () => true,
    () => false,
  );
}
