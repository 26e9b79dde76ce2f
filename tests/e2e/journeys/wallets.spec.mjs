//! Wallets of the device: first in the bag, among the ways to pay, and never around a rule of the form. The device is
//! played by tests/e2e/lib/wallet.js; a real sheet needs a real device (spec/quality.md 10).
import path from 'node:path';
import { expect, serving } from '../lib/serving.mjs';
import { address, card, en, isThanked, pay, toPayment } from '../lib/journey.mjs';
import { browsers } from '../../../scripts/browsers.mjs';

const test = serving({ settings: {
  'google-pay': 'gateway=example; merchant=exampleGatewayMerchantId; name=Fjellvik',
  'apple-pay': 'merchant=merchant.example.fjellvik; session=/apple-session; country=FI',
} });
// The whole browser: its shell has no sheet to pay with, which the stand-in takes the place of.
test.use({ launchOptions: { executablePath: browsers().chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] } });
const STAND_IN = path.join(import.meta.dirname, '../lib/wallet.js');

/** A device whose wallet does this: see the stand-in. */
async function device(page, does) {
  await page.addInitScript((how) => {
    try {
      localStorage.setItem('test-wallet', how);
    } catch {
      // The card frame may not keep anything.
    }
  }, does);
  await page.addInitScript({ path: STAND_IN });
}

test.describe('Google Pay', { tag: '@blink' }, () => {
  // shows: UX-23, S1-9, S3-29
  test('from the bag: it fills in the form, the review shows all of it, and Pay pays', async ({ page, shopper }) => {
    await device(page, 'approves');
    await page.addInitScript(() => {
      window.shifts = [];
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(entry.value))).observe({ type: 'layout-shift', buffered: true });
    });
    await shopper.open(address('/'));
    await shopper.isOn('Your bag');
    await shopper.isAccessible('bag with a wallet');
    expect(await page.evaluate(() => window.shifts.reduce((sum, one) => sum + one, 0)), 'nothing moves when the button comes').toBeLessThanOrEqual(0.02);
    await shopper.press('Pay with Google Pay');
    await shopper.isOn('Review and pay');
    for (const told of ['kaisa.laine@example.fi', 'Runeberginkatu 22 A 9', '00100 Helsinki']) await shopper.sees(told);
    await pay(shopper);
    await isThanked(shopper);
    expect(await page.evaluate(() => window.walletSeen.opened), 'the amount was approved already').toBe(1);
  });

  // shows: UX-23
  test('from the bag: what the sheet cannot know is asked for', { tag: '@desk' }, async ({ page, shopper }) => {
    await device(page, 'approves');
    await shopper.open(address('/', { cart: 'subscription' }));
    await shopper.press('Pay with Google Pay');
    await shopper.isOn('Review and pay');
    await pay(shopper);
    await shopper.hasFocus('error-summary');
    await shopper.sees(en('fault.subscribe.missing'));
    await shopper.check(/^I agree that/);
    await pay(shopper);
    await isThanked(shopper);
  });

  // shows: UX-23
  test('from the bag: a place to collect is chosen by the shopper, whatever the wallet says', { tag: '@desk' }, async ({ page, shopper }) => {
    await device(page, 'approves');
    await shopper.open(address('/delivery'));
    await shopper.open(address('/contact'));
    await shopper.fill('E-mail', 'kaisa.laine@example.fi');
    await shopper.press('Continue to delivery');
    await shopper.choose(/^Collect/);
    await shopper.sees('Where do you want to collect?');
    await shopper.press('Continue to payment');
    await shopper.open(address('/'));
    await shopper.press('Pay with Google Pay');
    await shopper.isOn('Delivery');
    await shopper.hasFocus('error-summary');
  });

  test('from the bag: a sheet that is closed changes nothing', { tag: '@desk' }, async ({ page, shopper }) => {
    await device(page, 'cancels');
    await shopper.open(address('/'));
    await shopper.press('Pay with Google Pay');
    await expect.poll(() => page.evaluate(() => window.walletSeen.opened)).toBe(1);
    await shopper.isOn('Your bag');
    await shopper.press(en('step.contact.forward'));
    await shopper.isOn('Contact');
    await shopper.holds('E-mail', '');
  });

  test('among the ways to pay: the sheet opens at Pay, with the very amount', { tag: '@desk' }, async ({ page, shopper }) => {
    await device(page, 'approves');
    await toPayment(shopper, {});
    await shopper.choose(/^Google Pay/);
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
    expect(await page.evaluate(() => window.walletSeen.opened)).toBe(0);
    await pay(shopper);
    await isThanked(shopper);
    expect(await page.evaluate(() => window.walletSeen.details.total.amount.value)).toBe('407.00');
  });

  test('among the ways to pay: a sheet that is closed says so, and nothing is charged', { tag: '@desk' }, async ({ page, shopper }) => {
    await device(page, 'cancels');
    await toPayment(shopper, {});
    await shopper.choose(/^Google Pay/);
    await shopper.press('Continue to review');
    await pay(shopper);
    await shopper.sees(en('notice.sheet_closed.title'));
    await shopper.isAccessible('sheet closed');
  });
});

