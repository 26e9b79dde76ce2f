//! Other ways through: collected, invoiced, nothing to send, nothing to pay; codes, quantities, offers, countries.
import { expect, test } from '../lib/test.mjs';
import { CARD, KAISA, address, card, isThanked, pay, ship, toBag, toContact, toDelivery, toPayment, toReview } from '../lib/journey.mjs';

/** Every row of the totals that is drawn, folded away or not: `Delivery: Free`. */
const rows = (shopper) => shopper.run(() => {
  const whole = [...document.querySelectorAll('.kassa-totals')].at(-1);
  return [...whole.querySelectorAll('.kassa-totals__row')].map((row) => [...row.children].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim()).join(': '));
});
const row = (shopper, wanted) => expect.poll(() => rows(shopper), { message: `a row ${wanted}` }).toContainEqual(expect.stringMatching(wanted));
const steps = (shopper) => shopper.run(() => document.querySelectorAll('nav li').length);

// shows: S0-21, S0-20, UX-21, S2-22
test('collects in a shop and pays there', { tag: '@chromium' }, async ({ shopper }) => {
  await toDelivery(shopper);
  await shopper.choose(/^Collect/);
  await shopper.sees('Where do you want to collect?');
  await shopper.sees(/Our shop/);
  await shopper.choose(/Kamppi/);
  await shopper.fill('Full name', KAISA.name);
  await shopper.fill('Phone', KAISA.phone);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.choose(/^Pay on collection/);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.sees(/Collect at .*Kamppi/);
  await shopper.press('Order with obligation to pay €407.00');
  await isThanked(shopper);
  for (const fact of [/Kamppi/, 'Ready to collect', 'paid when you collect', /Collected by Kaisa Laine/i]) await shopper.sees(fact);
});

// shows: S1-6, S2-19, S2-22, S3-16
test('pays by invoice, whose fee is on the option before it is chosen', { tag: '@chromium' }, async ({ shopper }) => {
  await toPayment(shopper);
  await shopper.sees(/Invoice.*Due 14 days after dispatch.*\+ €2\.50/);
  await shopper.choose(/^Invoice/);
  await shopper.sees('€409.50');
  await row(shopper, /^Fee for Invoice: €2\.50$/);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.sees(/Fee for Invoice \+€2\.50/);
  await shopper.press('Order with obligation to pay €409.50');
  await isThanked(shopper);
  await shopper.sees('€409.50, due 14 days after dispatch');
});

// shows: UX-04, S1-16, S3-13
test('things that come by e-mail need no delivery', { tag: '@chromium' }, async ({ shopper }) => {
  await toContact(shopper, { cart: 'virtual' });
  expect(await steps(shopper)).toBe(4);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.press('Buy now – pay €59.00');
  await isThanked(shopper, 'FJ-20481', null);
  await shopper.sees(/Sent by e-mail.*kaisa\.laine@example\.fi/);
});

// shows: S1-15, S1-16
test('nothing to pay needs no payment', { tag: '@chromium' }, async ({ shopper }) => {
  await toContact(shopper, { cart: 'zero' });
  expect(await steps(shopper)).toBe(3);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.press('Place the order, nothing to pay');
  await isThanked(shopper, 'FJ-20481', null);
  await shopper.sees('Nothing to pay');
});

