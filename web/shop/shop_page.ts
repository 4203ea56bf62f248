// The page: what it knows, and what is drawn of it. Everything is made anew when the language changes; the values stay.
import { AnswerSheet, type Advice } from './answer.ts';
import type { SampleRow } from './backend.ts';
import type { Care } from './care.ts';
import type { Contract } from './contract.ts';
import { element, icon } from './element.ts';
import { labelOf } from './field.ts';
import { Form, type FormValues } from './form.ts';
import { keepLanguage, languages, Wording, type Language } from './language.ts';
import type { ModelState } from './model_source.ts';
import { Notice, skeleton, type Trouble } from './notice.ts';
import { canDraw, Drawing } from './tree/drawing.ts';
import { wordmark } from './wordmark.ts';
import wifiOff from 'lucide-static/icons/wifi-off.svg?raw';

export type PageState = { state: 'loading' } | ModelState;

export interface PageData {
  modelName: string;
  care: Care | null;
  samples: SampleRow[] | null;
}

const waitSeconds = 5;
const reasonsAfter = 120; // milliseconds without a change

export class ShopPage {
  private state: PageState = { state: 'loading' };
  private data: PageData;
  private values: FormValues = {};
  private wording: Wording;
  private notice: Notice | null = null;
  private reasoning = 0;

  constructor(private readonly root: HTMLElement, language: Language, modelName: string, private readonly retry: () => void) {
    this.wording = new Wording(language);
    this.data = { modelName, care: null, samples: null };
    this.draw();
  }

  update(state: PageState, data: PageData): void {
    if (state.state === 'none' && this.state.state === 'none') {
      this.notice?.countDown(waitSeconds);
      return;
    }
    this.state = state;
    this.data = data;
    this.draw();
  }

  showOffline(offline: boolean): void {
    if (this.state.state !== 'ready') return;
    this.state.offline = offline;
    const badge = this.root.querySelector('.offline');
    if (badge instanceof HTMLElement) badge.hidden = !offline;
  }

  private draw(): void {
    const { wording, state } = this;
    document.documentElement.lang = wording.language;
    const tree = state.state !== 'ready' ? this.data.modelName === document.documentElement.dataset['model'] : canDraw(state.model.contract);
    this.root.replaceChildren(
      element('a', { class: 'skip', href: '#answer' }, wording.say('skip')),
      this.header(),
      element('main', {}, this.intro(tree), this.content()),
      element('footer', {}, element('p', {}, wording.say('privacy')), element('a', { href: '/studio/' }, wording.say('staff'))));
    document.title = `${wording.say(tree ? 'heading.tree' : 'heading')} · Shohin`;
  }

  private header(): HTMLElement {
    const { wording, state } = this;
    const names: Record<Language, string> = { en: 'English', 'pt-BR': 'Português' };
    const choices = languages.map((language) => {
      const button = element('button', { type: 'button', lang: language, 'aria-pressed': String(language === wording.language) }, names[language]);
      button.addEventListener('click', () => this.speak(language));
      return button;
    });
    const offline = element('p', { class: 'offline', role: 'status' }, icon(wifiOff), wording.say('notice.offline'));
    offline.hidden = !(state.state === 'ready' && state.offline);
    return element('header', {}, element('a', { class: 'wordmark', href: '/', 'aria-label': 'Shohin' }, wordmark(), 'Shohin'), offline,
      element('div', { class: 'languages', role: 'group', 'aria-label': wording.say('language') }, ...choices));
  }

  private speak(language: Language): void {
    this.wording = new Wording(language);
    keepLanguage(language);
    this.draw();
    this.root.querySelector<HTMLButtonElement>(`.languages [lang="${language}"]`)?.focus();
  }

  private intro(tree: boolean): HTMLElement {
    const { wording, state } = this;
    const title = state.state === 'ready' && !tree ? wording.of(state.model.contract.title, '') : '';
    return element('div', { class: 'intro' }, title === '' ? null : element('p', { class: 'eyebrow' }, title),
      element('h1', {}, wording.say(tree ? 'heading.tree' : 'heading')), element('p', { class: 'lead' }, wording.say(tree ? 'lead.tree' : 'lead')));
  }

  private content(): HTMLElement {
    const { state, wording } = this;
    if (state.state === 'loading') return skeleton(wording);
    if (state.state === 'ready') return this.columns(state);
    const trouble: Trouble = state.state === 'none'
      ? { title: 'state.none', text: 'state.none.text', values: { model: this.data.modelName }, again: this.retry, countdown: waitSeconds }
      : { title: `state.${state.reason}`, text: `state.${state.reason}.text`, again: this.retry };
    this.notice = new Notice(trouble, wording);
    return this.notice.root;
  }

  private columns(state: Extract<ModelState, { state: 'ready' }>): HTMLElement {
    const { wording } = this;
    const { model, manifest } = state;
    const drawing = canDraw(model.contract) ? new Drawing(model.contract, wording) : null;
    const sheet = new AnswerSheet(model.contract, wording, this.data.care, this.footLines(state, drawing !== null), (name) => form.focus(name));
    const form: Form = new Form(model.contract, wording, this.data.samples, {
      changed: () => ask(),
      focused: (name) => {
        drawing?.focus(name);
        if (name === null) ask();
      },
    });
    const ask = (): void => {
      this.values = form.values();
      const result = model.check(this.values);
      const { missing, faulty } = form.show(result);
      const answer = result.ok ? model.answer(result.row) : null;
      const species = answer && answer.certainty !== 'unsure' ? (model.contract.target.classes[answer.best]?.name ?? null) : null;
      drawing?.show({ values: this.values, species });
      clearTimeout(this.reasoning);
      if (result.ok && answer) {
        sheet.show(answer, this.advice(form, model.contract), wording.say(drawing ? 'unsure.again' : 'unsure.again.general'));
        this.reasoning = window.setTimeout(() => sheet.showReasons(model.explain(result.row), answer), reasonsAfter);
      } else sheet.showWaiting({ missing: this.labels(model.contract, missing), faulty: this.labels(model.contract, faulty) });
    };
    form.set(this.values);
    ask();
    const older = state.refusedVersion === undefined ? null
      : element('p', { class: 'quiet-line', role: 'status' }, wording.say('notice.older', { version: state.refusedVersion }));
    return element('div', { class: 'columns', 'data-model': manifest.name, 'data-version': manifest.version },
      element('div', { class: 'work' }, older, drawing?.root, form.root), sheet.root);
  }

  private labels(contract: Contract, names: string[]): string[] {
    return contract.features.filter((feature) => names.includes(feature.name)).map((feature) => labelOf(feature, this.wording));
  }

  // What is still unknown and could decide: the first few optional fields that are empty.
  private advice(form: Form, contract: Contract): Advice[] {
    return contract.features.filter((feature) => !feature.required && (this.values[feature.name] ?? '') === '').slice(-4)
      .map((feature) => ({ label: labelOf(feature, this.wording), follow: () => form.focus(feature.name) }));
  }

  private footLines(state: Extract<ModelState, { state: 'ready' }>, tree: boolean): string[] {
    const { name, version, created } = state.manifest;
    const date = this.wording.date(created);
    const line = this.wording.say(date === '' ? 'foot.version' : 'foot.version.dated', { name, version, date });
    return [tree ? `${this.wording.say('foot.synthetic')} ${line}.` : `${line}.`];
  }
}
