//! What is said to those who do not see the page change.
import { expect, test } from '../lib/test.mjs';
import { toBag, toDelivery, ship } from '../lib/journey.mjs';

/** Writes down every text that the live regions get. */
const listen = (shopper) => shopper.run(() => {
  window.__said = [];
  for (const region of document.querySelectorAll('[role=status], [role=alert]')) {
    const tone = region.getAttribute('role');
    new MutationObserver(() => region.textContent.trim() && window.__said.push(`${tone}: ${region.textContent.trim()}`)).observe(region, { childList: true, characterData: true, subtree: true });
  }
});
const said = (shopper) => shopper.run(() => window.__said);

// shows: A11Y-25
test('both live regions are there, empty, before anything is said', { tag: '@chromium' }, async ({ shopper }) => {
  await toBag(shopper);
  expect(await shopper.run(() => ['status', 'alert'].map((role) => document.querySelector(`.kassa-visually-hidden[role=${role}]`)?.textContent))).toEqual(['', '']);
});

// shows: A11Y-25, A11Y-17
test('a new total is said, and what was removed', { tag: '@desk' }, async ({ shopper }) => {
  await toBag(shopper);
  await listen(shopper);
  await shopper.press('Remove Vidda merino base layer');
  await expect.poll(() => said(shopper)).toEqual(expect.arrayContaining(['status: Vidda merino base layer was removed.', 'status: The total is now €249.00']));
});

// shows: A11Y-25, A11Y-17, UX-07
test('another way of delivery changes the total in place, and says so', { tag: '@chromium' }, async ({ shopper }) => {
  await toDelivery(shopper);
  await ship(shopper);
  await listen(shopper);
  await shopper.choose(/^Evening delivery/);
  await expect.poll(() => said(shopper)).toContain('status: The total is now €413.90');
  await shopper.isAt('/delivery');
});
