// What stands behind an answer: other candidates, whether the tree is unlike all of ours, what to measure next, and why.
import type { Answer, Contract, Reasons } from './contract.ts';
import { element } from './element.ts';
import { labelOf } from './field.ts';
import type { Wording } from './language.ts';

const shownReasons = 4;
const leastBits = 0.02; // less would not be worth the asking
const leastShare = 0.05; // of the strongest: weaker ones say nothing

const kindOf = (answer: Answer): string => `${answer.best} ${answer.certainty === 'unsure'}`;

export class ReasonsView {
  readonly root = element('section', { class: 'reasons', 'data-testid': 'reasons' });

  private shownFor = '';

  constructor(private readonly contract: Contract, private readonly wording: Wording, private readonly focus: (name: string) => void) {
    this.clear();
  }

  // Takes away what was said of another answer; the same one keeps its reasons until the new ones are there.
  keepFor(answer: Answer): void {
    if (this.shownFor !== kindOf(answer)) this.clear();
  }

  clear(): void {
    this.shownFor = '';
    this.root.hidden = true;
    this.root.replaceChildren();
  }

  // An unsure answer lists what would help, and its candidates, itself.
  show(reasons: Reasons, answer: Answer): void {
    this.shownFor = kindOf(answer);
    const isSure = answer.certainty !== 'unsure';
    const parts = [this.strange(reasons), isSure ? this.others(reasons, answer.best) : null, isSure ? this.next(reasons) : null, this.why(reasons, answer.best)]
      .filter((part) => part !== null);
    this.root.replaceChildren(...parts);
    this.root.hidden = parts.length === 0;
  }

  private strange(reasons: Reasons): HTMLElement | null {
    if (reasons.novelty?.unlike_training !== true) return null;
    return element('p', { class: 'strange', 'data-testid': 'strange' }, this.wording.say('reasons.strange'));
  }

  private others(reasons: Reasons, best: number): HTMLElement | null {
    const { classes } = this.contract.target;
    const names = (reasons.prediction_set ?? []).filter((name) => name !== classes[best]?.name);
    if (names.length === 0) return null;
    const labels = names.map((name) => this.wording.of(classes.find((each) => each.name === name)?.label, name));
    return element('p', { 'data-testid': 'also' }, this.wording.say('reasons.also', { classes: this.wording.list(labels) }));
  }

  private next(reasons: Reasons): HTMLElement | null {
    const gain = reasons.next_measurements?.[0];
    const name = gain && gain.bits >= leastBits ? gain.feature : undefined;
    const feature = this.contract.features.find((each) => each.name === name);
    if (feature === undefined) return null;
    const button = element('button', { type: 'button', class: 'link' }, labelOf(feature, this.wording));
    button.addEventListener('click', () => this.focus(feature.name));
    return element('p', { class: 'next-measurement', 'data-testid': 'next' }, `${this.wording.say('reasons.next')} `, button);
  }

  private why(reasons: Reasons, best: number): HTMLElement | null {
    const contributions = reasons.explanation?.contributions[this.contract.target.classes[best]?.name ?? ''] ?? {};
    const sorted = Object.entries(contributions).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a)).slice(0, shownReasons);
    const strongest = Math.abs(sorted[0]?.[1] ?? 0);
    if (strongest === 0) return null;
    const lines = sorted.filter(([, value]) => Math.abs(value) >= leastShare * strongest).map(([name, value]) => {
      const feature = this.contract.features.find((each) => each.name === name);
      return element('li', { 'data-feature': name },
        this.wording.say(value > 0 ? 'reasons.for' : 'reasons.against', { field: feature ? labelOf(feature, this.wording) : name }));
    });
    return element('div', { class: 'why', 'data-testid': 'why' }, element('h3', {}, this.wording.say('reasons.why')), element('ul', {}, ...lines));
  }
}
