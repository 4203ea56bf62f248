// Writes a .br and a .gz beside every file that shrinks, so that the server encodes nothing.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(html|js|mjs|css|json|webmanifest|svg|wasm|csv|txt|ttf|otf)$/;

export function compressedSiblings(): Plugin {
  let out = '';
  return {
    name: 'compressed-siblings',
    enforce: 'post',
    configResolved(config) {
      out = config.build.outDir;
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      handler() {
        for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
          const file = resolve(out, name);
          if (!compressible.test(name) || !statSync(file).isFile()) continue;
          const bytes = readFileSync(file);
          const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
          const gzip = gzipSync(bytes, { level: 9 });
          if (brotli.length < bytes.length) writeFileSync(`${file}.br`, brotli);
          if (gzip.length < bytes.length) writeFileSync(`${file}.gz`, gzip);
        }
      },
    },
  };
}
