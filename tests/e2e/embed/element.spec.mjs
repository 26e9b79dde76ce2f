//! What the element promises the page around it: what it tells, what it asks, what it takes, and that it leaves nothing behind.
import fs from 'node:fs';
import path from 'node:path';
import { expect, isReady, openAt, test } from '../lib/embedding.mjs';
import { CARD, KAISA, card, ship } from '../lib/journey.mjs';
import { AXE, RULES } from '../lib/shopper.mjs';

const DEMO = 'latency=0&clock=2026-11-22T14:06';
const LOADER = () => fs.readFileSync(path.resolve(import.meta.dirname, '../../..', process.env.E2E_EMBED_DIST ?? 'dist-embed', 'index.html'), 'utf8').match(/src="([^"]+loader\.js)"/)[1];

/** A page of the shop's with nothing in it but the loader; `fill` makes what is to be there. */
async function page(shopper, fill = `<kassa-checkout demo="${DEMO}" locale="en"></kassa-checkout>`, { wait = true } = {}) {
  await shopper.open('/page.css');
  await shopper.page.route('**/own.html', (route) => route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': POLICY }, body: `<!doctype html><html lang="en"><title>Shop</title><meta name="viewport" content="width=device-width"><script type="module" src="${LOADER()}"></script><main>${fill}</main>` }));
  await shopper.page.goto('/own.html');
  return wait ? isReady(shopper.page) : shopper.page.locator('kassa-checkout').first();
}
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types kassa";

/** Everything the page hears, in order. */
const listen = (checkout) => checkout.evaluate((element) => {
  window.heard = [];
  for (const name of ['ready', 'start', 'step', 'update', 'field-invalid', 'method-change', 'address-change', 'shipping-change', 'code-applied', 'consent', 'payment-start', 'payment-action', 'payment-declined', 'hold', 'complete', 'error', 'close', 'analytics', 'before-step', 'before-submit', 'help-needed']) {
    addEventListener(`kassa-${name}`, ({ detail }) => window.heard.push([name, JSON.stringify(detail)]));
  }
});
const heard = (checkout) => checkout.evaluate(() => window.heard);
const goTo = async (checkout, step) => checkout.evaluate((element, to) => element.goTo(to), step);

async function toPayment(shopper, checkout) {
  await goTo(checkout, 'contact');
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await ship(shopper);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
}
async function cardAndOn(shopper) {
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
}

test('a purchase in an element: told in order, nothing of the shopper, one listener for analytics; axe @blink', async ({ shopper }) => {
  const checkout = await page(shopper, `<kassa-checkout demo="${DEMO}" locale="en"><p slot="confirmation-before">Packed by hand</p></kassa-checkout>`);
  await listen(checkout);
  await toPayment(shopper, checkout);
  await cardAndOn(shopper);
  await expect(shopper.page.getByText('Packed by hand')).toBeHidden();
  const axe = await shopper.page.evaluate(`${AXE}; axe.run(document, ${JSON.stringify(RULES)})`);
  expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
  await shopper.press(/^Buy now – pay /);
  await shopper.isOn(/^Thank you/);
  await expect(shopper.page.getByText('Packed by hand')).toBeVisible();
  const events = await heard(checkout);
  const names = events.map(([name]) => name);
  expect(names.filter((name) => name === 'step')).toHaveLength(4);
  expect(names.filter((name) => name === 'complete')).toHaveLength(1);
  expect(names.indexOf('before-submit')).toBeLessThan(names.indexOf('payment-start'));
  expect(JSON.parse(events.find(([name]) => name === 'complete')[1])).toMatchObject({ order: 'FJ-20481', checkout: { status: 'placed' } });
  expect(events.filter(([name]) => name === 'analytics').map(([, text]) => JSON.parse(text).event)).toEqual(['begin_checkout', 'add_shipping_info', 'add_payment_info', 'purchase']);
  const told = JSON.stringify(events);
  for (const secret of [KAISA.email, KAISA.name, KAISA.street, KAISA.postcode, '40 123', CARD.number, '4242']) expect(told, secret).not.toContain(secret);
  await expect.poll(() => checkout.evaluate((element) => element.status)).toBe('placed');
});

test('the page is asked before a step and before the order, and may take its time; a refusal says why and loses nothing @chromium', async ({ shopper }) => {
  const checkout = await page(shopper);
  await goTo(checkout, 'contact');
  await shopper.fill('E-mail', KAISA.email);
  await checkout.evaluate((element) => {
    window.answers = [];
    element.addEventListener('kassa-before-step', (event) => event.waitUntil(new Promise((done) => window.answers.push(done))));
  });
  await shopper.press('Continue to delivery');
  // A second press while the page thinks is the same press.
  await shopper.press('Continue to delivery');
  expect(await shopper.run(() => window.answers.length)).toBe(1);
  await shopper.run(() => window.answers[0]({ message: 'Members only.' }));
  await expect(checkout.getByRole('alert').filter({ hasText: 'Members only.' })).toBeVisible();
  await expect(checkout.getByLabel('E-mail', { exact: true })).toHaveValue(KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.run(() => window.answers[1](true));
  await shopper.isOn('Delivery');
  await expect(checkout.getByRole('alert').filter({ hasText: 'Members only.' })).toHaveCount(0);
});

test('a field, an address and a guard of the page’s own @chromium', async ({ shopper }) => {
  const checkout = await page(shopper);
  await checkout.evaluate((element) => {
    element.registerField({ id: 'club', step: 'contact', label: { en: 'Club number', nb: 'Klubbnummer' }, required: true, purpose: 'So that the race office finds you.', missing: 'Enter your club number.', validate: (value) => (/^\d{4}$/.test(value) ? '' : 'A club number has four digits.') });
    element.registerAddressProvider(async (text) => [{ label: `${text} 22, Helsinki`, street: `${text} 22`, postcode: '00100', city: 'Helsinki' }]);
  });
  await goTo(checkout, 'contact');
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await expect(checkout.getByText('Enter your club number.')).toBeVisible();
  await expect(checkout.getByLabel('Club number')).toBeFocused();
  const isBefore = await checkout.evaluate(({ shadowRoot: root }) => root.querySelector('#own-club').compareDocumentPosition(root.querySelector('.kassa-actions button')) & Node.DOCUMENT_POSITION_FOLLOWING);
  expect(isBefore, 'in front of the way forward').toBeTruthy();
  await shopper.fill('Club number', '12');
  await expect(checkout.getByText('A club number has four digits.')).toBeVisible();
  await checkout.evaluate((element) => element.setAttribute('locale', 'nb'));
  await expect(checkout.getByLabel('Klubbnummer')).toHaveValue('12');
  await checkout.evaluate((element) => element.setAttribute('locale', 'en'));
  await shopper.fill('Club number', '1234');
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await checkout.getByLabel('Street and number').pressSequentially('Runeberg');
  await expect(checkout.getByRole('option', { name: 'Runeberg 22, Helsinki' })).toBeVisible();
  await shopper.page.keyboard.press('ArrowDown');
  await shopper.page.keyboard.press('Enter');
  await expect(checkout.getByLabel('Street and number')).toHaveValue('Runeberg 22');
  await expect(checkout.getByLabel('Postcode')).toHaveValue('00100');
  await expect(checkout.getByLabel('City')).toHaveValue('Helsinki');
});

test('a guard that breaks down is no, and the page lives; the theme follows its attribute @chromium', async ({ shopper }) => {
  shopper.visit.expects.push(/a guard: broken/);
  const checkout = await page(shopper);
  await checkout.evaluate((element) => element.registerGuard(({ what }) => { if (what === 'step') throw new Error('broken'); return true; }));
  await goTo(checkout, 'contact');
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await expect(checkout.getByLabel('E-mail', { exact: true })).toHaveValue(KAISA.email);
  expect(await checkout.evaluate((element) => element.checkout.step)).toBe('contact');
  const background = () => checkout.evaluate(({ shadowRoot: root }) => getComputedStyle(root.querySelector('.kassa')).backgroundColor);
  const light = await background();
  await checkout.evaluate((element) => element.setAttribute('theme', 'dark'));
  expect(await background()).not.toBe(light);
});

// shows: REL-16
test('a program that stops is told in each checkout that it ran, in the shopper’s words and to the page; what was typed stays @chromium', async ({ shopper }) => {
  await page(shopper, `<kassa-checkout demo="${DEMO}" locale="en"></kassa-checkout><kassa-checkout demo="${DEMO}" session="two" locale="en"></kassa-checkout>`, { wait: false });
  await isReady(shopper.page, 2);
  const [first, second] = [shopper.page.locator('kassa-checkout').nth(0), shopper.page.locator('kassa-checkout').nth(1)];
  await goTo(second, 'contact');
  await second.getByLabel('E-mail', { exact: true }).fill(KAISA.email);
  await listen(first);
  // The words follow the language.
  await first.evaluate((element) => element.setAttribute('locale', 'nb'));
  await expect(first.getByRole('button', { name: 'Fortsett til kontakt' })).toBeVisible();
  await shopper.run(() => dispatchEvent(new CustomEvent('kassa:stopped')));
  await expect(first.getByRole('alert').filter({ hasText: 'Last siden på nytt' })).toBeVisible();
  await expect(second.getByRole('alert').filter({ hasText: 'What you typed is saved: reload the page' })).toBeVisible();
  await expect(second.getByLabel('E-mail', { exact: true })).toHaveValue(KAISA.email);
  expect((await heard(first)).filter(([name]) => name === 'error').map(([, detail]) => JSON.parse(detail))).toMatchObject([{ code: 'stopped', recoverable: false }, { code: 'stopped', recoverable: false }]);
  expect(await second.evaluate(({ status, error }) => ({ status, error }))).toEqual({ status: 'failed', error: { code: 'stopped', severity: 'unrecoverable', recoverable: false } });
  // Taken out, it leaves nothing.
  expect(await second.evaluate(async (element) => { element.remove(); await new Promise((done) => setTimeout(done, 50)); return element.shadowRoot.childElementCount; })).toBe(0);
});

test('what was set before the element was known counts; what is wrong is named in the console and breaks nothing @chromium', async ({ shopper }) => {
  const told = [];
  shopper.page.on('console', (message) => message.text().startsWith('Kassa:') && told.push(message.text()));
  const checkout = await page(shopper, `<kassa-checkout demo="${DEMO}" display="popup" colour="red" preset="night" layout="accordion" currency="SEK" locale="en"></kassa-checkout>`, { wait: false });
  await checkout.evaluate((element) => Object.assign(element, { prefill: { email: 'ada@example.org' } }));
  await isReady(shopper.page);
  await goTo(checkout, 'contact');
  await expect(checkout.getByLabel('E-mail', { exact: true })).toHaveValue('ada@example.org');
  // For whoever builds the page: after the first step, so that no shopper waits for it.
  await expect.poll(() => told.join('\n')).toMatch(/no attribute `colour`/);
  expect(told.join('\n')).toMatch(/`preset` is not available yet/);
  expect(told.join('\n')).toMatch(/`layout` is not available yet/);
  expect(told.join('\n')).toMatch(/`display` is `popup`; it expects: inline \| dialog \| drawer/);
  expect(told.join('\n')).toMatch(/`currency` is `SEK`; the shop answers in EUR/);
});

test('moved, it goes on; taken out and put back, it begins where it was; two on a page know nothing of each other @chromium', async ({ shopper }) => {
  const two = `<div id="a"><kassa-checkout demo="${DEMO}" locale="en"></kassa-checkout></div><div id="b"><kassa-checkout demo="${DEMO}" country="SE" locale="nb"></kassa-checkout></div>`;
  const first = await page(shopper, two, { wait: false });
  await isReady(shopper.page, 2);
  const second = shopper.page.locator('kassa-checkout').nth(1);
  await goTo(first, 'contact');
  await first.getByLabel('E-mail', { exact: true }).fill('one@example.org');
  await goTo(second, 'contact');
  await expect(second.getByLabel('E-post', { exact: true })).toHaveValue('');
  expect(await second.evaluate((element) => element.checkout.currency)).toBe('SEK');
  expect(await first.evaluate((element) => element.checkout.currency)).toBe('EUR');
  await shopper.run(() => document.querySelector('#b').prepend(document.querySelector('#a kassa-checkout')));
  await expect(first.getByLabel('E-mail', { exact: true })).toHaveValue('one@example.org');
  await shopper.run(() => { window.kept = document.querySelector('kassa-checkout'); window.kept.remove(); });
  await expect(shopper.page.locator('kassa-checkout')).toHaveCount(1);
  await second.evaluate(() => undefined).catch(() => {});
  await shopper.run(() => new Promise((done) => setTimeout(done, 50)).then(() => document.querySelector('#a').append(window.kept)));
  await isReady(shopper.page, 2);
  await goTo(shopper.page.locator('#a kassa-checkout'), 'contact');
  await expect(shopper.page.locator('#a kassa-checkout').getByLabel('E-mail', { exact: true })).toHaveValue('one@example.org');
});

test('a hundred times put in and taken out: no listener, no node, no memory is left @blink', async ({ shopper }, info) => {
  info.setTimeout(180_000);
  await page(shopper);
  const session = await shopper.page.context().newCDPSession(shopper.page);
  await session.send('Performance.enable');
  const measure = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (name) => metrics.find((metric) => metric.name === name).value;
    return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
  };
  const cycles = (count) => shopper.run(async (times, demo) => {
    for (let round = 0; round < times; round += 1) {
      const element = document.createElement('kassa-checkout');
      element.setAttribute('demo', demo);
      element.setAttribute('session', 'leak');
      document.querySelector('main').append(element);
      await element.ready;
      element.remove();
      await new Promise((done) => setTimeout(done));
    }
  }, count, DEMO);
  await cycles(20); // what is made once is made
  const before = await measure();
  await cycles(100);
  const after = await measure();
  console.log(`100 mounts: heap ${(before.heap / 1e6).toFixed(2)} -> ${(after.heap / 1e6).toFixed(2)} MB, nodes ${before.nodes} -> ${after.nodes}, listeners ${before.listeners} -> ${after.listeners}`);
  expect(after.listeners - before.listeners, 'listeners').toBeLessThanOrEqual(2);
  expect(after.nodes - before.nodes, 'nodes').toBeLessThanOrEqual(50);
  expect(after.heap - before.heap, 'bytes of the heap').toBeLessThan(1_000_000);
});

test('without its program it says so, keeps the page’s own way open, and tries again @chromium', async ({ shopper }) => {
  await shopper.page.route(/element-.*\.js/, (route) => route.abort());
  shopper.visit.expects.push(/script did not come/);
  const checkout = await page(shopper, `<kassa-checkout demo="${DEMO}"><a slot="fallback" href="/classic">To our own checkout</a></kassa-checkout>`, { wait: false });
  await expect(shopper.page.getByRole('link', { name: 'To our own checkout' })).toBeVisible();
  await expect.poll(() => checkout.evaluate((element) => [element.status, element.error?.code])).toEqual(['failed', 'load']);
  // Without words of the page's own there is a link; what is told says which element it is of.
  const other = await shopper.run((demo) => new Promise((done) => {
    addEventListener('kassa-error', ({ detail }) => done(detail), { once: true });
    const element = document.createElement('kassa-checkout');
    Object.entries({ demo, id: 'other', fallback: '/classic' }).forEach(([name, value]) => element.setAttribute(name, value));
    document.querySelector('main').append(element);
  }), DEMO);
  expect(other).toEqual({ id: 'kassa-2', checkout: null, code: 'load', severity: 'recoverable', recoverable: true });
  await expect(shopper.page.locator('#other').getByRole('link', { name: 'Continue to checkout' })).toHaveAttribute('href', '/classic');
  await shopper.run(() => document.querySelector('#other').remove());
  await shopper.page.unroute(/element-.*\.js/);
  await checkout.evaluate((element) => element.load());
  await isReady(shopper.page);
  await expect(shopper.page.getByRole('link', { name: 'To our own checkout' })).toBeHidden();
});

test('in a tab that nobody looks at it is ready; without a shadow root it leaves no sheet behind @chromium', async ({ shopper }) => {
  // As in a tab behind another: no frame is ever drawn.
  await shopper.page.addInitScript(() => {
    window.requestAnimationFrame = () => 0;
    Object.defineProperties(document, { hidden: { value: true }, visibilityState: { value: 'hidden' } });
  });
  const checkout = await page(shopper, `<kassa-checkout demo="${DEMO}" locale="en" render="light"></kassa-checkout>`);
  await goTo(checkout, 'contact');
  await checkout.getByLabel('E-mail', { exact: true }).fill('ada@example.org');
  await checkout.getByRole('button', { name: 'Continue to delivery' }).click();
  await expect.poll(() => checkout.evaluate((element) => element.checkout.step)).toBe('delivery');
  const sheets = () => shopper.run(() => document.adoptedStyleSheets.length);
  expect(await sheets()).toBe(2);
  await checkout.evaluate((element) => element.remove());
  await expect.poll(sheets).toBe(0);
});

test('in a sheet: opened by a press, closed by Escape, and the page hears of it; inside another shadow root @chromium', async ({ shopper }) => {
  const checkout = await page(shopper, `<button id="buy">Buy</button><kassa-checkout demo="${DEMO}" display="drawer" locale="en"></kassa-checkout>`, { wait: false });
  await listen(checkout);
  await checkout.evaluate((element) => { document.querySelector('#buy').onclick = () => element.open(); });
  await shopper.page.click('#buy');
  await expect(checkout.getByRole('heading', { name: 'Your bag', exact: true })).toBeVisible({ timeout: 15_000 });
  await shopper.page.keyboard.press('Escape');
  await expect(checkout.getByRole('heading', { name: 'Your bag', exact: true })).toBeHidden();
  await expect.poll(async () => (await heard(checkout)).map(([name]) => name)).toContain('close');
  await shopper.run((demo) => {
    const host = document.createElement('div');
    const inner = document.createElement('kassa-checkout');
    inner.setAttribute('demo', demo);
    inner.setAttribute('session', 'inner');
    host.attachShadow({ mode: 'open' }).append(inner);
    document.querySelector('main').append(host);
  }, DEMO);
  const inner = shopper.page.locator('main > div kassa-checkout');
  await expect(inner.getByRole('heading', { name: 'Your bag', exact: true })).toBeVisible({ timeout: 15_000 });
  await goTo(inner, 'contact');
  await inner.getByRole('button', { name: 'Continue to delivery' }).click();
  await expect.poll(() => inner.evaluate((element) => element.shadowRoot.activeElement?.id), { message: 'focus finds its way in' }).toBe('error-summary');
});
