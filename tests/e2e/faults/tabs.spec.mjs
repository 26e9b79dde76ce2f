//! Two tabs of one browser share the bag and what was typed; a card is typed in each, and one order comes of it.
import { expect, test } from '../lib/test.mjs';
import { OFTEN, PlaywrightShopper } from '../lib/shopper.mjs';
import { CARDS, address, card, en, isThanked, pay, toReview } from '../lib/journey.mjs';

/** The same shopper in one more tab, a process of its own: what one stores the other may see after the word of it. */
async function another(shopper, page) {
  const tab = new PlaywrightShopper(shopper.visit, await page.context().newPage());
  await tab.open(address('/payment'));
  await tab.isOn('Payment');
  return tab;
}

async function review(tab, number) {
  await card(tab, { number });
  await tab.press('Continue to review');
  await tab.isOn('Review and pay');
}

const orders = (tab) => tab.run(() => [...new Set(localStorage.getItem('kassa-demo-shop').match(/FJ-\d+/g))]);
/** What only the tab that pays may change: the shop, and the keys of its attempt. */
const kept = (tab) => tab.run(() => ['kassa-demo-shop', 'kassa:v1:journal'].map((name) => localStorage.getItem(name)));

test.describe('two tabs', { tag: '@chromium' }, () => {
  // shows: REL-06, REL-03
  test('one pays, and the other follows it from review', async ({ page, shopper }) => {
    await toReview(shopper);
    const other = await another(shopper, page);
    await review(other);
    await pay(shopper);
    await isThanked(shopper);
    await isThanked(other);
    expect(await orders(other)).toEqual(['FJ-20481']);
  });

  // shows: REL-06
  test('one pays, and the other follows it from delivery', async ({ page, shopper }) => {
    await toReview(shopper);
    const other = await another(shopper, page);
    await other.open(address('/delivery'));
    await other.isOn('Delivery');
    await pay(shopper);
    await isThanked(shopper);
    await isThanked(other);
    expect(await orders(other)).toEqual(['FJ-20481']);
  });

  // shows: REL-06, REL-01, REL-03
  test('while one pays, Pay in the other sends nothing and says why; both end at one order', async ({ page, shopper }) => {
    await toReview(shopper, {}, CARDS.slow);
    const other = await another(shopper, page);
    await review(other);
    await pay(shopper);
    await shopper.isOn('Processing your payment');
    // The other's process hears a little later of what this one has kept.
    await expect.poll(async () => `${await kept(other)}`, { intervals: OFTEN }).toContain('attempt=1');
    const before = await kept(other);
    await pay(other);
    await other.sees(en('notice.other_tab.title'));
    await other.isOn('Review and pay');
    expect(await kept(other)).toEqual(before);
    expect(await orders(other)).toEqual([]);
    await isThanked(shopper);
    await isThanked(other);
    expect(await orders(other)).toEqual(['FJ-20481']);
  });

  // Two people at one browser: whoever signs out in one tab takes with them what they had filled in, in the other as well.
  test('somebody signs out in one, and is not the other’s shopper any more', async ({ page, shopper }) => {
    await shopper.open(address('/', { shopper: 'kaisa' }));
    await shopper.press('Continue to payment');
    await shopper.isOn('Payment');
    await shopper.sees('Hämeentie 12 B 24');
    const other = new PlaywrightShopper(shopper.visit, await page.context().newPage());
    await other.open(address('/contact', { shopper: 'kaisa' }));
    await other.isOn('Contact');
    await other.press(en('who.not_you'));
    await other.misses('Kaisa');
    // The first hears of it with the shop's next answer.
    await shopper.choose(/^Bank transfer/);
    await shopper.sees(en('notice.signed_out.title'));
    await shopper.misses('Hämeentie');
    await shopper.misses('Kaisa');
    expect(await shopper.run(() => Object.entries(localStorage).filter(([name, text]) => name.startsWith('kassa:') && /Hämeentie|kaisa\.laine/.test(text)).map(([name]) => name))).toEqual([]);
  });
});