/** The merchant's server, which vouches for the page at Apple; what it was asked. */
async function vouches(page, { status = 200 } = {}) {
  const asked = [];
  await page.route('**/apple-session', (route) => {
    asked.push(route.request().postDataJSON().validationURL);
    return route.fulfill({ status, json: { merchantSessionIdentifier: 'session-1' } });
  });
  return asked;
}

test.describe('Apple Pay', { tag: '@chromium' }, () => {
  const wallet = (page, does) => page.evaluate((how) => localStorage.setItem('test-wallet', how), does);

  // shows: UX-23, S1-9
  test('from the bag: the shop vouches for the page, the form is filled in, and Pay pays; nothing moves when the buttons come', async ({ page, shopper }) => {
    await device(page, 'approves');
    const asked = await vouches(page);
    await page.addInitScript(() => {
      window.shifts = [];
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(entry.value))).observe({ type: 'layout-shift', buffered: true });
    });
    await shopper.open(address('/'));
    await shopper.isOn('Your bag');
    await expect.poll(() => shopper.has('button', 'Pay with Apple Pay')).toBe(true);
    // What moved is told after the frame it moved in.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 100))));
    expect(await page.evaluate(() => window.shifts.reduce((sum, one) => sum + one, 0)), 'nothing moves').toBeLessThanOrEqual(0.02);
    await shopper.press('Pay with Apple Pay');
    await shopper.isOn('Review and pay');
    expect(asked).toEqual(['https://apple-pay-gateway.apple.com/paymentservices/startSession']);
    const { data, session } = await page.evaluate(() => window.walletSeen);
    expect([data.merchantIdentifier, data.countryCode, session]).toEqual(['merchant.example.fjellvik', 'FI', { merchantSessionIdentifier: 'session-1' }]);
    for (const told of ['kaisa.laine@example.fi', 'Runeberginkatu 22 A 9', '00100 Helsinki', 'Apple Pay']) await shopper.sees(told);
    await pay(shopper);
    await isThanked(shopper);
  });

  // shows: UX-23
  test('from the bag: an address that no post knows is not bought to', async ({ page, shopper }) => {
    await device(page, 'approves');
    await vouches(page);
    await shopper.open(address('/'));
    await page.evaluate(() => localStorage.setItem('test-wallet-address', JSON.stringify({ postalCode: '1', addressLine: [] })));
    await shopper.press('Pay with Apple Pay');
    await shopper.isOn('Delivery');
    await shopper.hasFocus('error-summary');
    await shopper.holds('City', 'Helsinki');
    expect(await page.evaluate(() => window.walletSeen.ended), 'nothing was said to be paid').not.toContain('success');
  });

  // shows: UX-23
  test('from the bag: a consent and a place to collect are the shopper’s, whatever the wallet says', async ({ page, shopper }) => {
    await device(page, 'approves');
    await vouches(page);
    await shopper.open(address('/', { cart: 'subscription' }));
    await shopper.press('Pay with Apple Pay');
    await shopper.isOn('Review and pay');
    await pay(shopper);
    await shopper.hasFocus('error-summary');
    await shopper.sees(en('fault.subscribe.missing'));
    await shopper.run(() => localStorage.clear());
    await shopper.open(address('/contact'));
    await shopper.fill('E-mail', 'kaisa.laine@example.fi');
    await shopper.press('Continue to delivery');
    await shopper.choose(/^Collect/);
    await shopper.press('Continue to payment');
    await shopper.open(address('/'));
    await shopper.press('Pay with Apple Pay');
    await shopper.isOn('Delivery');
    await shopper.hasFocus('error-summary');
  });

  // shows: UX-23
  test('a sheet that does not open, or that Apple closes, says so beside the button, which works again', async ({ page, shopper }) => {
    await device(page, 'throws');
    await vouches(page);
    await shopper.open(address('/'));
    await shopper.press('Pay with Apple Pay');
    // On screen, and not only where it is read out.
    const problem = page.locator('#express-problem');
    await expect(problem).toHaveText(en('payment.express.failed'));
    await shopper.isAccessible('wallet that did not open');
    await page.unroute('**/apple-session');
    await vouches(page, { status: 502 });
    await wallet(page, 'approves');
    await shopper.press('Pay with Apple Pay');
    await expect.poll(() => page.evaluate(() => window.walletSeen.opened)).toBe(1);
    await expect(problem).toHaveText(en('payment.express.failed'));
    await wallet(page, 'cancels');
    await page.unroute('**/apple-session');
    await vouches(page);
    await shopper.press('Pay with Apple Pay');
    // Whoever closes a sheet knows that they did. (The sentence goes with the press; the sheet opens after it.)
    await expect.poll(() => page.evaluate(() => window.walletSeen.opened)).toBe(2);
    await expect(problem).toBeHidden();
    await wallet(page, 'approves');
    await shopper.press('Pay with Apple Pay');
    await shopper.isOn('Review and pay');
  });

  test('among the ways to pay: a sheet that comes to nothing says so; the next one pays the very amount', async ({ page, shopper }) => {
    await device(page, 'fails');
    await vouches(page);
    await toPayment(shopper, {});
    await shopper.choose(/^Apple Pay/);
    await shopper.press('Continue to review');
    await pay(shopper);
    await shopper.sees(en('card.failed.text'));
    await wallet(page, 'approves');
    await pay(shopper);
    await isThanked(shopper);
    expect(await page.evaluate(() => window.walletSeen.details.total.amount.value)).toBe('407.00');
  });
});

