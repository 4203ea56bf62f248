// What the page shows while there is nothing to ask: loading, waiting for a model, failed.
import { drawn, element } from './element.ts';
import type { TextKey, Wording } from './language.ts';

// Fields and answer in outline, where they will stand.
export function skeleton(wording: Wording): HTMLElement {
  const field = (): HTMLElement => element('div', { class: 'bone-field' }, element('div', { class: 'bone bone-label' }), element('div', { class: 'bone bone-control' }));
  return element('div', { class: 'columns', 'aria-busy': 'true' },
    element('p', { class: 'spoken', role: 'status' }, wording.say('state.loading')),
    element('div', { class: 'work' }, element('div', { class: 'bone bone-drawing' }), element('div', { class: 'bone bone-legend' }), element('div', { class: 'fields' }, field(), field(), field(), field())),
    element('div', { class: 'answer bone-answer' }, element('div', { class: 'bone bone-title' }), element('div', { class: 'bone bone-label' }),
      ...[1, 2, 3, 4].map(() => element('div', { class: 'bone bone-bar' }))));
}

// A tray that holds no tree yet, only a seedling.
function tray(): SVGElement {
  return drawn('svg', { viewBox: '0 0 180 96', class: 'tray', 'aria-hidden': 'true' },
    drawn('path', { d: 'M24 66c30-7 102-7 132 0', class: 'soil' }),
    drawn('path', { d: 'M90 60c0-9 1-17 0-26' }),
    drawn('path', { d: 'M90 40c-4-9-12-12-21-11 2 9 10 14 21 11zM90 35c3-10 10-15 20-15 0 10-8 17-20 15z', class: 'leaf' }),
    drawn('path', { d: 'M22 71l11 17h114l11-17M52 88v4h14v-4M114 88v4h14v-4' }),
    drawn('rect', { x: 18, y: 66, width: 144, height: 5, rx: 2 }));
}

export interface Trouble {
  title: TextKey;
  text: TextKey;
  values?: Record<string, string>;
  again: () => void;
  countdown?: number; // seconds until the page tries again by itself
}

export class Notice {
  readonly root: HTMLElement;
  private readonly next = element('p', { class: 'quiet-line', 'data-testid': 'countdown' });
  private timer = 0;

  constructor(trouble: Trouble, private readonly wording: Wording) {
    const button = element('button', { type: 'button', class: 'primary' }, wording.say('state.again'));
    button.addEventListener('click', trouble.again);
    this.root = element('section', { class: 'notice', 'data-testid': 'notice', 'data-state': trouble.title }, tray(),
      element('div', { role: 'status' }, element('h2', {}, wording.say(trouble.title)), element('p', {}, wording.say(trouble.text, trouble.values))),
      button, this.next);
    if (trouble.countdown !== undefined) this.countDown(trouble.countdown);
  }

  // From these seconds on, again and again, without touching what has focus.
  countDown(seconds: number): void {
    clearTimeout(this.timer);
    this.next.textContent = this.wording.say('state.none.next', { seconds });
    if (seconds > 0) this.timer = window.setTimeout(() => this.countDown(seconds - 1), 1000);
  }
}
