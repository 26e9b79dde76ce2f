//! Stripe as the payment provider: a page whose fields are Stripe's, against a stand-in of our own (tests/e2e/stripe).
//!
//! What is asked of every journey: one PaymentIntent for each attempt to pay, one order, and no card number outside the
//! frames of the stand-in.
import path from 'node:path';
import { expect, test as base } from '../lib/test.mjs';
import { KAISA, card as typed, en, toPayment as toOwnFields } from '../lib/journey.mjs';
import { OFTEN } from '../lib/shopper.mjs';
import { serve } from '../../../scripts/serve.mjs';
import { KEY, start } from '../stripe/account.mjs';

const root = path.join(import.meta.dirname, '../../..');
const FRAME = 'Secure payment input frame';
const KARI = { ...KAISA, email: 'kari@example.no', name: 'Kari Nordmann', street: 'Karl Johans gate 1', postcode: '0154', city: 'Oslo', phone: '+47 412 34 567' };
const CARDS = { good: '4242424242424242', funds: '4000000000009995', lost: '4000000000009987', asks: '4000002760003184', leaves: '4000000000003220', silent: '4000000000000341', late: '4000000000000358', slow: '4000000000000572' };

const test = base.extend({
  account: [async ({}, use) => {
    const account = await start();
    const settings = { backend: 'js', provider: 'stripe', 'stripe-key': KEY, 'stripe-script': account.script, merchant: account.merchant };
    const page = await serve(path.resolve(root, process.env.E2E_BACKENDS_DIST ?? 'dist-monolith'), {
      port: 0, faults: true, settings, scripts: ['/shop.js'], connect: [account.merchant], provider: { script: [account.origin], frame: [account.origin] },
      routes: { '/shop.js': path.join(root, 'tests/e2e/stripe/shop.js'), '/example-shop.js': path.join(root, 'examples/js-backend/shop.js') },
    });
    await use({ ...account, page, set: settings });
    page.close();
    account.stop();
  }, { scope: 'worker' }],
  baseURL: async ({ account }, use) => use(account.page.page),
  /** What Stripe's account has; nothing of the test before. */
  stripe: async ({ account }, use) => {
    account.stripe.intents.clear();
    account.stripe.kept.length = account.stripe.seen.length = 0;
    for (const name of Object.keys(account.settings)) delete account.settings[name];
    await use({
      ...account,
      account: account.stripe,
      intents: () => [...account.stripe.intents.values()],
    });
    account.set['stripe-key'] = KEY;
    delete account.set['stripe-customer'];
  },
  /** Every request of the page that a card number is in, but for those to the stand-in. */
  leaks: async ({ page, account }, use) => {
    const found = [];
    // WebKit's driver hears no requests.
    page?.on('request', (request) => {
      if (request.url().startsWith(account.origin)) return;
      if (Object.values(CARDS).some((number) => `${request.url()} ${request.postData() ?? ''}`.includes(number))) found.push(request.url());
    });
    await use(found);
    expect(found, 'requests with a card number in them').toEqual([]);
  },
});
// Every engine buys, is refused, is asked by the bank above the page and pays once (`@desk`). The rest is Chromium's: it
// takes `page` (routes, frames, the console), which WebKit's classic WebDriver has not, or differs by the shop's answers only.

async function toPayment(shopper, to = '/') {
  await shopper.open(to);
  await shopper.isOn('Your bag');
  await shopper.press('Continue to contact');
  await shopper.isOn('Contact');
  await shopper.fill('E-mail', KARI.email);
  await shopper.press('Continue to delivery');
  await delivers(shopper);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
}

async function delivers(shopper) {
  await shopper.isOn('Delivery');
  await shopper.fill('Full name', KARI.name);
  await shopper.fill('Street and number', KARI.street);
  await shopper.fill('Postcode', KARI.postcode);
  await shopper.fill('City', KARI.city);
  await shopper.fill('Phone', KARI.phone);
  await expect.poll(() => shopper.has('radio', /Parcel locker/), { message: 'ways to deliver', intervals: OFTEN }).toBe(true);
}

function card(shopper, number = CARDS.good) {
  return shopper.inside(FRAME, async (frame) => {
    await frame.fill('Card number', number);
    await frame.fill('Expiration date', '12 / 34');
    await frame.fill('Security code', '123');
  });
}

