//! The demo's bank (public/demo/bank.html) in its three roles: what it shows, where its verdict goes, and where it does not lead.
import { expect, test } from '../lib/test.mjs';

const BANK = '/demo/bank.html';
const asked = (rest) => `${BANK}?${new URLSearchParams({ id: 'pay_1', shop: 'Fjellvik', amount: '€388.10', ...rest })}`;
const verdicts = (shopper) => shopper.run(() => JSON.parse(localStorage.getItem('kassa-demo-bank')));

// shows: A11Y-01
for (const [role, more] of [['3ds', { card: '7718' }], ['redirect', { name: 'PayPal', back: '/review' }], ['app', { name: 'MobilePay' }]]) {
  test(`as ${role} it is readable in every language and both looks @chromium`, async ({ shopper }) => {
    for (const lang of ['en', 'nb', 'ar']) {
      for (const theme of ['light', 'dark']) {
        await shopper.open(asked({ as: role, lang, theme, ...more }));
        await shopper.sees('Fjellvik');
        await shopper.sees('€388.10');
        if (role === '3ds') await shopper.sees('•••• 7718');
        await shopper.isAccessible(`the bank as ${role}, ${lang}, ${theme}`);
        expect(await shopper.run(() => document.documentElement.dir)).toBe(lang === 'ar' ? 'rtl' : 'ltr');
        const low = () => [...document.querySelectorAll('button:not([hidden])')].filter((button) => button.getBoundingClientRect().height < 44).map((button) => button.id);
        expect(await shopper.run(low), 'targets').toEqual([]);
      }
    }
  });
}

test('a yes is kept for the shop, by keys alone, and said', { tag: '@desk' }, async ({ shopper }) => {
  await shopper.open(asked({ as: '3ds' }));
  await shopper.sees('Confirm the payment');
  await shopper.keys('Tab', 'Enter');
  await shopper.sees('Done, you can go on in the shop.');
  await shopper.hasFocus('title');
  expect(await verdicts(shopper)).toEqual({ pay_1: 'approved' });
  expect(await shopper.has('button', 'Refuse')).toBe(false);
});

test('a no in the app is kept, and the window may be closed', { tag: '@chromium' }, async ({ shopper }) => {
  await shopper.open(asked({ as: 'app', name: 'Vipps' }));
  await shopper.press('Refuse');
  await shopper.sees('Back to the shop: you may close this window.');
  expect(await verdicts(shopper)).toEqual({ pay_1: 'refused' });
});

test('the wallet site goes back to where it was told, with the payment', { tag: '@desk' }, async ({ shopper }) => {
  await shopper.open(asked({ as: 'redirect', name: 'PayPal', back: '/demo/bank.html?a=b' }));
  await shopper.press('Cancel and go back');
  await expect.poll(() => shopper.url()).toMatch(/\/demo\/bank\.html\?a=b&returned=pay_1$/);
  expect(await verdicts(shopper)).toEqual({ pay_1: 'cancelled' });
});

test('it does not lead away from the shop @chromium', async ({ shopper }) => {
  for (const back of ['https://elsewhere.example/', '//elsewhere.example/', '/\\elsewhere.example', '/\t/elsewhere.example', 'javascript:alert(1)', 'bag', '']) {
    await shopper.open(asked({ as: 'redirect', back }));
    await shopper.press('Approve');
    await shopper.sees('Done, you can close this window.');
    expect(await shopper.url(), JSON.stringify(back)).toContain(BANK);
  }
});

test('what stands in the address is text and nothing else @chromium', async ({ shopper }) => {
  await shopper.open(asked({ as: '<b>', shop: '<img src=x onerror=alert(1)>', name: '<script>alert(1)</script>', lang: 'xx', card: '12345' }));
  await shopper.sees('<img src=x onerror=alert(1)>');
  await shopper.sees('Confirm the payment');
  expect(await shopper.run(() => document.querySelectorAll('img').length)).toBe(0);
  expect(await shopper.run(() => document.getElementById('facts').textContent)).not.toContain('••••');
});

test('without a payment there is nothing to press @chromium', async ({ shopper }) => {
  for (const id of ['', ' ', 'a b', '"><', 'x'.repeat(101)]) {
    await shopper.open(`${BANK}?${new URLSearchParams({ id, as: '3ds' })}`);
    await shopper.sees('Nothing to confirm');
    expect(await shopper.has('button', 'Approve')).toBe(false);
  }
});

test('the last twenty verdicts are kept, whatever stood there before @chromium', async ({ shopper }) => {
  await shopper.open(asked({ as: 'app' }));
  await shopper.run(() => localStorage.setItem('kassa-demo-bank', '[broken'));
  for (let number = 0; number < 22; number += 1) {
    await shopper.open(asked({ as: 'app', id: `pay_${number}` }));
    await shopper.press(number % 2 ? 'Approve' : 'Refuse');
    await shopper.sees('Back to the shop: you may close this window.');
  }
  const kept = await verdicts(shopper);
  // WebKit's driver hands an object over in no order.
  expect(Object.keys(kept).sort()).toEqual(Array.from({ length: 20 }, (_, at) => `pay_${at + 2}`).sort());
  expect([kept.pay_20, kept.pay_21]).toEqual(['refused', 'approved']);
});

// shows: SEC-10
test('only this origin may show it in a frame, and nobody the page', { tag: '@chromium' }, async ({ request, page, baseURL }) => {
  const policy = async (path) => (await request.get(path)).headers()['content-security-policy'];
  expect(await policy(BANK)).toMatch(/frame-ancestors 'self'/);
  expect(await policy('/')).toMatch(/frame-ancestors 'none'/);
  for (const piece of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "require-trusted-types-for 'script'"]) expect(await policy(BANK)).toContain(piece);
  await page.goto(`${baseURL}/`);
  await page.evaluate((src) => document.body.append(Object.assign(document.createElement('iframe'), { src, title: 'Nordbank' })), asked({ as: '3ds' }));
  await page.frameLocator('iframe[title="Nordbank"]').getByRole('button', { name: 'Approve' }).click();
  await expect.poll(() => page.evaluate(() => localStorage.getItem('kassa-demo-bank'))).toBe('{"pay_1":"approved"}');
});
