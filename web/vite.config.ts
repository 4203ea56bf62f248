// Builds the pages and the service worker into ../build/web, from the sources here, the files of ../public
// (copied as they are) and the WebAssembly modules of SHOHIN_WASM_DIR.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { compressedSiblings } from './build_steps/compressed_siblings.ts';
import { exampleSamples } from './build_steps/example_samples.ts';
import { fontSubset } from './build_steps/font_subset.ts';
import { redocOffline } from './build_steps/redoc_offline.ts';
import { releaseManifest } from './build_steps/release_manifest.ts';
import { themeStyles } from './build_steps/theme_styles.ts';

const here = import.meta.dirname;
const wasmDir = resolve(here, process.env['SHOHIN_WASM_DIR'] ?? '../build/wasm/wasm');
const publicDir = resolve(here, '../public');

export default defineConfig({
  root: here,
  publicDir,
  resolve: { alias: { '#wasm': wasmDir, '#public': publicDir } },
  plugins: [
    themeStyles(resolve(publicDir, 'theme.json')),
    fontSubset(here),
    exampleSamples(resolve(publicDir, 'examples')),
    redocOffline(),
    releaseManifest(),
    compressedSiblings(),
  ],
  worker: { format: 'es' },
  build: {
    outDir: resolve(here, '../build/web'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        shop: resolve(here, 'index.html'),
        studio: resolve(here, 'studio/index.html'),
        docs: resolve(here, 'docs/index.html'),
        redoc: resolve(here, 'redoc/index.html'),
        sw: resolve(here, 'sw/sw.ts'),
      },
      output: {
        // The service worker's own address never changes: browsers look for a new one there.
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
