// Makes CSS variables of the tokens in public/theme.json: `import 'virtual:theme.css'`, or 'virtual:theme-light.css' for
// pages that have one scheme only.
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

type Colours = Record<string, string | string[]>;
interface Theme {
  light: Colours;
  dark: Colours;
  space: number[];
  radius: Record<string, number>;
  type: { size: number; scale: number; line: number };
  motion_ms: Record<string, number>;
}

function colourVariables(colours: Colours): string {
  return Object.entries(colours)
    .map(([name, value]) =>
      Array.isArray(value)
        ? value.map((colour, index) => `--${name}-${index}: ${colour};`).join(' ')
        : `--${name}: ${value};`,
    )
    .join(' ');
}

export function themeCss(theme: Theme, schemes: 'both' | 'light' = 'both'): string {
  const sizes = [-1, 0, 1, 2, 3, 4, 5]
    .map((step) => `--text-${step < 0 ? 'small' : step}: ${(theme.type.scale ** step).toFixed(4)}rem;`)
    .join(' ');
  const spaces = theme.space.map((pixels) => `--space-${pixels}: ${pixels / 16}rem;`).join(' ');
  const radii = Object.entries(theme.radius).map(([name, pixels]) => `--radius-${name}: ${pixels}px;`).join(' ');
  const motion = Object.entries(theme.motion_ms).map(([name, time]) => `--motion-${name}: ${time}ms;`).join(' ');
  const light = `:root { color-scheme: ${schemes === 'both' ? 'light dark' : 'light'}; ${sizes} ${spaces} ${radii} ${motion}
    --line-height: ${theme.type.line}; ${colourVariables(theme.light)} }`;
  if (schemes === 'light') return light;
  return `${light}
    @media (prefers-color-scheme: dark) { :root { ${colourVariables(theme.dark)} } }`;
}

export function themeStyles(file: string): Plugin {
  const ids = ['virtual:theme.css', 'virtual:theme-light.css'];
  return {
    name: 'theme-styles',
    resolveId: (source) => (ids.includes(source) ? `\0${source}` : null),
    load(source) {
      if (!ids.includes(source.slice(1))) return null;
      this.addWatchFile(file);
      return themeCss(JSON.parse(readFileSync(file, 'utf8')) as Theme, source.includes('light') ? 'light' : 'both');
    },
  };
}
