// Data and training: files and examples in, tables read and models trained in workers.
import type { Tell } from './actions.ts';
import { problemOf } from './actions.ts';
import { publicFile } from './backend.ts';
import type { Bundle } from './bundle.ts';
import { formOf, pickFile } from './files.ts';
import type { Request } from './studio_module.ts';
import type { Bytes, DataForm } from './trainer_module.ts';
import { Cancelled, tooLarge, TrainerPool } from './trainer_pool.ts';

const shipped = ['iris', 'breast_cancer', 'bonsai'];
const generated = 'bonsai'; // made, not measured: what is learned from it says so
const dataFiles = '.csv,.json,text/csv,application/json';
const bytesPerMegabyte = 1_048_576;
const progressEveryMs = 50;

interface Source {
  name: string;
  form: DataForm;
  data: Bytes;
  synthetic: boolean;
}

export class DataActions {
  readonly #tell: Tell;
  readonly #largestFile: number;
  readonly #pool = new TrainerPool();
  readonly #bundles = new Map<number, Bundle>();
  #contract: () => Promise<Bytes> = () => publicFile(`/examples/${shipped[0]}.contract.json`);
  #source: Source | undefined; // the file that was refused or loaded last, to be read again with another contract
  #loaded: Source | undefined;
  #nextKey = 1;

  constructor(tell: Tell, largestFile: number) {
    this.#tell = tell;
    this.#largestFile = largestFile;
  }

  take(request: Request): boolean {
    switch (request.ask) {
      case 'load_example':
        void this.#loadExample(String(request['name']));
        return true;
      case 'pick_data':
        void pickFile(dataFiles).then((file) => (file === undefined ? undefined : this.readFile(file)));
        return true;
      case 'pick_contract':
        void this.#pickContract();
        return true;
      case 'use_contract':
        this.#useContract(String(request['name']));
        return true;
      case 'cancel_reading':
        this.#pool.cancelReading();
        return true;
      case 'train':
        void this.#train(request);
        return true;
      case 'cancel_training':
        this.#pool.cancelTraining();
        return true;
      default:
        return false;
    }
  }

  bundle(key: number): Bundle | undefined {
    return this.#bundles.get(key);
  }

  async readFile(file: File): Promise<void> {
    if (file.size > this.#largestFile) {
      const limit = `${Math.floor(this.#largestFile / bytesPerMegabyte)} MB`;
      return this.#tell({ tell: 'refused', name: file.name, ...tooLarge(limit) });
    }
    this.#tell({ tell: 'reading', name: file.name });
    await this.#attempt(file.name, async () => {
      const data = new Uint8Array(await file.arrayBuffer());
      this.#source = { name: file.name, form: formOf(file.name), data, synthetic: false };
      await this.#read(this.#source);
    });
  }

  async #loadExample(name: string): Promise<void> {
    this.#tell({ tell: 'reading', name: `${name}.csv` });
    await this.#attempt(`${name}.csv`, async () => {
      this.#contract = () => publicFile(`/examples/${name}.contract.json`);
      this.#tell({ tell: 'contract', choice: shipped.indexOf(name), file: '' });
      const data = await publicFile(`/examples/${name}.csv`);
      this.#source = { name: `${name}.csv`, form: 'csv', data, synthetic: name === generated };
      await this.#read(this.#source);
    });
  }

  async #pickContract(): Promise<void> {
    const file = await pickFile('.json,application/json');
    if (file === undefined) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    this.#contract = () => Promise.resolve(bytes);
    this.#tell({ tell: 'contract', choice: shipped.length, file: file.name });
    await this.#readAgain();
  }

  // An empty name is the contract file that was picked, which is in use already.
  #useContract(name: string): void {
    if (name === '') return;
    this.#contract = () => publicFile(`/examples/${name}.contract.json`);
    void this.#readAgain();
  }

  async #readAgain(): Promise<void> {
    const source = this.#source;
    if (source === undefined) return;
    this.#tell({ tell: 'reading', name: source.name });
    await this.#attempt(source.name, () => this.#read(source));
  }

  async #attempt(name: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof Cancelled) return this.#tell({ tell: 'reading_cancelled' });
      const fault = { code: 'truncated', field: name, value: problemOf(error), expected: '', row: 0, column: 0 };
      this.#tell({ tell: 'refused', name, faults: [fault], count: 1 });
    }
  }

  async #read(source: Source): Promise<void> {
    const answer = await this.#pool.read(source.form, source.data, await this.#contract());
    if (!answer.ok) return this.#tell({ tell: 'refused', name: source.name, ...answer.faults });
    this.#loaded = source;
    this.#tell({ tell: 'dataset', ...(answer.value as object), name: source.name });
  }

  async #train(request: Request): Promise<void> {
    let toldAt = 0;
    const workers = Number(request['workers']);
    const onProgress = (done: number, seconds: number): void => {
      if (seconds * 1000 - toldAt < progressEveryMs) return;
      toldAt = seconds * 1000;
      this.#tell({ tell: 'progress', done, seconds });
    };
    try {
      const wished = { ...(request['request'] as object), synthetic: this.#loaded?.synthetic ?? false };
      const wish = { request: wished, parts: Number(request['parts']), workers, onProgress };
      const outcome = await this.#pool.train(wish);
      if (!outcome.ok) return this.#tell({ tell: 'training_failed', ...outcome.faults });
      const { report, fileBytes, seconds, bundle } = outcome.trained;
      const key = this.#nextKey++;
      this.#bundles.set(key, bundle);
      const told = { key, report, seconds, workers, file_bytes: fileBytes, dataset: this.#loaded?.name ?? '' };
      this.#tell({ tell: 'trained', ...told });
    } catch (error) {
      if (error instanceof Cancelled) return this.#tell({ tell: 'training_cancelled' });
      const fault = { code: 'truncated', field: 'training', value: problemOf(error), expected: '', row: 0, column: 0 };
      this.#tell({ tell: 'training_failed', faults: [fault], count: 1 });
    }
  }
}
