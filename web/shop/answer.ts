// The answer: a sheet at the foot of a phone, the right column of a wider page.
import { Bars } from './bars.ts';
import { careSection, type Care } from './care.ts';
import type { Answer, Contract, Reasons } from './contract.ts';
import { element, icon } from './element.ts';
import type { Wording } from './language.ts';
import { ReasonsView } from './reasons.ts';
import chevron from 'lucide-static/icons/chevron-up.svg?raw';

// What still keeps the engine from answering.
export interface Wanting {
  missing: string[]; // labels
  faulty: string[];
}

export interface Advice {
  label: string;
  follow: () => void;
}

export class AnswerSheet {
  readonly root: HTMLElement;
  private readonly headline = element('div', { class: 'headline' });
  private readonly bars: Bars;
  private readonly reasons: ReasonsView;
  private readonly detail = element('div', { class: 'detail' });
  private readonly toggle: HTMLButtonElement;
  private readonly spoken = element('p', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
  private speaking = 0;
  private shownDetail = '';

  constructor(private readonly contract: Contract, private readonly wording: Wording, private readonly care: Care | null, foot: string[], focus: (name: string) => void) {
    this.bars = new Bars(contract, wording);
    this.reasons = new ReasonsView(contract, wording, (name) => {
      this.grow(false);
      focus(name);
    });
    this.toggle = element('button', { type: 'button', class: 'grow', 'aria-expanded': 'false', 'aria-controls': 'answer-body' }, icon(chevron));
    const body = element('div', { id: 'answer-body', class: 'answer-body', role: 'group', tabindex: 0, 'aria-label': wording.say('answer.candidates') }, this.bars.root, this.reasons.root, this.detail,
      ...foot.map((line) => element('p', { class: 'quiet-line' }, line)));
    this.root = element('section', { class: 'answer', id: 'answer', tabindex: '-1', 'data-testid': 'answer', 'data-class': '', 'aria-label': wording.say('answer') },
      element('div', { class: 'answer-head' }, this.headline, this.toggle), body, this.spoken);
    this.toggle.addEventListener('click', () => this.grow(!this.root.classList.contains('is-grown')));
    this.root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.root.classList.contains('is-grown')) this.grow(false);
    });
    this.grow(false);
  }

  showWaiting(wanting: Wanting): void {
    const { wording } = this;
    const required = this.contract.features.filter((feature) => feature.required).length;
    const done = Math.max(0, required - wanting.missing.length - wanting.faulty.length);
    const isFaulty = wanting.faulty.length > 0;
    const title = isFaulty ? wording.say('answer.faulty', { fields: wording.list(wanting.faulty) }) : wording.say('answer.waiting');
    this.root.dataset['class'] = '';
    this.root.dataset['state'] = isFaulty ? 'faulty' : 'waiting';
    this.headline.replaceChildren(element('h2', {}, title),
      element('p', { class: 'certainty' }, wording.say('answer.progress', { done, total: required })));
    this.bars.show(null, null);
    this.reasons.clear();
    const missing = wanting.missing.length === 0 ? '' : wording.say('answer.missing', { fields: wording.list(wanting.missing) });
    this.setDetail(`wanting ${missing}`, missing === '' ? [] : [element('p', { class: 'quiet-line' }, missing)]);
    this.speak('');
  }

  show(answer: Answer, advice: Advice[], general: string): void {
    this.reasons.keepFor(answer);
    if (answer.certainty === 'unsure') this.showUnsure(answer, advice, general);
    else this.showSpecies(answer);
  }

  showReasons(reasons: Reasons, answer: Answer): void {
    this.reasons.show(reasons, answer);
  }

  private showSpecies(answer: Answer): void {
    const { wording } = this;
    const best = this.contract.target.classes[answer.best];
    const species = this.care?.species[best?.name ?? ''];
    const name = wording.of(species?.common ?? best?.label, best?.name ?? '');
    const certainty = this.certaintyText(answer);
    this.root.dataset['class'] = best?.name ?? '';
    this.root.dataset['state'] = 'answered';
    this.headline.replaceChildren(
      element('h2', {}, name),
      species ? element('p', { class: 'latin', lang: 'la' }, species.latin) : '',
      element('p', { class: 'certainty', 'data-certainty': answer.certainty }, certainty));
    this.bars.show(answer.probabilities, answer.best);
    this.setDetail(best?.name ?? '', species && this.care ? [careSection(this.care, species, wording)] : []);
    this.speak(`${name}. ${certainty}.`);
  }

  private showUnsure(answer: Answer, advice: Advice[], general: string): void {
    const { wording } = this;
    const classes = this.contract.target.classes;
    const order = answer.probabilities.map((share, index) => ({ share, index })).sort((a, b) => b.share - a.share || a.index - b.index);
    const named = (rank: number): [string, string] => {
      const entry = classes[order[rank]?.index ?? 0];
      return [wording.of(entry?.label, entry?.name ?? ''), wording.percent(order[rank]?.share ?? 0)];
    };
    const [first, firstPercent] = named(0);
    const [second, secondPercent] = named(1);
    const text = wording.say('unsure.text', { first, first_percent: firstPercent, second, second_percent: secondPercent });
    this.root.dataset['class'] = 'unsure';
    this.root.dataset['state'] = 'answered';
    this.headline.replaceChildren(element('h2', {}, wording.say('unsure.heading')), element('p', { class: 'certainty', 'data-certainty': 'unsure' }, text));
    this.bars.show(answer.probabilities, null);
    const steps = element('ul', { class: 'advice' }, element('li', {}, general), ...advice.map((each) => {
      const button = element('button', { type: 'button', class: 'link' }, each.label);
      button.addEventListener('click', () => {
        this.grow(false);
        each.follow();
      });
      return element('li', {}, button);
    }));
    this.setDetail(`unsure ${advice.map((each) => each.label).join()}`, [element('section', { class: 'next' }, element('h3', {}, wording.say('unsure.next')), steps)]);
    this.speak(`${wording.say('unsure.heading')}. ${text}`);
  }

  private certaintyText(answer: Answer): string {
    const word = this.wording.say(`certainty.${answer.certainty}`);
    return this.wording.say('certainty', { word, percent: this.wording.percent(answer.probabilities[answer.best] ?? 0) });
  }

  // The same detail is not made anew with every key, so that what the reader scrolled to stays.
  private setDetail(what: string, content: Node[]): void {
    if (what === this.shownDetail) return;
    this.shownDetail = what;
    this.detail.replaceChildren(...content);
  }

  private grow(grown: boolean): void {
    this.root.classList.toggle('is-grown', grown);
    this.toggle.setAttribute('aria-expanded', String(grown));
    this.toggle.setAttribute('aria-label', this.wording.say(grown ? 'answer.less' : 'answer.detail'));
  }

  // Spoken when typing pauses, or a screen reader would talk over every key.
  private speak(text: string): void {
    clearTimeout(this.speaking);
    this.speaking = window.setTimeout(() => {
      if (this.spoken.textContent !== text) this.spoken.textContent = text;
    }, 700);
  }
}
