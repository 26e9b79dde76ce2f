//! Another language in the middle of it: every text is kept, and the page turns round where it has to.
import { expect, test } from '../lib/test.mjs';
import { KAISA, card, isThanked, pay, ship, toDelivery, words } from '../lib/journey.mjs';

const TYPED = ['name', 'street', 'postcode', 'city', 'phone'];
const root = (shopper) => shopper.run(() => {
  const { lang, dir } = document.querySelector('.kassa');
  return { lang, dir, drawn: getComputedStyle(document.querySelector('main')).direction };
});

// shows: I18N-01, I18N-03, I18N-04, A11Y-16, S4-13, UX-14
test('to Norwegian and Arabic and back, and everything is still there', { tag: '@desk' }, async ({ shopper }) => {
  const [en, nb, ar] = ['en', 'nb', 'ar'].map(words);
  await toDelivery(shopper);
  await ship(shopper);
  await shopper.choose(/^Evening delivery/);
  await shopper.sees('€413.90');

  const holdsAll = async (say) => {
    await shopper.isOn(say('delivery.title'));
    for (const part of TYPED) await shopper.holds(say(`field.${part}.label`), KAISA[part]);
    await shopper.isAt('/delivery');
  };
  await shopper.select(/^Language/, 'Norsk bokmål');
  await holdsAll(nb);
  expect(await root(shopper)).toEqual({ lang: 'nb', dir: 'ltr', drawn: 'ltr' });
  await expect.poll(() => shopper.isChosen(/^Kveldslevering/)).toBe(true); // the shop speaks it, too
  await shopper.sees('413,90');

  await shopper.select(new RegExp(`^${nb('shell.language')}`), 'العربية');
  await holdsAll(ar);
  expect(await root(shopper)).toEqual({ lang: 'ar', dir: 'rtl', drawn: 'rtl' });
  // What is read from left to right in every language stays so.
  expect(await shopper.run(() => ['postcode', 'phone'].map((id) => getComputedStyle(document.getElementById(id)).direction))).toEqual(['ltr', 'ltr']);
  await shopper.press(ar('step.payment.forward'));
  await shopper.isOn(ar('payment.title'));
  await card(shopper, {}, ar);
  await shopper.select(new RegExp(`^${ar('shell.language')}`), 'English');
  await shopper.isOn(en('payment.title'));
  await shopper.inside(en('card.title'), (frame) => frame.holds(en('card.number.label'), '4242 4242 4242 4242'));
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.sees('Evening delivery');
  await pay(shopper);
  await isThanked(shopper);
});
