// Makes ReDoc's bundle fit our pages. It shows its maker's logo from the maker's server: our pages ask nobody else, so
// the name stays and the picture goes. And it names a module "null", which is none, for servers.
import type { Plugin } from 'vite';

const logo = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
const nothing = "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E";

export function redocOffline(): Plugin {
  return {
    name: 'redoc-offline',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/redoc.standalone.js')) return null;
      if (!code.includes(logo)) throw new Error('redoc names its logo in another way: look whether it asks another server');
      return { code: code.replace(logo, nothing).replaceAll('require("null")', 'undefined'), map: null };
    },
  };
}
