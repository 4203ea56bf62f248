// The exports of wasm/trainer, and a desk that calls them with JavaScript values. Every answer is
// {ok, size, bytes} in the module's memory.
export interface TrainerModule {
  HEAPU8: Uint8Array<ArrayBuffer>;
  _take_bytes(size: number): number;
  _free_answer(answer: number): void;
  _open_desk(): number;
  _read_table(desk: number, form: number, data: number, size: number, contract: number, contractSize: number): number;
  _plan(desk: number, request: number, size: number): number;
  _train_range(plan: number, size: number, first: number, count: number): number;
  _finish(desk: number, plan: number, planSize: number, parts: number, partsSize: number): number;
  _pack(desk: number): number;
}

export type Bytes = Uint8Array<ArrayBuffer>;

export interface FaultList {
  faults: unknown[];
  count: number;
}

export type Answer<Value> = { ok: true; value: Value } | { ok: false; faults: FaultList };

export type DataForm = 'csv' | 'json';

const headBytes = 8;

export class Desk {
  readonly #module: TrainerModule;
  readonly #desk: number;

  constructor(module: TrainerModule) {
    this.#module = module;
    this.#desk = module._open_desk();
  }

  read(form: DataForm, data: Bytes, contract: Bytes): Answer<unknown> {
    const at = this.#put(data);
    const contractAt = this.#put(contract);
    const formNumber = form === 'csv' ? 0 : 1;
    return this.#json(this.#module._read_table(this.#desk, formNumber, at, data.length, contractAt, contract.length));
  }

  plan(request: unknown): Answer<Bytes> {
    const text = new TextEncoder().encode(JSON.stringify(request));
    return this.#bytes(this.#module._plan(this.#desk, this.#put(text), text.length));
  }

  trainRange(plan: Bytes, first: number, count: number): Answer<Bytes> {
    return this.#bytes(this.#module._train_range(this.#put(plan), plan.length, first, count));
  }

  finish(plan: Bytes, parts: Bytes[]): Answer<unknown> {
    const framed = frame(parts);
    const planAt = this.#put(plan);
    return this.#json(this.#module._finish(this.#desk, planAt, plan.length, this.#put(framed), framed.length));
  }

  pack(): Answer<Bytes> {
    return this.#bytes(this.#module._pack(this.#desk));
  }

  #put(bytes: Uint8Array): number {
    const address = this.#module._take_bytes(bytes.length);
    this.#module.HEAPU8.set(bytes, address);
    return address;
  }

  #bytes(answer: number): Answer<Bytes> {
    const { HEAPU8 } = this.#module;
    const head = new DataView(HEAPU8.buffer, answer, headBytes);
    const size = head.getUint32(4, true);
    const value = HEAPU8.slice(answer + headBytes, answer + headBytes + size);
    const ok = head.getUint32(0, true) === 1;
    this.#module._free_answer(answer);
    return ok ? { ok, value } : { ok, faults: JSON.parse(new TextDecoder().decode(value)) as FaultList };
  }

  #json(answer: number): Answer<unknown> {
    const bytes = this.#bytes(answer);
    return bytes.ok ? { ok: true, value: JSON.parse(new TextDecoder().decode(bytes.value)) } : bytes;
  }
}

// A count, then each part's size and bytes.
function frame(parts: Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((size, part) => size + 4 + part.length, 4));
  const view = new DataView(out.buffer);
  view.setUint32(0, parts.length, true);
  let at = 4;
  for (const part of parts) {
    view.setUint32(at, part.length, true);
    out.set(part, at + 4);
    at += 4 + part.length;
  }
  return out;
}
