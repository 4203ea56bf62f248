// The canvas: its size at any pixel ratio, and frames only when something happened.
import { type Studio, wantsAnotherFrame, wantsCaret, wantsToSettle } from './studio_module.ts';

const framesAfterEvent = 3; // ImGui settles layout and hover over a few frames
const caretBlinkMs = 400;

export class Screen {
  readonly #canvas: HTMLCanvasElement;
  readonly #studio: Studio;
  readonly #afterFrame: () => void;
  #owed = 0;
  #scheduled = false;
  #lastFrameAt = performance.now();
  #caret = 0;
  #lost = false;
  frames = 0;

  // `afterFrame` runs after every frame: what the frame asked for is waiting then.
  constructor(canvas: HTMLCanvasElement, studio: Studio, afterFrame: () => void) {
    this.#canvas = canvas;
    this.#studio = studio;
    this.#afterFrame = afterFrame;
    new ResizeObserver(() => this.#fit()).observe(canvas);
    this.#watchRatio();
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault(); // else it is never given back
      this.#lost = true;
    });
    canvas.addEventListener('webglcontextrestored', () => {
      this.#lost = false;
      studio.restoreContext();
      this.wake();
    });
    document.addEventListener('visibilitychange', () => this.wake());
  }

  wake(frames = framesAfterEvent): void {
    this.#owed = Math.max(this.#owed, frames);
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame((now) => this.#draw(now));
  }

  #draw(now: number): void {
    this.#scheduled = false;
    clearTimeout(this.#caret);
    if (this.#lost) return;
    const wants = this.#studio.frame((now - this.#lastFrameAt) / 1000);
    this.#lastFrameAt = now;
    this.frames += 1;
    this.#owed -= 1;
    this.#afterFrame();
    if ((wants & wantsToSettle) !== 0) this.wake();
    else if (this.#owed > 0 || (wants & wantsAnotherFrame) !== 0) this.wake(Math.max(this.#owed, 1));
    else if ((wants & wantsCaret) !== 0 && document.hasFocus()) {
      this.#caret = window.setTimeout(() => this.wake(1), caretBlinkMs);
    }
  }

  #fit(): void {
    const box = this.#canvas.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return;
    this.#canvas.width = Math.round(box.width * devicePixelRatio);
    this.#canvas.height = Math.round(box.height * devicePixelRatio);
    this.#studio.resize(box.width, box.height, this.#canvas.width / box.width);
    this.wake();
  }

  // A window that moves to another screen, or is zoomed, changes its ratio and not always its size.
  #watchRatio(): void {
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
      'change',
      () => {
        this.#fit();
        this.#watchRatio();
      },
      { once: true },
    );
  }
}
