//! A card number typed where none belongs, and one typed where it does: neither may be found anywhere else (SEC-05).
import { expect, test } from '../lib/test.mjs';
import { KAISA, address, card, en, isThanked, pay, ship } from '../lib/journey.mjs';
import { Leaks } from '../lib/leaks.mjs';

/** One test number a brand. */
const CARDS = {
  visa: '4242424242424242', mastercard: '5555555555554444', mastercard2: '2223003122003222', amex: '378282246310005', diners: '30569309025904', discover: '6011111111111117',
  jcb: '3530111333300000', unionpay: '6200000000000005', maestro: '6759649826438453', dankort: '5019555544445555', dankortVisa: '4571123456789016', bancontact: '6703444444444449',
};
const grouped = (gap) => (number) => number.match(/.{1,4}/g).join(gap);
const SPELLINGS = [
  (number) => number, grouped(' '), grouped('-'),
  (number) => number.replace(/\d/g, (digit) => String.fromCharCode(0x660 + +digit)),
  (number) => number.replace(/\d/g, (digit) => `%3${digit}`),
];
const ENTRIES = Object.values(CARDS).flatMap((number) => SPELLINGS.map((spell) => spell(number)));

/** Sent to the page: every entry into every visible text field, as a shopper or a script of the browser's may fill them. How many were made. */
async function sprinkle(entries) {
  window.isHurried = true;
  const fields = () => [...document.querySelectorAll('input, textarea')].filter((one) => one.checkVisibility() && !one.readOnly && ['text', 'email', 'tel', 'search', 'number', 'url', 'password', 'textarea'].includes(one.type));
  let made = 0;
  for (const entry of entries) {
    for (const field of fields()) {
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, entry);
      field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, data: entry, inputType: 'insertFromPaste' }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
      field.dispatchEvent(new FocusEvent('blur'));
      field.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
      made += 1;
    }
    await new Promise((wake) => setTimeout(() => setTimeout(wake)));
  }
  window.isHurried = false;
  return made;
}

