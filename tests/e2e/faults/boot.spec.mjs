//! Before the app is there, and when it does not come.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '../lib/test.mjs';
import { KAISA, address, card, toContact, toPayment } from '../lib/journey.mjs';

const DIST = path.resolve(import.meta.dirname, '../../..', process.env.E2E_DIST ?? 'dist');
const isCut = JSON.parse(fs.readFileSync(path.join(DIST, 'parts.json'), 'utf8')).cut;
const isShell = (shopper) => shopper.run(() => !!document.getElementById('kassa-shell'));

// shows: REL-17, UX-14, FLD-01
test('typing before the app is there loses no key and keeps the focus', async ({ shopper, faults }) => {
  await faults.set([{ match: '\\.wasm$', kind: 'delay', ms: 1500, times: 1 }]);
  await shopper.open(address('/contact'));
  await shopper.type('E-mail', 'k');
  expect(await isShell(shopper)).toBe(true);
  let typed = 'k';
  // On through the change from the static page to the app, one key after the other.
  for (let more = 3; more > 0 && typed.length < 250; ) {
    if (!(await isShell(shopper))) more -= 1;
    else if (typed.length > 150) continue; // a slow machine: the field holds 320, and the rest is for after the change
    const key = 'abcdefghijklmnopqrstuvwxyz'[typed.length % 26];
    await shopper.write(key);
    typed += key;
  }
  expect(await isShell(shopper)).toBe(false);
  await shopper.hasFocus('email');
  await shopper.holds('E-mail', typed);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
});

// shows: REL-17
test('a first step that was sent before the app came goes on by itself', { tag: '@chromium' }, async ({ shopper, faults }) => {
  await faults.set([{ match: '\\.wasm$', kind: 'delay', ms: 1000, times: 1 }]);
  await shopper.open(address('/contact'));
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await shopper.back();
  await shopper.isOn('Contact');
  await shopper.holds('E-mail', KAISA.email);
});

