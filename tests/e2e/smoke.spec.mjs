//! The page is there, under the strict policy, and its parts are asked for only when they are needed.
import { expect, test } from './lib/test.mjs';

/** The static page has made way for the app. */
const isRunning = (shopper) => expect.poll(() => shopper.run(() => !document.getElementById('kassa-shell')), { timeout: 15_000, message: 'the app runs' }).toBe(true);

// shows: SEC-10, SEC-11
test('starts under the strict policy without a report', async ({ shopper }) => {
  await shopper.open('/');
  expect(await shopper.title()).toMatch(/Checkout|Fjellvik/);
  await isRunning(shopper);
});

// shows: REL-17
test('starts although the script and the wasm are each lost once', { tag: '@desk' }, async ({ shopper, faults }) => {
  await faults.set([{ match: '^/app-.*\\.js$', kind: 'abort', times: 1 }, { match: '^/app-.*\\.wasm$', kind: 'truncate', times: 1 }]);
  await shopper.open('/contact');
  await isRunning(shopper);
});

// shows: SEC-12
test('refuses a wasm part of another build, and says so', { tag: '@desk' }, async ({ shopper, faults }) => {
  await faults.set([{ match: '^/app-.*\\.wasm$', kind: 'alter', times: -1 }]);
  await shopper.open('/contact');
  await expect.poll(() => shopper.text(), { timeout: 15_000 }).toMatch(/could not be loaded/);
});
