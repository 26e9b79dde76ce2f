//! The spine's journeys, bought from the shop server over HTTP: another program on another port, which to a browser is
//! another origin, so that every engine here also asks whether it may (CORS). What is lost on the way is lost on a real wire.
import { CARDS, KAISA, card, en, pay, ship } from '../lib/journey.mjs';
import { expect, serving } from '../lib/serving.mjs';

const test = serving({ shop: {} });
/** Things that come by e-mail: the shortest way to Pay. */
const short = serving({ shop: { seed: 'virtual' } });

const SESSIONS = '/ucp/checkout-sessions/';
/** The requests that place orders. */
const placing = async (shop) => (await shop.seen()).filter(({ method, path }) => method === 'POST' && path.endsWith('/complete'));
const keys = (requests) => [...new Set(requests.map((request) => request.key))];

/** Opens the page with a new bag of the shop's. */
async function toBag(shopper, shop) {
  await shopper.open(`/?session=${await shop.bag()}`);
  await shopper.isOn('Your bag');
}

async function toDelivery(shopper, shop) {
  await toBag(shopper, shop);
  await shopper.press('Continue to contact');
  await shopper.isOn('Contact');
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
}

async function toPayment(shopper, shop) {
  await toDelivery(shopper, shop);
  await ship(shopper);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
}

async function toReview(shopper, { number } = {}) {
  await card(shopper, { number });
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
}

/** The number of the order that is thanked for. */
async function thanked(shopper, title = 'Thank you, Kaisa') {
  await shopper.isOn(title);
  await shopper.sees(/Order FJ-\d+ is confirmed/);
  return +/Order FJ-(\d+) is confirmed/.exec(await shopper.text())[1];
}

test('a guest has it shipped and pays by card, over the network', { tag: '@desk' }, async ({ shopper, shop }) => {
  await toBag(shopper, shop);
  for (const text of ['Lofoten shell jacket', '€407.00', 'Fjellvik']) await shopper.sees(text);
  await shopper.press('Continue to contact');
  await shopper.isOn('Contact');
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await ship(shopper);
  await shopper.choose(/^Evening delivery/);
  await shopper.sees('€413.90');
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.sees(KAISA.name);
  await toReview(shopper);
  for (const answer of [KAISA.email, KAISA.name, /Runeberginkatu 22 A 9, 00100 Helsinki,? Finland/, KAISA.phone, 'Visa ending 4242', 'Same as delivery']) await shopper.sees(answer);
  await shopper.press('Buy now – pay €413.90');
  await thanked(shopper);
  for (const fact of [`on its way to ${KAISA.email}`, KAISA.street, 'Visa ending 4242', '€413.90']) await shopper.sees(fact);
  const requests = await placing(shop);
  expect(requests.length, 'requests that place an order').toBe(1);
});

test('collects in a shop and pays there, over the network', { tag: '@chromium' }, async ({ shopper, shop }) => {
  await toDelivery(shopper, shop);
  await shopper.choose(/^Collect/);
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
  await thanked(shopper);
  for (const fact of [/Kamppi/, 'paid when you collect']) await shopper.sees(fact);
});

test('pays by invoice with its fee, over the network', { tag: '@chromium' }, async ({ shopper, shop }) => {
  await toPayment(shopper, shop);
  await shopper.choose(/^Invoice/);
  await shopper.sees('€409.50');
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.press('Order with obligation to pay €409.50');
  await thanked(shopper);
  await shopper.sees('€409.50, due 14 days after dispatch');
});

test('a declined card keeps everything, another one pays, over the network', { tag: '@chromium' }, async ({ shopper, shop }) => {
  await toPayment(shopper, shop);
  await toReview(shopper, { number: CARDS.funds });
  await pay(shopper);
  await shopper.isOn('Payment');
  for (const part of ['title', 'text', 'advice']) await shopper.sees(en(`decline.funds.${part}`));
  await shopper.sees(en('decline.not_charged'));
  await toReview(shopper);
  for (const answer of [KAISA.email, KAISA.street, 'Visa ending 4242']) await shopper.sees(answer);
  await pay(shopper);
  await thanked(shopper);
});

