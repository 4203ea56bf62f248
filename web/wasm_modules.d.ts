// What em++ 3.1.6 makes of a module with -sMODULARIZE -sEXPORT_ES6; it writes no types itself.
interface WasmModuleOptions {
  wasmBinary?: ArrayBuffer | Uint8Array;
  instantiateWasm?: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module?: WebAssembly.Module) => void,
  ) => object;
  [option: string]: unknown;
}

declare module '#wasm/shop/shop.mjs' {
  import type { ShopModule } from './shop/shop_module.ts';
  const create: (options?: WasmModuleOptions) => Promise<ShopModule>;
  export default create;
}

declare module '#wasm/*.wasm?url' {
  const url: string;
  export default url;
}

declare module 'virtual:*.css' {}
