//! One of each way a payment can go on: in the shop's own step, at a bank in a frame, on another page, in an app, after
//! the order, on a company's account, by a gift card, again and again. At the desk and on the phone, each screen with axe.
import { expect, test } from '../lib/test.mjs';
import { PlaywrightShopper } from '../lib/shopper.mjs';
import { CARDS, KAISA, address, card, en, isThanked, pay, ship, toBag, toDelivery, toPayment, toReview } from '../lib/journey.mjs';

const CHALLENGED = '4000000000003220';
const CHALLENGED_ON_PAGE = '4000000000003063';

/** Chooses a way to pay by its name and goes on to Pay. */
async function chooses(shopper, name) {
  await shopper.choose(new RegExp(`^${name}`));
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
}

/** From a receipt to the payment step of the purchase after it. */
async function toNextPayment(shopper) {
  await shopper.press('Start a new bag');
  await shopper.press(/^Add .*Lofoten/);
  await shopper.press(en('step.contact.forward'));
  await shopper.isOn('Contact');
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press(en('step.delivery.forward'));
  await ship(shopper);
  await shopper.press(en('step.payment.forward'));
  await shopper.isOn('Payment');
}

/** The order button, whatever its words are for this way to pay. */
const presses = (page) => page.locator('#pay').click();
const bank = (page) => page.frameLocator('iframe.kassa-frame-slot');

test.describe('a bank that asks', { tag: '@blink' }, () => {
  // shows: PAY-01, S4-5
  test('in a frame: why, the amount, the time left; approved', async ({ page, shopper }) => {
    await toReview(shopper, {}, CHALLENGED);
    await pay(shopper);
    await shopper.isOn('Confirm with your bank');
    await shopper.sees('€407.00');
    await shopper.sees(/Time left 4:\d\d/);
    await shopper.hasFocus('h1');
    await shopper.isAccessible('3-D Secure');
    await bank(page).getByRole('button', { name: 'Approve' }).click();
    // Nobody has to press anything: the shop knows.
    await isThanked(shopper);
  });

  test('in a frame: refused, and another card pays', { tag: '@desk' }, async ({ page, shopper }) => {
    await toReview(shopper, {}, CHALLENGED);
    await pay(shopper);
    await shopper.isOn('Confirm with your bank');
    await bank(page).getByRole('button', { name: 'Refuse' }).click();
    await shopper.isOn('Payment');
    await shopper.sees(en('decline.generic.title'));
    await card(shopper);
    await shopper.press('Continue to review');
    await pay(shopper);
    await isThanked(shopper);
  });

  // shows: REL-09
  test('in a frame: a reload asks again, and the way out keeps everything', { tag: '@desk' }, async ({ shopper }) => {
    await toReview(shopper, {}, CHALLENGED);
    await pay(shopper);
    await shopper.isOn('Confirm with your bank');
    await shopper.reload();
    await shopper.isOn('Confirm with your bank');
    await shopper.press('Use another way to pay');
    await shopper.sees(en('notice.cancelled.title'));
    await shopper.sees('Runeberginkatu 22 A 9');
  });

  // shows: A11Y-10
  test('in a frame: nobody answers', { tag: '@desk' }, async ({ page, shopper }) => {
    await toReview(shopper, {}, CHALLENGED);
    await pay(shopper);
    await shopper.isOn('Confirm with your bank');
    await page.clock.setFixedTime(Date.now() + 301_000);
    await shopper.sees(en('notice.timed_out.title'));
    await shopper.isAccessible('timed out');
  });

  // shows: REL-09
  test('on its own page: back from there the shop says how it went', async ({ page, shopper }) => {
    await toReview(shopper, {}, CHALLENGED_ON_PAGE);
    await pay(shopper);
    await page.getByRole('button', { name: 'Approve' }).click();
    await isThanked(shopper);
  });

  // shows: S1-7
  test('PayPal: a return that nobody approved changes nothing', { tag: '@desk' }, async ({ page, shopper }) => {
    await toPayment(shopper, {});
    await chooses(shopper, 'PayPal');
    await presses(page);
    await page.waitForURL(/demo\/bank\.html/);
    await page.goto('/payment?returned=forged');
    await shopper.isOn('You are being taken to your bank');
    await shopper.isAccessible('redirect');
    await shopper.press('Use another way to pay');
    await shopper.isOn('Review and pay');
    await shopper.sees(en('notice.cancelled.title'));
    await presses(page);
    await page.getByRole('button', { name: 'Approve' }).click();
    await isThanked(shopper);
  });

  // shows: PAY-03, S1-5, S2-13
  test('MobilePay: a code to scan, a link to open, and the page sees by itself that it was approved', async ({ page, context, shopper }) => {
    await toPayment(shopper, {});
    await chooses(shopper, 'MobilePay');
    await presses(page);
    await shopper.isOn('Confirm in MobilePay');
    await expect(page.getByRole('img', { name: 'Code that opens MobilePay for €407.00' })).toBeVisible();
    await shopper.isAccessible('app');
    const [app] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Open MobilePay' }).click()]);
    await expect(page.getByRole('link', { name: 'Open MobilePay again' })).toBeVisible();
    await app.getByRole('button', { name: 'Approve' }).click();
    await isThanked(shopper);
  });

  test('MobilePay: a window that was closed, opened again', { tag: '@desk' }, async ({ page, context, shopper }) => {
    await toPayment(shopper, {});
    await chooses(shopper, 'MobilePay');
    await presses(page);
    await shopper.isOn('Confirm in MobilePay');
    const again = await context.newPage();
    await page.close();
    await again.goto('/?clock=2026-11-22T14:06&latency=0');
    await expect(again.getByRole('heading', { level: 1 })).toHaveText('Confirm in MobilePay');
    await again.close();
  });
});

