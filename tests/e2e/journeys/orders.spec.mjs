//! After the purchase: an order is found again, followed, ordered once more; and what a device forgets.
import { expect, test } from '../lib/test.mjs';
import { KAISA, address, isThanked, pay, toSavedDelivery, words } from '../lib/journey.mjs';

const en = words('en');
const NUMBER = 'FJ-20481';
/** The day after the first working day: the carrier has it. */
const LATER = { clock: '2026-11-25T14:06', shopper: 'kaisa' };

/** Buys as somebody known, who types nothing but the code of the card. */
async function buy(shopper, options = { shopper: 'kaisa', fresh: 1 }) {
  await shopper.open(address('/', options));
  await shopper.isOn('Your bag');
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.inside('Card details, secure', (frame) => frame.fill('Security code', '123'));
  await shopper.press('Continue to review');
  await shopper.isOn(/^Welcome back, Kaisa/);
  await pay(shopper);
  await isThanked(shopper);
}

/** What the page itself keeps that names Kaisa. The shop of the demo lives in the browser, too, and knows its customers. */
const held = (shopper) => shopper.run(() => Object.entries(localStorage).filter(([name, text]) => name.startsWith('kassa:') && /kaisa|Hämeentie/i.test(text)).map(([name]) => name));

// shows: S3-8, S4-19, S0-29, S0-42, S3-5, S1-22
test('[S3-8] an order is followed, listed, and goes into the bag again; who signs out opens it by number and address', { tag: '@blink' }, async ({ shopper }) => {
  await buy(shopper);
  await shopper.follow(en('orders.track'));
  await shopper.isAt(`/order/${NUMBER}`);
  await shopper.isOn(en('orders.packing'));
  await shopper.hasFocus('orders-title');
  await shopper.isAccessible('an order');
  // As the link of the letter leads there, three days later.
  await shopper.open(address(`/order/${NUMBER}`, LATER));
  await shopper.isOn(/^Arrives Thu 26/);
  await shopper.sees('€407.00, paid');
  await shopper.follow(en('orders.all'));
  await shopper.isOn(en('orders.title'));
  await shopper.sees(en('preferences.title'));
  await shopper.isAccessible('the list of orders');
  await shopper.follow(en('orders.order', { number: NUMBER }));
  await shopper.isOn(/^Arrives Thu 26/);
  await shopper.press(en('reorder.open'));
  await shopper.sees('as before');
  await shopper.press(/^Put 3 pieces in the bag/);
  await shopper.isOn('Your bag');
  await shopper.isAt('/');
  await shopper.sees('Lofoten shell jacket');
  await shopper.back();
  await shopper.isOn(/^Arrives Thu 26/);
  await shopper.follow(en('orders.all'));
  await shopper.isOn(en('orders.title'));
  await shopper.press(en('welcome.not_you'));
  // The bag was filled while she was signed in: it stays with her.
  await shopper.isOn(en('bag.empty.title'));
  await shopper.sees(en('notice.signed_out.title'));
  await shopper.misses('Kaisa');
  // A guest by now: nothing tells which of the two is wrong.
  await shopper.open(address(`/order/${NUMBER}`, LATER));
  await shopper.sees(en('orders.find.title'));
  await shopper.isAccessible('finding an order');
  await shopper.holds(en('thanks.number'), NUMBER);
  await shopper.press(en('orders.find.go'));
  await shopper.sees(en('orders.find.no_email'));
  const email = async (text) => {
    await shopper.run((value) => {
      const field = document.getElementById('email-order');
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }, text);
    await shopper.press(en('orders.find.go'));
  };
  await email('somebody@example.com');
  await shopper.sees(en('orders.find.none'));
  await shopper.fill(en('thanks.number'), NUMBER.toLowerCase());
  await email(KAISA.email);
  await shopper.isOn(/^Arrives Thu 26/);
});

// shows: SEC-21
test('a shared device forgets who was there once the order is placed', { tag: '@chromium' }, async ({ shopper }) => {
  await shopper.open(address('/contact', { shopper: 'kaisa', fresh: 1 }));
  await shopper.isOn('Contact');
  await shopper.check(new RegExp(`^${en('who.shared')}`));
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.inside('Card details, secure', (frame) => frame.fill('Security code', '123'));
  await shopper.press('Continue to review');
  await shopper.isOn(/^Welcome back, Kaisa/);
  await pay(shopper);
  await isThanked(shopper);
  await expect.poll(() => held(shopper), { message: 'what still names her' }).toEqual([]);
  await shopper.open(address('/orders'));
  await shopper.sees(en('orders.sign_in_text'));
  await shopper.misses(NUMBER);
});

test('a page whose shop has no accounts draws no doors, neither at first nor later', { tag: '@chromium' }, async ({ shopper }) => {
  // What a redirect leads to cannot be changed on the way: another page of this origin comes first.
  await shopper.open('/demo/mailbox.html');
  await shopper.page.route(/\/contact\?/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace('name="kassa-accounts" content="yes"', 'name="kassa-accounts" content="no"') });
  });
  await shopper.page.goto(new URL(address('/contact'), shopper.page.url()).href);
  await shopper.isOn('Contact');
  expect(await shopper.run(() => document.documentElement.dataset.accounts)).toBe('no');
  expect(await shopper.has('radio', /^Sign in/)).toBe(false);
  await expect.poll(() => shopper.run(() => !document.getElementById('kassa-shell')), { message: 'the app has taken over' }).toBe(true);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await shopper.back();
  await shopper.isOn('Contact');
  expect(await shopper.has('radio', /^Sign in/)).toBe(false);
});

test('a change of the address book that comes to nothing is told and loses nothing; so is forgetting', { tag: '@chromium' }, async ({ shopper }) => {
  await toSavedDelivery(shopper, { account: 'stuck' });
  await shopper.press(en('book.forget'));
  await shopper.sees(en('book.not_saved'));
  await shopper.holds('Street and number', 'Hämeentie 12 B 24');
  expect(await shopper.isChosen(/^Kaisa Laine.*Hämeentie 12/), 'it is still there').toBe(true);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.inside('Card details, secure', (frame) => frame.fill('Security code', '123'));
  await shopper.press('Continue to review');
  await shopper.isOn(/^Welcome back, Kaisa/);
  await shopper.press(en('welcome.forget'));
  await shopper.sees(en('welcome.still_here'));
  await shopper.isOn(/^Welcome back, Kaisa/);
  await shopper.sees('Hämeentie 12 B 24');
});
