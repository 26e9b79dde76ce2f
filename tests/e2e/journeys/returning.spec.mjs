//! Somebody the shop knows: welcome back, the address book, what one person filled in and the next one does not see.
import { expect, test } from '../lib/test.mjs';
import { isThanked, pay, toContact, toSavedDelivery, words } from '../lib/journey.mjs';

const en = words('en');
const CODE = '123';
const KNOWN = '/?shopper=kaisa&fresh=1';

/** Counts what a shopper does on the way to the order (UX-32). */
async function straightToPay(shopper) {
  let acts = 0;
  const act = async (doing) => {
    acts += 1;
    await doing;
  };
  await act(shopper.press('Continue to payment'));
  await shopper.isOn('Payment');
  await act(shopper.inside('Card details, secure', (frame) => frame.fill('Security code', CODE)));
  await act(shopper.press('Continue to review'));
  await shopper.isOn(/^Welcome back, Kaisa/);
  await shopper.sees('Remembered on this device');
  await shopper.isAccessible();
  await act(pay(shopper));
  await isThanked(shopper);
  return acts;
}

// shows: UX-32, S1-22, S2-3, S2-4, S3-31
test('[UX-32] from the bag to the order in at most six steps, with nothing typed but the code of the card', async ({ shopper }) => {
  await shopper.open(KNOWN);
  await shopper.isOn('Your bag');
  await shopper.sees('Continue to payment');
  const acts = await straightToPay(shopper);
  console.log(`interactions, somebody known from the bag to the order: ${acts}`);
  expect(acts).toBeLessThanOrEqual(6);
});

// shows: S4-2, UX-19
test('a saved address: chosen, changed in place, kept, made the usual one, taken out; and one that is not served any more is repaired', { tag: '@blink' }, async ({ shopper }) => {
  await toSavedDelivery(shopper);
  await shopper.holds('Street and number', 'Hämeentie 12 B 24');
  await shopper.isAccessible();
  // Not served: everything but the country is filled in, and the country is the shopper's to choose.
  await shopper.sees(/We do not deliver to Switzerland any more/);
  await shopper.choose(/^Kaisa Laine.*Bahnhofstrasse 7/);
  await shopper.holds('Street and number', 'Bahnhofstrasse 7');
  await shopper.fill('Street and number', 'Mannerheimintie 5');
  await shopper.fill('Postcode', '00100');
  await shopper.fill('City', 'Helsinki');
  await shopper.press(en('book.replace'));
  await expect.poll(() => shopper.isChosen(/^Kaisa Laine.*Mannerheimintie 5/)).toBe(true);
  await shopper.misses(/We do not deliver to Switzerland/);
  await shopper.press(en('book.prefer'));
  await expect.poll(() => shopper.run(() => document.querySelector('#book .kassa-option:has(:checked) .kassa-badge')?.textContent)).toBe('Usual');
  await shopper.press(en('book.forget'));
  await shopper.misses(/Mannerheimintie 5, /);
  // What was typed is still there: it can be used, and kept again.
  await shopper.holds('Street and number', 'Mannerheimintie 5');
  await shopper.sees(en('book.add'));
});

test('who is only remembered chooses an address and changes none', { tag: '@chromium' }, async ({ shopper }) => {
  await shopper.open(KNOWN);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.follow('Change deliver to');
  await shopper.isOn('Delivery');
  await shopper.sees(en('book.sign_in'));
  await shopper.misses(en('book.forget'));
  await shopper.isAccessible();
});

test('what one person filled in is gone when they sign out', { tag: '@desk' }, async ({ shopper }) => {
  await shopper.open(KNOWN);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.inside('Card details, secure', (frame) => frame.fill('Security code', CODE));
  await shopper.press('Continue to review');
  await shopper.isOn(/^Welcome back, Kaisa/);
  await shopper.press(en('welcome.not_you'));
  await shopper.sees(en('notice.signed_out.title'));
  const held = () => shopper.run(() => Object.keys(localStorage).filter((name) => name.startsWith('kassa:') && localStorage.getItem(name).includes('Hämeentie')));
  await expect.poll(held, { message: 'entries of the page that still hold the address' }).toEqual([]);
  await shopper.misses('Kaisa');
});

// shows: SEC-21
test('this device is forgotten: nothing of anybody is left', { tag: '@chromium' }, async ({ shopper }) => {
  await shopper.open(KNOWN);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  await shopper.inside('Card details, secure', (frame) => frame.fill('Security code', CODE));
  await shopper.press('Continue to review');
  await shopper.isOn(/^Welcome back, Kaisa/);
  await shopper.press(en('welcome.forget'));
  await expect.poll(() => shopper.run(() => Object.entries(localStorage).filter(([name, text]) => name.startsWith('kassa:') && /Kaisa|kaisa|Hämeentie/.test(text)).length)).toBe(0);
  await shopper.misses('Kaisa');
});

// shows: S2-10
test('what the browser keeps can be saved as a file', { tag: '@chromium' }, async ({ shopper }) => {
  await toContact(shopper);
  await shopper.fill('E-mail', 'kaisa.laine@example.fi');
  await shopper.press('Continue to delivery');
  await shopper.press('Privacy');
  await shopper.sees(en('policy.privacy.copy'));
  const href = await shopper.run(() => document.querySelector('a[download]').href);
  const kept = JSON.parse(decodeURIComponent(href.replace('data:application/json,', '')));
  expect(Object.keys(kept)).toContain('kassa:v1:answers');
  expect(kept['kassa:v1:answers']).toContain('email=kaisa.laine@example.fi');
});