test('a code is refused with its reason and kept, a good one counts, over the network', { tag: '@chromium' }, async ({ shopper, shop }) => {
  await toBag(shopper, shop);
  await shopper.unfold('Add a promo code or gift card');
  for (const [code, reason] of [['HELLO', en('fault.code_unknown')], ['SOMMER', en('fault.code_expired')]]) {
    await shopper.fill('Code', code);
    await shopper.press('Apply');
    await shopper.sees(reason);
    await shopper.holds('Code', code);
  }
  await shopper.fill('Code', 'VILLMARK10');
  await shopper.press('Apply');
  await shopper.sees('€366.30');
  await shopper.press('Remove code VILLMARK10');
  await shopper.misses('€366.30');
  await shopper.sees('€407.00');
});

test('a reload at every step loses nothing, over the network', { tag: '@chromium' }, async ({ shopper, shop }) => {
  await toBag(shopper, shop);
  await shopper.press('Remove one Vidda merino base layer');
  await shopper.sees('€328.00');
  await shopper.reload();
  await shopper.isOn('Your bag');
  await shopper.sees('€328.00');
  await shopper.press('Continue to contact');
  await shopper.isOn('Contact');
  await shopper.fill('E-mail', KAISA.email);
  await shopper.reload();
  await shopper.isOn('Contact');
  await shopper.holds('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await ship(shopper);
  await shopper.reload();
  await shopper.isOn('Delivery');
  await shopper.holds('Street and number', KAISA.street);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.reload();
  await shopper.isOn('Payment');
  await toReview(shopper);
  await shopper.reload(); // card data is kept nowhere, so it is asked for again
  await shopper.isOn('Payment');
  await toReview(shopper);
  await pay(shopper);
  const number = await thanked(shopper);
  await shopper.reload();
  expect(await thanked(shopper)).toBe(number);
});

test('no finding of axe on any step, with a shop on the network', { tag: '@chromium' }, async ({ shopper, shop }) => {
  const clean = (name) => expect.soft(shopper.isAccessible(name)).resolves.toBeUndefined();
  await toBag(shopper, shop);
  await clean('bag');
  await shopper.press('Continue to contact');
  await shopper.isOn('Contact');
  await clean('contact');
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await ship(shopper);
  await clean('delivery');
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await clean('payment');
  await toReview(shopper);
  await clean('review');
  await pay(shopper);
  await thanked(shopper);
  await clean('thanks');
});

// shows: REL-07
test('a shop that is too busy while somebody types is asked again, and nobody notices', { tag: '@chromium' }, async ({ shopper, shop }) => {
  await toDelivery(shopper, shop);
  await shop.faults([
    { kind: 'status', status: 503, path: SESSIONS, method: 'PUT' },
    { kind: 'busy', retry_after: 1, path: SESSIONS, method: 'PUT' },
  ]);
  await ship(shopper);
  const puts = async () => (await shop.seen()).filter(({ method }) => method === 'PUT');
  await expect.poll(async () => (await puts()).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
  expect(keys((await puts()).slice(0, 3)).length, 'one change, sent three times under one key').toBe(1);
  expect(await shopper.run(() => document.querySelectorAll('[data-kassa-notice]').length), 'notices').toBe(0);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await toReview(shopper);
  await pay(shopper);
  await thanked(shopper);
});

short.describe('one order', { tag: '@chromium' }, () => {
  const PAY = 'Buy now – pay €59.00';

  async function toPay(shopper, shop) {
    await shopper.open(`/contact?session=${await shop.bag()}`);
    await shopper.isOn('Contact');
    await shopper.fill('E-mail', KAISA.email);
    await shopper.press('Continue to payment');
    await shopper.isOn('Payment');
    await toReview(shopper);
  }

  /** The shop counts its orders in their numbers: the next purchase has the next. */
  async function nextIs(shopper, shop, number) {
    await shopper.run(() => { localStorage.clear(); sessionStorage.clear(); });
    await toPay(shopper, shop);
    await shopper.press(PAY);
    expect(await thanked(shopper, 'Thank you')).toBe(number);
  }

  // What happens at Pay on the wire, how often the order is sent at least, and whether the next one is looked at, too.
  for (const [name, faults, sent, counted] of [
    ['an answer that is lost', [{ kind: 'reset-after', path: SESSIONS, method: 'POST' }], 1, 'counted'],
    ['a request that is lost', [{ kind: 'reset-before', path: SESSIONS, method: 'POST' }], 2],
    ['half an answer', [{ kind: 'truncate', path: SESSIONS, method: 'POST' }], 1],
    ['a page where the answer should be', [{ kind: 'html', path: SESSIONS, method: 'POST' }], 2],
  ]) {
    // shows: REL-03, REL-04
    short(`${name} at Pay is one order`, async ({ shopper, shop }) => {
      await toPay(shopper, shop);
      await shop.faults(faults);
      await shopper.press(PAY);
      const number = await thanked(shopper, 'Thank you');
      const requests = await placing(shop);
      expect(keys(requests).length, 'one key').toBe(1);
      expect(requests.length, 'sent').toBeGreaterThanOrEqual(sent);
      if (counted) await nextIs(shopper, shop, number + 1);
    });
  }

  // shows: UX-24, REL-01
  short('pressing Pay twice is one order', async ({ shopper, shop }) => {
    await toPay(shopper, shop);
    await shop.faults([{ kind: 'latency', ms: 300, path: SESSIONS, method: 'POST' }]);
    await shopper.pressTwice(PAY);
    const number = await thanked(shopper, 'Thank you');
    expect((await placing(shop)).length, 'requests that place an order').toBe(1);
    await nextIs(shopper, shop, number + 1);
  });
});

// shows: UX-02, S4-2
test('signs in by a code the shop has mailed, finds the address book, and signs out, over the network', { tag: '@chromium' }, async ({ shopper, shop }) => {
  await toBag(shopper, shop);
  await shopper.press('Continue to contact');
  await shopper.isOn('Contact');
  await shopper.choose(/^Sign in/);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('E-mail me a code');
  await shopper.sees(`If ${KAISA.email} has an account here, a code is on its way.`);
  await shopper.fill('Code', '000000');
  await shopper.press('Sign in');
  await shopper.sees(en('door.wrong_code'));
  await shopper.fill('Code', (await shop.letters()).at(-1).code);
  await shopper.press('Sign in');
  await shopper.sees('Signed in as Kaisa Laine');
  await shopper.sees('With a code by e-mail');
  // What this browser keeps is enough: the session is answered to whoever shows its token.
  await shopper.reload();
  await shopper.sees('Signed in as Kaisa Laine');
  const known = await shop.letters();
  expect(known.some(({ to }) => to === KAISA.email), 'letters').toBe(true);
  await shopper.open('/delivery');
  await shopper.isOn('Delivery');
  await shopper.sees(/Hämeentie 12 B 24/);
  await shopper.open('/contact');
  await shopper.press('Sign out');
  await shopper.misses('Signed in as Kaisa Laine');
});

/** Signs in with the password that everybody of the demo has. */
async function signIn(shopper, email, name) {
  await shopper.choose(/^Sign in/);
  await shopper.fill('E-mail', email);
  await shopper.unfold('Use a password instead');
  await shopper.fill('Password', 'Fjelltur-2026');
  await shopper.press('Sign in');
  await shopper.sees(`Signed in as ${name}`);
}

// shows: TAX-01
test('a company buys on a purchase order, and it is sent for approval, over the network', { tag: '@chromium' }, async ({ shopper, shop }) => {
  await toBag(shopper, shop);
  // Above what its buyer may order alone.
  for (let more = 0; more < 4; more += 1) await shopper.press('Add one Lofoten shell jacket');
  await shopper.press('Continue to contact');
  await shopper.isOn('Contact');
  await signIn(shopper, 'juho.salo@tunturi.example', 'Juho Salo');
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.sees('Tunturi Guides Oy, FI20774740, checked');
  await shopper.choose(/^Purchase order/);
  await shopper.fill('Purchase order number', 'PO-2026-0917');
  await shopper.press('Continue to review');
  await shopper.press('Send for approval');
  await shopper.isOn('Sent for approval');
  await shopper.sees('Waiting for Aino Heikkilä');
  expect((await placing(shop)).length, 'requests that place an order').toBe(1);
});

// shows: S2-3, S4-5
test('a kept card is offered first and pays; who signs out leaves no card and no order, over the network', { tag: '@chromium' }, async ({ shopper, shop }) => {
  await toBag(shopper, shop);
  await shopper.press('Continue to contact');
  await shopper.isOn('Contact');
  await signIn(shopper, KAISA.email, 'Kaisa Laine');
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.inside('Card details, secure', (frame) => frame.fill('Security code', '123'));
  await shopper.press('Continue to review');
  await shopper.isOn(/^Welcome back, Kaisa/);
  await shopper.sees('Visa ending 4412');
  await pay(shopper);
  await thanked(shopper);
  await shopper.open('/orders');
  await shopper.isOn(en('orders.title'));
  await shopper.press(/Sign out/);
  await shopper.misses('Kaisa');
  await shopper.misses(/Order FJ-/);
});