async function toReview(shopper, number, to) {
  await toPayment(shopper, to);
  await card(shopper, number);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
}

const pay = (shopper) => shopper.press(/^Buy now – pay /);
const orders = (shopper) => shopper.run(() => Object.keys(JSON.parse(localStorage.getItem('example-shop')).orders).length);

async function isThanked(shopper) {
  await shopper.isOn('Thank you, Kari');
  expect(await orders(shopper), 'one order').toBe(1);
}
const challenge = (shopper, answer) => shopper.inside('Bank confirmation', (frame) => frame.press(answer));
const statuses = (stripe) => stripe.intents().map(({ status }) => status);

// shows: SEC-02
test('a card typed into Stripe’s frame pays', { tag: '@chromium' }, async ({ shopper, stripe, leaks, page, faults }) => {
  await toPayment(shopper);
  // In the light DOM, where Stripe wants it, and in a document that is not ours.
  await expect.poll(() => page.frame({ url: /elements\.html/ })?.url()).toBe(`${stripe.origin}/elements.html`);
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.sees('Visa ending 4242');
  await pay(shopper);
  await isThanked(shopper);
  expect((await faults.seen()).join('\n'), 'nothing of our own fields').not.toMatch(/vault|card\.html/);
  expect(stripe.intents().map(({ status, amount, currency }) => [status, amount, currency])).toEqual([['succeeded', 55600, 'nok']]);
  expect(leaks).toEqual([]);
  const kept = await shopper.run(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  for (const number of [CARDS.good, 'ctoken_', '_secret_']) expect(kept).not.toContain(number);
  await shopper.reload();
  await isThanked(shopper);
});

test('what is not right is said in Stripe’s fields, and nothing goes on', { tag: '@chromium' }, async ({ shopper, stripe }) => {
  await toPayment(shopper);
  await shopper.press('Continue to review');
  await shopper.hasFocus(/error-summary|iframe/);
  await shopper.inside(FRAME, (frame) => frame.sees('Your card number is incomplete.'));
  await card(shopper, '4242424242424241');
  await shopper.press('Continue to review');
  await shopper.inside(FRAME, (frame) => frame.sees('Your card number is invalid.'));
  await shopper.isOn('Payment');
  expect(stripe.intents()).toEqual([]);
});

// shows: UX-25
test('a refused card says why and keeps everything; another one pays, with a PaymentIntent of its own', { tag: '@desk' }, async ({ shopper, stripe, leaks }) => {
  await toReview(shopper, CARDS.funds);
  await pay(shopper);
  await shopper.isOn('Payment');
  for (const part of ['title', 'text', 'advice']) await shopper.sees(en(`decline.funds.${part}`));
  await shopper.inside(FRAME, (frame) => frame.holds('Card number', CARDS.funds));
  await card(shopper, CARDS.lost);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await pay(shopper);
  await shopper.isOn('Payment');
  await shopper.sees(en('decline.refused.title')); // never: stolen
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  for (const answer of [KARI.email, KARI.street, 'Visa ending 4242']) await shopper.sees(answer);
  await pay(shopper);
  await isThanked(shopper);
  expect(statuses(stripe)).toEqual(['requires_payment_method', 'requires_payment_method', 'succeeded']);
});

test('another card put in the place of a whole one is the one that pays', { tag: '@chromium' }, async ({ shopper, stripe }) => {
  await toReview(shopper, CARDS.funds);
  await shopper.back();
  await shopper.isOn('Payment');
  // All at once: Stripe has nothing new to tell of it.
  await shopper.inside(FRAME, (frame) => frame.fill('Card number', '5555555555554444'));
  // Faster than a hand: the frame's word comes to the page before anybody has moved from one to the other.
  await new Promise((passed) => setTimeout(passed, 100));
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.sees('Mastercard ending 4444');
  await pay(shopper);
  await isThanked(shopper);
  expect(statuses(stripe)).toEqual(['succeeded']);
});

// shows: REL-02
test('Pay pressed twice is one PaymentIntent', { tag: '@chromium' }, async ({ shopper, stripe }) => {
  await toReview(shopper);
  await shopper.pressTwice(/^Buy now – pay /);
  await isThanked(shopper);
  expect(statuses(stripe)).toEqual(['succeeded']);
});

test('the bank asks in a window above the page: approved', { tag: '@desk' }, async ({ shopper, stripe, leaks }) => {
  await toReview(shopper, CARDS.asks);
  await pay(shopper);
  await shopper.isOn('Confirm with your bank');
  await challenge(shopper, 'Complete');
  await isThanked(shopper);
  expect(statuses(stripe)).toEqual(['succeeded']);
});

test('the bank asks in a window above the page: refused, and another card pays', { tag: '@chromium' }, async ({ shopper, stripe }) => {
  await toReview(shopper, CARDS.asks);
  await pay(shopper);
  await shopper.isOn('Confirm with your bank');
  await challenge(shopper, 'Fail');
  await shopper.isOn('Payment');
  await shopper.sees(en('decline.authentication.title'));
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await pay(shopper);
  await isThanked(shopper);
  expect(statuses(stripe)).toEqual(['requires_payment_method', 'succeeded']);
});

test('the bank asks and nobody answers: its time runs out, everything is kept, and another card pays', { tag: '@chromium' }, async ({ shopper, stripe }) => {
  await toReview(shopper, CARDS.late);
  await pay(shopper);
  await shopper.isOn('Payment');
  for (const part of ['title', 'text', 'advice']) await shopper.sees(en(`decline.authentication.${part}`));
  await shopper.inside(FRAME, (frame) => frame.holds('Card number', CARDS.late));
  expect(await orders(shopper)).toBe(0);
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await pay(shopper);
  await isThanked(shopper);
  expect(statuses(stripe)).toEqual(['requires_payment_method', 'succeeded']);
});

// shows: REL-02
test('the same order reaches the shop three times and its answers are lost: one PaymentIntent, confirmed once', { tag: '@chromium' }, async ({ shopper, stripe, page }) => {
  let sent = 0;
  await page.route(`${stripe.merchant}/**`, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    sent += 1;
    // What a network does that doubles a request and loses every answer to it.
    for (let copy = 0; copy < 3; copy++) await route.fetch();
    return route.abort();
  });
  await toReview(shopper, CARDS.asks);
  await pay(shopper);
  await shopper.isOn('Confirm with your bank');
  // The page learned of the question by asking what became of its order: then the shopper says when to go on.
  await shopper.press(en('action.confirm.go'));
  await challenge(shopper, 'Complete');
  await isThanked(shopper);
  expect(sent).toBeGreaterThan(0);
  expect(statuses(stripe)).toEqual(['succeeded']);
});

