// The server's REST as the Studio uses it: MLflow's routes, and the session of /api/shohin/v1. Nothing else in
// the Studio's page talks to the server.
const mlflow = '/api/2.0/mlflow';
const artifactScheme = 'mlflow-artifacts:/';
const pageOfRuns = 1000;

export type Json = Record<string, unknown>;

// A refusal or a network failure, worded by the server where it answered.
export class BackendError extends Error {
  constructor(
    message: string,
    readonly status: number, // 0: no answer
    readonly code = '',
  ) {
    super(message);
  }
}

async function send(method: string, path: string, body?: BodyInit, type?: string): Promise<Response> {
  const headers: HeadersInit = type === undefined ? {} : { 'Content-Type': type };
  const response = await fetch(path, { method, headers, body: body ?? null, credentials: 'same-origin' }).catch(() => {
    throw new BackendError('the server does not answer', 0);
  });
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as { message?: string; error_code?: string };
  throw new BackendError(problem.message ?? `the server answered ${response.status}`, response.status, problem.error_code);
}

async function get(path: string, query: Record<string, string> = {}): Promise<Json> {
  const text = new URLSearchParams(query).toString();
  return (await (await send('GET', text === '' ? path : `${path}?${text}`)).json()) as Json;
}

async function change(method: 'POST' | 'PATCH', path: string, body: Json): Promise<Json> {
  const text = await (await send(method, path, JSON.stringify(body), 'application/json')).text();
  return text === '' ? {} : (JSON.parse(text) as Json);
}

function artifactPath(uri: string, path: string): string {
  if (!uri.startsWith(artifactScheme)) throw new BackendError(`cannot send files to ${uri}`, 0);
  const parts = `${uri.slice(artifactScheme.length)}/${path}`.split('/').filter((part) => part !== '');
  return `/api/2.0/mlflow-artifacts/artifacts/${parts.map(encodeURIComponent).join('/')}`;
}

export const session = {
  who: () => get('/api/shohin/v1/session'),
  enterCode: (code: string) => change('POST', '/api/shohin/v1/session', { code }),
  enterPassword: (user: string, password: string) => change('POST', '/api/shohin/v1/session', { user, password }),
  leave: () => send('DELETE', '/api/shohin/v1/session'),
};

export const experiments = {
  list: () => change('POST', `${mlflow}/experiments/search`, { max_results: 1000, order_by: ['name ASC'] }),
  // The id of the experiment of that name, which is made when there is none.
  async idOf(name: string): Promise<string> {
    try {
      const found = await get(`${mlflow}/experiments/get-by-name`, { experiment_name: name });
      return String((found['experiment'] as Json)['experiment_id']);
    } catch (error) {
      if (!(error instanceof BackendError) || error.status !== 404) throw error;
    }
    return String((await change('POST', `${mlflow}/experiments/create`, { name }))['experiment_id']);
  },
};

export const runs = {
  search: (experimentIds: string[], filter: string) =>
    change('POST', `${mlflow}/runs/search`, { experiment_ids: experimentIds, filter, max_results: pageOfRuns }),
  async create(experimentId: string, name: string, tags: Json[]): Promise<Json> {
    const body = { experiment_id: experimentId, start_time: Date.now(), tags, ...(name === '' ? {} : { run_name: name }) };
    return (await change('POST', `${mlflow}/runs/create`, body))['run'] as Json;
  },
  logBatch: (runId: string, values: Json) => change('POST', `${mlflow}/runs/log-batch`, { run_id: runId, ...values }),
  logInputs: (runId: string, datasets: Json[]) =>
    change('POST', `${mlflow}/runs/log-inputs`, { run_id: runId, datasets }),
  logOutput: (runId: string, modelId: string) =>
    change('POST', `${mlflow}/runs/outputs`, { run_id: runId, models: [{ model_id: modelId, step: 0 }] }),
  end: (runId: string, status: 'FINISHED' | 'FAILED') =>
    change('POST', `${mlflow}/runs/update`, { run_id: runId, status, end_time: Date.now() }),
};

export const loggedModels = {
  async create(experimentId: string, runId: string, name: string, params: Json[]): Promise<Json> {
    const body = { experiment_id: experimentId, name, source_run_id: runId, params };
    const answer = await change('POST', `${mlflow}/logged-models`, body);
    return (answer['model'] as Json)['info'] as Json;
  },
  end: (modelId: string, status: 'LOGGED_MODEL_READY' | 'LOGGED_MODEL_UPLOAD_FAILED') =>
    change('PATCH', `${mlflow}/logged-models/${encodeURIComponent(modelId)}`, { model_id: modelId, status }),
};

export const artifacts = {
  put: (uri: string, path: string, bytes: Uint8Array<ArrayBuffer>) =>
    send('PUT', artifactPath(uri, path), bytes, 'application/octet-stream'),
  get: (uri: string, path: string) => get(artifactPath(uri, path)),
};

export const registry = {
  async list(): Promise<{ models: unknown; versions: unknown }> {
    const [models, versions] = await Promise.all([
      get(`${mlflow}/registered-models/search`, { max_results: '1000' }),
      get(`${mlflow}/model-versions/search`, { max_results: '10000' }),
    ]);
    return { models: models['registered_models'] ?? [], versions: versions['model_versions'] ?? [] };
  },
  // Makes the next version of that name, and the name when it is new. Gives the version's number.
  async register(name: string, runId: string, modelId: string): Promise<string> {
    await change('POST', `${mlflow}/registered-models/create`, { name }).catch((error: unknown) => {
      if (!(error instanceof BackendError) || error.code !== 'RESOURCE_ALREADY_EXISTS') throw error;
    });
    const body = { name, source: `models:/${modelId}`, run_id: runId, model_id: modelId };
    const answer = await change('POST', `${mlflow}/model-versions/create`, body);
    return String((answer['model_version'] as Json)['version']);
  },
  setAlias: (name: string, alias: string, version: string) =>
    change('POST', `${mlflow}/registered-models/alias`, { name, alias, version }),
};

export async function publicFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await send('GET', path)).arrayBuffer());
}
