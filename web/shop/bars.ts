// The candidates with their shares: a bar each, its length and its number saying the same.
import type { Contract } from './contract.ts';
import { element } from './element.ts';
import type { Wording } from './language.ts';

export class Bars {
  readonly root: HTMLElement;
  private readonly rows: { root: HTMLElement; fill: HTMLElement; share: HTMLElement }[];

  constructor(contract: Contract, private readonly wording: Wording) {
    this.rows = contract.target.classes.map((entry) => {
      const fill = element('div', { class: 'bar-fill' });
      const share = element('span', { class: 'share' });
      const root = element('li', { 'data-class': entry.name }, element('span', { class: 'candidate' }, wording.of(entry.label, entry.name)),
        share, element('div', { class: 'bar', 'aria-hidden': 'true' }, fill));
      return { root, fill, share };
    });
    this.root = element('ul', { class: 'bars', 'aria-label': wording.say('answer.candidates') }, ...this.rows.map((row) => row.root));
  }

  // Without probabilities the candidates stand there with nothing said yet.
  show(probabilities: number[] | null, leading: number | null): void {
    this.rows.forEach((row, index) => {
      const share = probabilities?.[index];
      row.fill.style.setProperty('transform', `scaleX(${share ?? 0})`);
      row.share.textContent = share === undefined ? '' : this.wording.percent(share);
      row.root.classList.toggle('is-leading', index === leading);
    });
  }
}