// shows: REL-09
test('a script that never answers can be given up, and the payment is dead', { tag: '@chromium' }, async ({ shopper, stripe }) => {
  await toReview(shopper, CARDS.silent);
  await pay(shopper);
  await shopper.isOn('Confirm with your bank');
  expect(await shopper.has('button', /^Buy now/)).toBe(false);
  await shopper.isAccessible('waiting for the provider');
  await shopper.press(en('action.other'));
  await shopper.isOn(/^(Payment|Review and pay)$/);
  await shopper.sees(en('notice.cancelled.title'));
  expect(statuses(stripe)).toEqual(['canceled']);
  expect(await orders(shopper)).toBe(0);
});

test('a reload while the bank asks: the page asks first, then goes on', { tag: '@chromium' }, async ({ shopper, stripe }) => {
  await toReview(shopper, CARDS.asks);
  await pay(shopper);
  await shopper.isOn('Confirm with your bank');
  await shopper.inside('Bank confirmation', (frame) => frame.sees('Is it you who is paying?'));
  await shopper.reload();
  await shopper.isOn('Confirm with your bank');
  await shopper.isAccessible('before going on');
  await shopper.press(en('action.confirm.go'));
  await challenge(shopper, 'Complete');
  await isThanked(shopper);
  expect(statuses(stripe)).toEqual(['succeeded']);
});

// shows: REL-10
test('the bank has a page of its own: there and back, and the address says nothing', { tag: '@chromium' }, async ({ shopper, stripe, page }) => {
  await toReview(shopper, CARDS.leaves);
  await pay(shopper);
  await page.getByRole('button', { name: 'Complete' }).click();
  await page.waitForURL((address) => address.origin === new URL(stripe.page.page).origin);
  await isThanked(shopper);
  expect(await shopper.url()).not.toContain('secret');
  expect(statuses(stripe)).toEqual(['succeeded']);
});

