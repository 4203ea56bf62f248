declare module '#wasm/studio/studio.mjs' {
  import type { StudioModule } from './studio_module.ts';
  const create: (options?: WasmModuleOptions) => Promise<StudioModule>;
  export default create;
}

declare module '#wasm/trainer/trainer.mjs' {
  import type { TrainerModule } from './trainer_module.ts';
  const create: (options?: WasmModuleOptions) => Promise<TrainerModule>;
  export default create;
}

declare module '#wasm/*.otf?url' {
  const url: string;
  export default url;
}
