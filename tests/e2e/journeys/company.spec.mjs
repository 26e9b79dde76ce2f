//! A company buys as a company: asked for where nobody is in its way, prices without tax, its number checked or not, an
//! offer handed over, an order once more. At the desk and on the phone, each screen with axe.
import { expect, test } from '../lib/test.mjs';
import { KAISA, address, en, isThanked, ship, toBag, toDelivery, toPayment } from '../lib/journey.mjs';

const BERLIN = { ...KAISA, street: 'Torstraße 1', postcode: '10115', city: 'Berlin', phone: '+49 30 901820' };

/** Its name goes on with its note. */
const SWITCH = new RegExp(`^${en('company.switch')}`);

/** Says that a company buys, and which. */
async function isCompany(shopper, name, number) {
  await shopper.unfold(en('company.open'));
  await shopper.check(SWITCH);
  await shopper.fill('Company', name);
  await shopper.fill(new RegExp(`^${en('company.vat.label')}`), number);
  await shopper.keys('Tab');
}

async function byTransfer(shopper) {
  await shopper.choose(/^Bank transfer/);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');
}

test.describe('a company', { tag: '@blink' }, () => {
  // shows: FLD-04, FLD-17, TAX-01, LEG-06, S0-32
  test('of another country of the Union: reverse charge from the number to the receipt', async ({ page, shopper }) => {
    await toDelivery(shopper, { market: 'DE' });
    await shopper.misses(en('company.vat.label'));
    await isCompany(shopper, 'Berg GmbH', 'de 136.695.976');
    await shopper.sees('DE136695976, checked');
    await shopper.isAccessible('a company on the delivery step');
    await ship(shopper, BERLIN);
    await shopper.press('Continue to payment');
    await shopper.isOn('Payment');
    await shopper.sees('Berg GmbH, DE136695976, checked');
    // On account only for whom the shop knows; a consumer's ways not at all.
    for (const not of [/^On account/, /^Purchase order/, /^Invoice/, /^PayPal/]) expect(await shopper.has('radio', not), String(not)).toBe(false);
    expect(await shopper.has('radio', /^Cheque/)).toBe(true);
    await byTransfer(shopper);
    await shopper.sees('Items (3), without VAT');
    await shopper.sees(en('summary.tax_none'));
    await shopper.sees(en('summary.untaxed.reverse'));
    await shopper.sees(en('review.ledger.company'));
    await shopper.misses('You can withdraw');
    await shopper.isAccessible('a company on the review step');
    await page.locator('#pay').click();
    await isThanked(shopper);
    await shopper.sees('Berg GmbH');
    await shopper.sees(en('summary.untaxed.reverse'));
    await shopper.isAccessible("a company's receipt");
  });

  // shows: TAX-01
  test('whose number is wrong, unknown, or cannot be asked about', { tag: '@desk' }, async ({ shopper }) => {
    await toDelivery(shopper, {});
    await isCompany(shopper, 'Tunturi Oy', '2077474-1');
    await shopper.sees(en('fault.vat.checksum'));
    const vat = new RegExp(`^${en('company.vat.label')}`);
    await shopper.fill(vat, 'FI91286226');
    await shopper.keys('Tab');
    await shopper.sees(en('company.refused', { id: 'FI91286226' }));
    await shopper.fill(vat, 'FI22486240');
    await shopper.keys('Tab');
    await shopper.sees(en('company.unverified', { id: 'FI22486240' }));
    await ship(shopper);
    await shopper.press('Continue to payment');
    await byTransfer(shopper);
    await shopper.sees(/VAT 25\.5\s%/);
    await shopper.sees('€324.31 without VAT');
    await shopper.sees(en('company.unverified', { id: 'FI22486240' }));
    // A person after all: everything as before.
    await shopper.follow('Change company');
    await shopper.uncheck(SWITCH);
    await shopper.misses('without VAT');
    await shopper.press('Continue to review');
    await shopper.sees('You can withdraw within 30 days.');
  });

  // shows: S0-41, S0-40
  test('that the shop knows: who agrees, whose budget, what the buyer may do', { tag: '@desk' }, async ({ page, shopper }) => {
    await toPayment(shopper, { buyer: 'assistant' });
    await shopper.sees('Tunturi Guides Oy, FI20774740, checked');
    await shopper.choose(/^Purchase order/);
    await shopper.sees('Aino Heikkilä has to agree to whatever you order.');
    await shopper.fill('Purchase order number', 'PO-2026-0917');
    await shopper.select(/^Cost centre/, '410 Rental gear');
    await shopper.isAccessible('a purchase order');
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
    await shopper.sees('You buy as: Assistant');
    await shopper.sees(/VAT 25\.5\s%/);
    await shopper.press('Send for approval');
    await shopper.isOn('Sent for approval');
    await shopper.sees('Waiting for Aino Heikkilä');
    await shopper.sees('Tunturi Guides Oy');
    await shopper.isAccessible('sent for approval');
  });

  test('by configuration: the page says that companies buy', { tag: '@desk' }, async ({ page, shopper }) => {
    // What a redirect leads to cannot be changed on the way: another page of this origin comes first.
    await shopper.open('/demo/mailbox.html');
    await page.route(/\/contact\?/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace('<meta name="kassa-accounts"', '<meta name="kassa-mode" content="b2b"><meta name="kassa-accounts"') });
    });
    await page.goto(new URL(address('/contact'), page.url()).href);
    await shopper.isOn('Contact');
    await shopper.fill('E-mail', KAISA.email);
    await shopper.press('Continue to delivery');
    await shopper.isOn('Delivery');
    // It stands open, since what is in it counts.
    expect(await shopper.isChosen(SWITCH)).toBe(true);
    expect(await shopper.has('textbox', new RegExp(`^${en('company.vat.label')}`))).toBe(true);
  });

  // shows: S0-40
  test('with an offer: its prices hold, nothing in it can be changed', { tag: '@desk' }, async ({ shopper }) => {
    await toBag(shopper, { cart: 'quote' });
    await shopper.sees('12 pieces, as agreed');
    await shopper.sees('€26.41 each');
    expect(await shopper.has('button', /^Remove/)).toBe(false);
    await shopper.isAccessible('an offer in the bag');
    await toPayment(shopper, { cart: 'quote' });
    await byTransfer(shopper);
    await shopper.sees(/quote Q-2026-0417\. They hold until/);
  });

  // shows: S0-42
  test('or anybody once more: what has changed is said first', { tag: '@desk' }, async ({ page, shopper }) => {
    await toPayment(shopper, {});
    await byTransfer(shopper);
    await page.locator('#pay').click();
    await isThanked(shopper);
    await shopper.press(en('reorder.open'));
    await shopper.sees('€249.00 each, as before');
    await shopper.sees('Only 1 left');
    await shopper.isAccessible('an order once more');
    await shopper.press('Put 2 pieces in the bag');
    await shopper.isOn('Your bag');
    await shopper.sees('€328.00');
    // An empty bag knows the last order, too.
    await shopper.press('Remove Lofoten shell jacket');
    await shopper.press('Remove Vidda merino base layer');
    await shopper.isOn('Your bag is empty');
    await shopper.press('Order FJ-20481 again');
    await shopper.press('Put 2 pieces in the bag');
    await shopper.isOn('Your bag');
  });
});
