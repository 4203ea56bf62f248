// Writes examples/<name>.sample.json beside each shipped data set: two dozen of its rows, without the label, for the
// button that fills in a plausible row.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const wanted = 24;
interface Contract {
  features: { name: string; kind: string }[];
}

// The shipped files hold no quoted cells; one that does is a mistake to be seen at build time.
function cells(line: string, file: string): string[] {
  if (line.includes('"')) throw new Error(`${file}: quoted cells are not expected in a shipped example`);
  return line.split(',');
}

export function sampleRows(csv: string, contract: Contract, file: string): Record<string, number | string>[] {
  const lines = csv.split(/\r?\n/).filter((line) => line !== '');
  const header = cells(lines[0] ?? '', file);
  const stride = Math.max(1, Math.floor((lines.length - 1) / wanted));
  const rows: Record<string, number | string>[] = [];
  for (let at = 1; at < lines.length && rows.length < wanted; at += stride) {
    const values = cells(lines[at] ?? '', file);
    const row: Record<string, number | string> = {};
    for (const feature of contract.features) {
      const text = values[header.indexOf(feature.name)] ?? '';
      if (text !== '') row[feature.name] = feature.kind === 'categorical' ? text : Number(text);
    }
    rows.push(row);
  }
  return rows;
}

export function exampleSamples(folder: string): Plugin {
  return {
    name: 'example-samples',
    generateBundle() {
      if (!existsSync(folder)) return;
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.csv'))) {
        const name = file.slice(0, -'.csv'.length);
        const contract = JSON.parse(readFileSync(resolve(folder, `${name}.contract.json`), 'utf8')) as Contract;
        const rows = sampleRows(readFileSync(resolve(folder, file), 'utf8'), contract, file);
        this.emitFile({ type: 'asset', fileName: `examples/${name}.sample.json`, source: JSON.stringify(rows) });
      }
    },
  };
}
