//! The way through the checkout, said once: what a shopper types and presses to reach a step.
//!
//! Written with the verbs of `shopper` only, so it runs in every engine. The clock of the shop stands still at a Sunday
//! afternoon and its answers come at once.
import fs from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { OFTEN } from './shopper.mjs';

const LOCALES = path.join(import.meta.dirname, '../../../public/locales');

/** The words of a language by their key, with the values put in: `say('review.place', { amount: '€407.00' })`. */
export function words(language) {
  const all = JSON.parse(fs.readFileSync(path.join(LOCALES, `${language}.json`), 'utf8'));
  return (key, values = {}) => {
    if (!(key in all)) throw new Error(`${language}.json has no ${key}`);
    return all[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  };
}
export const en = words('en');

/** A path of the page with what the demo shop shall be like (src/backend/demo/README-sentinels.md). */
export function address(to = '/', options = {}) {
  return `${to}?${new URLSearchParams({ clock: '2026-11-22T14:06', latency: 0, ...options })}`;
}

export const KAISA = {
  email: 'kaisa.laine@example.fi', name: 'Kaisa Laine', street: 'Runeberginkatu 22 A 9', postcode: '00100', city: 'Helsinki', phone: '+358 40 123 4567',
};
/** The card that pays. The expiry is far from any clock the tests run by. */
export const CARD = { number: '4242424242424242', expiry: '1230', code: '123' };
/** The numbers of the demo shop's cards, by what comes of them. */
export const CARDS = {
  generic: '4000000000000002', funds: '4000000000009995', expired: '4000000000000069', code: '4000000000000127', number: '4000000000000226',
  lost: '4000000000009987', stolen: '4000000000009979', limit: '4000000000006975', notPermitted: '4000000000000309',
  authentication: '4000008400001629', fraud: '4100000000000019', issuer: '4000000000000119', later: '4000000000000143',
  lostAnswer: '4000000000000507', lostBefore: '4000000000000515', review: '4000000000009235', priceRise: '4000000000000523',
  soldOut: '4000000000000531', server: '4000000000000549', malformed: '4000000000000556', slow: '4000000000000564', poll: '4000000000000572',
};

export async function toBag(shopper, options) {
  await shopper.open(address('/', options));
  await shopper.isOn('Your bag');
}

/** Straight there, as a link of the shop may lead: what becomes of the bag is asked in tests of their own. */
export async function toContact(shopper, options) {
  await shopper.open(address('/contact', options));
  await shopper.isOn('Contact');
}

export async function toDelivery(shopper, options) {
  await toContact(shopper, options);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
}

/** Signs Kaisa in by her password at the contact step, and opens what the delivery step knows of her. */
export async function toSavedDelivery(shopper, options) {
  await toContact(shopper, options);
  await shopper.choose(/^Sign in/);
  await shopper.fill('E-mail', KAISA.email);
  await shopper.unfold('Use a password instead');
  await shopper.fill('Password', 'Fjelltur-2026');
  await shopper.press('Sign in');
  await shopper.sees('Signed in as Kaisa Laine');
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.follow('Change deliver to');
  await shopper.isOn('Delivery');
}

/** Fills the address and waits for the ways to deliver there. */
export async function ship(shopper, { name, street, postcode, city, phone } = KAISA) {
  await shopper.fill('Full name', name);
  await shopper.fill('Street and number', street);
  await shopper.fill('Postcode', postcode);
  await shopper.fill('City', city);
  await shopper.fill('Phone', phone);
  await expect.poll(() => shopper.has('radio', /./), { message: 'ways to deliver', intervals: OFTEN }).toBe(true);
  await shopper.sees(`to ${postcode}`);
}

export async function toPayment(shopper, options) {
  await toDelivery(shopper, options);
  await ship(shopper);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
}

/** Fills the provider's frame; `by` type, key by key. */
export function card(shopper, { number = CARD.number, expiry = CARD.expiry, code = CARD.code, by = 'fill' } = {}, say = en) {
  return shopper.inside(say('card.title'), async (frame) => {
    await frame[by](say('card.number.label'), number);
    await frame[by](say('card.expiry.label'), expiry);
    await frame[by](say('card.code.label'), code);
  });
}

export async function toReview(shopper, options, number = CARD.number) {
  await toPayment(shopper, options);
  await card(shopper, { number });
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
}

/** Presses the button that pays, whatever the amount. */
export const pay = (shopper) => shopper.press(/^Buy now – pay /);

export async function isThanked(shopper, number = 'FJ-20481', name = 'Kaisa') {
  await shopper.isOn(name ? `Thank you, ${name}` : 'Thank you');
  await shopper.sees(`Order ${number} is confirmed`);
}

/** The focus on the heading of a step, as `hasFocus` takes it: most have no id. */
export const HEADING = /^(h1|payment-title)$/;