test('back from the bank without an answer is not taken for one, and is not sent there again', { tag: '@chromium' }, async ({ shopper, stripe, page }) => {
  await toReview(shopper, CARDS.leaves);
  await pay(shopper);
  await page.getByRole('button', { name: 'Complete' }).waitFor();
  // As if it had worked: who types this has not paid.
  await page.goto(`${new URL(stripe.page.page).origin}/review?redirect_status=succeeded&payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_2`);
  await shopper.isOn('Confirm with your bank');
  expect(await orders(shopper)).toBe(0);
  await shopper.press(en('action.other'));
  await shopper.sees(en('notice.cancelled.title'));
  expect(statuses(stripe)).toEqual(['canceled']);
});

test('a bank that takes its time is waited for', { tag: '@chromium' }, async ({ shopper, stripe }) => {
  await toReview(shopper, CARDS.slow);
  await pay(shopper);
  await isThanked(shopper);
  expect(statuses(stripe)).toEqual(['succeeded']);
});

test('a shop that leaves confirming to the page is served, too', { tag: '@chromium' }, async ({ shopper, stripe }) => {
  stripe.settings.confirms = 'page';
  await toReview(shopper, CARDS.asks);
  await pay(shopper);
  await challenge(shopper, 'Complete');
  await isThanked(shopper);
  expect(statuses(stripe)).toEqual(['succeeded']);
});

test('a card that is only kept is confirmed with a SetupIntent', { tag: '@chromium' }, async ({ shopper, stripe }) => {
  for (const confirms of ['page', 'server']) {
    Object.assign(stripe.settings, { saves: true, confirms });
    await toReview(shopper, CARDS.asks);
    await pay(shopper);
    await challenge(shopper, 'Complete');
    await isThanked(shopper);
    expect(stripe.intents().map(({ object, status }) => [object, status])).toEqual([['setup_intent', 'succeeded']]);
    stripe.account.intents.clear();
    await shopper.run(() => localStorage.clear());
  }
});

test('the box that asks whether the card is kept: Stripe keeps it with the payment, and only then', { tag: '@chromium' }, async ({ shopper, stripe }) => {
  for (const kept of [false, true]) {
    await toPayment(shopper);
    await card(shopper);
    if (kept) await shopper.check(/^Save this card for next time/);
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
    await pay(shopper);
    await isThanked(shopper);
    expect(stripe.intents().map(({ setup_future_usage, status }) => [setup_future_usage, status])).toEqual([[kept ? 'off_session' : null, 'succeeded']]);
    expect(stripe.account.kept.map(({ card }) => card.last4)).toEqual(kept ? ['4242'] : []);
    stripe.account.intents.clear();
    await shopper.run(() => localStorage.clear());
  }
});

test('a customer Stripe knows: a kept card pays without being typed, another one is kept', { tag: '@chromium' }, async ({ shopper, stripe, page, leaks }) => {
  stripe.account.keep(CARDS.good);
  stripe.set['stripe-customer'] = stripe.account.customerSession();
  await toPayment(shopper);
  const frame = page.frameLocator(`iframe[title="${FRAME}"]`);
  await expect(frame.getByRole('radio', { name: 'Visa •••• 4242' })).toBeChecked();
  await expect(frame.getByLabel('Card number')).toBeHidden();
  expect(await shopper.has('checkbox', /^Save this card/), 'asked once: in Stripe’s fields').toBe(false);
  await shopper.isAccessible('kept cards of Stripe’s');
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.sees('Visa ending 4242');
  // Another one: the token of the kept card is not the one that pays.
  await shopper.back();
  await shopper.isOn('Payment');
  await frame.getByRole('radio', { name: 'New card' }).check();
  await card(shopper, '5555555555554444');
  await frame.getByLabel('Save payment details for future purchases').check();
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.sees('Mastercard ending 4444');
  await pay(shopper);
  await isThanked(shopper);
  expect(stripe.account.kept.map(({ card }) => card.last4)).toEqual(['4242', '4444']);
  // And the next time it stands first.
  await shopper.run(() => localStorage.clear());
  await toPayment(shopper);
  await expect(frame.getByRole('radio', { name: 'Mastercard •••• 4444' })).toBeChecked();
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await pay(shopper);
  await isThanked(shopper);
  expect(stripe.intents().map(({ payment_method, status }) => [payment_method, status])).toEqual([[null, 'succeeded'], [stripe.account.kept[1].id, 'succeeded']]);
});

