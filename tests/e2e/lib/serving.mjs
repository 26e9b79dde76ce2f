//! A page that is not the demo's: `const test = serving({ settings: { backend: 'js' }, scripts: ['/shop.js'], … })` is the
//! `test` of `test.mjs` with its page served as told (`serve` in scripts/serve.mjs), from a port of each worker's own.
import path from 'node:path';
import { serve } from '../../../scripts/serve.mjs';
import { test as base } from './test.mjs';

const root = path.join(import.meta.dirname, '../../..');

/** `routes` name files of the repository by their path in it. */
export function serving({ routes = {}, ...told }) {
  const files = Object.fromEntries(Object.entries(routes).map(([at, file]) => [at, path.join(root, file)]));
  return base.extend({
    served: [async ({}, use) => {
      const served = await serve(path.resolve(root, process.env.E2E_DIST ?? 'dist'), { port: 0, faults: true, routes: files, ...told });
      await use(served);
      served.close();
    }, { scope: 'worker' }],
    baseURL: async ({ served }, use) => use(served.page),
  });
}
