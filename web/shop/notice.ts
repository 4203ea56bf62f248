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

export function notice(trouble: Trouble, wording: Wording): HTMLElement {
  const button = element('button', { type: 'button', class: 'primary' }, wording.say('state.again'));
  button.addEventListener('click', trouble.again);
  const next = element('p', { class: 'quiet-line', 'data-testid': 'countdown' });
  if (trouble.countdown !== undefined) countDown(next, trouble.countdown, wording);
  return element('section', { class: 'notice', 'data-testid': 'notice', 'data-state': trouble.title },
    element('div', { role: 'status' }, element('h2', {}, wording.say(trouble.title)), element('p', {}, wording.say(trouble.text, trouble.values))),
    button, next);
}

function countDown(line: HTMLElement, seconds: number, wording: Wording): void {
  let left = seconds;
  const tell = (): void => {
    line.textContent = wording.say('state.none.next', { seconds: left });
    left -= 1;
    if (left >= 0) setTimeout(() => line.isConnected && tell(), 1000);
  };
  line.textContent = wording.say('state.none.next', { seconds: left });
  setTimeout(() => line.isConnected && tell(), 0);
}
