// Language and colours: what the address says, else what was chosen here before, else what the browser says.
export type Language = 'en' | 'pt-BR';

const languageKey = 'language';
const themeKey = 'studio.theme';

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is off: the choice lasts as long as the page
  }
}

export function remember(key: 'language' | 'theme', value: string): void {
  try {
    localStorage.setItem(key === 'language' ? languageKey : themeKey, value);
  } catch {
    // as above
  }
}

export function chosenLanguage(): Language {
  const wish = new URLSearchParams(location.search).get('lang') ?? stored(languageKey) ?? navigator.language;
  return wish.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en';
}

export function prefersDark(): boolean {
  const wish = stored(themeKey);
  return wish === null ? matchMedia('(prefers-color-scheme: dark)').matches : wish === 'dark';
}

export function isAutomated(): boolean {
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
  return loopback && new URLSearchParams(location.search).get('automation') === '1';
}
