// Cuts Fraunces to the letters of English and Portuguese and to the weight and optical size that the pages use,
// with Debian's fonttools (python3-fonttools, python3-brotli). `import 'virtual:fraunces.css'`.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const python = process.env['SHOHIN_PYTHON'] ?? '/usr/bin/python3';
const unicodes = 'U+20-7E,U+A0,U+B7,U+C0-C3,U+C7,U+C9,U+CA,U+CD,U+D3-D5,U+DA,U+DC,U+D7,U+E0-E3,U+E7,U+E9,U+EA,U+ED,U+F3-F5,U+FA,U+FC,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2026';
// name: one drawing of the variable font. opsz 72 is drawn for headlines; WONK 0 (by the feature rvrn) keeps the plain letters.
const cuts = {
  normal: { file: 'fraunces-latin-full-normal.woff2', axes: ['wght=450', 'opsz=72', 'SOFT=0', 'WONK=0'] },
  italic: { file: 'fraunces-latin-full-italic.woff2', axes: ['wght=400', 'opsz=18', 'SOFT=0', 'WONK=0'] },
};

function cut(root: string, style: keyof typeof cuts): string {
  const folder = resolve(root, '../build/fonts');
  const pinned = resolve(folder, `fraunces-${style}.ttf`);
  const subset = resolve(folder, `fraunces-${style}.woff2`);
  if (existsSync(subset)) return subset;
  mkdirSync(folder, { recursive: true });
  const source = resolve(root, 'node_modules/@fontsource-variable/fraunces/files', cuts[style].file);
  const run = (...args: string[]): void => {
    execFileSync(python, ['-m', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  };
  run('fontTools.varLib.instancer', '-q', '-o', pinned, source, ...cuts[style].axes);
  run('fontTools.subset', pinned, `--unicodes=${unicodes}`, '--layout-features=kern,liga,rvrn', '--no-hinting',
    '--flavor=woff2', `--output-file=${subset}`);
  return subset;
}

export function fontSubset(root: string): Plugin {
  const id = 'virtual:fraunces.css';
  return {
    name: 'font-subset',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(source) {
      if (source !== `\0${id}`) return null;
      return (Object.keys(cuts) as (keyof typeof cuts)[])
        .map((style) => {
          const font = this.emitFile({ type: 'asset', name: `fraunces-${style}.woff2`, source: readFileSync(cut(root, style)) });
          return `@font-face { font-family: Fraunces; font-style: ${style}; font-display: swap;
            src: url(__VITE_ASSET__${font}__) format('woff2'); }`;
        })
        .join('\n');
    },
  };
}
