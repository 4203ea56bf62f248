// The steps of a training through the exports of wasm/trainer, timed; the same file runs in Node and in a Web Worker.

const kHeadBytes = 8; // an answer is {u32 ok, u32 size, bytes}

function put(module, bytes) {
  const address = module._take_bytes(bytes.length);
  module.HEAPU8.set(bytes, address);
  return [address, bytes.length];
}

function take(module, answer) {
  const head = new DataView(module.HEAPU8.buffer, answer, kHeadBytes);
  const [ok, size] = [head.getUint32(0, true) === 1, head.getUint32(4, true)];
  const bytes = module.HEAPU8.slice(answer + kHeadBytes, answer + kHeadBytes + size);
  module._free_answer(answer);
  if (!ok) throw new Error(new TextDecoder().decode(bytes));
  return bytes;
}

// A count, then each part's size and bytes.
function frame(part) {
  const out = new Uint8Array(8 + part.length);
  new DataView(out.buffer).setUint32(0, 1, true);
  new DataView(out.buffer).setUint32(4, part.length, true);
  out.set(part, 8);
  return out;
}

// The trees of a forest; other learners are one part.
function partsOf(request) {
  return ['random_forest', 'extra_trees'].includes(request.learner) ? request.config.n_estimators : 1;
}

// data and contract: bytes. Times the plan and all its trees; reading the table and measuring the model stand outside.
// `now` gives milliseconds: of the wall's clock, or of the processor's.
export function train(module, data, contract, request, times, now = () => performance.now()) {
  const encode = (value) => new TextEncoder().encode(JSON.stringify(value));
  const desk = module._open_desk();
  take(module, module._read_table(desk, 0, ...put(module, data), ...put(module, contract)));
  const seconds = [];
  let plan, part;
  for (let i = 0; i <= times; ++i) {
    const start = now();
    plan = take(module, module._plan(desk, ...put(module, encode(request))));
    part = take(module, module._train_range(...put(module, plan), 0, partsOf(request)));
    if (i > 0) seconds.push((now() - start) / 1000); // the first warms the machine code up
  }
  const finished = take(module, module._finish(desk, ...put(module, plan), ...put(module, frame(part))));
  seconds.sort((a, b) => a - b);
  return { seconds: seconds[times >> 1], report: JSON.parse(new TextDecoder().decode(finished)).report };
}
