//! The demo shop's mailbox (public/demo/mailbox.html): what it shows of the letters the shop leaves, and what it does not do with them.
import { expect, test } from '../lib/test.mjs';

const MAILBOX = '/demo/mailbox.html';
const KEPT = 'kassa-demo-outbox';
const letter = (id, rest) => ({ id, to: 'kaisa.laine@example.fi', at: 1_795_356_360_000 + id * 60_000, kind: 'code', lang: 'en', subject: `Letter ${id}`, lines: ['A line.', 'Another line.'], rows: [], ...rest });
const ORDER = letter(1, {
  kind: 'order', subject: 'Your order FJ-20481', link: '/order/FJ-20481',
  rows: [['1 × Jacket', '249.00\u00a0EUR'], ['Arrives', '2026-11-25 – 2026-11-27'], ['Payment', 'visa ••••\u00a04242']],
});
const CODE = letter(2, { subject: 'Your code', code: '482913' });
const LABEL = letter(3, { kind: 'return', subject: 'Return label for FJ-20481', bars: 'RET-20481', rows: [['Return number', 'RET-20481'], ['From', 'Kaisa Laine, Runeberginkatu 22 A 9, 00100 Helsinki'], ['Hand in by', '2026-12-27']] });

/** Opens the mailbox with these letters in it. */
async function opens(shopper, letters, options = '') {
  await shopper.open(MAILBOX);
  await shopper.run((key, kept) => localStorage.setItem(key, kept), KEPT, typeof letters === 'string' ? letters : JSON.stringify(letters));
  await shopper.open(`${MAILBOX}${options}`);
}

// shows: A11Y-01
test('it is readable in every language and both looks @chromium', async ({ shopper }) => {
  for (const lang of ['en', 'nb', 'ar']) {
    for (const theme of ['light', 'dark']) {
      await opens(shopper, [ORDER, CODE].map((kept) => ({ ...kept, lang })), `?theme=${theme}`);
      await shopper.sees('482913');
      await shopper.isAccessible(`the mailbox, ${lang}, ${theme}`);
      await opens(shopper, [{ ...LABEL, lang }], `?theme=${theme}`);
      await shopper.sees('RET-20481');
      await shopper.isAccessible(`a return label, ${lang}, ${theme}`);
      expect(await shopper.run(() => document.documentElement.dir)).toBe(lang === 'ar' ? 'rtl' : 'ltr');
      const low = () => [...document.querySelectorAll('button, summary, a')].filter((one) => one.getBoundingClientRect().height > 0 && one.getBoundingClientRect().height < 44).length;
      expect(await shopper.run(low), 'targets').toBe(0);
    }
  }
});

test('the newest letter is on top and open, older ones unfold', async ({ shopper }) => {
  await opens(shopper, [ORDER, CODE]);
  await expect.poll(() => shopper.run(() => [...document.querySelectorAll('h2')].map((one) => one.textContent))).toEqual(['Your code', 'Your order FJ-20481']);
  await shopper.misses('€249.00');
  await shopper.unfold('Your order FJ-20481');
  await shopper.sees('€249.00');
  await shopper.sees('Visa ••••');
  expect(await shopper.run(() => document.querySelector('a').getAttribute('href'))).toMatch(/\/order\/FJ-20481$/);
});

test('a mailbox without letters says so', { tag: '@chromium' }, async ({ shopper }) => {
  for (const kept of ['[]', 'no list', '{"a":1}', '[1,null,{"subject":1}]']) {
    await opens(shopper, kept);
    await shopper.sees('No letters yet.');
  }
});

test('what stands in a letter is text, and its link leads nowhere else @chromium', async ({ shopper }) => {
  await opens(shopper, [letter(1, { subject: '<img src=x onerror=alert(1)>', lines: ['<b>bold</b>'], link: '//elsewhere.example/' })]);
  await shopper.sees('<b>bold</b>');
  expect(await shopper.run(() => [document.querySelectorAll('main img, main b').length, document.querySelectorAll('a').length])).toEqual([0, 0]);
});

test('letters to one address only, where the address of the page names it', { tag: '@chromium' }, async ({ shopper }) => {
  await opens(shopper, [ORDER, letter(2, { to: 'someone@example.com', subject: 'Not for Kaisa' })], '?to=Kaisa.Laine@example.fi');
  await shopper.sees('Your order FJ-20481');
  await shopper.misses('Not for Kaisa');
});
