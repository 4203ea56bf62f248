// The exports of wasm/shop/exports.cpp as the page sees them.
export interface ShopModule {
  HEAPU8: Uint8Array;
  HEAPF32: Float32Array;
  _take_bytes(size: number): number;
  _give_back(pointer: number): void;
  _open_model(bytes: number, size: number): number;
  _close_model(session: number): void;
  _text(session: number): number;
  _text_size(session: number): number;
  _check(session: number, form: number, size: number): void;
  _answer(session: number, row: number, rowSize: number, out: number, outSize: number): number;
  _explain(session: number, row: number, rowSize: number): void;
  _sha256(bytes: number, size: number, hex: number): void;
}
