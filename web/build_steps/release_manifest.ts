// Writes into sw.js which files make up this release of the shop, and a name for the whole made from their content.
// The Studio's files are not among them: it needs the server anyway.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const marker = '__SHOHIN_RELEASE__';
// Files of public/ that the page shows when there is no network.
const kept = [/^care\.json$/, /^manifest\.webmanifest$/, /^icons\//, /^examples\/[^/]*\.sample\.json$/];

interface Chunk {
  type: string;
  isEntry?: boolean;
  name?: string;
  imports?: string[];
  dynamicImports?: string[];
  viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> };
}

// Everything that the entry needs, by following its imports.
function filesOf(entry: string, bundle: Record<string, Chunk>): Set<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const chunk = bundle[name];
    for (const next of [...(chunk?.imports ?? []), ...(chunk?.dynamicImports ?? [])]) visit(next);
    for (const file of chunk?.viteMetadata?.importedCss ?? []) found.add(file);
    for (const file of chunk?.viteMetadata?.importedAssets ?? []) found.add(file);
  };
  visit(entry);
  return found;
}

export function releaseManifest(): Plugin {
  let files = new Set<string>();
  return {
    name: 'release-manifest',
    writeBundle(_options, bundle) {
      const chunks = bundle as unknown as Record<string, Chunk>;
      const entry = Object.entries(chunks).find(([, chunk]) => chunk.isEntry === true && chunk.name === 'shop')?.[0];
      if (entry === undefined) throw new Error('the shop has no entry');
      files = filesOf(entry, chunks);
      for (const name of Object.keys(chunks)) {
        if (/\.woff2$/.test(name) || kept.some((pattern) => pattern.test(name))) files.add(name);
      }
    },
    closeBundle() {
      if (files.size === 0) return; // the build failed before
      const out = resolve(import.meta.dirname, '../../build/web');
      const list = (folder: string): string[] =>
        existsSync(resolve(out, folder)) ? readdirSync(resolve(out, folder)).map((name) => `${folder}${name}`) : [];
      for (const name of [...list(''), ...list('icons/')]) {
        if (kept.some((pattern) => pattern.test(name))) files.add(name);
      }
      const names = [...files].sort();
      const hash = createHash('sha256').update(readFileSync(resolve(out, 'index.html')));
      for (const name of names) hash.update(name).update(readFileSync(resolve(out, name)));
      const release = { name: hash.digest('hex').slice(0, 16), files: ['/', ...names.map((name) => `/${name}`)] };
      const worker = resolve(out, 'sw.js');
      const script = readFileSync(worker, 'utf8');
      if (!script.includes(marker)) throw new Error('sw.js has no place for its release');
      writeFileSync(worker, script.replace(new RegExp(`["'\`]${marker}["'\`]`), () => JSON.stringify(JSON.stringify(release))));
    },
  };
}
