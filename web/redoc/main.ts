// The page that shows every route as a reference to read.
import 'virtual:theme-light.css';
import '../docs/frame.css';
import * as Redoc from 'redoc/bundles/redoc.standalone.js';

const colours = { moss: '#3B6646', ink: '#1D241F', soft: '#55605A', paper: '#FAF8F3', water: '#2B6684', maple: '#A63E27' };
const text = 'system-ui, sans-serif';

Redoc.init(
  '/openapi.json',
  {
    hideDownloadButtons: true,
    hideLoading: true,
    nativeScrollbars: true,
    requiredPropsFirst: true,
    theme: {
      colors: { primary: { main: colours.moss }, text: { primary: colours.ink, secondary: colours.soft }, success: { main: colours.moss }, error: { main: colours.maple } },
      sidebar: { backgroundColor: colours.paper, textColor: colours.ink },
      rightPanel: { backgroundColor: '#232B26' },
      typography: {
        fontFamily: text,
        headings: { fontFamily: text, fontWeight: '600' },
        links: { color: colours.water },
      },
    },
  },
  document.getElementById('api'),
);
