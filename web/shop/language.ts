// Which language the page speaks, and how it writes texts, numbers and dates in it.
import faultTexts from '#public/texts/faults.json';
import type { LocalText } from './contract.ts';
import english from './texts/en.json';
import portuguese from './texts/pt-BR.json';

export const languages = ['en', 'pt-BR'] as const;
export type Language = (typeof languages)[number];
export type TextKey = keyof typeof english;

const texts: Record<Language, Record<TextKey, string>> = { en: english, 'pt-BR': portuguese };
const storageKey = 'shohin.language';

function known(tag: string | null): Language | null {
  if (tag === null) return null;
  return tag.toLowerCase().startsWith('pt') ? 'pt-BR' : tag.toLowerCase().startsWith('en') ? 'en' : null;
}

// ?lang= first, then what was chosen before, then what the browser asks for.
export function chooseLanguage(): Language {
  const asked = known(new URLSearchParams(location.search).get('lang'));
  if (asked !== null) return asked;
  try {
    const kept = known(localStorage.getItem(storageKey));
    if (kept !== null) return kept;
  } catch {
    // A browser that keeps nothing decides by its own language.
  }
  return navigator.languages.map(known).find((language) => language !== null) ?? 'en';
}

export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // The choice then lasts as long as the page.
  }
}

function substitute(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export class Wording {
  constructor(readonly language: Language) {}

  say(key: TextKey, values: Record<string, string | number> = {}): string {
    return substitute(texts[this.language][key], values);
  }

  // The message of a fault as it stands under its own field, which needs no naming again.
  fault(code: string, values: Record<string, string>): string {
    const entry = (faultTexts as Record<string, LocalText>)[code];
    const template = entry?.[this.language] ?? entry?.['en'] ?? code;
    const message = substitute(template.replace(/^\{field\}: /, ''), values);
    return message.charAt(0).toLocaleUpperCase(this.language) + message.slice(1);
  }

  of(text: LocalText | undefined, otherwise: string): string {
    return text?.[this.language] ?? text?.['en'] ?? Object.values(text ?? {})[0] ?? otherwise;
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.language, { maximumFractionDigits: 6, useGrouping: false }).format(value);
  }

  percent(share: number): string {
    if (share >= 0.995) return this.say('percent.over');
    if (share > 0 && share < 0.005) return this.say('percent.under');
    return `${Math.round(share * 100)} %`;
  }

  range(min: number, max: number, unit: string | undefined): string {
    const ends = { min: this.number(min), max: this.number(max) };
    return unit ? this.say('range.unit', { ...ends, unit }) : this.say('range', ends);
  }

  list(items: string[]): string {
    return new Intl.ListFormat(this.language, { type: 'conjunction' }).format(items);
  }

  date(created: string | number): string {
    const date = new Date(created);
    return Number.isNaN(date.getTime()) ? '' : date.toLocaleDateString(this.language, { dateStyle: 'medium' });
  }

  // The decimal mark of this language in a number that was typed with the other one.
  localNumber(text: string): string {
    const mark = this.language === 'pt-BR' ? ',' : '.';
    return /^[+-]?\d*[.,]\d*$/.test(text.trim()) ? text.replace(/[.,]/, mark) : text;
  }
}

// What the engine reads: one comma as decimal mark is taken as a dot, blanks around are dropped.
export function plainNumber(text: string): string {
  const trimmed = text.trim();
  return trimmed.includes('.') ? trimmed : trimmed.replace(',', '.');
}
