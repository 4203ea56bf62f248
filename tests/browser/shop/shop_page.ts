// What the shop's tests share: one server with the three examples for all of them, and the page as a customer uses it.
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { Server } from '../server.ts';

export const test = base.extend<{ shop: Shop }, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start({ examples: true });
      await server.examplesReady();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  shop: async ({ page, server }, use) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && /Content Security Policy/.test(message.text()) && problems.push(message.text()));
    await use(new Shop(page, server.url));
    expect(problems, 'the page reports no error of its own').toEqual([]);
  },
});
export { expect };

export const basics = ['leaf_length', 'leaf_width', 'branch_thickness', 'height'] as const;
export type Basics = [string, string, string, string];
// A tree that leaves no doubt, one per species.
export const pine: Basics = ['8', '0.12', '60', '55'];
export const juniper: Basics = ['0.5', '0.1', '40', '28'];

export class Shop {
  readonly answer: Locator;

  constructor(readonly page: Page, readonly url: string) {
    this.answer = page.getByTestId('answer');
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(`${this.url}/${query}`);
    await expect(this.page.locator('form')).toBeVisible();
  }

  // Until the device keeps the model's bytes.
  async modelKept(): Promise<void> {
    await expect.poll(() => this.page.evaluate(async () => (await (await caches.open('models')).keys()).length)).toBeGreaterThan(0);
  }

  field(name: string): Locator {
    return this.page.locator(`[name="${name}"]`);
  }

  note(name: string): Locator {
    return this.page.locator(`[data-field="${name}"] .note`);
  }

  // Along the way from a ficus leaf to a maple leaf there is a point where neither reaches the bound.
  async measureUnsure(): Promise<void> {
    for (let width = 2; width <= 4.5; width += 0.1) {
      await this.measure(['3.4', width.toFixed(1), '32', '24']);
      if ((await this.answer.getAttribute('data-class')) === 'unsure') break;
    }
    await expect(this.answer).toHaveAttribute('data-class', 'unsure');
  }

  async measure(values: Basics): Promise<void> {
    for (const [index, name] of basics.entries()) await this.field(name).fill(values[index] ?? '');
  }
}
