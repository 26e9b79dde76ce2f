//! What can happen at Pay: refusals, another price, sold out. Everything is kept and the next step is said.
import { expect, test } from '../lib/test.mjs';
import { CARDS, KAISA, card, en, isThanked, pay, toReview } from '../lib/journey.mjs';

/** Each refusal of the bank, and the words it has for the shopper. */
const DECLINES = [
  ['generic', 'generic'], ['funds', 'funds'], ['expired', 'expired'], ['code', 'code'], ['number', 'number'], ['lost', 'refused'], ['stolen', 'refused'],
  ['limit', 'limit'], ['notPermitted', 'not_permitted'], ['authentication', 'authentication'], ['fraud', 'suspected'], ['issuer', 'unavailable'], ['later', 'later'],
];

async function isDeclined(shopper, words) {
  await shopper.isOn('Payment');
  for (const part of ['title', 'text', 'advice']) await shopper.sees(en(`decline.${words}.${part}`));
  await shopper.sees(en('decline.not_charged'));
}

async function paysWithAnother(shopper) {
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.sees('Visa ending 4242');
  for (const answer of [KAISA.email, KAISA.street, KAISA.phone]) await shopper.sees(answer);
  await pay(shopper);
  await isThanked(shopper); // the same purchase: the order has the first number
}

// shows: UX-25, UX-14, S4-1, S4-6
test('a refused card keeps everything and says what to do; another one pays', async ({ shopper }) => {
  await toReview(shopper, {}, CARDS.funds);
  await pay(shopper);
  await isDeclined(shopper, 'funds');
  expect(await shopper.run(() => document.activeElement.textContent)).toContain(en('decline.funds.title'));
  await shopper.inside('Card details, secure', async (frame) => {
    await frame.holds('Card number', '4000 0000 0000 9995');
    await frame.holds('Expiry (MM / YY)', '12 / 30');
    await frame.holds('Security code', ''); // not kept by anyone
  });
  await paysWithAnother(shopper);
});

// shows: UX-25
test('every class of refusal has its own words', { tag: '@chromium' }, async ({ page, shopper }) => {
  test.setTimeout(60_000);
  // Paying rests after several refusals: each is on another day.
  let day = Date.now();
  const nextDay = () => page.clock.setFixedTime((day += 86_400_000));
  await toReview(shopper, {}, CARDS.generic);
  for (const [number, words] of DECLINES) {
    if (number !== 'generic') {
      await card(shopper, { number: CARDS[number] });
      await shopper.press('Continue to review');
      await shopper.isOn('Review and pay');
    }
    await pay(shopper);
    await isDeclined(shopper, words);
    await nextDay();
  }
  await paysWithAnother(shopper);
});

// shows: SEC-25, UX-25
test('after two refusals another way is offered, after three paying rests', { tag: '@chromium' }, async ({ page, shopper }) => {
  await toReview(shopper, {}, CARDS.generic);
  for (const times of [1, 2, 3]) {
    if (times > 1) {
      await card(shopper, { number: CARDS.generic });
      await shopper.press('Continue to review');
      await shopper.isOn('Review and pay');
    }
    await pay(shopper);
    await isDeclined(shopper, 'generic');
    expect(await shopper.has('button', 'Pay with MobilePay instead')).toBe(times > 1);
  }
  await card(shopper);
  await shopper.press('Continue to review');
  await pay(shopper);
  await shopper.sees(en('notice.resting.title'));
  await shopper.isOn('Review and pay');
  await shopper.isAccessible('resting');
  await page.clock.setFixedTime(Date.now() + 31_000);
  await pay(shopper);
  await isThanked(shopper);
});

// shows: UX-25, S4-5
test('the other way that is offered is chosen by one press', { tag: '@chromium' }, async ({ shopper }) => {
  await toReview(shopper, {}, CARDS.funds);
  await pay(shopper);
  await isDeclined(shopper, 'funds');
  await card(shopper, { number: CARDS.funds });
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await pay(shopper);
  await isDeclined(shopper, 'funds');
  await shopper.press('Pay with MobilePay instead');
  expect(await shopper.isChosen(/^MobilePay/)).toBe(true);
});

// shows: REL-11, REL-12, UX-20
test('a price that rises at Pay is shown, and paid only when pressed again', { tag: '@chromium' }, async ({ shopper }) => {
  await toReview(shopper, {}, CARDS.priceRise);
  await shopper.press('Buy now – pay €407.00');
  await shopper.sees('A price has gone up');
  await shopper.sees(/Lofoten shell jacket now costs €2\d\d\.\d\d\. It was €249\.00\. The new total is €4\d\d\.\d\d/);
  const [, total] = /The new total is (€[\d.]+\d)/.exec(await shopper.text());
  await shopper.isOn('Review and pay');
  await shopper.press(`Buy now – pay ${total}`); // the same card, which is still there
  await isThanked(shopper);
  await shopper.sees(total);
});

// shows: REL-11
test('what is sold out at Pay leaves the bag, and the shopper is asked again', { tag: '@chromium' }, async ({ shopper }) => {
  await toReview(shopper, {}, CARDS.soldOut);
  await shopper.press('Buy now – pay €407.00');
  await shopper.sees(/has sold out/);
  await shopper.sees('We took it out of your bag');
  await shopper.isOn('Review and pay');
  await pay(shopper);
  await isThanked(shopper);
});

// shows: REL-03, REL-07, S4-9
test('a fault of the shop at Pay is tried again under the same number', { tag: '@chromium' }, async ({ shopper }) => {
  await toReview(shopper, {}, CARDS.server);
  await pay(shopper);
  await isThanked(shopper);
});

// shows: S4-9
test('a bank that takes its time is waited for', { tag: '@chromium' }, async ({ shopper }) => {
  await toReview(shopper, {}, CARDS.poll);
  await pay(shopper);
  await shopper.isOn('Waiting for your bank');
  expect(await shopper.has('button', /^Buy now/)).toBe(false);
  await shopper.press('I have approved it');
  await isThanked(shopper);
});
