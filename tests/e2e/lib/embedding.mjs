//! The `test` of `test.mjs` in somebody else's page: the pages of examples/embed with the element in them, as
//! scripts/embed.mjs made them, under the policy that docs/headers publishes. `cdn` is another origin that serves the element's
//! folder; /cdn.html is strict.html with the files from there.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { serve } from '../../../scripts/serve.mjs';
import { test as base, expect } from './test.mjs';

export { expect };

const root = path.join(import.meta.dirname, '../../..');
const DIST = path.resolve(root, process.env.E2E_EMBED_DIST ?? 'dist-embed');

/** `dist` is a folder with an index.html, `dist-embed` unless told; `built`, which is done before it is served, may make it. */
export const embedding = (dist = DIST, built = (use) => use()) => base.extend({
  built: [async ({}, use) => built(use), { scope: 'worker', timeout: 60_000 }],
  // Playwright reads from the names in here that one waits for the other.
  served: [async ({ built: _ }, use) => {
    const routes = {};
    const served = await serve(dist, { port: 0, faults: true, embed: true, routes });
    const made = fs.mkdtempSync(path.join(os.tmpdir(), 'kassa-embed-'));
    const strict = path.join(dist, 'strict.html');
    if (fs.existsSync(strict)) {
      routes['/cdn.html'] = path.join(made, 'cdn.html');
      fs.writeFileSync(routes['/cdn.html'], fs.readFileSync(strict, 'utf8').replaceAll('src="/kassa/', `src="${served.vault}/kassa/`));
    }
    await use(served);
    served.close();
    fs.rmSync(made, { recursive: true });
  }, { scope: 'worker' }],
  baseURL: async ({ served }, use) => use(served.page),
  cdn: async ({ served }, use) => use(served.vault),
});
export const test = embedding();

/** Opens a page and waits until the checkouts in it are there; answers with the first. */
export async function openAt(shopper, to, count = 1) {
  await shopper.open(to);
  return isReady(shopper.page, count);
}

export async function isReady(page, count = 1) {
  const checkouts = page.locator('kassa-checkout');
  await expect(checkouts).toHaveCount(count, { timeout: 15_000 });
  for (const one of await checkouts.all()) await expect.poll(() => one.evaluate((element) => element.status), { timeout: 20_000, message: 'the checkout has begun' }).toBe('open');
  await expect(checkouts.first().getByRole('heading', { level: 1 }).or(checkouts.first().getByRole('heading', { level: 2 })).first()).toBeVisible({ timeout: 10_000 });
  return checkouts.first();
}
