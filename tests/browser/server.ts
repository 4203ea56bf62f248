// Starts the built server for a test, with a data directory of its own, and stops exactly that process.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const program = process.env['SHOHIN_PROGRAM'] ?? resolve(__dirname, '../../build/bin/shohin');
export const exampleModels = ['bonsai', 'iris', 'breast_cancer'] as const;

export interface ServerOptions {
  examples?: boolean; // train, log and promote the three examples
  auth?: boolean;
  data?: string; // a data directory that the caller keeps
  port?: number;
}

export class Server {
  private constructor(
    readonly url: string,
    readonly data: string,
    private readonly process: ChildProcess,
    private readonly ownsData: boolean,
  ) {}

  static async start(options: ServerOptions = {}): Promise<Server> {
    const data = options.data ?? mkdtempSync(resolve(tmpdir(), 'shohin-browser-'));
    const onOff = (value: boolean | undefined): string => (value === true ? 'on' : 'off');
    const child = spawn(program, ['serve', '--data', data, '--port', String(options.port ?? 0), '--auth', onOff(options.auth),
      '--examples', onOff(options.examples), '--log-level', 'off'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await new Promise<string>((done, failed) => {
      child.once('error', failed);
      child.once('exit', (code) => failed(new Error(`serve ended with ${code} before it listened`)));
      createInterface({ input: child.stdout }).once('line', done);
    });
    const address = /^listening on (http:\/\/\S+)$/.exec(line)?.[1];
    if (address === undefined) throw new Error(`serve said "${line}" first`);
    return new Server(address, data, child, options.data === undefined);
  }

  // The admin's token: Bearer, or the password of HTTP Basic.
  get token(): string {
    return readFileSync(resolve(this.data, 'admin-secret'), 'utf8').trim();
  }

  // Waits until the first start has promoted its examples.
  async examplesReady(): Promise<void> {
    const deadline = Date.now() + 90_000;
    for (const model of exampleModels) {
      while ((await fetch(`${this.url}/models/${model}/production/manifest`)).status !== 200) {
        if (Date.now() > deadline) throw new Error(`${model} was not promoted in time`);
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const ended = new Promise((done) => this.process.once('exit', done));
      this.process.kill('SIGTERM');
      await ended;
    }
    if (this.ownsData) rmSync(this.data, { recursive: true, force: true });
  }
}
