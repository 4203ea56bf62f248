// The only file that talks to the WebAssembly module.
import create from '#wasm/shop/shop.mjs';
import wasmUrl from '#wasm/shop/shop.wasm?url';
import { certainties, type Answer, type Checked, type Failure, type Opened, type Reasons } from './contract.ts';
import type { ShopModule } from './shop_module.ts';

export class Engine {
  private constructor(private readonly module: ShopModule) {}

  static async start(): Promise<Engine> {
    const compiled = WebAssembly.compileStreaming(fetch(wasmUrl));
    compiled.catch(() => undefined); // awaited below; until then no "unhandled rejection"
    let failed: (reason: unknown) => void = () => undefined;
    const failure = new Promise<never>((_, reject) => (failed = reject));
    const ready = create({
      instantiateWasm: (imports, done) => {
        compiled.then((module) => WebAssembly.instantiate(module, imports)).then((instance) => done(instance), failed);
        return {};
      },
    });
    return new Engine(await Promise.race([ready, failure]));
  }

  sha256(bytes: Uint8Array): string {
    const { module } = this;
    const from = this.put(bytes);
    const hex = module._take_bytes(64);
    module._sha256(from, bytes.length, hex);
    const digest = new TextDecoder().decode(module.HEAPU8.slice(hex, hex + 64));
    module._give_back(hex);
    module._give_back(from);
    return digest;
  }

  open(onnx: Uint8Array): OpenModel | Failure {
    const from = this.put(onnx);
    const session = this.module._open_model(from, onnx.length);
    this.module._give_back(from);
    const said = this.said(session) as Opened | Failure;
    if (said.ok) return new OpenModel(this, session, said);
    this.module._close_model(session);
    return said;
  }

  check(session: number, form: Record<string, string>): Checked | Failure {
    const text = new TextEncoder().encode(JSON.stringify(form));
    const from = this.put(text);
    this.module._check(session, from, text.length);
    this.module._give_back(from);
    return this.said(session) as Checked | Failure;
  }

  answer(session: number, row: Float32Array, classes: number): Answer {
    const { module } = this;
    const outSize = classes + 2;
    const memory = module._take_bytes(4 * (row.length + outSize));
    const out = memory + 4 * row.length;
    module.HEAPF32.set(row, memory / 4);
    const done = module._answer(session, memory, row.length, out, outSize);
    const numbers = Array.from(module.HEAPF32.subarray(out / 4, out / 4 + outSize));
    module._give_back(memory);
    if (done !== 1) throw new Error('the engine refused a row that it had checked');
    return {
      probabilities: numbers.slice(0, classes),
      best: numbers[classes] ?? 0,
      certainty: certainties[numbers[classes + 1] ?? 0] ?? 'unsure',
    };
  }

  explain(session: number, row: Float32Array): Reasons {
    const { module } = this;
    const memory = module._take_bytes(4 * row.length);
    module.HEAPF32.set(row, memory / 4);
    module._explain(session, memory, row.length);
    module._give_back(memory);
    return this.said(session) as Reasons;
  }

  private put(bytes: Uint8Array): number {
    const pointer = this.module._take_bytes(Math.max(1, bytes.length));
    if (pointer === 0) throw new Error('out of memory');
    this.module.HEAPU8.set(bytes, pointer);
    return pointer;
  }

  private said(session: number): unknown {
    const from = this.module._text(session);
    return JSON.parse(new TextDecoder().decode(this.module.HEAPU8.slice(from, from + this.module._text_size(session))));
  }
}

// A model that the page may ask.
export class OpenModel {
  readonly contract: Opened['contract'];
  readonly record: Opened['record'];

  constructor(
    private readonly engine: Engine,
    private readonly session: number,
    opened: Opened,
  ) {
    this.contract = opened.contract;
    this.record = opened.record;
  }

  check(form: Record<string, string>): Checked | Failure {
    return this.engine.check(this.session, form);
  }

  answer(row: (number | null)[]): Answer {
    const values = Float32Array.from(row, (value) => value ?? NaN);
    return this.engine.answer(this.session, values, this.contract.target.classes.length);
  }

  // Takes longer than the answer, which never waits for it.
  explain(row: (number | null)[]): Reasons {
    return this.engine.explain(this.session, Float32Array.from(row, (value) => value ?? NaN));
  }
}
