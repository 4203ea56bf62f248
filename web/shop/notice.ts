// What the page shows while there is nothing to ask: loading, waiting for a model, failed.
import { element } from './element.ts';
import type { TextKey, Wording } from './language.ts';

// Fields and answer in outline, where they will stand.
export function skeleton(wording: Wording): HTMLElement {
  const field = (): HTMLElement => element('div', { class: 'bone-field' }, element('div', { class: 'bone bone-label' }), element('div', { class: 'bone bone-control' }));
  return element('div', { class: 'columns', 'aria-busy': 'true' },
    element('p', { class: 'spoken', role: 'status' }, wording.say('state.loading')),
    element('div', { class: 'work' }, element('div', { class: 'bone bone-drawing' }), element('div', { class: 'fields' }, field(), field(), field(), field())),
    element('div', { class: 'answer bone-answer' }, element('div', { class: 'bone bone-title' }), element('div', { class: 'bone bone-label' }),
      ...[1, 2, 3, 4].map(() => element('div', { class: 'bone bone-bar' }))));
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
    this.root = element('section', { class: 'notice', 'data-testid': 'notice', 'data-state': trouble.title },
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