test.describe('card data stays where it belongs', { tag: '@chromium' }, () => {
  // shows: SEC-05, SEC-04
  test(`${Object.keys(CARDS).length} brands in ${SPELLINGS.length} spellings, in every field of every screen: found nowhere`, async ({ page, shopper }) => {
    test.setTimeout(60_000);
    const leaks = await Leaks.of(page, Object.values(CARDS));
    let made = 0;
    const here = async (screen) => {
      const now = await page.evaluate(`(${sprinkle})(${JSON.stringify(ENTRIES)})`);
      expect(now, `fields on ${screen}`).toBeGreaterThan(0);
      made += now;
      expect(await leaks.look(), screen).toEqual([]);
    };
    await shopper.open(address('/'));
    await shopper.isOn('Your bag');
    await shopper.unfold(en('summary.code.open'));
    await here('bag');
    await shopper.press(en('shared.apply'));
    await shopper.sees(en('fault.card_number'));
    expect(await leaks.look(), 'code applied').toEqual([]);
    await shopper.fill(en('field.code.label'), '');
    await shopper.reload();
    await shopper.isOn('Your bag');
    await shopper.press('Continue to contact');
    await shopper.isOn('Contact');

    await here('contact');
    await shopper.fill('E-mail', '');
    await shopper.type('E-mail', `${CARDS.visa}@example.fi`);
    await shopper.sees(en('fault.card_number'));
    await shopper.press('Continue to delivery');
    await shopper.hasFocus('error-summary');
    await page.waitForTimeout(600); // what is saved within half a second
    expect(await leaks.look(), 'contact, key by key').toEqual([]);
    await shopper.reload();
    await shopper.isOn('Contact');
    expect(await shopper.value('E-mail'), 'gone after a reload').toBe('');
    await shopper.fill('E-mail', KAISA.email);
    await shopper.press('Continue to delivery');
    await shopper.isOn('Delivery');

    await here('delivery');
    await shopper.choose(/^Collect/);
    await shopper.sees(en('collect.title'));
    await here('collect');
    await shopper.choose(new RegExp(`^${en('delivery.ship')}`));
    await page.reload();
    await shopper.isOn('Delivery');
    await ship(shopper);
    await shopper.press('Continue to payment');
    await shopper.isOn('Payment');

    await shopper.uncheck(new RegExp(en('payment.billing_same')));
    await shopper.sees(en('payment.billing'));
    await here('payment');
    await shopper.check(new RegExp(en('payment.billing_same')));
    await card(shopper);
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
    if (await page.locator('summary').filter({ hasText: en('summary.code.open') }).first().isVisible()) await shopper.unfold(en('summary.code.open'));
    if (await page.evaluate(() => [...document.querySelectorAll('input[type=text]')].some((one) => one.checkVisibility()))) await here('review');
    await pay(shopper);
    await isThanked(shopper);
    expect(await leaks.look(), 'thanks').toEqual([]);
    console.log(`${made} sentinel entries, 0 hits in ${leaks.looked} texts`);
  });

  // shows: SEC-05
  test('a card typed into the provider\'s frame and paid with is found nowhere else', async ({ page, shopper }) => {
    const leaks = await Leaks.of(page, [CARDS.amex]);
    await shopper.open(address('/contact'));
    await shopper.isOn('Contact');
    await shopper.fill('E-mail', KAISA.email);
    await shopper.press('Continue to delivery');
    await shopper.isOn('Delivery');
    await ship(shopper);
    await shopper.press('Continue to payment');
    await shopper.isOn('Payment');
    await card(shopper, { number: CARDS.amex, code: '9178', by: 'type' });
    expect(await leaks.look(), 'typed').toEqual([]);
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
    const frame = page.frames().find((one) => one.url().includes('card.html'));
    if (frame) expect(await frame.evaluate(() => [document.querySelector('#code').value, document.documentElement.outerHTML.includes('9178')]), 'the code is gone').toEqual(['', false]);
    await pay(shopper);
    await isThanked(shopper);
    expect(await leaks.look(), 'paid').toEqual([]);
    expect(leaks.looked).toBeGreaterThan(100);
    console.log(`1 card typed and paid, 0 hits in ${leaks.looked} texts`);
  });

  test('the scanner finds a number that is planted, wherever it looks', async ({ page, shopper }) => {
    shopper.visit.expects.push(/planted/);
    const leaks = await Leaks.of(page, [CARDS.visa]);
    await shopper.open(address('/contact'));
    await shopper.isOn('Contact');
    expect(await leaks.look()).toEqual([]);
    await page.evaluate(async ([number, spaced, arabic, encoded]) => {
      localStorage.setItem('planted', spaced);
      document.body.setAttribute('data-planted', encoded);
      document.title = arabic;
      document.cookie = `planted=${number}`;
      history.replaceState({ planted: spaced }, '', `#${encoded}`);
      console.log('planted', spaced);
      new BroadcastChannel('planted').postMessage({ number });
      dispatchEvent(new CustomEvent('planted', { detail: { spaced } }));
      postMessage({ planted: arabic }, location.origin);
      await caches.open('planted').then((cache) => cache.put(`/planted?${number}`, new Response('')));
      await new Promise((done) => { const ask = indexedDB.open('planted'); ask.onupgradeneeded = () => ask.result.createObjectStore('all', { autoIncrement: true }).add(number); ask.onsuccess = () => { ask.result.close(); done(); }; });
      await fetch(`/?planted=${spaced}`).catch(() => {});
    }, SPELLINGS.filter((_, at) => at !== 2).map((spell) => spell(CARDS.visa)));
    await page.waitForTimeout(100);
    const places = (await leaks.look()).map((hit) => hit.split(' ')[0]);
    expect(places).toEqual(['address', 'broadcast', 'cache', 'console', 'cookie', 'database', 'document', 'event', 'history', 'message', 'request', 'storage', 'title']);
  });
});
