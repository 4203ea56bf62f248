// The trainer's module for tests under Node: the same calls that a Web Worker makes, with JavaScript values.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const headBytes = 8;

export class Trainer {
  #module;
  #desk;

  // `onProgress` hears how many trees of a range are grown.
  static async open(folder, onProgress = () => undefined) {
    const { default: create } = await import(pathToFileURL(resolve(folder, 'trainer.mjs')).href);
    const wasmBinary = readFileSync(resolve(folder, 'trainer.wasm'));
    return new Trainer(await create({ wasmBinary, onProgress }));
  }

  constructor(module) {
    this.#module = module;
    this.#desk = module._open_desk();
  }

  read(data, contract, form = 0) {
    const [table, described] = [Buffer.from(data), Buffer.from(contract)];
    const at = this.#put(table);
    return this.#json(this.#module._read_table(this.#desk, form, at, table.length, this.#put(described), described.length));
  }

  plan(request) {
    const text = Buffer.from(typeof request === 'string' ? request : JSON.stringify(request));
    return this.#bytes(this.#module._plan(this.#desk, this.#put(text), text.length));
  }

  trainRange(plan, first, count) {
    return this.#bytes(this.#module._train_range(this.#put(plan), plan.length, first, count));
  }

  finish(plan, parts) {
    const framed = Buffer.concat([uint32(parts.length), ...parts.flatMap((part) => [uint32(part.length), part])]);
    return this.finishFramed(plan, framed);
  }

  finishFramed(plan, framed) {
    const at = this.#put(plan);
    return this.#json(this.#module._finish(this.#desk, at, plan.length, this.#put(framed), framed.length));
  }

  pack() {
    return this.#bytes(this.#module._pack(this.#desk));
  }

  #put(bytes) {
    const address = this.#module._take_bytes(bytes.length);
    this.#module.HEAPU8.set(bytes, address);
    return address;
  }

  #bytes(answer) {
    const memory = Buffer.from(this.#module.HEAPU8.buffer);
    const ok = memory.readUInt32LE(answer) === 1;
    const size = memory.readUInt32LE(answer + 4);
    const value = Buffer.from(memory.subarray(answer + headBytes, answer + headBytes + size));
    this.#module._free_answer(answer);
    return ok ? { ok, value } : { ok, ...JSON.parse(value.toString()) };
  }

  #json(answer) {
    const bytes = this.#bytes(answer);
    return bytes.ok ? { ok: true, value: JSON.parse(bytes.value.toString()) } : bytes;
  }
}

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