test.describe('what follows Pay outlives the page it was pressed on', { tag: '@chromium' }, () => {
  /** What follows, how it comes to that, the heading of it, and whether it waits for the shopper. */
  const FOLLOWS = [
    ['a bank in a frame', (shopper) => toReview(shopper, {}, CHALLENGED), 'Confirm with your bank', true],
    ['a page of the bank’s', (shopper) => toReview(shopper, {}, CHALLENGED_ON_PAGE), en('action.redirect.title'), true],
    ['an app', (shopper) => toPayment(shopper, {}).then(() => chooses(shopper, 'MobilePay')), 'Confirm in MobilePay', true],
    // Asked once more, this bank has decided.
    ['a bank that takes its time', (shopper) => toReview(shopper, {}, CARDS.poll), new RegExp(`${en('action.poll.title')}|Thank you, Kaisa`)],
    ['a review', (shopper) => toReview(shopper, {}, CARDS.review), en('hold.title')],
  ];
  for (const [what, comes, heading, waits] of FOLLOWS) {
    // shows: REL-06, REL-09, REL-10
    test(`${what}: a reload, Back, a second tab, a closed window`, async ({ page, context, shopper }) => {
      await comes(shopper);
      await presses(page);
      if (what === 'a page of the bank’s') await page.waitForURL(/demo\/bank\.html/);
      else await shopper.isOn(heading);
      await shopper.back();
      await shopper.isOn(heading);
      await shopper.reload();
      await shopper.isOn(heading);
      const tab = new PlaywrightShopper(shopper.visit, await context.newPage());
      await tab.open(address('/'));
      // Where the first tab still waits the second says so, and takes nothing out of its hands.
      if (waits) await tab.sees(en('notice.other_tab.title'));
      else await tab.isOn(heading);
      await shopper.isOn(heading);
      await page.close();
      await tab.page.close();
      const later = new PlaywrightShopper(shopper.visit, await context.newPage());
      await later.open(address('/'));
      await later.isOn(heading);
      expect(await later.has('button', /^(Buy now|Order with)/), 'nothing to pay a second time').toBe(false);
      const made = await later.run(() => [...new Set(localStorage.getItem('kassa-demo-shop').match(/FJ-\d+/g))]);
      expect(made.length, 'orders').toBeLessThanOrEqual(1);
    });
  }
});

