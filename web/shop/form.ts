// The measurements form of a contract: its fields, its buttons, and what the engine says about what was typed.
import type { SampleRow } from './backend.ts';
import { categoriesOf, type Checked, type Contract, type Failure, type Fault, type Feature } from './contract.ts';
import { element, icon } from './element.ts';
import { labelOf, makeField, type Field, type FieldEvents } from './field.ts';
import type { Wording } from './language.ts';
import shuffle from 'lucide-static/icons/shuffle.svg?raw';
import eraser from 'lucide-static/icons/eraser.svg?raw';

export type FormValues = Record<string, string>;

export class Form {
  readonly root: HTMLFormElement;
  private readonly fields = new Map<string, Field>();
  // Fields that the customer has left once: before that an empty one is not yet a fault.
  private readonly visited = new Set<string>();

  constructor(
    private readonly contract: Contract,
    private readonly wording: Wording,
    private readonly samples: SampleRow[] | null,
    private readonly events: FieldEvents,
  ) {
    for (const feature of contract.features) {
      this.fields.set(feature.name, makeField(feature, wording, {
        changed: (name) => events.changed(name),
        focused: (name) => {
          if (name === null) this.visited.add(feature.name);
          events.focused(name);
        },
      }));
    }
    this.root = element('form', { class: 'form', novalidate: true, autocomplete: 'off' }, ...this.groups());
    this.root.addEventListener('submit', (event) => event.preventDefault());
  }

  values(): FormValues {
    return Object.fromEntries([...this.fields].map(([name, field]) => [name, field.text()]));
  }

  set(values: FormValues): void {
    for (const [name, field] of this.fields) field.set(values[name] ?? '');
  }

  focus(name: string): void {
    this.fields.get(name)?.control.focus();
  }

  // Writes faults and warnings under their fields; gives the fields that still need something.
  show(result: Checked | Failure): { missing: string[]; faulty: string[] } {
    const faults = new Map((result.ok ? [] : result.faults).map((fault) => [fault.field, fault]));
    const unusual = new Set((result.ok ? result.unusual : []).map((fault) => fault.field));
    const missing: string[] = [];
    const faulty: string[] = [];
    for (const [name, field] of this.fields) {
      const fault = faults.get(name);
      if (fault === undefined) this.remark(field, unusual.has(name));
      else if (fault.code === 'missing') {
        missing.push(name);
        if (this.visited.has(name)) field.note('fault', this.message(field.feature, fault));
        else field.note('help');
      } else {
        faulty.push(name);
        field.note('fault', this.message(field.feature, fault));
      }
    }
    return { missing, faulty };
  }

  private remark(field: Field, unusual: boolean): void {
    const { typical, unit } = field.feature;
    if (!unusual || !typical) {
      field.note('help');
      return;
    }
    const max = [this.wording.number(typical[1]), unit].filter(Boolean).join(' ');
    field.note('unusual', this.wording.say('unusual', { min: this.wording.number(typical[0]), max }));
  }

  private message(feature: Feature, fault: Fault): string {
    return this.wording.fault(fault.code, {
      field: labelOf(feature, this.wording),
      value: feature.kind === 'categorical' ? fault.value : this.wording.localNumber(fault.value),
      expected: feature.kind === 'categorical'
        ? categoriesOf(feature).map((category) => this.wording.of(category.label, category.name)).join(', ')
        : this.wording.range(feature.min ?? 0, feature.max ?? 0, feature.unit),
    });
  }

  private groups(): HTMLElement[] {
    const { wording } = this;
    const made = (required: boolean): HTMLElement[] =>
      [...this.fields.values()].filter((field) => field.feature.required === required).map((field) => field.root);
    const required = element('fieldset', {}, element('legend', {}, wording.say('required')), this.buttons(),
      element('div', { class: 'fields' }, ...made(true)));
    const rest = made(false);
    if (rest.length === 0) return [required];
    return [required, element('fieldset', {}, element('legend', {}, wording.say('optional')),
      element('p', { class: 'lead' }, wording.say('optional.lead')), element('div', { class: 'fields' }, ...rest))];
  }

  private buttons(): HTMLElement {
    const plausible = element('button', { type: 'button', class: 'quiet', 'data-testid': 'plausible' }, icon(shuffle), this.wording.say('plausible'));
    plausible.addEventListener('click', () => this.replace(this.plausibleRow()));
    const clear = element('button', { type: 'button', class: 'quiet', 'data-testid': 'clear' }, icon(eraser), this.wording.say('clear'));
    clear.addEventListener('click', () => {
      this.visited.clear();
      this.replace({});
    });
    return element('div', { class: 'buttons' }, plausible, clear);
  }

  private replace(values: FormValues): void {
    this.set(values);
    this.events.changed('');
  }

  // One of the shipped rows; without any, the middle of where most values lie.
  private plausibleRow(): FormValues {
    const row = this.samples?.[Math.floor(Math.random() * this.samples.length)];
    if (row !== undefined) return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
    return Object.fromEntries(this.contract.features.filter((feature) => feature.required).map((feature) => {
      const [low, high] = feature.typical ?? [feature.min ?? 0, feature.max ?? 0];
      return [feature.name, categoriesOf(feature)[0]?.name ?? String(Number(((low + high) / 2).toPrecision(3)))];
    }));
  }
}
