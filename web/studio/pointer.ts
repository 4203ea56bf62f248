// Mouse, pen, touch and wheel over the canvas.
import type { Screen } from './screen.ts';
import type { Studio } from './studio_module.ts';

const pixelsPerNotch = 100;
const linesPerNotch = 3;
const dragStartPixels = 8;

// Browsers count left, middle, right; ImGui left, right, middle.
const buttonOf = (button: number): number => [0, 2, 1][button] ?? 0;

export class Pointer {
  readonly #canvas: HTMLCanvasElement;
  readonly #studio: Studio;
  readonly #screen: Screen;
  #touch: { x: number; y: number; scrolling: boolean } | undefined;

  constructor(canvas: HTMLCanvasElement, sink: HTMLElement, studio: Studio, screen: Screen) {
    this.#canvas = canvas;
    this.#studio = studio;
    this.#screen = screen;
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      sink.focus({ preventScroll: true });
      this.#press(event);
      event.preventDefault();
    });
    canvas.addEventListener('pointerup', (event) => this.#release(event));
    canvas.addEventListener('pointercancel', (event) => this.#release(event));
    canvas.addEventListener('pointerleave', () => {
      studio.pointerGone();
      screen.wake();
    });
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  #place(event: PointerEvent): void {
    const box = this.#canvas.getBoundingClientRect();
    this.#studio.pointer(event.clientX - box.left, event.clientY - box.top, event.pointerType === 'touch');
    this.#screen.wake();
  }

  // A finger that moves scrolls what lies under it, as a wheel would.
  #move(event: PointerEvent): void {
    const start = this.#touch;
    if (event.pointerType !== 'touch' || start === undefined) return this.#place(event);
    const x = event.clientX - start.x;
    const y = event.clientY - start.y;
    if (!start.scrolling && Math.hypot(x, y) < dragStartPixels) return;
    this.#touch = { x: event.clientX, y: event.clientY, scrolling: true };
    this.#studio.wheel(x / pixelsPerNotch, y / pixelsPerNotch);
    this.#screen.wake();
  }

  #press(event: PointerEvent): void {
    this.#place(event);
    if (event.pointerType === 'touch') this.#touch = { x: event.clientX, y: event.clientY, scrolling: false };
    else this.#studio.button(buttonOf(event.button), true);
  }

  #release(event: PointerEvent): void {
    this.#place(event);
    if (event.pointerType !== 'touch') return this.#studio.button(buttonOf(event.button), false);
    const tapped = this.#touch?.scrolling === false && event.type === 'pointerup';
    this.#touch = undefined;
    if (!tapped) return;
    this.#studio.button(0, true);
    this.#studio.button(0, false);
  }

  #wheel(event: WheelEvent): void {
    const notch = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? linesPerNotch : pixelsPerNotch;
    const sideways = event.shiftKey && event.deltaX === 0;
    const x = sideways ? event.deltaY : event.deltaX;
    const y = sideways ? 0 : event.deltaY;
    this.#studio.wheel(-x / notch, -y / notch);
    this.#screen.wake();
    event.preventDefault();
  }
}
