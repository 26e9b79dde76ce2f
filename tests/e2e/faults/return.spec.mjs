//! Reload, back, links from outside, and what the browser kept: nothing typed is lost, and nothing is shown that is not true.
import { expect, test } from '../lib/test.mjs';
import { HEADING, KAISA, address, card, isThanked, pay, ship, toBag, toContact, toDelivery, toPayment, toReview } from '../lib/journey.mjs';

const TYPED = [['Full name', KAISA.name], ['Street and number', KAISA.street], ['Postcode', KAISA.postcode], ['City', KAISA.city], ['Phone', KAISA.phone]];

// shows: UX-14, REL-13
test('a reload at every step brings back what was typed, and no card', async ({ shopper }) => {
  test.setTimeout(45_000);
  await toContact(shopper);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.check(/^Send me trail notes/);
  await shopper.reload();
  await shopper.isOn('Contact');
  await shopper.holds('E-mail', KAISA.email);
  expect(await shopper.isChosen(/^Send me trail notes/)).toBe(true);
  await shopper.press('Continue to delivery');

  await shopper.isOn('Delivery');
  await ship(shopper);
  await shopper.choose(/^Evening delivery/);
  await shopper.sees('€413.90');
  await shopper.reload();
  await shopper.isOn('Delivery');
  for (const [label, text] of TYPED) await shopper.holds(label, text);
  await expect.poll(() => shopper.isChosen(/^Evening delivery/)).toBe(true);
  await shopper.sees('€413.90');
  await shopper.press('Continue to payment');

  await shopper.isOn('Payment');
  await card(shopper);
  await shopper.reload();
  await shopper.isOn('Payment');
  await shopper.inside('Card details, secure', async (frame) => {
    for (const label of ['Card number', 'Expiry (MM / YY)', 'Security code']) await frame.holds(label, '');
  });
  await card(shopper);
  await shopper.press('Continue to review');

  await shopper.isOn('Review and pay');
  await shopper.reload();
  await shopper.isOn('Payment'); // the card is not kept, so that is the first step still open
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.sees('Evening delivery');
  await pay(shopper);
  await isThanked(shopper);
});

// shows: UX-26, REL-14
test('the confirmation survives reload and Back', { tag: '@desk' }, async ({ shopper }) => {
  await toReview(shopper);
  await pay(shopper);
  await isThanked(shopper);
  await shopper.reload();
  await isThanked(shopper);
  await shopper.sees('Visa ending 4242');
  await shopper.back();
  await isThanked(shopper);
  expect(await shopper.has('button', /^Buy now/)).toBe(false);
  await shopper.press('Start a new bag');
  await shopper.isOn('Your bag is empty');
});

// shows: REL-14, A11Y-13, UX-14
test('back and forward go through the steps and lose nothing', { tag: '@desk' }, async ({ shopper }) => {
  await toPayment(shopper);
  await shopper.back();
  await shopper.isOn('Delivery');
  for (const [label, text] of TYPED) await shopper.holds(label, text);
  await shopper.hasFocus(HEADING);
  await shopper.back();
  await shopper.isOn('Contact');
  await shopper.holds('E-mail', KAISA.email);
  await shopper.forward();
  await shopper.isOn('Delivery');
  await shopper.isAt('/delivery');
  await shopper.forward();
  await shopper.isOn('Payment');
  await shopper.follow('Change contact');
  await shopper.isOn('Contact');
  await shopper.holds('E-mail', KAISA.email);
});

// shows: UX-19
test('a link to a later step leads to the first that is open', { tag: '@chromium' }, async ({ shopper }) => {
  await shopper.open(address('/review'));
  await shopper.isOn('Contact');
  await shopper.isAt('/contact');
});

test('a step that does not exist is said, and the checkout works', { tag: '@chromium' }, async ({ shopper }) => {
  await shopper.open(address('/wrapping'));
  await shopper.isOn(/^(Your bag|Contact)$/);
  await shopper.sees('That page does not exist');
});

test.describe('what the browser kept', () => {
  /** A page of the shop without the app, where its storage can be touched. */
  async function spoil(shopper, entries) {
    await shopper.open('/brands/visa.svg');
    await shopper.run((entries) => { for (const [name, text] of entries) localStorage.setItem(name, text); }, entries);
  }

  // shows: REL-13
  test('answers that cannot be read are told, and the checkout starts fresh', { tag: '@chromium' }, async ({ shopper }) => {
    await spoil(shopper, [['kassa:v1:answers', '{"half'], ['kassa:v1:journal', 'nonsense\n\u0000']]);
    await shopper.open(address('/'));
    await shopper.isOn('Your bag');
    await shopper.sees('We could not read what was kept here');
    await shopper.press('Continue to contact');
    await shopper.isOn('Contact');
    await shopper.fill('E-mail', KAISA.email);
    await shopper.reload();
    await shopper.isOn('Contact');
    await shopper.holds('E-mail', KAISA.email);
  });

  test('a shop that cannot read its own state still sells', { tag: '@chromium' }, async ({ shopper }) => {
    await spoil(shopper, [['kassa-demo-shop', '\u0001 no state']]);
    await toBag(shopper);
    await shopper.sees('€407.00');
  });

  // shows: REL-13
  test('a browser that keeps nothing still buys', { tag: '@chromium' }, async ({ page, shopper }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('forbidden', 'SecurityError'); } });
    });
    await toBag(shopper);
    await shopper.sees('This browser keeps nothing for us');
    await shopper.press('Continue to contact');
    await shopper.isOn('Contact');
    await shopper.fill('E-mail', KAISA.email);
    await shopper.press('Continue to delivery');
    await shopper.isOn('Delivery');
    await ship(shopper);
    await shopper.press('Continue to payment');
    await shopper.isOn('Payment');
    await card(shopper);
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
    await pay(shopper);
    await isThanked(shopper);
  });

  // shows: REL-13
  test('storage that is full is told, and loses nothing on screen', { tag: '@chromium' }, async ({ page, shopper }) => {
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
    });
    await toBag(shopper);
    await shopper.sees('This browser keeps nothing for us');
    await shopper.press('Continue to contact');
    await shopper.isOn('Contact');
    await shopper.fill('E-mail', KAISA.email);
    await shopper.press('Continue to delivery');
    await shopper.isOn('Delivery');
    await shopper.back();
    await shopper.isOn('Contact');
    await shopper.holds('E-mail', KAISA.email);
  });
});
