//! A guest buys by card: the way that everything else departs from.
import { expect, test } from '../lib/test.mjs';
import { CARD, HEADING, KAISA, card, isThanked, pay, ship, toBag, toDelivery } from '../lib/journey.mjs';

const STEPS = ['Bag', 'Contact', 'Delivery', 'Payment', 'Review'];

/** The steps of the progress indicator, the one on screen in brackets. */
const progress = (shopper) => shopper.run(() => [...document.querySelectorAll('nav li')].map((item) => {
  const name = item.textContent.replace(/Done/, '').trim();
  return item.getAttribute('aria-current') === 'step' ? `[${name}]` : name;
}));

async function isAtStep(shopper, at, name, title = name) {
  await shopper.isOn(title);
  await shopper.isAt(at);
  await expect.poll(() => shopper.title()).toBe(`${name} – checkout – Fjellvik`);
  expect(await progress(shopper)).toEqual(STEPS.map((step) => (step === name ? `[${step}]` : step)));
}

// shows: S0-4, S0-5, S0-7, S0-8, S0-16, S0-20, S0-22, S0-25, S0-26, S0-35, S1-1, S1-2, S1-13, S1-25, S2-11, S3-16, UX-02, UX-19, UX-20, UX-26, A11Y-12, LEG-01
test('a guest has it shipped and pays by card', async ({ shopper }) => {
  await toBag(shopper);
  await isAtStep(shopper, '/', 'Bag', 'Your bag');
  await shopper.sees('€407.00'); // the total is there from the first view
  expect(await shopper.has('textbox', /search/i)).toBe(false);
  await shopper.press('Continue to contact');

  await isAtStep(shopper, '/contact', 'Contact');
  await shopper.sees('€407.00');
  expect(await shopper.run(() => document.querySelectorAll('input[type=password]').length)).toBe(0); // offered, never asked
  expect(await shopper.isChosen(/^As a guest/)).toBe(true);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');

  await isAtStep(shopper, '/delivery', 'Delivery');
  await shopper.sees('€407.00');
  await ship(shopper);
  await shopper.choose(/^Evening delivery/);
  await shopper.sees('€413.90');
  await shopper.press('Continue to payment');

  await isAtStep(shopper, '/payment', 'Payment');
  await shopper.sees('€413.90');
  await shopper.sees('Kaisa Laine'); // a finished step is a line that can be changed
  expect(await shopper.isChosen(/^Card/)).toBe(true);
  await card(shopper, { by: 'type' });
  await shopper.press('Continue to review');

  await isAtStep(shopper, '/review', 'Review', 'Review and pay');
  for (const answer of [KAISA.email, 'Kaisa Laine', /Runeberginkatu 22 A 9, 00100 Helsinki,? Finland/, KAISA.phone, 'Visa ending 4242', 'Same as delivery']) await shopper.sees(answer);
  expect((await shopper.text()).match(/€413\.90/g).length).toBeGreaterThanOrEqual(2); // sum and button
  await shopper.press('Buy now – pay €413.90');

  await isThanked(shopper);
  for (const fact of [`on its way to ${KAISA.email}`, 'FJ-20481', 'Runeberginkatu 22 A 9', 'Visa ending 4242', '€413.90, charged when it ships', 'What happens next']) await shopper.sees(fact);
  await shopper.hasFocus(HEADING);
});

// shows: UX-14, UX-24
test('a press while the ways of delivery are on their way goes on with them; a field that is empty is said at once', { tag: '@chromium' }, async ({ shopper }) => {
  await toDelivery(shopper, { latency: 1200 });
  const street = KAISA.street;
  for (const [label, text] of [['Full name', KAISA.name], ['City', KAISA.city], ['Phone', KAISA.phone], ['Postcode', KAISA.postcode]]) await shopper.fill(label, text);
  await shopper.press('Continue to payment');
  await shopper.hasFocus('error-summary');
  await shopper.fill('Street and number', street);
  await shopper.fill('Postcode', '33100'); // told anew, a little after the last key
  await shopper.press('Continue to payment');
  expect(await shopper.run(() => document.querySelectorAll('form [type=submit][aria-busy=true]').length)).toBe(1);
  expect(await shopper.has('link', /^Choose a (delivery|way)/)).toBe(false);
  await shopper.isAccessible('a step that waits for the shop');
  await shopper.isOn('Payment');
  await shopper.back();
  await shopper.isOn('Delivery');
  await shopper.holds('Street and number', street);
});
