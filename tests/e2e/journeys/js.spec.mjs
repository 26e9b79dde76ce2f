//! A backend that the merchant's page supplies: the example shop (examples/js-backend) in a real page, and what the
//! shopper and the console read when one of its functions does what it must not.
import { expect } from '../lib/test.mjs';
import { KAISA, card, en, pay } from '../lib/journey.mjs';
import { serving } from '../lib/serving.mjs';
import { OFTEN } from '../lib/shopper.mjs';

const EXAMPLE = 'examples/js-backend/shop.js';
const test = serving({ settings: { backend: 'js', accounts: 'no' }, scripts: ['/shop.js'], routes: { '/shop.js': EXAMPLE } });
const broken = serving({ settings: { backend: 'js', accounts: 'no' }, scripts: ['/broken-shop.js'], routes: { '/shop.js': EXAMPLE, '/broken-shop.js': 'tests/e2e/lib/broken-shop.js' } });

const KARI = { ...KAISA, email: 'kari@example.no', name: 'Kari Nordmann', street: 'Karl Johans gate 1', postcode: '0154', city: 'Oslo', phone: '+47 412 34 567' };

/** What the console said of us. */
function hears(shopper) {
  const console = [];
  shopper.page?.on('console', (message) => message.text().startsWith('Kassa:') && console.push(message.text()));
  return console;
}

async function toContact(shopper, to = '/') {
  await shopper.open(to);
  await shopper.isOn('Your bag');
  await shopper.sees('Fireweed tea');
  await shopper.press('Continue to contact');
  await shopper.isOn('Contact');
}

async function toDelivery(shopper, to) {
  await toContact(shopper, to);
  await shopper.fill('E-mail', KARI.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
}

async function toReview(shopper, to, number) {
  await toDelivery(shopper, to);
  await shopper.fill('Full name', KARI.name);
  await shopper.fill('Street and number', KARI.street);
  await shopper.fill('Postcode', KARI.postcode);
  await shopper.fill('City', KARI.city);
  await shopper.fill('Phone', KARI.phone);
  await expect.poll(() => shopper.has('radio', /Parcel locker/), { message: 'ways to deliver', intervals: OFTEN }).toBe(true);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await card(shopper, { number });
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
}

const orders = (shopper) => shopper.run(() => Object.keys(JSON.parse(localStorage.getItem('example-shop')).orders));

async function isThanked(shopper) {
  await shopper.isOn('Thank you, Kari');
  expect((await orders(shopper)).length, 'one order, however often it was sent').toBe(1);
}

test('a guest buys from a shop that the merchant’s page supplies', { tag: '@desk' }, async ({ shopper }) => {
  const console = hears(shopper);
  await toReview(shopper, '/');
  for (const answer of [KARI.email, KARI.name, 'Parcel locker', 'Visa ending 4242', 'Strand']) await shopper.sees(answer);
  await pay(shopper);
  await isThanked(shopper);
  for (const fact of [(await orders(shopper))[0], KARI.street, 'Visa ending 4242']) await shopper.sees(fact);
  await shopper.reload();
  await isThanked(shopper);
  expect(console).toEqual([]);
});

test('a merchant’s page that declines a card is understood; another card pays', { tag: '@chromium' }, async ({ shopper }) => {
  await toReview(shopper, '/', '4000000000009995');
  await pay(shopper);
  await shopper.isOn('Payment');
  for (const part of ['title', 'text', 'advice']) await shopper.sees(en(`decline.funds.${part}`));
  await card(shopper);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  for (const answer of [KARI.email, KARI.street]) await shopper.sees(answer);
  await pay(shopper);
  await isThanked(shopper);
});

/** What the function does, what the shopper reads when it does it every time, and what the console says. */
const FAULTS = [
  ['throw', 'server', /kassaBackend\.NAME\(\) threw TypeError: .*\n?.*taken as a fault of the shop/s],
  ['hang', 'no_answer', /kassaBackend\.NAME\(\) gave no answer within 2 seconds/],
  ['shape', 'corrupt', /kassaBackend\.NAME\(\) answered what cannot be used: `(order\.)?totals\.total` is "12,90 kr", but must be an amount in minor units/],
  ['circle', 'corrupt', /kassaBackend\.NAME\(\) answered what cannot be written as JSON: TypeError: .*circular/s],
];
const said = (pattern, name) => new RegExp(pattern.source.replace('NAME', name), pattern.flags);

for (const [how, words, sentence] of FAULTS) {
  broken(`what a merchant’s function must not do, when the page opens: ${how}`, { tag: '@chromium' }, async ({ shopper }) => {
    const console = hears(shopper);
    await shopper.open(`/?break=open:${how}:99`);
    await shopper.sees(en(`notice.${words}.title`));
    await expect.poll(() => console.join('\n')).toMatch(said(sentence, 'open'));
    await shopper.run(() => sessionStorage.setItem('mend', '1'));
    await shopper.press(en('shared.retry'));
    await shopper.isOn('Your bag');
    await shopper.sees('Fireweed tea');
  });

  broken(`what a merchant’s function must not do, at Pay: ${how}`, { tag: '@chromium' }, async ({ shopper }) => {
    const console = hears(shopper);
    await toReview(shopper, `/?break=place:${how}`);
    await pay(shopper);
    await expect.poll(() => console.join('\n')).toMatch(said(sentence, 'place'));
    await isThanked(shopper); // the key was looked up, and the order sent again only where it was never seen
  });
}

broken('a merchant’s function that fails while somebody types loses nothing', { tag: '@chromium' }, async ({ shopper }) => {
  test.setTimeout(90_000);
  await toContact(shopper, '/?break=apply:throw:99');
  await shopper.fill('E-mail', KARI.email);
  await shopper.press('Continue to delivery');
  // Before anybody is told, the shop is read and asked again, with patience.
  await expect.poll(() => shopper.text(), { timeout: 40_000 }).toContain(en('notice.server.title'));
  await shopper.run(() => sessionStorage.setItem('mend', '1'));
  await shopper.press(en('shared.retry'));
  if (await shopper.has('button', 'Continue to delivery')) await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await shopper.sees(KARI.email);
});

broken('a merchant’s object that comes late, and as a promise, is waited for', { tag: '@chromium' }, async ({ shopper }) => {
  await shopper.open('/?break=late:x');
  await shopper.isOn('Your bag');
  await shopper.sees('Fireweed tea');
});

broken('a merchant’s object that never comes is told', { tag: '@chromium' }, async ({ shopper }) => {
  const console = hears(shopper);
  await shopper.open('/?break=never:x');
  await expect.poll(() => console.join('\n'), { timeout: 15_000 }).toMatch(/10 seconds later there is no window\.kassaBackend/);
  await shopper.sees(en('notice.setup.settings.title'));
});