test.describe('without a connection while the bank asks', { tag: '@blink' }, () => {
  // shows: REL-15
  test('in a frame: it says so, keeps what was typed, and goes on when it is back', { tag: '@desk' }, async ({ page, shopper }) => {
    await toReview(shopper, {}, CHALLENGED);
    await pay(shopper);
    await shopper.isOn('Confirm with your bank');
    await bank(page).getByRole('button', { name: 'Refuse' }).waitFor(); // the bank is there before the connection goes
    await shopper.offline();
    await shopper.sees(en('notice.offline.title'));
    await shopper.isOn('Confirm with your bank');
    await shopper.offline(false);
    await shopper.misses(en('notice.offline.title'));
    await bank(page).getByRole('button', { name: 'Refuse' }).click();
    await shopper.isOn('Payment');
    await shopper.sees('Runeberginkatu 22 A 9');
  });

  test('in an app: the code stays, and what was approved meanwhile is seen afterwards', { tag: '@desk' }, async ({ page, context, shopper }) => {
    await toPayment(shopper, {});
    await chooses(shopper, 'MobilePay');
    await presses(page);
    await shopper.isOn('Confirm in MobilePay');
    const [app] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Open MobilePay' }).click()]);
    await app.getByRole('button', { name: 'Approve' }).waitFor();
    await shopper.offline();
    await shopper.sees(en('notice.offline.title'));
    await expect(page.getByRole('img', { name: 'Code that opens MobilePay for €407.00' })).toBeVisible();
    await app.getByRole('button', { name: 'Approve' }).click();
    await shopper.isOn('Confirm in MobilePay');
    await shopper.offline(false);
    await isThanked(shopper);
  });
});