test.describe('in the bag', () => {
  /** Opens the receipt where it is folded into a bar, and in it the field for a code. */
  async function unfoldCode(shopper) {
    if (/phone/.test(shopper.visit.project)) await shopper.unfold('Order summary');
    await shopper.unfold('Add a promo code or gift card');
  }
  async function apply(shopper, code) {
    await shopper.fill('Code', code);
    await shopper.press('Apply');
  }

  // shows: S0-37, UX-05, UX-06, UX-11
  test('a code is refused with its reason, kept as typed, and taken when it is good', { tag: '@blink' }, async ({ shopper }) => {
    await toBag(shopper);
    expect(await shopper.has('textbox', 'Code')).toBe(false);
    await unfoldCode(shopper);
    for (const [code, reason] of [
      ['HELLO', 'We do not know this code'],
      ['SOMMER', 'The time for this code is over'],
      ['NORGE15', 'This code is not for the country you chose'],
    ]) {
      await apply(shopper, code);
      await shopper.sees(reason);
      await shopper.holds('Code', code);
    }
    await apply(shopper, ' villmark10 ');
    await shopper.sees('10 % off');
    await row(shopper, /^Total: (EUR ?)?€366\.30/);
    expect(await shopper.has('button', 'Remove code VILLMARK10')).toBe(true);
    await shopper.press('Remove code VILLMARK10');
    await row(shopper, /^Total: (EUR ?)?€407\.00/);
  });

  // shows: S0-37
  test('a code below its minimum says how much it takes', { tag: '@chromium' }, async ({ shopper }) => {
    await toBag(shopper);
    await shopper.press('Remove Lofoten shell jacket');
    await row(shopper, /^Total: (EUR ?)?€158\.00/);
    await unfoldCode(shopper);
    await apply(shopper, 'TAKK20');
    await shopper.sees('This code is for orders from €200.00');
  });

  // shows: S0-6, S0-33, S0-34, A11Y-13
  test('quantity, removal and its undo, with the focus where the shopper is', async ({ shopper }) => {
    await toBag(shopper);
    await shopper.press('Remove one Vidda merino base layer');
    await shopper.holds('Quantity of Vidda merino base layer', '1');
    await row(shopper, /^Total: (EUR ?)?€328\.00/);
    await shopper.press('Add one Vidda merino base layer');
    await row(shopper, /^Total: (EUR ?)?€407\.00/);
    await shopper.type('Quantity of Vidda merino base layer', 'two');
    await shopper.keys('Tab');
    await shopper.sees(/digits/);
    await shopper.keys('Shift+Tab', 'Control+a', '2', 'Tab');
    await expect.poll(() => shopper.run(() => document.querySelectorAll('[aria-invalid=true]').length)).toBe(0);

    await shopper.press('Remove Vidda merino base layer');
    await shopper.sees('Vidda merino base layer was removed.');
    await shopper.hasFocus('gone-base');
    await row(shopper, /^Total: (EUR ?)?€249\.00/);
    await shopper.press('Put Vidda merino base layer back');
    await row(shopper, /^Total: (EUR ?)?€407\.00/);
    await shopper.hasFocus(/^line-/);
    await shopper.holds('Quantity of Vidda merino base layer', '2');
  });

  // shows: S3-20, S3-22
  test('a gift comes with the jacket and goes with it; free delivery has a threshold', { tag: '@chromium' }, async ({ shopper }) => {
    await toBag(shopper);
    await shopper.sees('Gift with your jacket');
    expect(await shopper.has('button', /^Remove Enamel mug/)).toBe(false);
    await shopper.press('Remove Lofoten shell jacket');
    await shopper.misses('Enamel mug');
    await shopper.press('Remove one Vidda merino base layer');
    if (/phone/.test(shopper.visit.project)) await shopper.unfold('Order summary');
    await row(shopper, /^Delivery: from €4\.90/);
    await shopper.press('Put Lofoten shell jacket back');
    await shopper.sees('Gift with your jacket');
    await row(shopper, /^Delivery: (from €0\.00|Free)/);
  });

  // shows: S0-3, UX-33
  test('an empty bag says so and leads nowhere', { tag: '@chromium' }, async ({ shopper }) => {
    await shopper.open(address('/', { cart: 'empty' }));
    await shopper.isOn('Your bag is empty');
    expect(await shopper.has('button', 'Continue to contact')).toBe(false);
    await shopper.press('Add Lofoten shell jacket');
    await shopper.isOn('Your bag');
    await shopper.press('Continue to contact');
    await shopper.isOn('Contact');
  });
});

// shows: S4-13, UX-29, UX-14, I18N-07
test('to Norway and back: another currency, every text kept', { tag: '@desk' }, async ({ shopper }) => {
  await toDelivery(shopper);
  await ship(shopper);
  await shopper.select('Country', 'Norway');
  await row(shopper, /^Total: .*4,597\.00/);
  await shopper.holds('Street and number', KAISA.street);
  await shopper.holds('City', KAISA.city);
  await shopper.holds('Full name', KAISA.name);
  await shopper.fill('Postcode', '5008');
  await shopper.sees('to 5008');
  await shopper.select('Country', 'Finland');
  await row(shopper, /^Total: .*€4\d\d\.\d\d/);
  await shopper.fill('Postcode', KAISA.postcode);
  for (const [label, text] of [['Full name', KAISA.name], ['Street and number', KAISA.street], ['City', KAISA.city], ['Phone', KAISA.phone]]) await shopper.holds(label, text);
});

// shows: UX-04, S4-2, S4-3, A11Y-22
test('the bill goes elsewhere', { tag: '@chromium' }, async ({ shopper }) => {
  await toPayment(shopper);
  await card(shopper);
  await shopper.uncheck(/^Billing address is the same as delivery/);
  await shopper.press('Continue to review');
  await shopper.hasFocus('error-summary'); // what is missing is said, with the way to it
  await shopper.follow('Enter the full name for the parcel');
  await shopper.fill('Full name', 'Aino Virta');
  await shopper.fill('Street and number', 'Hämeenkatu 5');
  await shopper.fill('Postcode', '33100');
  await shopper.fill('City', 'Tampere');
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.sees(/Bill to Aino Virta, Hämeenkatu 5, 33100 Tampere/);
  await pay(shopper);
  await isThanked(shopper);
  await shopper.sees(/Bill to Aino Virta/);
});

// shows: S2-24, S2-28, S4-7
test('an order that a person looks at is received, not thanked for', { tag: '@chromium' }, async ({ shopper }) => {
  await toContact(shopper);
  await shopper.fill('E-mail', 'review@example.fi');
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await ship(shopper);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await pay(shopper);
  await shopper.isOn('We have your order and are taking one more look');
  await shopper.sees('FJ-20481');
  await shopper.sees('Not charged yet');
  await shopper.reload();
  await shopper.isOn('We have your order and are taking one more look');
});

// shows: S0-14, S0-15, S3-2, S3-9, S3-34, LEG-12
test('the policies open without leaving the checkout', { tag: '@desk' }, async ({ shopper }) => {
  await toContact(shopper);
  await shopper.fill('E-mail', KAISA.email);
  for (const [name, text] of [['Returns', 'You have 30 days'], ['Terms', 'Terms of sale'], ['Privacy', 'follows nobody'], ['Help', 'Common questions']]) {
    await shopper.press(name);
    await shopper.sees(text);
    await shopper.keys('Escape');
    await shopper.misses(text);
  }
  await shopper.isAt('/contact');
  await shopper.holds('E-mail', KAISA.email);
});
