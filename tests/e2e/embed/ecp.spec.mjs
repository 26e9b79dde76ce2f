//! A host on one origin with a checkout from another in a frame (docs/embedded-protocol.md): it is told what happens, gives the
//! address, opens the links, and a frame that is neither of the two is heard by neither.
import fs from 'node:fs';
import path from 'node:path';
import { serve } from '../../../scripts/serve.mjs';
import { CARD, KAISA, en } from '../lib/journey.mjs';
import { expect, test as base } from '../lib/test.mjs';

const root = path.join(import.meta.dirname, '../../..');
const dist = path.resolve(root, process.env.E2E_EMBED_DIST ?? 'dist-embed');
/** A build that is not optimised needs longer for its first screen. */
const PATIENCE = +(process.env.E2E_PATIENCE ?? 15_000);
const files = ['host.html', 'host.css', 'host.js'];

/** Says to checkout and host what each would like to hear from the other; runs in a stranger's frame. */
function pester(times) {
  // Strangers hear each other; what counts is whether host or checkout say a word.
  globalThis.heard ??= (() => {
    const heard = [];
    const known = [parent, parent[0]];
    addEventListener('message', ({ source, data }) => known.includes(source) && heard.push(data));
    return heard;
  })();
  const version = '2026-04-08';
  const ucp = { version, status: 'success' };
  const checkout = { id: 'x', status: 'completed', ucp, line_items: [], totals: [{ type: 'total', amount: 1 }], links: [], currency: 'EUR', order: { id: 'FORGED', permalink_url: 'https://stranger.example' } };
  const said = [
    () => ({ jsonrpc: '2.0', method: 'ec.complete', params: { checkout } }),
    () => ({ jsonrpc: '2.0', method: 'ec.error', params: { error: { ucp: { version, status: 'error' }, messages: [{ type: 'error', code: 'x', content: 'x', severity: 'unrecoverable' }] } } }),
    (at) => ({ jsonrpc: '2.0', id: `r${at}`, method: 'ec.ready', params: { delegate: [] } }),
    (at) => ({ jsonrpc: '2.0', id: `r${at}`, method: 'ec.checkout.update', params: { checkout } }),
    (at) => ({ jsonrpc: '2.0', id: `ec_ready_${at}`, result: { ucp, credential: 'stolen', checkout } }),
    (at) => ({ jsonrpc: '2.0', id: at, result: { ucp: { version, status: 'error' }, messages: [{ type: 'error', code: 'x', content: 'x' }] } }),
    () => 'ec.complete', () => null, (at) => at,
    () => ({ jsonrpc: '2.0', id: 1, method: 'x'.repeat(70_000) }),
  ];
  const others = [parent, ...Array.from({ length: parent.length }, (_, at) => parent[at]).filter((other) => other !== window)];
  for (let at = 0; at < times; at += 1) for (const one of others) one.postMessage(said[at % said.length](at), '*');
}

const test = base.extend({
  served: [async ({}, use) => {
    const routes = Object.fromEntries(files.map((name) => [`/${name}`, path.join(import.meta.dirname, name)]));
    const served = await serve(dist, { port: 0, embed: true, faults: true, routes });
    await use(served);
    served.close();
  }, { scope: 'worker' }],
  baseURL: async ({ served }, use) => use(served.page),
});

