// The Studio as automation sees it: widgets by id, with pointer and keyboard as a person uses them.
import { expect, type Page } from '@playwright/test';
import type { Server } from '../server.ts';
import { test as withServer } from '../server_fixture.ts';

export interface Widget {
  id: string;
  label: string;
  kind: string;
  value: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

// Playwright would come to look once a second.
const intervals = [100];

interface Automation {
  widgets(): Widget[];
  frames(): number;
}

// High enough that whatever a test reads is in sight: only what is drawn is noted.
export const screen = { width: 1600, height: 1000 };

export const test = withServer.extend<{ studio: Studio }>({
  viewport: screen,
  deviceScaleFactor: 0.5, // a quarter of the pixels, which are drawn in software
  studio: async ({ page, server }, use) => {
    test.setTimeout(180_000);
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) problems.push(message.text());
    });
    await use(new Studio(page, server));
    expect(problems, 'the page reports no error of its own').toEqual([]);
  },
});
export { expect };

export class Studio {
  constructor(
    readonly page: Page,
    readonly server: Server,
  ) {}

  async open(query = '', hash = ''): Promise<void> {
    await this.page.goto(`${this.server.url}/studio/?automation=1${query}${hash}`);
    await this.widget('view.data');
  }

  async openSignedIn(): Promise<void> {
    await this.open();
    await this.go('runs');
    await this.type('sign_in.token', this.server.token);
    await this.click('sign_in.go');
    await this.expectValue('status.server', /signed in as admin/);
  }

  async go(view: 'data' | 'train' | 'log' | 'runs' | 'models'): Promise<void> {
    await this.click(`view.${view}`);
  }

  find(id: string): Promise<Widget | undefined> {
    return this.page.evaluate((wanted) => {
      const { shohin } = window as unknown as { shohin?: Automation };
      return shohin?.widgets().find((widget) => widget.id === wanted);
    }, id);
  }

  // Waits until the widget is drawn.
  async widget(id: string, timeout = 30_000): Promise<Widget> {
    await expect.poll(() => this.find(id), { message: `the widget ${id} is drawn`, intervals, timeout }).toBeTruthy();
    return (await this.find(id)) as Widget;
  }

  async expectValue(id: string, value: string | RegExp, timeout = 30_000): Promise<void> {
    await expect.poll(async () => (await this.find(id))?.value ?? '', { message: id, intervals, timeout }).toMatch(value);
  }

  async idsThatStartWith(start: string): Promise<string[]> {
    const ids = await this.page.evaluate(() =>
      (window as unknown as { shohin: Automation }).shohin.widgets().map((widget) => widget.id));
    return ids.filter((id) => id.startsWith(start));
  }

  frames(): Promise<number> {
    return this.page.evaluate(() => (window as unknown as { shohin: Automation }).shohin.frames());
  }

  // Waits until nothing has been drawn for a while, and gives the number of frames so far.
  async framesAtRest(): Promise<number> {
    let before = -1;
    await expect.poll(async () => {
      const now = await this.frames();
      const rests = now === before;
      before = now;
      return rests;
    }, { intervals: [800], timeout: 30_000 }).toBe(true);
    return before;
  }

  async click(id: string): Promise<void> {
    await this.point(id);
    await this.page.mouse.down();
    await this.page.mouse.up();
    await this.settle();
  }

  // Moves the pointer over the widget; after it, when what is drawn above it makes it move away.
  private async point(id: string): Promise<void> {
    let [x, y] = [-1, -1];
    await expect.poll(async () => {
      const widget = await this.widget(id);
      const moved = widget.x !== x || widget.y !== y;
      [x, y] = [widget.x, widget.y];
      if (!moved) return true;
      await this.page.mouse.move(x + widget.width / 2, y + widget.height / 2);
      await this.settle();
      return false;
    }, { message: `the widget ${id} stays where it is`, intervals: [0] }).toBe(true);
  }

  // Replaces the field's text.
  async type(id: string, text: string): Promise<void> {
    await this.click(id);
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(text);
    await this.settle();
  }

  async loadExample(name: 'iris' | 'breast_cancer' | 'bonsai'): Promise<void> {
    await this.go('data');
    await this.click(`data.example.${name}`);
    await this.expectLoaded(new RegExp(`^${name}\\.csv`));
  }

  async expectLoaded(name: RegExp): Promise<void> {
    await expect.poll(async () => (await this.find('data.loaded'))?.value ?? '', { intervals, timeout: 30_000 }).toMatch(name);
  }

  async train(settings: Record<string, string> = {}): Promise<void> {
    await this.go('train');
    for (const [name, value] of Object.entries(settings)) await this.type(`train.${name}`, value);
    await this.click('train.start');
    await this.widget('result.accuracy', 90_000);
  }

  // Drops a file of that text, as if from the desktop.
  async drop(name: string, text: string): Promise<void> {
    await this.page.evaluate(
      ([fileName, content]) => {
        const data = new DataTransfer();
        data.items.add(new File([content ?? ''], fileName ?? ''));
        window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      },
      [name, text],
    );
  }

  // Three frames: the page takes a press and its release one after the other, then shows what came of them.
  private async settle(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))),
    );
  }
}
