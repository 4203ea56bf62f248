// Keys, text and clipboard through one invisible text area: IME, dead keys and phone keyboards work as in any
// field, and the browser keeps the keys that are its own.
import type { Screen } from './screen.ts';
import type { Studio } from './studio_module.ts';

const browserKeys = new Set(['l', 'r', 't', 'w', 'n']);
const clipboardKeys = new Set(['c', 'x', 'v']); // they arrive as events of their own
const control = 1;
const framesOfChord = 12;

function modifiersOf(event: KeyboardEvent): number {
  return (
    (event.ctrlKey ? control : 0) | (event.shiftKey ? 2 : 0) | (event.altKey ? 4 : 0) | (event.metaKey ? 8 : 0)
  );
}

function isCommand(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey;
}

// F6 and F-keys leave the canvas; Ctrl or Cmd with L, R, T, W, N stay the browser's.
function belongsToBrowser(event: KeyboardEvent): boolean {
  return /^F\d/.test(event.key) || (isCommand(event) && browserKeys.has(event.key.toLowerCase()));
}

// Letters go by what is printed on the key, so that Ctrl+Z is Ctrl+Z on every keyboard; the rest by place.
function codeOf(event: KeyboardEvent): string {
  return /^[a-z]$/i.test(event.key) ? `Key${event.key.toUpperCase()}` : event.code;
}

export class Keyboard {
  readonly #sink: HTMLTextAreaElement;
  readonly #studio: Studio;
  readonly #screen: Screen;
  #composing = false;

  constructor(sink: HTMLTextAreaElement, studio: Studio, screen: Screen) {
    this.#sink = sink;
    this.#studio = studio;
    this.#screen = screen;
    this.#listenToKeys();
    this.#listenToText();
    this.#listenToClipboard();
    for (const hasFocus of [true, false]) {
      sink.addEventListener(hasFocus ? 'focus' : 'blur', () => {
        studio.focus(hasFocus);
        screen.wake();
      });
    }
  }

  #listenToKeys(): void {
    this.#sink.addEventListener('keydown', (event) => {
      if (event.isComposing || belongsToBrowser(event)) return;
      if (isCommand(event) && clipboardKeys.has(event.key.toLowerCase())) return;
      this.#studio.key(codeOf(event), true, modifiersOf(event));
      this.#screen.wake();
      // What has a name moves in the Studio, not in the text area; what has none becomes text there.
      if (event.key.length > 1 && event.key !== 'Dead' && event.key !== 'Unidentified') event.preventDefault();
    });
    this.#sink.addEventListener('keyup', (event) => {
      this.#studio.key(codeOf(event), false, modifiersOf(event));
      this.#screen.wake();
    });
  }

  #listenToText(): void {
    this.#sink.addEventListener('compositionstart', () => (this.#composing = true));
    this.#sink.addEventListener('compositionend', (event) => {
      this.#composing = false;
      this.#type(event.data);
    });
    this.#sink.addEventListener('input', (event) => {
      const { inputType, data } = event as InputEvent;
      if (this.#composing || inputType === 'insertCompositionText') return;
      if (inputType === 'deleteContentBackward') this.#press('Backspace', 0); // phone keyboards send no key
      if (inputType === 'insertLineBreak') this.#press('Enter', 0);
      this.#type(inputType.startsWith('insert') ? (data ?? '') : '');
    });
  }

  #listenToClipboard(): void {
    const give = (code: string) => (event: ClipboardEvent) => {
      this.#studio.clipboard = '';
      this.#chord(code, () => this.#studio.clipboard !== '');
      if (this.#studio.clipboard !== '') event.clipboardData?.setData('text/plain', this.#studio.clipboard);
      event.preventDefault();
    };
    this.#sink.addEventListener('copy', give('KeyC'));
    this.#sink.addEventListener('cut', give('KeyX'));
    this.#sink.addEventListener('paste', (event) => {
      this.#studio.clipboard = event.clipboardData?.getData('text/plain') ?? '';
      this.#chord('KeyV', () => false);
      event.preventDefault();
    });
  }

  #type(text: string): void {
    if (text !== '') this.#studio.type(text);
    this.#sink.value = '';
    this.#screen.wake();
  }

  #press(code: string, modifiers: number): void {
    this.#studio.key(code, true, modifiers);
    this.#studio.key(code, false, modifiers);
  }

  // Plays Ctrl with a key at once, since the clipboard's event waits for no later frame. ImGui takes one key
  // change a frame, and some may be waiting.
  #chord(code: string, isDone: () => boolean): void {
    this.#press(code, control);
    this.#studio.key('', false, 0);
    for (let frame = 0; frame < framesOfChord && !isDone(); frame += 1) this.#studio.frame(0.016);
    this.#screen.wake();
  }
}
