// The exports of wasm/studio, and the Studio behind them as an object that takes and gives JavaScript values.
export interface StudioModule {
  HEAPU8: Uint8Array;
  UTF8ToString(address: number): string;
  stringToUTF8(text: string, address: number, size: number): void;
  lengthBytesUTF8(text: string): number;
  _take_bytes(size: number): number;
  _free_text(address: number): void;
  _open_studio(regular: number, regularSize: number, strong: number, strongSize: number, settings: number): number;
  _largest_file(): number;
  _frame(studio: number, seconds: number): number;
  _receive(studio: number, message: number): void;
  _next_request(studio: number): number;
  _widgets(studio: number): number;
  _set_page_bytes(studio: number, bytes: number): void;
  _resize(studio: number, width: number, height: number, ratio: number): void;
  _pointer(studio: number, x: number, y: number, touch: number): void;
  _pointer_gone(studio: number): void;
  _button(studio: number, which: number, down: number): void;
  _wheel(studio: number, x: number, y: number): void;
  _key(studio: number, code: number, down: number, modifiers: number): void;
  _type(studio: number, text: number): void;
  _focus(studio: number, hasFocus: number): void;
  _set_clipboard(studio: number, text: number): void;
  _clipboard(studio: number): number;
  _restore_context(studio: number): void;
}

export interface Settings {
  language: string;
  dark: boolean;
  workers: number;
  host: string;
  minutes_from_utc: number;
  automation: boolean;
  theme: string;
  faults: string;
}

export interface Request {
  ask: string;
  [field: string]: unknown;
}

export interface Message {
  tell: string;
  [field: string]: unknown;
}

// What a frame wants to follow it.
export const wantsCaret = 1;
export const wantsAnotherFrame = 2;
export const wantsToSettle = 4; // it took input, and what that changes is laid out over the next frames

export class Studio {
  readonly #module: StudioModule;
  readonly #self: number;

  // Nothing when the browser gives no WebGL 2.
  static open(module: StudioModule, regular: Uint8Array, strong: Uint8Array, settings: Settings): Studio | undefined {
    const place = (bytes: Uint8Array): number => {
      const address = module._take_bytes(bytes.length);
      module.HEAPU8.set(bytes, address);
      return address;
    };
    const fonts = [place(regular), place(strong)] as const;
    const text = putText(module, JSON.stringify(settings));
    const self = module._open_studio(fonts[0], regular.length, fonts[1], strong.length, text);
    return self === 0 ? undefined : new Studio(module, self);
  }

  private constructor(module: StudioModule, self: number) {
    this.#module = module;
    this.#self = self;
  }

  // In bytes; a larger table is refused before it is read.
  get largestFile(): number {
    return this.#module._largest_file();
  }

  frame(seconds: number): number {
    this.#module._set_page_bytes(this.#self, this.#module.HEAPU8.length);
    return this.#module._frame(this.#self, seconds);
  }

  receive(message: Message): void {
    this.#module._receive(this.#self, this.#put(JSON.stringify(message)));
  }

  nextRequest(): Request | undefined {
    const text = this.#take(this.#module._next_request(this.#self));
    return text === '' ? undefined : (JSON.parse(text) as Request);
  }

  widgets(): unknown {
    return JSON.parse(this.#take(this.#module._widgets(this.#self)));
  }

  resize(width: number, height: number, ratio: number): void {
    this.#module._resize(this.#self, width, height, ratio);
  }

  pointer(x: number, y: number, touch: boolean): void {
    this.#module._pointer(this.#self, x, y, Number(touch));
  }

  pointerGone(): void {
    this.#module._pointer_gone(this.#self);
  }

  button(which: number, down: boolean): void {
    this.#module._button(this.#self, which, Number(down));
  }

  wheel(x: number, y: number): void {
    this.#module._wheel(this.#self, x, y);
  }

  key(code: string, down: boolean, modifiers: number): void {
    this.#module._key(this.#self, this.#put(code), Number(down), modifiers);
  }

  type(text: string): void {
    this.#module._type(this.#self, this.#put(text));
  }

  focus(hasFocus: boolean): void {
    this.#module._focus(this.#self, Number(hasFocus));
  }

  get clipboard(): string {
    return this.#take(this.#module._clipboard(this.#self));
  }

  set clipboard(text: string) {
    this.#module._set_clipboard(this.#self, this.#put(text));
  }

  restoreContext(): void {
    this.#module._restore_context(this.#self);
  }

  #put(text: string): number {
    return putText(this.#module, text);
  }

  #take(address: number): string {
    if (address === 0) return '';
    const text = this.#module.UTF8ToString(address);
    this.#module._free_text(address);
    return text;
  }
}

function putText(module: StudioModule, text: string): number {
  const size = module.lengthBytesUTF8(text) + 1;
  const address = module._take_bytes(size);
  module.stringToUTF8(text, address, size);
  return address;
}
