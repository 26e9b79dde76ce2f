//! Every screen and state of the checkout, one after the other, in any language.
//!
//! `await everyScreen(shopper, { language: 'ar' }, (name) => shopper.isAccessible(name))` stops at each of them.
import { expect } from '@playwright/test';
import { CARDS, KAISA, address, card, words } from './journey.mjs';

/** A text with values in it, as a pattern: what stands before, between and behind them. */
const like = (text) => new RegExp(text.split(/\{\w+\}/).map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*'));

export async function everyScreen(shopper, { language = 'en', options = {} }, at) {
  const say = words(language);
  const on = (key) => shopper.isOn(say(key));
  const press = (key) => shopper.press(say(key));
  const choose = (key) => shopper.choose(new RegExp(`^${say(key)}`));
  const refused = () => shopper.hasFocus('error-summary');
  const all = { lang: language, ...options };

  await shopper.open(address('/', all));
  await on('bag.title');
  await at('bag');
  // Narrow, or with large text: the receipt is folded.
  if (await shopper.run(() => document.querySelector('summary.kassa-bar__toggle').checkVisibility())) await shopper.unfold(say('summary.title'));
  await shopper.unfold(say('summary.code.open'));
  await shopper.fill(say('field.code.label'), 'SOMMER');
  await press('shared.apply');
  await shopper.sees(say('fault.code_expired'));
  await at('bag-code-refused');
  await press('step.contact.forward');

  await on('contact.title');
  await at('contact');
  await press('step.delivery.forward');
  await refused();
  await at('contact-error');
  await shopper.fill(say('field.email.label'), 'kaisa.laine@gmial.com');
  await shopper.keys('Tab');
  await shopper.sees('kaisa.laine@gmail.com');
  await at('contact-suggestion');
  await shopper.fill(say('field.email.label'), KAISA.email);
  await press('step.delivery.forward');

  await on('delivery.title');
  await at('delivery');
  await press('step.payment.forward');
  await refused();
  await at('delivery-error');
  await choose('delivery.collect');
  await shopper.sees(say('collect.title'));
  await at('collect');
  await choose('delivery.ship');
  for (const part of ['name', 'street', 'postcode', 'city', 'phone']) await shopper.fill(say(`field.${part}.label`), KAISA[part]);
  await expect.poll(() => shopper.has('radio', /Nordpost/)).toBe(true);
  await at('delivery-filled');
  await press('step.payment.forward');

  await on('payment.title');
  await shopper.inside(say('card.title'), (frame) => frame.sees(say('card.number.label')));
  await at('payment');
  await press('step.review.forward');
  await refused();
  await shopper.inside(say('card.title'), (frame) => frame.sees(say('card.number.fault.missing')));
  await at('payment-error');
  await card(shopper, { number: CARDS.funds }, say);
  await press('step.review.forward');

  await on('review.title');
  await at('review');
  await shopper.press(like(say('review.place')));
  await on('payment.title');
  await shopper.sees(say('decline.funds.title'));
  await expect.poll(() => shopper.run(() => document.activeElement.hasAttribute('data-kassa-notice'))).toBe(true);
  await at('declined');
  await card(shopper, { number: CARDS.slow }, say);
  await press('step.review.forward');
  await on('review.title');
  await shopper.press(like(say('review.place')));
  await on('processing.title');
  await at('processing');
  await shopper.reload(); // faster than this bank, and nothing was ordered yet
  await on('payment.title');
  await card(shopper, {}, say);
  await press('step.review.forward');
  await on('review.title');
  await shopper.press(like(say('review.place')));
  await shopper.isOn(like(say('thanks.title')));
  await at('thanks');
  await press('footer.returns');
  await shopper.sees(say('policy.returns.p2'));
  await at('policy');
}

/** Those that lie off the way: nothing to buy, held for a look, nothing came. */
export async function restOfScreens(shopper, faults, { language = 'en', options = {} }, at) {
  const say = words(language);
  const all = { lang: language, ...options };
  // First, before the browser has the app in its cache.
  await faults.set([{ match: '\\.wasm$', kind: 'abort', times: -1 }]);
  await shopper.open(address('/contact', all));
  await expect.poll(() => shopper.has('button', 'Try again'), { timeout: 10_000 }).toBe(true);
  await at('failed-load');
  await faults.set([]);

  await shopper.open(address('/', { ...all, cart: 'empty' }));
  await shopper.isOn(say('bag.empty.title'));
  await at('bag-empty');

  await shopper.open(address('/', { ...all, cart: 'zero', fresh: 1 }));
  await shopper.isOn(say('bag.title'));
  await shopper.press(say('step.contact.forward'));
  await shopper.isOn(say('contact.title'));
  await shopper.fill(say('field.email.label'), 'review@example.fi');
  await shopper.press(say('step.review.forward'));
  await shopper.isOn(say('review.title'));
  await at('review-free');
  await shopper.press(say('review.place_free'));
  await shopper.isOn(say('hold.title'));
  await at('under-review');
}
