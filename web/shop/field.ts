// One field of the form, made from one feature of the contract.
import { categoriesOf, type Feature } from './contract.ts';
import { element } from './element.ts';
import { plainNumber, type Wording } from './language.ts';
import { SliderScale } from './slider_scale.ts';

export interface FieldEvents {
  changed: (name: string) => void;
  focused: (name: string | null) => void;
}

export interface Field {
  readonly feature: Feature;
  readonly root: HTMLElement;
  readonly control: HTMLInputElement | HTMLSelectElement;
  text(): string; // as the engine reads it
  set(text: string): void;
  // What stands under the field: a fault, a warning, or nothing but the help.
  note(kind: 'fault' | 'unusual' | 'help', message?: string): void;
}

export function labelOf(feature: Feature, wording: Wording): string {
  return wording.of(feature.label, feature.name);
}

export function makeField(feature: Feature, wording: Wording, events: FieldEvents): Field {
  const id = `field-${feature.name.replace(/[^A-Za-z0-9]+/g, '-')}`;
  return feature.kind === 'categorical'
    ? categoricalField(feature, id, wording, events)
    : numericField(feature, id, wording, events);
}

function noteFor(feature: Feature, id: string, wording: Wording): [HTMLElement, Field['note'], (mark: Element) => void] {
  const help = wording.of(feature.help, '');
  const note = element('p', { id: `${id}-note`, class: 'note' }, help);
  let marked: Element | null = null;
  const show: Field['note'] = (kind, message) => {
    note.dataset['kind'] = kind;
    note.textContent = message ?? help;
    marked?.setAttribute('aria-invalid', String(kind === 'fault'));
  };
  return [note, show, (mark) => (marked = mark)];
}

function frame(feature: Feature, id: string, wording: Wording, events: FieldEvents, aside: Child, ...body: Node[]): HTMLElement {
  const label = element('label', { for: id }, labelOf(feature, wording));
  const root = element('div', { class: 'field', 'data-field': feature.name }, element('div', { class: 'field-head' }, label, aside), ...body);
  root.addEventListener('focusin', () => events.focused(feature.name));
  root.addEventListener('focusout', () => events.focused(null));
  return root;
}
type Child = Node | null;

function categoricalField(feature: Feature, id: string, wording: Wording, events: FieldEvents): Field {
  const select = element('select', { id, name: feature.name, 'aria-describedby': `${id}-note`, required: feature.required });
  select.append(element('option', { value: '' }, feature.required ? '' : wording.say('unknown')));
  for (const category of categoriesOf(feature)) {
    select.append(element('option', { value: category.name }, wording.of(category.label, category.name)));
  }
  select.addEventListener('input', () => events.changed(feature.name));
  const [note, show, mark] = noteFor(feature, id, wording);
  mark(select);
  const root = frame(feature, id, wording, events, null, element('div', { class: 'select' }, select), note);
  return {
    feature, root, control: select, note: show,
    text: () => select.value,
    set: (text) => (select.value = text),
  };
}

function numericField(feature: Feature, id: string, wording: Wording, events: FieldEvents): Field {
  const input = element('input', {
    id, name: feature.name, type: 'text', inputmode: 'decimal', autocomplete: 'off', spellcheck: 'false',
    'aria-describedby': `${id}-note`, 'aria-required': String(feature.required),
  });
  const scale = new SliderScale(feature);
  const slider = element('input', {
    type: 'range', min: 0, max: SliderScale.steps, step: 1,
    'aria-label': wording.say('slider', { field: labelOf(feature, wording) }),
  });
  const unknown = feature.required ? null : element('button', { type: 'button', class: 'unknown' }, wording.say('unknown'));

  const showSlider = (moveThumb: boolean): void => {
    const value = Number(plainNumber(input.value));
    const empty = input.value.trim() === '' || !Number.isFinite(value);
    if (moveThumb) slider.value = String(Math.round(SliderScale.steps * (empty ? middle(feature, scale) : scale.position(value))));
    slider.classList.toggle('is-empty', empty);
    slider.setAttribute('aria-valuetext', empty ? wording.say('unknown') : [wording.number(value), feature.unit].filter(Boolean).join(' '));
    unknown?.setAttribute('aria-pressed', String(input.value.trim() === ''));
  };
  input.addEventListener('input', () => {
    showSlider(true);
    events.changed(feature.name);
  });
  slider.addEventListener('input', () => {
    input.value = wording.number(scale.value(Number(slider.value) / SliderScale.steps));
    showSlider(false);
    events.changed(feature.name);
  });
  unknown?.addEventListener('click', () => {
    input.value = '';
    showSlider(true);
    events.changed(feature.name);
  });

  const [note, show, mark] = noteFor(feature, id, wording);
  mark(input);
  const row = element('div', { class: 'measure' },
    element('div', { class: 'number' }, input, element('span', { class: 'unit', 'aria-hidden': 'true' }, feature.unit ?? '')),
    sliderWithBand(feature, scale, slider));
  const root = frame(feature, id, wording, events, unknown, row, note);
  showSlider(true);
  return {
    feature, root, control: input, note: show,
    text: () => plainNumber(input.value),
    set: (text) => {
      input.value = wording.localNumber(text);
      showSlider(true);
    },
  };
}

// Where the thumb of a slider rests that says nothing yet.
function middle(feature: Feature, scale: SliderScale): number {
  const [low, high] = feature.typical ?? [feature.min ?? 0, feature.max ?? 1];
  return (scale.position(low) + scale.position(high)) / 2;
}

function sliderWithBand(feature: Feature, scale: SliderScale, slider: HTMLInputElement): HTMLElement {
  const band = element('div', { class: 'band' });
  if (feature.typical) {
    const [from, to] = feature.typical.map((value) => 100 * scale.position(value)) as [number, number];
    band.style.setProperty('left', `${from}%`);
    band.style.setProperty('width', `${to - from}%`);
  }
  return element('div', { class: 'slider' }, element('div', { class: 'rail', 'aria-hidden': 'true' }, band), slider);
}