test.describe('by keyboard alone', { tag: '@blink' }, () => {
  /** Goes on with Tab until that has the focus. */
  async function tabTo(page, target) {
    for (let stops = 0; stops < 60; stops++) {
      await page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    }
    throw new Error(`Tab does not lead to ${target}`);
  }

  // shows: A11Y-09
  test('a bank in a frame: its button is reached from the page', { tag: '@desk' }, async ({ page, shopper }) => {
    await toReview(shopper, {}, CHALLENGED);
    await tabTo(page, page.locator('#pay'));
    await page.keyboard.press('Enter');
    await shopper.isOn('Confirm with your bank');
    const approve = bank(page).getByRole('button', { name: 'Approve' });
    await approve.waitFor();
    await tabTo(page, approve);
    await page.keyboard.press('Enter');
    await isThanked(shopper);
  });

  test('another page: there and back', { tag: '@desk' }, async ({ page, shopper }) => {
    await toPayment(shopper, {});
    await chooses(shopper, 'PayPal');
    await tabTo(page, page.locator('#pay'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/demo\/bank\.html/);
    await tabTo(page, page.getByRole('button', { name: 'Approve' }));
    await page.keyboard.press('Enter');
    await isThanked(shopper);
  });

  test('an app: its link', { tag: '@desk' }, async ({ page, context, shopper }) => {
    await toPayment(shopper, {});
    await chooses(shopper, 'MobilePay');
    await tabTo(page, page.locator('#pay'));
    await page.keyboard.press('Enter');
    await shopper.isOn('Confirm in MobilePay');
    await tabTo(page, page.getByRole('link', { name: 'Open MobilePay' }));
    const [app] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Enter')]);
    await tabTo(app, app.getByRole('button', { name: 'Approve' }));
    await app.keyboard.press('Enter');
    await isThanked(shopper);
  });
});

test.describe('after the order, or on account', { tag: '@blink' }, () => {
  // shows: S1-4, QR-01
  test('a bank transfer: the code and the same facts to copy, and nothing is packed before', async ({ page, context, shopper }) => {
    await toPayment(shopper, {});
    await chooses(shopper, 'Bank transfer');
    await presses(page);
    await isThanked(shopper);
    await shopper.sees('Now transfer €407.00');
    await shopper.sees('FI21 1234 5600 0007 85');
    await shopper.sees('Waiting for the money');
    await expect(page.locator('.kassa-qr svg')).toBeVisible();
    await shopper.isAccessible('transfer');
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    for (const [what, copied] of [['IBAN', 'FI2112345600000785'], ['Amount', '407.00'], ['Reference', 'FJ-20481']]) {
      await shopper.press(`Copy ${what}`);
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(copied);
    }
  });

  // shows: S2-18, S2-22
  test('before it is chosen: why it is put first, when it is charged, how a refund comes back; what the bank may ask once', { tag: '@desk' }, async ({ shopper }) => {
    await toDelivery(shopper, { market: 'NL' });
    await ship(shopper, { ...KAISA, street: 'Damrak 1', postcode: '1012 AB', city: 'Amsterdam', phone: '06 12345678' });
    await shopper.press('Continue to payment');
    await shopper.isOn('Payment');
    await shopper.sees(en('payment.promoted.popular'));
    await shopper.choose(/^iDEAL/);
    await shopper.sees('A refund comes back the same way within 2 working days.');
    const asked = async () => (await shopper.text()).split(en('payment.bank.title')).length - 1;
    expect(await asked(), 'of this way nobody knows of a check').toBe(0);
    await shopper.choose(/^Card/);
    await shopper.sees('A refund comes back the same way within 5 working days.');
    expect(await asked(), 'said once').toBe(1);
    await card(shopper);
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
    expect(await asked(), 'once more, beside Pay').toBe(1);
  });

  // shows: S1-8, S2-14
  test('instalments: dates and sums before, the bank, and once more after', { tag: '@desk' }, async ({ page, shopper }) => {
    await toPayment(shopper, {});
    await shopper.choose(/^3 instalments/);
    await shopper.sees('€407.00 in all');
    await shopper.sees('Tue 22 Dec');
    await shopper.isAccessible('instalments');
    await chooses(shopper, '3 instalments');
    await presses(page);
    await page.getByRole('button', { name: 'Approve' }).click();
    await isThanked(shopper);
    await shopper.sees('Your instalments');
  });

  // shows: S1-6, S2-19
  test('an invoice: its fee on the option, in the totals and on the receipt', { tag: '@desk' }, async ({ page, shopper }) => {
    await toPayment(shopper, {});
    await shopper.sees('+ €2.50');
    await chooses(shopper, 'Invoice');
    await shopper.sees('Fee for Invoice');
    await presses(page);
    await isThanked(shopper);
    await shopper.sees('€409.50');
  });

  // shows: S0-37, S2-15
  test('a company: its number is asked for, a large order is sent for approval', async ({ page, shopper }) => {
    await toPayment(shopper, { buyer: 'company', cart: 'large', lines: 100 });
    await shopper.press('Continue to review');
    await shopper.hasFocus('error-summary');
    await shopper.sees(en('fault.purchase_number.missing'));
    await shopper.isAccessible('purchase order');
    await shopper.sees('This order needs approval');
    await shopper.fill('Purchase order number', 'PO-2026-0917');
    await shopper.press('Continue to review');
    await shopper.press('Send for approval');
    await shopper.isOn('Sent for approval');
    await shopper.sees('Waiting for Aino Heikkilä');
    await shopper.isAccessible('for approval');
  });

  test('a company by cheque: who it is payable to, what to write on it, and nothing is packed before', { tag: '@chromium' }, async ({ page, shopper }) => {
    await toPayment(shopper, { buyer: 'company' });
    await shopper.choose(/^Cheque/);
    await shopper.sees(en('method.cheque.text'));
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
    await presses(page);
    await isThanked(shopper);
    await shopper.sees(/Now send a cheque over €\d/);
    await shopper.sees(en('thanks.to_do.cheque.payee'));
    await shopper.sees('Write the order number on the back.');
    await shopper.isAccessible('cheque');
  });

  // shows: S2-15, S2-19, S2-21, S4-14
  test('a company card: the fee is known once the brand is', async ({ page, shopper }) => {
    await toBag(shopper, { buyer: 'company' });
    // From the first view, with the reason (S4-14); on the phone that is folded with the receipt.
    if (await shopper.run(() => document.querySelector('summary.kassa-bar__toggle').checkVisibility())) await shopper.unfold(en('summary.title'));
    await shopper.sees('MobilePay is for private buyers.');
    await toPayment(shopper, { buyer: 'company' });
    await shopper.sees('MobilePay is for private buyers.');
    expect(await shopper.has('radio', /^MobilePay/)).toBe(false);
    await shopper.choose(/^Card/);
    await shopper.sees(/\+ €2\.44–€5\.70/);
    await card(shopper, { number: '5555555555554444' });
    await shopper.sees('€411.60'); // on the phone in the bar
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
    await shopper.sees('Fee for Card');
    await presses(page);
    await isThanked(shopper);
  });
});

test.describe('more than one payer', { tag: '@blink' }, () => {
  // shows: S3-42
  test('a gift card pays a part, a larger one all of it', async ({ page, shopper }) => {
    await toPayment(shopper, {});
    await shopper.unfold('Pay with a gift card');
    await shopper.fill('Gift card code', 'FJELL-NOTHING-1');
    await shopper.press('Use gift card');
    await shopper.sees(en('fault.gift_card.unknown'));
    await shopper.isAccessible('gift card refused');
    await shopper.fill('Gift card code', 'fjell gift 25');
    await shopper.keys('Enter'); // uses the card, and does not go on
    await shopper.sees('Gift card ending FT25');
    await shopper.isOn('Payment');
    await shopper.sees('€382.00');
    await shopper.fill('Gift card code', 'FJELL-GIFT-500');
    await shopper.press('Use gift card');
    await shopper.sees('€0.00');
    await shopper.isAccessible('gift cards');
    await presses2(shopper, page);
    await isThanked(shopper);
  });

  // shows: S3-28, S0-24
  test('a card is kept when asked, and pays next time with its code', { tag: '@desk' }, async ({ shopper }) => {
    await toPayment(shopper, {});
    await card(shopper);
    await shopper.check(/^Save this card for next time/);
    await shopper.press('Continue to review');
    await pay(shopper);
    await isThanked(shopper);
    await toNextPayment(shopper);
    expect(await shopper.isChosen(/^Visa ending 4242/)).toBe(true);
    await shopper.inside('Card details, secure', (frame) => frame.fill('Security code', '123'));
    await shopper.press('Continue to review');
    await pay(shopper);
    await isThanked(shopper, 'FJ-20482');
  });

  // shows: S0-24
  test('of two kept cards the one that is put first is chosen from then on', { tag: '@chromium' }, async ({ page, shopper }) => {
    await toPayment(shopper, { known: 1 });
    await shopper.choose(/^Card/);
    // The kept card's frame is there as well.
    const fresh = () => page.frames().filter((frame) => frame.url().includes('card.html')).at(-1);
    await expect.poll(() => fresh().locator('#number').isVisible()).toBe(true);
    for (const [id, text] of Object.entries({ number: '5555555555554444', expiry: '1230', code: '123' })) await fresh().locator(`#${id}`).fill(text);
    await shopper.check(/^Save this card for next time/);
    await shopper.press('Continue to review');
    await pay(shopper);
    await isThanked(shopper);
    await toNextPayment(shopper);
    expect(await shopper.isChosen(/^Visa ending 4412/)).toBe(true);
    await shopper.choose(/^Mastercard ending 4444/);
    await shopper.press(en('method.saved.prefer'));
    await expect.poll(() => shopper.has('button', en('method.saved.prefer'))).toBe(false);
    await shopper.reload();
    await shopper.isOn('Payment');
    const first = () => shopper.run(() => document.querySelector('input[type=radio][name=method]')?.closest('label')?.textContent ?? '');
    await expect.poll(first).toMatch(/Mastercard ending 4444/);
  });

  // shows: S0-24, S3-28
  test('kept cards: the code is asked for, an expired one cannot be chosen, one is removed', async ({ shopper }) => {
    await toPayment(shopper, { known: 1 });
    expect(await shopper.isChosen(/^Visa ending 4412/)).toBe(true);
    await shopper.isAccessible('kept cards');
    await shopper.inside('Card details, secure', (frame) => frame.fill('Security code', '999'));
    await shopper.press('Continue to review');
    await shopper.sees('Visa ending 4412');
    await pay(shopper);
    await shopper.sees(en('decline.code.title'));
    await shopper.inside('Card details, secure', (frame) => frame.fill('Security code', '123'));
    await shopper.press('Remove Mastercard ending 9031');
    await shopper.misses('Expired 09/26');
    await shopper.press('Continue to review');
    await pay(shopper);
    await isThanked(shopper);
  });

  // shows: UX-14, UX-25
  test('kept cards: a refusal of one says nothing of a new card, which then pays', { tag: '@desk' }, async ({ page, shopper }) => {
    await toPayment(shopper, { known: 1 });
    await shopper.choose(/^Card/);
    const fresh = () => page.frames().filter((frame) => frame.url().includes('card.html')).at(-1);
    await expect.poll(() => fresh().locator('#number').isVisible()).toBe(true);
    await shopper.press('Continue to review');
    await shopper.hasFocus('error-summary');
    const twice = () => [...document.querySelectorAll('[id]')].map(({ id }) => id).filter((id, at, all) => all.indexOf(id) !== at);
    expect(await page.evaluate(twice), 'ids that stand twice').toEqual([]);
    await shopper.choose(/^Visa ending 4412/);
    const kept = page.frames().find((frame) => frame.url().includes('card.html'));
    await kept.locator('#code').fill('999');
    await shopper.press('Continue to review');
    await pay(shopper);
    await shopper.sees(en('decline.code.title'));
    await shopper.choose(/^Card/);
    await expect(fresh().locator('#code-error')).not.toContainText(en('card.code.fault.declined'));
    await fresh().locator('#number').fill('4242424242424242');
    await fresh().locator('#expiry').fill('1230');
    await fresh().locator('#code').fill('123');
    await shopper.press('Continue to review');
    await shopper.sees('Visa ending 4242');
    await pay(shopper);
    await isThanked(shopper);
  });

  // shows: UX-22, A11Y-13
  test('the ways beyond the first six open at a press, with the focus on the first of them', async ({ shopper }) => {
    await toPayment(shopper, {});
    expect(await shopper.has('radio', /^Pay later/)).toBe(false);
    await shopper.press('1 more way to pay');
    await shopper.hasFocus('method-paylater');
  });

  // shows: S1-21, S2-12
  test('a subscription is agreed to before Pay, and what cannot repeat is not offered', { tag: '@desk' }, async ({ shopper }) => {
    await toPayment(shopper, { cart: 'subscription' });
    await shopper.sees('Invoice cannot pay a subscription');
    // Where it applies, and not before: beside the yes, at the end.
    await shopper.misses('A subscription is kept in an account');
    await card(shopper);
    await shopper.press('Continue to review');
    await shopper.sees('First taken Sun 22 Nov, next Mon 22 Feb');
    await shopper.sees(en('review.subscribe.stop'));
    await shopper.sees(en('review.subscribe.account').replace('{email}', KAISA.email));
    await pay(shopper);
    await shopper.hasFocus('error-summary');
    await shopper.isAccessible('subscription');
    await shopper.check(/^I agree that €14\.90 is taken every 3 months/);
    await pay(shopper);
    await isThanked(shopper);
  });
});

/** To the review, where nothing is left to pay, and the button there. */
async function presses2(shopper, page) {
  await shopper.isOn(/Payment|Review and pay/);
  if (await shopper.has('button', 'Continue to review')) await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
  await page.locator('#pay').click();
}

// shows: S2-18, LEG-08, S4-14
test('a fee that the law forbids is withheld, and the merchant is told which rule it is', { tag: '@chromium' }, async ({ page, shopper }) => {
  const told = [];
  page.on('console', (message) => told.push(message.text()));
  await toPayment(shopper, { fees: 'unlawful' });
  expect(await shopper.has('radio', /^Card/)).toBe(false);
  await shopper.sees('Card is not offered here');
  expect(told.join('\n')).toContain('`card` is withheld: its fee is forbidden here by Directive (EU) 2015/2366 art. 62(4)');
});
