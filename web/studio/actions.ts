// What the Studio asks for, done: each request goes to the file that knows how, the outcome goes back as a
// message.
import { BackendError, registry, session } from './backend.ts';
import { DataActions } from './data_actions.ts';
import { remember } from './preferences.ts';
import { RunActions } from './run_actions.ts';
import type { Message, Request } from './studio_module.ts';

export type Tell = (message: Message) => void;

export function problemOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export class Actions {
  readonly #tell: Tell;
  readonly #data: DataActions;
  readonly #runs: RunActions;

  constructor(tell: Tell, largestFile: number) {
    this.#tell = tell;
    this.#data = new DataActions(tell, largestFile);
    this.#runs = new RunActions(tell, () => this.#signedOut('expired'));
  }

  take(request: Request): void {
    const text = (field: string): string => String(request[field] ?? '');
    switch (request.ask) {
      case 'remember':
        if ('language' in request) document.documentElement.lang = text('language');
        if ('language' in request) remember('language', text('language'));
        if ('theme' in request) remember('theme', text('theme'));
        return;
      case 'copy':
        return void navigator.clipboard.writeText(text('text'));
      case 'who':
        return void this.#who('');
      case 'sign_in':
        return void this.#enter(() => session.enterPassword(text('user'), text('token')), 'bad_token');
      case 'sign_out':
        return void session.leave().then(
          () => this.#signedOut(''),
          () => this.#who(''),
        );
      case 'list_models':
        return void this.#models(async () => this.#tell({ tell: 'models', ...(await registry.list()) }));
      case 'register':
        return void this.#models(() => this.#register(text('name'), text('run_id'), text('model_id')));
      case 'promote':
        return void this.#models(() => this.#promote(text('name'), text('version'), text('before')));
      default:
        if (!this.#data.take(request)) this.#runs.take(request, this.#data);
    }
  }

  hover(over: boolean): void {
    this.#tell({ tell: 'dragging', on: over });
  }

  readFile(file: File): void {
    void this.#data.readFile(file);
  }

  // The printed link carries a code that works once; it must not stay in the address or its history.
  async signInFromLink(): Promise<void> {
    const code = new URLSearchParams(location.hash.slice(1)).get('code');
    if (code === null) return this.#who('');
    history.replaceState(null, '', location.pathname + location.search);
    await this.#enter(() => session.enterCode(code), 'bad_code');
  }

  async #enter(enter: () => Promise<unknown>, refused: string): Promise<void> {
    try {
      await enter();
      await this.#who('');
    } catch (error) {
      if (error instanceof BackendError && error.status === 0) this.#tell({ tell: 'session', state: 'unreachable' });
      else await this.#who(error instanceof BackendError && error.status === 429 ? 'too_often' : refused);
    }
  }

  // `problem` is what to say when nobody is signed in.
  async #who(problem: string): Promise<void> {
    try {
      const who = await session.who();
      this.#tell({ tell: 'session', state: 'signed_in', user: who['user'], role: who['role'] });
      this.#runs.take({ ask: 'list_experiments' }, this.#data);
    } catch (error) {
      const refused = error instanceof BackendError && error.status !== 0;
      if (refused) this.#signedOut(problem);
      else this.#tell({ tell: 'session', state: 'unreachable', problem: 'unreachable' });
    }
  }

  #signedOut(problem: string): void {
    this.#tell({ tell: 'session', state: 'signed_out', problem });
  }

  async #models(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof BackendError && error.status === 401) return this.#signedOut('expired');
      this.#tell({ tell: 'models_failed', problem: problemOf(error) });
    }
  }

  async #register(name: string, runId: string, modelId: string): Promise<void> {
    this.#tell({ tell: 'registered', name, version: await registry.register(name, runId, modelId) });
  }

  async #promote(name: string, version: string, before: string): Promise<void> {
    await registry.setAlias(name, 'production', version);
    this.#tell({ tell: 'promoted', name, version, before });
  }
}
