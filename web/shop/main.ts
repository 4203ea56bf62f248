// Starts the shop's page: engine and model together, care and examples beside them, then the service worker.
import 'virtual:theme.css';
import 'virtual:fraunces.css';
import './styles/page.css';
import './styles/form.css';
import './styles/answer.css';
import './styles/drawing.css';
import { fetchCare, fetchSamples } from './backend.ts';
import { isCare } from './care.ts';
import { Engine } from './engine.ts';
import { chooseLanguage } from './language.ts';
import { loadModel, type ModelState } from './model_source.ts';
import { ShopPage } from './shop_page.ts';

const retryMilliseconds = 5000;
const root = document.getElementById('shop');
if (root === null) throw new Error('the page has no place for the shop');

const modelName = new URLSearchParams(location.search).get('model') ?? document.documentElement.dataset['model'] ?? '';
const page = new ShopPage(root, chooseLanguage(), modelName, () => void start());
let engine: Promise<Engine> | null = null;
let waiting = 0;

async function obtain(): Promise<ModelState> {
  try {
    engine ??= Engine.start();
    return await loadModel(await engine, modelName);
  } catch {
    engine = null;
    return { state: 'failed', reason: 'unreachable' };
  }
}

async function start(): Promise<void> {
  clearTimeout(waiting);
  const [state, care, samples] = await Promise.all([obtain(), fetchCare(), fetchSamples(modelName)]);
  page.update(state, { modelName, care: isCare(care) ? care : null, samples });
  if (state.state === 'none') waiting = window.setTimeout(() => void start(), retryMilliseconds);
}

void start();
window.addEventListener('offline', () => page.showOffline(true));
window.addEventListener('online', () => page.showOffline(false));
if ('serviceWorker' in navigator) window.addEventListener('load', () => void navigator.serviceWorker.register('/sw.js'));
