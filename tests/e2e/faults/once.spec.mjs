//! Exactly one order, whatever happens at Pay. The shop counts its orders in their numbers: the first is FJ-20481.
import { expect, test } from '../lib/test.mjs';
import { CARD, CARDS, KAISA, card, isThanked, pay, ship, toContact } from '../lib/journey.mjs';

/** The shortest way to Pay by card: things that come by e-mail. */
async function toPay(shopper, number = CARD.number) {
  await toContact(shopper, { cart: 'virtual' });
  await fromContact(shopper, number);
}

async function fromContact(shopper, number = CARD.number) {
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await card(shopper, { number });
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
}

const PAY = 'Buy now – pay €59.00';
const thanked = (shopper, number) => isThanked(shopper, number, null);

/** The next purchase has the next number: nothing was ordered in between. */
async function nextIs(shopper, number) {
  await shopper.press('Start a new bag');
  await shopper.isOn('Your bag is empty');
  await shopper.press('Add Lofoten shell jacket');
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
  await isThanked(shopper, number);
}

// shows: UX-24, REL-01, REL-03
test('pressing Pay twice orders once', { tag: '@desk' }, async ({ shopper }) => {
  await toPay(shopper);
  await shopper.pressTwice(PAY);
  await thanked(shopper, 'FJ-20481');
  expect(await shopper.run(() => new Set(localStorage.getItem('kassa-demo-shop').match(/FJ-\d+/g)).size)).toBe(1);
});

// shows: REL-03, REL-04
test('an answer that is lost is asked for again, under the same number', { tag: '@desk' }, async ({ shopper }) => {
  await toPay(shopper, CARDS.lostAnswer);
  await shopper.press(PAY);
  await thanked(shopper, 'FJ-20481');
  await nextIs(shopper, 'FJ-20482');
});

// shows: REL-04
test('an answer that cannot be read is asked for again', { tag: '@chromium' }, async ({ shopper }) => {
  await toPay(shopper, CARDS.malformed);
  await shopper.press(PAY);
  await thanked(shopper, 'FJ-20481');
});

// shows: REL-15, REL-04
test('offline at Pay: nothing is sent, and nothing fires by itself afterwards', { tag: '@desk' }, async ({ shopper }) => {
  await toPay(shopper);
  await shopper.offline();
  await shopper.sees('You are offline');
  await shopper.press(PAY);
  await shopper.sees('You are offline, so nothing was sent');
  await shopper.sees('Nothing has been charged');
  await shopper.offline(false);
  await shopper.misses('We go on as soon as the connection is back');
  await shopper.isOn('Review and pay');
  expect(await shopper.run(() => localStorage.getItem('kassa-demo-shop').includes('FJ-20481'))).toBe(false);
  await shopper.press(PAY);
  await thanked(shopper, 'FJ-20481');
});

// shows: REL-02, REL-04
test('after a reload while the order is on its way the shop is asked what became of it', { tag: '@desk' }, async ({ shopper }) => {
  await toPay(shopper, CARDS.slow);
  await shopper.press(PAY);
  await shopper.isOn('Processing your payment');
  expect(await shopper.has('button', /^Buy now/)).toBe(false);
  await shopper.reload(); // before the shop has taken it: there is no order, and everything is still here
  await shopper.isOn('Payment');
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.press(PAY);
  await thanked(shopper, 'FJ-20481');
});