// shows: REL-17
test('an app that does not come is told; trying again works and keeps what was typed', { tag: '@desk' }, async ({ shopper, faults }) => {
  await faults.set([{ match: '/app-[^/]*\\.wasm$', kind: 'status', status: 404, times: 3 }]);
  await shopper.open(address('/contact'));
  await shopper.fill('E-mail', KAISA.email);
  await expect.poll(() => shopper.has('button', 'Try again'), { timeout: 10_000 }).toBe(true);
  await shopper.sees('The checkout could not be loaded');
  await shopper.press('Try again');
  await expect.poll(() => isShell(shopper), { timeout: 10_000 }).toBe(false);
  await shopper.holds('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
});

// What makes it tell is in tests/scripts/abort.test.mjs: nothing a shopper can do makes it panic.
// shows: REL-16
test('a program that stops is told; what was typed stays, and the reload that is offered goes on with it', { tag: '@desk' }, async ({ shopper }) => {
  const isHere = () => expect.poll(() => isShell(shopper), { timeout: 10_000 }).toBe(false);
  await shopper.open(address('/contact'));
  await isHere();
  await shopper.fill('E-mail', KAISA.email);
  await shopper.run(() => dispatchEvent(new CustomEvent('kassa:stopped')));
  await shopper.sees('Something went wrong on this page');
  await shopper.holds('E-mail', KAISA.email);
  await shopper.isAccessible('the notice of a program that stopped');
  await shopper.follow('Reload the page');
  await expect.poll(() => shopper.run(() => document.getElementById('kassa-stopped').hidden)).toBe(true);
  await isHere();
  await shopper.holds('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
});

// Each file is late by another while, so that every state between is seen. The static page's words are English: in another
// language they may take a line more or less, which moves what stands below by that (CLS 0.0014 measured).
const LATE = [['later-', 300], ['app-[^/]*\\.wasm', 700], ['split_demo', 1000], ['split_shop', 1300]].map(([match, ms]) => ({ match, kind: 'delay', ms, times: 1 }));
for (const [name, options, most] of [['', {}, 0], [', from right to left', { lang: 'ar' }, 0.003]]) {
  for (const path of ['/', '/contact']) {
    // A visit for each size: what the browser has kept is never late.
    for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
      // shows: UX-23
      test(`nothing moves while ${path} comes at ${viewport.width} px${name}`, { tag: '@chromium' }, async ({ shopper, page, faults }) => {
        await page.setViewportSize(viewport);
        await faults.set(LATE);
        await shopper.open(address(path, { ...options, fresh: 1 }));
        await expect.poll(() => isShell(shopper), { timeout: 10_000 }).toBe(false);
        await expect.poll(() => shopper.run(() => !!document.querySelector('footer select')), { message: 'all is there' }).toBe(true);
        const shifts = await page.evaluate((most) => new Promise((done) => {
          new PerformanceObserver((list) => done(list.getEntries().filter((shift) => !shift.hadRecentInput).filter(({ value }) => value > most).map((shift) => [shift.value, ...shift.sources.map(({ node, previousRect: from, currentRect: to }) => `${node?.nodeName}.${node?.className} ${[from.x, from.y]} to ${[to.x, to.y]}`)].join(' ')))).observe({ type: 'layout-shift', buffered: true });
          // The observer is called only where there is something to tell.
          requestAnimationFrame(() => requestAnimationFrame(() => done([])));
        }), most);
        expect(shifts).toEqual([]);
      });
    }
  }
}

test.describe('a part that comes later', () => {
  test.skip(!isCut, 'this page is in one piece');

  // shows: REL-17
  test('that does not come is told, and can be loaded again', { tag: '@chromium' }, async ({ shopper, faults }) => {
    await faults.set([{ match: 'split_steps', kind: 'abort', times: 2 }]);
    await toContact(shopper);
    await shopper.fill('E-mail', KAISA.email);
    await shopper.press('Continue to delivery');
    await shopper.sees('A part of this page did not load');
    await shopper.press('Load it again');
    await shopper.isOn('Delivery');
    await shopper.press(/^Continue to payment/);
    await shopper.hasFocus('error-summary');
  });

  // shows: REL-17, UX-23
  test('the card fields: told in their place, and loaded again; nothing else of the step is missing', { tag: '@chromium' }, async ({ shopper, faults }) => {
    // Once ahead of the step, once by it.
    await faults.set([{ match: 'split_cards', kind: 'abort', times: 2 }]);
    await toPayment(shopper);
    await shopper.sees('A part of this page did not load');
    await shopper.press('Load it again');
    await card(shopper);
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
  });

  // shows: REL-17, UX-23
  test('what a bank transfer takes: told in its place, and loaded again; who pays by card fetches none of it', { tag: '@chromium' }, async ({ page, shopper, faults }) => {
    // Once when it is chosen, once by the receipt.
    await faults.set([{ match: 'split_transfer', kind: 'abort', times: 2 }]);
    await toPayment(shopper);
    await shopper.sees('Bank transfer');
    expect((await faults.seen()).join('\n')).not.toMatch(/split_(transfer|qr|stripe|wallet)/);
    await shopper.choose(/^Bank transfer/);
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
    await page.locator('#pay').click();
    await shopper.sees('Now transfer €407.00');
    await shopper.sees('A part of this page did not load');
    await shopper.press('Load it again');
    await shopper.sees('FI21 1234 5600 0007 85');
    await shopper.misses('A part of this page did not load');
  });

  // shows: REL-17, REL-07
  test('the shop itself: it is told, and can be asked again', { tag: '@chromium' }, async ({ shopper, faults }) => {
    await faults.set([{ match: 'split_demo', kind: 'abort', times: 1 }]);
    await shopper.open(address('/'));
    await shopper.isOn('The shop does not answer');
    await shopper.press('Try again');
    await shopper.isOn('Your bag');
  });
});

// shows: REL-17, SEC-11
test('without JavaScript the page says so and names another way', { tag: '@chromium' }, async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseURL}/`);
  await expect(page.locator('noscript h2')).toBeVisible();
  await expect(page.locator('noscript h2')).toHaveText('This checkout needs JavaScript');
  await expect(page.locator('noscript a')).toHaveAttribute('href', /^mailto:/);
  await context.close();
});