// shows: SEC-10, SEC-15
test('a purchase in a frame: the host is told, gives the address and opens the links; strangers are not heard @chromium', async ({ shopper, page, served }) => {
  test.setTimeout(60_000 + 8 * PATIENCE);
  const { version } = JSON.parse(fs.readFileSync(path.join(dist, 'kassa', fs.readdirSync(path.join(dist, 'kassa'))[0], 'sri.json'), 'utf8'));
  const address = `${served.vault}/kassa/${version}/embedded/?session=cs_42&locale=en&clock=2026-11-22T14:06&latency=0`;
  await shopper.open(`/host.html?${new URLSearchParams({ version, frame: address })}`);
  const seen = () => page.evaluate(() => globalThis.seen ?? []);
  const names = async () => (await seen()).map(({ name }) => name);
  const frame = page.frameLocator('iframe[title="Checkout"]');
  const press = (name) => frame.getByRole('button', { name }).click({ timeout: PATIENCE });

  await expect.poll(names, { timeout: 4 * PATIENCE }).toEqual(['ready', 'start']);
  expect(await seen()).toMatchObject([{ delegate: ['fulfillment.address_change', 'window.open'] }, { status: 'incomplete', total: 40700, lines: 3 }]);
  const inside = page.frames().find((one) => one.url().includes('/embedded/'));
  expect(inside.url(), 'the token is out of the address').not.toContain('said-once');
  expect(await inside.evaluate(() => document.querySelector('kassa-checkout').getAttribute('theme'))).toBe('dark');

  await inside.evaluate(() => void window.open('https://shop.example/terms', '_blank', 'noopener'));
  await expect.poll(() => page.evaluate(() => globalThis.opened)).toEqual(['https://shop.example/terms']);

  // Each says five hundred things to everybody, now, and some while the shopper pays.
  const strangers = page.frames().filter((one) => one.name().startsWith('stranger-'));
  expect(strangers).toHaveLength(3);
  for (const stranger of strangers) await stranger.evaluate(pester, 500);
  expect(await names()).toEqual(['ready', 'start']);

  // Wherever the address of the frame has led to.
  await inside.evaluate(() => document.querySelector('kassa-checkout').goTo('bag'));
  await frame.getByRole('button', { name: /^Add one / }).first().click({ timeout: PATIENCE });
  await expect.poll(names, { timeout: PATIENCE }).toEqual(['ready', 'start', 'line_items.change', 'totals.change']);
  await press(/^(Check out|Continue)/);
  await frame.getByLabel('E-mail', { exact: true }).fill(KAISA.email, { timeout: PATIENCE });
  await press('Continue to delivery');
  await expect(frame.getByLabel('Full name', { exact: true })).toHaveValue(KAISA.name, { timeout: PATIENCE });
  await expect(frame.getByLabel('City', { exact: true })).toHaveValue(KAISA.city);
  // Asked again, the host is shown the address that it gave itself.
  await press('Use another address');
  await expect.poll(async () => (await seen()).filter(({ name }) => name === 'address asked').map(({ text }) => text.includes(KAISA.street)), { timeout: PATIENCE }).toEqual([false, true]);
  await expect(frame.getByRole('radio').first()).toBeVisible({ timeout: PATIENCE });
  await press('Continue to payment');
  const card = frame.frameLocator(`iframe[title="${en('card.title')}"]`);
  await card.getByLabel(en('card.number.label')).fill(CARD.number, { timeout: PATIENCE });
  await card.getByLabel(en('card.expiry.label')).fill(CARD.expiry);
  await card.getByLabel(en('card.code.label')).fill(CARD.code);
  for (const stranger of strangers) await stranger.evaluate(pester, 50);
  await press('Continue to review');
  await press(/^Buy now – pay /);
  await expect.poll(names, { timeout: PATIENCE }).toContain('complete');

  const all = await seen();
  const last = all.at(-1);
  expect(last).toMatchObject({ name: 'complete', status: 'completed', order: expect.stringMatching(/^FJ-/) });
  expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['buyer.change', 'fulfillment.change', 'payment.change']));
  expect(all.map(({ name }) => name)).not.toContain('error');
  // Only what the host gave is ever said of the shopper, and only where it is asked for another.
  const told = all.filter(({ name }) => name !== 'address asked').map(({ text }) => text).join();
  for (const own of [KAISA.email, KAISA.street, KAISA.postcode, 'Laine', '4242']) expect(told).not.toContain(own);
  for (const stranger of strangers) expect(await stranger.evaluate(() => globalThis.heard), stranger.name()).toEqual([]);
});
