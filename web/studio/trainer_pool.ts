// The workers: one desk that holds the table, plans and merges, and as many as wished that grow trees. The module
// is compiled once and shared. Stopping means ending the worker; the desk keeps the table.
import wasmUrl from '#wasm/trainer/trainer.wasm?url';
import { type Bundle, unpackBundle } from './bundle.ts';
import type { Answer, Bytes, DataForm, FaultList } from './trainer_module.ts';
import type { Call, Reply } from './trainer_worker.ts';

const readingLimitMs = 120_000; // a file that takes longer is given up

export class Cancelled extends Error {}

export function tooLarge(expected: string): FaultList {
  return { faults: [{ code: 'too_large', field: '', value: '', expected, row: 0, column: 0 }], count: 1 };
}

class Hand {
  readonly #worker = new Worker(new URL('./trainer_worker.ts', import.meta.url), { type: 'module' });
  #giveUp: (reason: Error) => void = () => undefined;

  constructor(module: WebAssembly.Module) {
    this.#worker.postMessage({ call: 'open', module } satisfies Call);
  }

  ask(call: Call, onProgress: (done: number) => void = () => undefined): Promise<Answer<unknown>> {
    return new Promise((resolve, reject) => {
      this.#giveUp = reject;
      this.#worker.onerror = (event) => reject(new Error(event.message));
      this.#worker.onmessage = ({ data }: MessageEvent<Reply>) => {
        if (data.reply === 'progress') onProgress(data.done);
        else resolve(data.answer);
      };
      this.#worker.postMessage(call);
    });
  }

  end(): void {
    this.#worker.terminate();
    this.#giveUp(new Cancelled());
  }
}

export interface TrainingWish {
  request: unknown;
  parts: number;
  workers: number;
  onProgress: (done: number, seconds: number) => void;
}

export interface Trained {
  report: Record<string, unknown>;
  fileBytes: number;
  seconds: number;
  bundle: Bundle;
}

export type TrainingOutcome = { ok: true; trained: Trained } | { ok: false; faults: FaultList };

export class TrainerPool {
  #module: Promise<WebAssembly.Module> | undefined;
  #desk: Hand | undefined;
  #growers: Hand[] = [];

  async read(form: DataForm, data: Bytes, contract: Bytes): Promise<Answer<unknown>> {
    const previous = this.#desk;
    const desk = new Hand(await this.#compiled());
    this.#desk = desk;
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      desk.end();
    }, readingLimitMs);
    try {
      const answer = await desk.ask({ call: 'read', form, data, contract });
      if (answer.ok) previous?.end();
      else this.#keep(previous, desk);
      return answer;
    } catch (error) {
      this.#keep(previous, desk);
      if (late) return { ok: false, faults: tooLarge(`${readingLimitMs / 1000} s`) };
      throw error;
    } finally {
      clearTimeout(limit);
    }
  }

  cancelReading(): void {
    this.#desk?.end();
  }

  async train(wish: TrainingWish): Promise<TrainingOutcome> {
    const desk = this.#desk;
    if (desk === undefined) throw new Error('no table has been read');
    const module = await this.#compiled();
    const start = performance.now();
    const planned = (await desk.ask({ call: 'plan', request: wish.request })) as Answer<Bytes>;
    if (!planned.ok) return planned;
    const parts = await this.#grow(module, planned.value, wish, start);
    if (!Array.isArray(parts)) return parts;
    const finished = (await desk.ask({ call: 'finish', plan: planned.value, parts })) as Answer<{
      report: Record<string, unknown>;
      file_bytes: number;
    }>;
    if (!finished.ok) return finished;
    const seconds = (performance.now() - start) / 1000;
    const packed = (await desk.ask({ call: 'pack' })) as Answer<Bytes>;
    if (!packed.ok) return packed;
    const { report, file_bytes: fileBytes } = finished.value;
    return { ok: true, trained: { report, fileBytes, seconds, bundle: unpackBundle(packed.value) } };
  }

  cancelTraining(): void {
    for (const grower of this.#growers) grower.end();
  }

  async #grow(
    module: WebAssembly.Module,
    plan: Bytes,
    wish: TrainingWish,
    start: number,
  ): Promise<Bytes[] | { ok: false; faults: FaultList }> {
    const workers = Math.min(wish.workers, wish.parts);
    const done = new Array<number>(workers).fill(0);
    this.#growers = done.map(() => new Hand(module));
    const asked = this.#growers.map((grower, index) => {
      const first = Math.floor((wish.parts * index) / workers);
      const count = Math.floor((wish.parts * (index + 1)) / workers) - first;
      return grower.ask({ call: 'train_range', plan, first, count }, (steps) => {
        done[index] = steps;
        wish.onProgress(
          done.reduce((sum, each) => sum + each, 0),
          (performance.now() - start) / 1000,
        );
      });
    });
    try {
      const parts: Bytes[] = [];
      for (const answer of (await Promise.all(asked)) as Answer<Bytes>[]) {
        if (!answer.ok) return answer;
        parts.push(answer.value);
      }
      return parts;
    } finally {
      for (const grower of this.#growers) grower.end();
      this.#growers = [];
    }
  }

  // After a refused or cancelled file the table of before is still there.
  #keep(previous: Hand | undefined, desk: Hand): void {
    if (this.#desk === desk) this.#desk = previous;
    desk.end();
  }

  #compiled(): Promise<WebAssembly.Module> {
    this.#module ??= WebAssembly.compileStreaming(fetch(wasmUrl));
    return this.#module;
  }
}
