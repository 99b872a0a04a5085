import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Hono } from 'hono';

const JAVASCRIPT = 'text/javascript; charset=utf-8';

/** What pages load, all of it from this package and the packages that it is built from. */
const ASSETS: Readonly<Record<string, { type: string; read: () => string }>> = {
  'style.css': { type: 'text/css; charset=utf-8', read: () => own('style.css') },
  'app.js': { type: JAVASCRIPT, read: () => own('app.js') },
  'editor.js': { type: JAVASCRIPT, read: () => own('editor.js') },
  'import.js': { type: JAVASCRIPT, read: () => own('import.js') },
  'phone.js': { type: JAVASCRIPT, read: () => own('phone.js') },
  'restore.js': { type: JAVASCRIPT, read: () => own('restore.js') },
  'htmx.js': { type: JAVASCRIPT, read: () => ofPackage('htmx.js', 'htmx.org/dist/htmx.min.js') },
  'idiomorph.js': {
    type: JAVASCRIPT,
    read: () => ofPackage('idiomorph.js', 'idiomorph/dist/idiomorph-ext.min.js'),
  },
};

const beside = (name: string) => new URL(`./assets/${name}`, import.meta.url);
const own = (name: string) => readFileSync(beside(name), 'utf8');
/** The build puts a copy beside our own. */
const ofPackage = (name: string, path: string) =>
  readFileSync(
    existsSync(beside(name)) ? beside(name) : createRequire(import.meta.url).resolve(path),
    'utf8',
  );

/** Serves them under `/assets/`; a browser keeps them for as long as the version stays. */
export function assetRoutes(app: Hono): void {
  const read = new Map<string, string>();
  for (const [name, asset] of Object.entries(ASSETS)) {
    app.get(`/assets/${name}`, (c) => {
      const text = read.get(name) ?? asset.read();
      read.set(name, text);
      return c.body(text, 200, {
        'content-type': asset.type,
        'cache-control': c.req.query('v') ? 'max-age=31536000, immutable' : 'no-cache',
      });
    });
  }
}
