//! The card fields that Kassa serves itself (public/vault): a card of two brands, a kept card, looks and languages.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '../lib/test.mjs';
import { card, en, isThanked, pay, toPayment, words } from '../lib/journey.mjs';
import { AXE, RULES } from '../lib/shopper.mjs';

const DANKORT_VISA = '4571123456789016';
const UNIONPAY = '6226000000000000005'; // 19 digits, the longest there are
const NONCE = '0123456789abcdef0123456789abcdef';
const ar = words('ar');
const WHOLE_PAGE = Object.fromEntries(['landmark-one-main', 'page-has-heading-one', 'region'].map((rule) => [rule, { enabled: false }]));
const frameOf = (page) => page.frames().find((one) => one.url().includes('card.html'));
/**
 * What axe finds. The document is transparent, and axe, which knows nothing of the page around it, takes that for white: what
 * lies behind is put under it for as long as axe looks, and contrast is asked of what the shopper sees.
 */
const looked = async (frame) => {
  await frame.evaluate(`(() => { ${AXE} })()`);
  const behind = await (await frame.frameElement()).evaluate((element) => {
    const painted = (one) => getComputedStyle(one).backgroundColor;
    for (let one = element; one; one = one.parentElement) if (!/^(transparent|rgba\(.*, 0\))$/.test(painted(one))) return painted(one);
    return 'Canvas';
  });
  return frame.evaluate(async ([rules, behind]) => {
    const { style } = document.documentElement;
    style.background = behind;
    const { violations, incomplete } = await axe.run(document, rules);
    style.background = '';
    // A brand's own picture is what its owner made it (WCAG 1.4.3, logotypes).
    const unsure = incomplete.filter(({ id, nodes }) => id === 'color-contrast' && nodes.some(({ target }) => !/^svg/.test(target.flat().join(' '))));
    return [...violations, ...unsure].map(({ id, nodes }) => `${id}: ${nodes.map((node) => [node.target.flat().join(' '), ...node.any.map(({ message }) => message)].join(' ')).join(', ')}`);
  }, [{ ...RULES, rules: WHOLE_PAGE }, behind]);
};
/** Keeps a picture where `VAULT_SHOTS` says; else does nothing. */
const shot = async (page, name) => process.env.VAULT_SHOTS && fs.writeFileSync(path.join(process.env.VAULT_SHOTS, `${name}.png`), await page.locator('#card').screenshot());
/** Nothing reaches out of the frame, and no field is too narrow for what is in it. */
const isWhole = (frame) => frame.evaluate(() => [document.documentElement.scrollWidth <= innerWidth, document.querySelector('#card').getBoundingClientRect().height <= innerHeight + 1, [...document.querySelectorAll('input:not([type=radio]), label, p, legend')].filter((one) => one.offsetParent && !one.classList.contains('kassa-visually-hidden') && one.scrollWidth > one.clientWidth + 1).map(({ id, tagName, scrollWidth, clientWidth }) => `${id || tagName} ${scrollWidth} of ${clientWidth} in ${innerWidth}`).join(' ')]);
const WHOLE = [true, true, ''];

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
    await expect.poll(() => isWhole(frame), 'told how high it is').toEqual(WHOLE);
    expect(await looked(frame)).toEqual([]);
    await shot(page, 'choice');
    await shopper.select(/^Language/, 'العربية');
    await expect(frame.locator('#brand-label')).toHaveText(ar('card.brand.legend'));
    await expect(dankort).toBeChecked();
    await page.locator('select[id^=theme]').first().selectOption('dark');
    await expect(frame.locator('html')).toHaveAttribute('data-scheme', 'dark');
    await expect(dankort).toBeChecked();
    await expect.poll(() => isWhole(frame)).toEqual(WHOLE);
    expect(await looked(frame)).toEqual([]);
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
    await expect.poll(() => isWhole(frame)).toEqual(WHOLE);
    await shot(page, 'forced-large');
  });

  // shows: A11Y-27
  for (const [width, language] of [[320, 'English'], [320, 'العربية'], [390, 'English']]) {
    test(`large text, ${width} px wide, ${language}: the longest number is seen to its end`, async ({ page, shopper }) => {
      await page.setViewportSize({ width, height: 844 });
      await toPayment(shopper, {});
      await card(shopper, { number: UNIONPAY, expiry: '1', code: '1' });
      const frame = frameOf(page);
      await frame.locator('#code').blur();
      await expect.poll(() => isWhole(frame), 'at 16 px').toEqual(WHOLE);
      await shopper.select(/^Language/, language);
      for (const size of ['24px', '32px']) {
        await frame.evaluate((size) => document.documentElement.style.setProperty('--kassa-font-size-base', size), size);
        await expect.poll(() => isWhole(frame), `at ${size}`).toEqual(WHOLE);
        await shot(page, `large-${width}-${language === 'English' ? 'en' : 'ar'}-${size}`);
      }
    });
  }

  test('a page that leaves its look to the device takes the fields along when the device turns dark', async ({ page, shopper }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await toPayment(shopper, {});
    await card(shopper, { number: DANKORT_VISA, code: '1' });
    const frame = frameOf(page);
    await frame.locator('#code').blur();
    const look = () => frame.evaluate(() => [document.documentElement.dataset.scheme, getComputedStyle(document.querySelector('#number')).backgroundColor]);
    await expect.poll(look).toEqual(['light', 'rgb(255, 255, 255)']);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(look).toEqual(['dark', 'rgb(19, 28, 29)']);
    expect(await looked(frame)).toEqual([]);
    await shot(page, 'device-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(look).toEqual(['light', 'rgb(255, 255, 255)']);
    await expect(frame.locator('#number')).toHaveValue('4571 1234 5678 9016');
    // A look that the shopper chose stays.
    await page.locator('select[id^=theme]').first().selectOption('light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(look).toEqual(['light', 'rgb(255, 255, 255)']);
  });

  // shows: SEC-15
  test('a frame that shows something else by the time its hello is heard is answered nowhere, and the console is told nothing', async ({ page, shopper }) => {
    const told = [];
    page.on('console', (message) => told.push(message.text()));
    // What it says is heard late, as on a page that is busy drawing.
    await page.addInitScript(() => {
      if (window !== window.top) return;
      addEventListener('message', (event) => {
        if (!event.isTrusted || event.data?.type !== 'hello') return;
        event.stopImmediatePropagation();
        const { data, origin, source, ports } = event;
        window.hear = () => dispatchEvent(new MessageEvent('message', { data, origin, source, ports }));
      }, true);
    });
    let asked = 0;
    await page.route(/card\.html/, (route) => {
      asked += 1;
      const hello = `<script>
        const parent = new URLSearchParams(location.search).get('parent');
        window.parent.postMessage({ v: 'kassa-vault/1', type: 'hello', nonce: location.hash.slice(1) }, parent, [new MessageChannel().port2]);
        addEventListener('load', () => setTimeout(() => location.reload()));
      </script>`;
      // The second document is nobody's: whoever writes to the first is told so by the browser.
      return route.fulfill({ contentType: 'text/html', ...(asked > 1 ? { headers: { 'content-security-policy': 'sandbox' }, body: '<title>gone</title>' } : { body: hello }) });
    });
    await toPayment(shopper, {});
    await expect.poll(() => frameOf(page).title()).toBe('gone');
    await page.evaluate(() => window.hear());
    await shopper.choose(/^Invoice/);
    await shopper.press('Continue to review');
    await shopper.isOn('Review and pay');
    expect(told).toEqual([]);
  });

  // shows: SEC-11
  test('the frame alone speaks English; of a kept card it asks the code', async ({ page, shopper }) => {
    await toPayment(shopper, {});
    await shopper.inside(en('card.title'), (frame) => frame.sees(en('card.number.label')));
    const vault = new URL(frameOf(page).url());
    const answer = await page.request.get(vault.origin + vault.pathname);
    expect(answer.headers()['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self'/);
    expect(answer.headers()['content-security-policy']).not.toMatch(/unsafe/);
    const said = await page.evaluate(async ([address, nonce]) => {
      const frame = Object.assign(document.createElement('iframe'), { title: 'kept', width: 340, height: 170, id: 'kept' });
      const told = [];
      const hello = new Promise((done) => addEventListener('message', ({ source, data, ports }) => source === frame.contentWindow && data.type === 'hello' && done(ports[0])));
      frame.src = `${address}?parent=${encodeURIComponent(location.origin)}#${nonce}`;
      document.querySelector('main').prepend(frame);
      const port = await hello;
      port.onmessage = ({ data }) => told.push(data);
      port.postMessage({ v: 'kassa-vault/1', type: 'init', nonce, mode: 'code', card: { brand: 'amex', last4: '0005' } });
      window.kept = { told, port };
      while (!told.some(({ type }) => type === 'state')) await new Promise((wake) => setTimeout(wake, 20));
      return told.map(({ type }) => type);
    }, [vault.origin + vault.pathname, NONCE]);
    expect(said[0]).toBe('ready');
    const kept = page.frameLocator('#kept');
    await expect(kept.getByRole('textbox')).toHaveCount(1);
    await expect(kept.getByText('4 digits on the front of the card').first()).toBeVisible();
    await kept.getByRole('textbox', { name: 'Security code' }).fill('9999');
    await page.evaluate(() => window.kept.port.postMessage({ type: 'tokenize', id: 'k' }));
    await expect.poll(() => page.evaluate(() => window.kept.told.find(({ type }) => type === 'token')?.token)).toBe('tok_amex_0005_code');
    await expect(kept.getByRole('textbox')).toHaveValue('');
    // Said in the shopper's language, from right to left, with the digits as they are on the card.
    await page.evaluate((words) => {
      window.kept.port.postMessage({ type: 'words', words, lang: 'ar', dir: 'rtl' });
      window.kept.port.postMessage({ type: 'reset', code: true });
      window.kept.port.postMessage({ type: 'judge' });
    }, Object.fromEntries(['card.code.label', 'card.code.hint.4', 'card.code.fault.missing'].map((key) => [key, ar(key)])));
    const code = kept.getByRole('textbox', { name: ar('card.code.label') });
    await expect(code).toHaveAccessibleDescription(`${ar('card.code.hint.4')} ${ar('card.code.fault.missing')}`);
    await expect(code).toHaveAttribute('aria-invalid', 'true');
    await expect(kept.locator('html')).toHaveAttribute('dir', 'rtl');
    await expect(code).toHaveCSS('direction', 'ltr');
    expect(await looked(page.frames().find((one) => one.url().endsWith(NONCE)))).toEqual([]);
    if (process.env.VAULT_SHOTS) fs.writeFileSync(path.join(process.env.VAULT_SHOTS, 'kept.png'), await page.locator('#kept').screenshot());
  });
});
