// The Studio's page: fetches what the module needs, opens it, and connects screen, input and requests.
import createStudio from '#wasm/studio/studio.mjs';
import regularUrl from '#wasm/studio/inter_regular.otf?url';
import strongUrl from '#wasm/studio/inter_semibold.otf?url';
import { Actions } from './actions.ts';
import { publicFile } from './backend.ts';
import { listenForDrops } from './files.ts';
import { Keyboard } from './keyboard.ts';
import { Pointer } from './pointer.ts';
import { chosenLanguage, isAutomated, prefersDark } from './preferences.ts';
import { Screen } from './screen.ts';
import { Studio, type Settings } from './studio_module.ts';

const notices = {
  failed: {
    en: 'The Studio could not be loaded. Check that the server is running and load the page again.',
    'pt-BR': 'Não foi possível carregar o Studio. Veja se o servidor está em execução e recarregue a página.',
  },
  noGraphics: {
    en: 'The Studio draws with WebGL 2, which this browser does not offer or has turned off.',
    'pt-BR': 'O Studio desenha com WebGL 2, que este navegador não oferece ou está desligado.',
  },
};

function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no #${id}`);
  return found;
}

function say(notice: keyof typeof notices): void {
  const place = element('notice', HTMLParagraphElement);
  place.textContent = notices[notice][chosenLanguage()];
  place.hidden = false;
}

function settings(theme: string, faults: string): Settings {
  return {
    language: chosenLanguage(),
    dark: prefersDark(),
    workers: Math.max(1, navigator.hardwareConcurrency),
    host: location.host,
    minutes_from_utc: -new Date().getTimezoneOffset(),
    automation: isAutomated(),
    theme,
    faults,
  };
}

async function open(canvas: HTMLCanvasElement): Promise<Studio | undefined> {
  const text = async (path: string): Promise<string> => new TextDecoder().decode(await publicFile(path));
  const [module, regular, strong, theme, faults] = await Promise.all([
    createStudio({ canvas }),
    publicFile(regularUrl),
    publicFile(strongUrl),
    text('/theme.json'),
    text('/texts/faults.json'),
  ]);
  return Studio.open(module, regular, strong, settings(theme, faults));
}

// What automation reads (docs/studio.md); the person's input goes the same way as always.
function offerAutomation(studio: Studio, screen: Screen): void {
  Object.assign(window, { shohin: { widgets: () => studio.widgets(), frames: () => screen.frames } });
}

async function start(): Promise<void> {
  const canvas = element('canvas', HTMLCanvasElement);
  const sink = element('sink', HTMLTextAreaElement);
  const studio = await open(canvas);
  if (studio === undefined) return say('noGraphics');
  document.documentElement.lang = chosenLanguage();
  const screen: Screen = new Screen(canvas, studio, () => {
    for (let request = studio.nextRequest(); request !== undefined; request = studio.nextRequest()) {
      actions.take(request);
    }
  });
  const actions = new Actions((message) => {
    studio.receive(message);
    screen.wake();
  }, studio.largestFile);
  new Pointer(canvas, sink, studio, screen);
  new Keyboard(sink, studio, screen);
  listenForDrops(
    (over) => actions.hover(over),
    (file) => actions.readFile(file),
  );
  sink.focus({ preventScroll: true });
  if (isAutomated()) offerAutomation(studio, screen);
  screen.wake();
  await actions.signInFromLink();
}

start().catch((error: unknown) => {
  console.error(error);
  say('failed');
});