// shows: UX-23, UX-14
test('a wallet that answers late: nothing moves in the bag; later it stands among the ways to pay, and what was typed of a card stays', { tag: '@chromium' }, async ({ page, shopper }) => {
  await device(page, 'slow');
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(entry.value))).observe({ type: 'layout-shift', buffered: true });
  });
  await shopper.open(address('/'));
  await shopper.isOn('Your bag');
  // Twice as long as the wallet takes to say yes.
  await page.waitForTimeout(2000);
  expect(await shopper.has('button', /^Pay with /), 'a button that would push down what is being read').toBe(false);
  expect(await page.evaluate(() => window.shifts.reduce((sum, one) => sum + one, 0)), 'nothing moves').toBeLessThanOrEqual(0.02);
  await toPayment(shopper, {});
  await shopper.reload();
  await shopper.isOn('Payment');
  await card(shopper);
  expect(await shopper.has('radio', /^Google Pay/), 'not known yet').toBe(false);
  await expect.poll(() => shopper.has('radio', /^Google Pay/)).toBe(true);
  await shopper.inside(en('card.title'), (frame) => frame.holds('Card number', '4242 4242 4242 4242'));
  await shopper.choose(/^Google Pay/);
  await shopper.press('Continue to review');
  await pay(shopper);
  await isThanked(shopper);
});

for (const does of ['absent', 'refuses', 'never']) {
  // shows: UX-23
  test(`no button that does nothing: a device whose wallet ${does}`, { tag: '@chromium' }, async ({ page, shopper }) => {
    await device(page, does);
    await shopper.open(address('/'));
    await shopper.isOn('Your bag');
    expect(await shopper.has('button', /^Pay with /)).toBe(false);
    await toPayment(shopper, {});
    expect(await shopper.has('radio', /^(Google|Apple) Pay/)).toBe(false);
  });
}
