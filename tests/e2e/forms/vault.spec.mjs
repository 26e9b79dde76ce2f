//! The card fields that Kassa serves itself (public/vault): a card of two brands, a kept card, looks and languages.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '../lib/test.mjs';
import { card, en, isThanked, pay, toPayment, words } from '../lib/journey.mjs';
import { AXE, RULES } from '../lib/shopper.mjs';

const DANKORT_VISA = '4571123456789016';
const WHOLE_PAGE = Object.fromEntries(['landmark-one-main', 'page-has-heading-one', 'region'].map((rule) => [rule, { enabled: false }]));
const frameOf = (page) => page.frames().find((one) => one.url().includes('card.html'));
// In the dark axe takes the transparent document for white: contrast is then asked of the page that lies behind it.
const looked = async (frame, isDark = false) => {
  await frame.evaluate(`(() => { ${AXE} })()`);
  return frame.evaluate((rules) => axe.run(document, rules).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.flat().join(' ')).join(', ')}`)), { ...RULES, rules: { ...WHOLE_PAGE, 'color-contrast': { enabled: !isDark } } });
};
/** Keeps a picture where `VAULT_SHOTS` says; else does nothing. */
const shot = async (page, name) => process.env.VAULT_SHOTS && fs.writeFileSync(path.join(process.env.VAULT_SHOTS, `${name}.png`), await page.locator('#card').screenshot());
const isWhole = (frame) => frame.evaluate(() => [document.documentElement.scrollWidth <= innerWidth, document.querySelector('#card').getBoundingClientRect().height <= innerHeight + 1]);

test.describe('card fields', { tag: '@chromium' }, () => {
  test.use({ viewport: { width: 390, height: 844 } });

  // shows: CARD-02, A11Y-27, A11Y-25
  test('a card of two brands: the shopper chooses, by keyboard, and the choice stays', async ({ page, shopper }) => {
    await toPayment(shopper, {});
    await card(shopper, { number: DANKORT_VISA });
    const frame = frameOf(page);
    const [visa, dankort] = [frame.getByRole('radio', { name: 'Visa' }), frame.getByRole('radio', { name: 'Dankort' })];
    await expect(frame.getByRole('group', { name: en('card.brand.legend') })).toBeVisible();
    await expect(visa).toBeChecked();
    await expect(frame.locator('#status')).toHaveText(en('card.brand.hint'));
    await frame.locator('#number').focus();
    await page.keyboard.press('Tab');
    await expect(visa).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(dankort).toBeChecked();
    await expect.poll(() => isWhole(frame), 'told how high it is').toEqual([true, true]);
    expect(await looked(frame)).toEqual([]);
    await shot(page, 'choice');
    await shopper.select(/^Language/, 'العربية');
    await expect(frame.locator('#brand-label')).toHaveText(words('ar')('card.brand.legend'));
    await expect(dankort).toBeChecked();
    await page.locator('select[id^=theme]').first().selectOption('dark');
    await expect(frame.locator('html')).toHaveAttribute('data-scheme', 'dark');
    await expect(dankort).toBeChecked();
    await expect.poll(() => isWhole(frame)).toEqual([true, true]);
    expect(await looked(frame, true)).toEqual([]);
    await shot(page, 'choice-dark-ar');
    await page.locator('select[id^=language]').first().selectOption('en');
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
    await shopper.sees('Dankort');
    await pay(shopper);
    await isThanked(shopper);
  });

  // shows: A11Y-27
  test('large text and forced colours: nothing is cut, what is chosen and what is wrong are seen', async ({ page, shopper }) => {
    await page.emulateMedia({ forcedColors: 'active' });
    await toPayment(shopper, {});
    await card(shopper, { number: DANKORT_VISA, code: '1' });
    const frame = frameOf(page);
    await frame.locator('#code').blur();
    const widths = () => frame.evaluate(() => ['#code', '#number', '.kassa-brand:has(:checked)', '.kassa-brand:not(:has(:checked))'].map((css) => getComputedStyle(document.querySelector(css)).borderTopWidth));
    expect(await widths()).toEqual(['3px', '1px', '3px', '1px']);
    await frame.evaluate(() => document.documentElement.style.setProperty('--kassa-font-size-base', '32px'));
    await expect.poll(() => isWhole(frame)).toEqual([true, true]);
    await shot(page, 'forced-large');
  });

  // shows: SEC-11
  test('the frame alone speaks English; of a kept card it asks the code', async ({ page, shopper }) => {
    await toPayment(shopper, {});
    await shopper.inside(en('card.title'), (frame) => frame.sees(en('card.number.label')));
    const vault = new URL(frameOf(page).url());
    const answer = await page.request.get(vault.origin + vault.pathname);
    expect(answer.headers()['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self'/);
    expect(answer.headers()['content-security-policy']).not.toMatch(/unsafe/);
    const said = await page.evaluate(async (address) => {
      const nonce = '0123456789abcdef0123456789abcdef';
      const frame = Object.assign(document.createElement('iframe'), { title: 'kept', width: 340, height: 170, id: 'kept' });
      const told = [];
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => told.push(data);
      const hello = new Promise((done) => addEventListener('message', ({ source, data }) => source === frame.contentWindow && data.type === 'hello' && done()));
      frame.src = `${address}?parent=${encodeURIComponent(location.origin)}#${nonce}`;
      document.querySelector('main').prepend(frame);
      await hello;
      frame.contentWindow.postMessage({ v: 'kassa-vault/1', type: 'init', nonce, mode: 'code', card: { brand: 'amex', last4: '0005' } }, new URL(address).origin, [port2]);
      window.kept = { told, port: port1 };
      while (!told.some(({ type }) => type === 'state')) await new Promise((wake) => setTimeout(wake, 20));
      return told.map(({ type }) => type);
    }, vault.origin + vault.pathname);
    expect(said[0]).toBe('ready');
    const kept = page.frameLocator('#kept');
    await expect(kept.getByRole('textbox')).toHaveCount(1);
    await expect(kept.getByText('4 digits on the front of the card').first()).toBeVisible();
    await kept.getByRole('textbox', { name: 'Security code' }).fill('9999');
    await page.evaluate(() => window.kept.port.postMessage({ type: 'tokenize', id: 'k' }));
    await expect.poll(() => page.evaluate(() => window.kept.told.find(({ type }) => type === 'token')?.token)).toBe('tok_amex_0005_code');
    await expect(kept.getByRole('textbox')).toHaveValue('');
    if (process.env.VAULT_SHOTS) fs.writeFileSync(path.join(process.env.VAULT_SHOTS, 'kept.png'), await page.locator('#kept').screenshot());
  });
});
