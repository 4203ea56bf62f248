// The Web Worker of train_browser.mjs: one engine, one training, one answer.
import create from '/trainer/trainer.mjs';
import { train } from './train_steps.mjs';

self.onmessage = async ({ data: { data, contract, request, times } }) => {
  try {
    const module = await create();
    self.postMessage(train(module, data, contract, request, times));
  } catch (fault) {
    self.postMessage({ fault: String(fault) });
  }
};
