// Runs: logging one, listing and searching them, fetching their reports.
import type { Tell } from './actions.ts';
import { problemOf } from './actions.ts';
import { artifacts, BackendError, experiments, runs } from './backend.ts';
import type { DataActions } from './data_actions.ts';
import { logRun } from './run_log.ts';
import type { Request } from './studio_module.ts';

const reportFile = 'reports/metrics.json'; // {train, test}, each as a training report has it

export class RunActions {
  readonly #tell: Tell;
  readonly #onSignedOut: () => void;
  #experimentIds: string[] = [];

  constructor(tell: Tell, onSignedOut: () => void) {
    this.#tell = tell;
    this.#onSignedOut = onSignedOut;
  }

  take(request: Request, data: DataActions): void {
    switch (request.ask) {
      case 'log_run':
        return void this.#log(request, data);
      case 'list_experiments':
        return void this.#attempt(() => this.#listExperiments());
      case 'list_runs':
        return void this.#attempt(() => this.#search(request));
      case 'load_report':
        return void this.#report(String(request['run_id']), String(request['artifact_uri']));
    }
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof BackendError && error.status === 401) return this.#onSignedOut();
      this.#tell({ tell: 'runs_failed', problem: problemOf(error) });
    }
  }

  async #listExperiments(): Promise<void> {
    const answer = await experiments.list();
    const list = (answer['experiments'] ?? []) as { experiment_id: string }[];
    this.#experimentIds = list.map((each) => each.experiment_id);
    this.#tell({ tell: 'experiments', answer });
  }

  // No ids means all experiments that are known.
  async #search(request: Request): Promise<void> {
    const ids = request['experiment_ids'] as string[];
    if (ids.length === 0 && this.#experimentIds.length === 0) return;
    const answer = await runs.search(ids.length > 0 ? ids : this.#experimentIds, String(request['filter'] ?? ''));
    this.#tell({ tell: 'runs', answer });
  }

  async #report(runId: string, artifactUri: string): Promise<void> {
    const report = await artifacts.get(artifactUri, reportFile).catch(() => undefined);
    this.#tell({ tell: 'report', run_id: runId, report: report?.['test'] ?? null });
  }

  async #log(request: Request, data: DataActions): Promise<void> {
    const key = Number(request['key']);
    const bundle = data.bundle(key);
    if (bundle === undefined) return;
    const outcome = await logRun({
      experiment: String(request['experiment']),
      runName: String(request['run_name'] ?? ''),
      bundle,
      onStep: (step, done, total) => this.#tell({ tell: 'log_step', key, step, done, total }),
    });
    if (outcome.ok) return this.#tell({ tell: 'log_done', key, run_id: outcome.runId });
    this.#tell({ tell: 'log_failed', key, problem: outcome.problem, left_failed_run: outcome.leftFailedRun });
  }
}
