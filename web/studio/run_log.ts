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

interface Places {
  run: string; // where the run's own files go
  model: string; // where the model folder's files go
}

async function upload(places: Places, files: BundleFile[], onStep: LogWish['onStep']): Promise<void> {
  for (const [index, file] of files.entries()) {
    onStep('upload', index, files.length);
    if (file.path.startsWith(modelFolder)) {
      await artifacts.put(places.model, file.path.slice(modelFolder.length), file.bytes);
    } else {
      await artifacts.put(places.run, file.path, file.bytes);
    }
  }
}

async function fill(experimentId: string, info: Json, wish: LogWish, noteModel: (id: string) => void): Promise<void> {
  const { bundle, onStep } = wish;
  const runId = String(info['run_id']);
  onStep('values', 0, 0);
  await runs.logBatch(runId, { params: bundle.params, metrics: bundle.metrics });
  await runs.logInputs(runId, [
    { tags: [{ key: 'mlflow.data.context', value: 'training' }], dataset: bundle.dataset },
  ]);
  onStep('model', 0, 0);
  const model = await loggedModels.create(experimentId, runId, 'model');
  const modelId = String(model['model_id']);
  noteModel(modelId);
  await runs.logOutput(runId, modelId);
  await upload({ run: String(info['artifact_uri']), model: String(model['artifact_uri']) }, bundle.files, onStep);
  onStep('finish', 0, 0);
  await loggedModels.end(modelId, 'LOGGED_MODEL_READY');
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
