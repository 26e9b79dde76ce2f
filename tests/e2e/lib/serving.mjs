//! A page that is not the demo's: `const test = serving({ settings: { backend: 'js' }, scripts: ['/shop.js'], … })` is the
//! `test` of `test.mjs` with its page served as told (`serve` in scripts/serve.mjs), from a port of each worker's own.
//!
//! With `shop`, which are options of `start` in scripts/shop.mjs, it buys from a shop server on another port, which is
//! another origin: the page may ask it, and it lets the page in. The fixture `shop` is that server, with no fault on.
import http from 'node:http';
import path from 'node:path';
import { serve } from '../../../scripts/serve.mjs';
import { start } from '../../../scripts/shop.mjs';
import { test as base, expect } from './test.mjs';

export { expect };

const root = path.join(import.meta.dirname, '../../..');
/** The page in one piece, which has every adapter (`make e2e` builds it; so the build that is not cut is tried, too), as told. What is put into `settings` and `connect` later counts from then on. */
const page = (told) => serve(path.resolve(root, process.env.E2E_BACKENDS_DIST ?? 'dist-monolith'), { port: 0, faults: true, ...told });

/** `routes` name files of the repository by their path in it. */
export function serving({ routes = {}, settings = {}, connect = [], shop, ...told }) {
  const files = Object.fromEntries(Object.entries(routes).map(([at, file]) => [at, path.join(root, file)]));
  return base.extend({
    served: [async ({}, use) => {
      const all = { settings: { ...settings }, connect: [...connect] };
      const served = await page({ routes: files, ...told, ...all });
      const server = shop && (await start({ page: served.page, faults: true, ...shop }));
      if (server) {
        Object.assign(all.settings, { backend: 'ucp', endpoint: server.endpoint });
        all.connect.push(server.origin);
      }
      await use({ ...served, shop: server });
      await server?.stop();
      served.close();
    }, { scope: 'worker' }],
    baseURL: async ({ served }, use) => use(served.page),
    shop: async ({ served }, use) => {
      await served.shop.faults([]);
      await use(served.shop);
    },
  });
}

/**
 * A page for each test, to be set up by it: `merchant.settings` and `merchant.connect` may be changed at any time,
 * `merchant.shop(options)` starts a shop server, and `merchant.serves(answer)` one that is none of ours. None of them
 * outlives the test, and what the page told the merchant's console is in `merchant.told`.
 */
export const merchants = base.extend({
  merchant: async ({}, use) => {
    const merchant = { settings: {}, connect: [], told: [] };
    const open = await page(merchant);
    const servers = [];
    await use(Object.assign(merchant, {
      page: open.page,
      async shop(options = {}) {
        const server = await start({ page: open.page, ...options });
        servers.push(server);
        Object.assign(merchant.settings, { backend: 'ucp', endpoint: server.endpoint });
        merchant.connect.push(server.origin);
        return server;
      },
      /** Whatever is asked, `answer(request, response)`; the page may read it. */
      async serves(answer) {
        const server = http.createServer((request, response) => {
          const allowed = { 'access-control-allow-origin': open.page, 'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '', 'access-control-allow-methods': '*' };
          for (const [name, value] of Object.entries(allowed)) response.setHeader(name, value);
          if (request.method === 'OPTIONS') response.writeHead(204).end();
          else answer(request, response);
        });
        await new Promise((up) => server.listen(0, '127.0.0.1', up));
        servers.push({ stop: () => { server.close(); server.closeAllConnections(); } });
        const origin = `http://127.0.0.1:${server.address().port}`;
        Object.assign(merchant.settings, { backend: 'ucp', endpoint: `${origin}/ucp` });
        merchant.connect.push(origin);
        return origin;
      },
    }));
    for (const server of servers) await server.stop();
    open.close();
  },
  baseURL: async ({ merchant }, use) => use(merchant.page),
  shopper: async ({ shopper, merchant }, use) => {
    shopper.page?.on('console', (message) => message.text().startsWith('Kassa:') && merchant.told.push(message.text()));
    await use(shopper);
  },
});