test('a script that is blocked says so beside its method; other methods work, and it can be tried again', { tag: '@chromium' }, async ({ shopper, stripe, page }) => {
  await page.route(stripe.script, (route) => route.abort());
  await toPayment(shopper);
  await shopper.sees(en('card.missing.title'));
  await shopper.sees(en('card.missing.script'));
  await shopper.isAccessible('no card fields');
  await page.unroute(stripe.script);
  await shopper.press(en('shared.retry'));
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await pay(shopper);
  await isThanked(shopper);
});

test('without Stripe the invoice still buys', { tag: '@chromium' }, async ({ shopper, stripe, page }) => {
  await page.route(stripe.script, (route) => route.abort());
  await toPayment(shopper);
  await shopper.sees(en('card.missing.title'));
  await shopper.choose(/^Invoice/);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.press(/^Order with obligation to pay /);
  await isThanked(shopper);
  expect(stripe.intents()).toEqual([]);
});

test('a voucher that pays all of it: no fields, nothing of Stripe’s is fetched, and the order is placed', { tag: '@chromium' }, async ({ shopper, stripe, page }) => {
  const asked = [];
  page.on('request', (request) => request.url().startsWith(new URL(stripe.script).origin) && asked.push(request.url()));
  await shopper.open('/');
  await shopper.isOn('Your bag');
  await shopper.press(/^Add .*Heather honey/);
  // From this many on the parcel locker costs nothing.
  await shopper.press(en('bag.more').replace('{item}', 'Stoneware cup'));
  await shopper.unfold(en('summary.code.open'));
  await shopper.fill(en('field.code.label'), 'gift');
  await shopper.press(en('shared.apply'));
  await shopper.sees('100 % off');
  await shopper.press('Continue to contact');
  await shopper.fill('E-mail', KARI.email);
  await shopper.press('Continue to delivery');
  await delivers(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await shopper.isAccessible('nothing to pay');
  await page.locator('#pay').click();
  await isThanked(shopper);
  await shopper.sees(en('thanks.nothing_paid'));
  expect(stripe.intents()).toEqual([]);
  expect(asked, 'of Stripe’s').toEqual([]);
});

/** Settings, and what the console and the shopper are told. */
const WRONG = [
  ['an unknown key', 'pk_test_other', /Stripe's Payment Element says: Invalid API Key/, 'card.missing.fields'],
  ['a secret key', 'sk_test_mistake', /`kassa-stripe-key` is `…`, but must be a publishable key/, 'card.missing.settings'],
];
for (const [name, key, sentence, words] of WRONG) {
  test(`${name} is told to the console, and the page lives`, { tag: '@chromium' }, async ({ shopper, stripe, page }) => {
    const told = [];
    page.on('console', (message) => told.push(message.text()));
    stripe.set['stripe-key'] = key;
    await toPayment(shopper);
    await shopper.sees(en(words));
    expect(told.join('\n')).toMatch(sentence);
    expect(told.join('\n')).not.toContain('mistake');
    await shopper.choose(/^Invoice/);
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
  });
}

test('the fields follow language and look', { tag: '@chromium' }, async ({ shopper, page }) => {
  await toPayment(shopper);
  const frame = page.frameLocator(`iframe[title="${FRAME}"]`);
  const scheme = () => frame.locator('html').evaluate((root) => [root.style.colorScheme, root.style.getPropertyValue('--colorText')].join(' '));
  await shopper.isAccessible('payment with Stripe');
  expect(await scheme()).toBe('light rgb(19, 32, 31)');
  await shopper.select(/^Appearance/, 'Dark');
  await expect.poll(scheme).toMatch(/^dark rgb\(2\d\d/);
  await shopper.select(/^Language/, 'Norsk bokmål');
  await shopper.inside(FRAME, (inside) => inside.sees('Kortnummer'));
});

base('a page that pays with our own fields downloads nothing of Stripe’s', { tag: '@chromium' }, async ({ shopper, faults }) => {
  await toOwnFields(shopper);
  await typed(shopper);
  const seen = (await faults.seen()).join('\n');
  expect(seen, 'the page is cut into parts').toMatch(/split_steps/);
  expect(seen).not.toMatch(/stripe/);
});
