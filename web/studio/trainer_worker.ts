// One Web Worker with an engine of its own. It answers one call at a time; whoever wants to stop it ends it.
import create from '#wasm/trainer/trainer.mjs';
import { type Answer, type Bytes, type DataForm, Desk } from './trainer_module.ts';

export type Call =
  | { call: 'open'; module: WebAssembly.Module }
  | { call: 'read'; form: DataForm; data: Bytes; contract: Bytes }
  | { call: 'plan'; request: unknown }
  | { call: 'train_range'; plan: Bytes; first: number; count: number }
  | { call: 'finish'; plan: Bytes; parts: Bytes[] }
  | { call: 'pack' };

export type Reply = { reply: 'progress'; done: number } | { reply: 'answer'; answer: Answer<unknown> };

// The part of a worker's global scope that is used; the page's types describe a window.
interface Scope {
  onmessage: ((event: MessageEvent<Call>) => void) | null;
  postMessage(reply: Reply): void;
}
const scope = self as unknown as Scope;

let opening: Promise<Desk> | undefined;

async function open(compiled: WebAssembly.Module): Promise<Desk> {
  const module = await create({
    instantiateWasm: (imports, done) => {
      void WebAssembly.instantiate(compiled, imports).then((instance) => done(instance));
      return {};
    },
    onProgress: (done: number) => scope.postMessage({ reply: 'progress', done }),
  });
  return new Desk(module);
}

function answer(desk: Desk, call: Exclude<Call, { call: 'open' }>): Answer<unknown> {
  switch (call.call) {
    case 'read':
      return desk.read(call.form, call.data, call.contract);
    case 'plan':
      return desk.plan(call.request);
    case 'train_range':
      return desk.trainRange(call.plan, call.first, call.count);
    case 'finish':
      return desk.finish(call.plan, call.parts);
    case 'pack':
      return desk.pack();
  }
}

scope.onmessage = async ({ data }) => {
  if (data.call === 'open') {
    opening = open(data.module);
    return;
  }
  const desk = await opening;
  if (desk !== undefined) scope.postMessage({ reply: 'answer', answer: answer(desk, data) });
};
