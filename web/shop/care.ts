// The care texts of one species (public/care.json, "shohin.care/1").
import type { LocalText } from './contract.ts';
import { element, icon } from './element.ts';
import type { Wording } from './language.ts';
import light from 'lucide-static/icons/sun.svg?raw';
import water from 'lucide-static/icons/droplet.svg?raw';
import feeding from 'lucide-static/icons/sprout.svg?raw';
import pruning from 'lucide-static/icons/scissors.svg?raw';
import wiring from 'lucide-static/icons/spline.svg?raw';
import repotting from 'lucide-static/icons/shovel.svg?raw';
import soil from 'lucide-static/icons/layers.svg?raw';
import pests from 'lucide-static/icons/bug.svg?raw';
import pets from 'lucide-static/icons/paw-print.svg?raw';

interface CareEntry {
  subject: string;
  months?: number[];
  text: LocalText;
}

export interface Species {
  common: LocalText;
  latin: string;
  kinds?: LocalText;
  summary?: LocalText;
  care: CareEntry[];
}

export interface Care {
  note: LocalText;
  subjects: { id: string; title: LocalText }[];
  species: Record<string, Species>;
}

const icons: Record<string, string> = { light, water, feeding, pruning, wiring, repotting, soil, pests, pets };

export function isCare(value: unknown): value is Care {
  return (value as { schema?: unknown } | null)?.schema === 'shohin.care/1';
}

// "April to September", across the turn of the year too.
function monthsText(months: number[], wording: Wording): string {
  const name = (month: number): string =>
    new Date(Date.UTC(2024, month - 1, 15)).toLocaleDateString(wording.language, { month: 'long', timeZone: 'UTC' });
  const first = months[0];
  const last = months[months.length - 1];
  if (first === undefined || last === undefined) return '';
  return first === last ? name(first) : wording.say('range', { min: name(first), max: name(last) });
}

export function careSection(care: Care, species: Species, wording: Wording): HTMLElement {
  const list = element('dl', { class: 'care-list' });
  for (const entry of care.subjects.flatMap(({ id }) => species.care.filter((each) => each.subject === id))) {
    const title = care.subjects.find(({ id }) => id === entry.subject)?.title;
    const svg = icons[entry.subject];
    list.append(element('div', {},
      element('dt', {}, svg === undefined ? null : icon(svg), wording.of(title, entry.subject),
        entry.months && element('span', { class: 'months' }, monthsText(entry.months, wording))),
      element('dd', {}, wording.of(entry.text, ''))));
  }
  return element('section', { class: 'care', 'aria-labelledby': 'care-heading' },
    element('h3', { id: 'care-heading' }, wording.say('care')),
    element('p', { class: 'summary' }, wording.of(species.summary, '')), list,
    element('p', { class: 'quiet-line' }, [wording.of(species.kinds, ''), wording.of(care.note, '')].filter(Boolean).join(' ')));
}
