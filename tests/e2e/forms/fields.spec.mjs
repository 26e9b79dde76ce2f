//! The fields: what the browser is told about each, when an error comes and goes, what it says, how many there are.
import { expect, test } from '../lib/test.mjs';
import { KAISA, card, ship, toContact, toDelivery, toPayment } from '../lib/journey.mjs';

/** The attributes of every visible text field and list, by its id. Sent to the page. */
const contract = (shopper) => shopper.run(() => Object.fromEntries(
  [...document.querySelectorAll('main input:not([type=radio], [type=checkbox]), main select')].filter((field) => field.checkVisibility()).map((field) => {
    const told = (name) => field.getAttribute(name) ?? '-';
    return [field.id, [field.localName === 'select' ? 'select' : told('type'), told('autocomplete'), told('inputmode'), told('enterkeyhint'), told('autocapitalize'), told('spellcheck')].join(' | ')];
  }),
));

/** The field's own error, as it is read with the field; nothing if it is right. */
const errorOf = (shopper, id) => shopper.run((id) => {
  const field = document.getElementById(id);
  const texts = (field.getAttribute('aria-describedby') ?? '').split(' ').filter((one) => one.endsWith('-error')).map((one) => document.getElementById(one)?.textContent);
  if ((field.getAttribute('aria-invalid') === 'true') !== texts.length > 0) return 'aria-invalid and the message disagree';
  return texts.join(' ');
}, id);

const ADDRESS = {
  country: 'select | shipping country | - | - | - | -',
  name: 'text | shipping name | text | next | words | false',
  street: 'text | shipping address-line1 | text | next | words | false',
  postcode: 'text | shipping postal-code | numeric | next | characters | false',
  city: 'text | shipping address-level2 | text | next | words | false',
  phone: 'tel | shipping tel | tel | done | off | false',
};

test.describe('the field contract', { tag: '@chromium' }, () => {
  // shows: FLD-01, FLD-02, FLD-03, FLD-05, FLD-06, FLD-07, FLD-08, FLD-09, A11Y-03
  test('tells the browser what each field is for', async ({ shopper }) => {
    await toContact(shopper);
    expect(await contract(shopper)).toEqual({ email: 'email | email | email | done | off | false' });
    await shopper.fill('E-mail', KAISA.email);
    await shopper.press('Continue to delivery');
    await shopper.isOn('Delivery');
    expect(await contract(shopper)).toEqual(ADDRESS);
    await shopper.press('Add apartment, floor or company');
    await shopper.hasFocus('line2');
    expect((await contract(shopper)).line2).toBe('text | shipping address-line2 | text | next | words | false');
    await shopper.select('Country', 'Netherlands');
    expect((await contract(shopper)).postcode).toBe('text | shipping postal-code | text | next | characters | false');
    await shopper.select('Country', 'Finland');
    await shopper.choose(/^Collect/);
    await shopper.sees('Who collects?');
    expect(await contract(shopper)).toEqual({
      near: 'text | shipping postal-code | text | search | words | false',
      'collect-name': 'text | name | text | next | words | false',
      'collect-phone': 'tel | tel | tel | done | off | false',
    });
  });

  // shows: FLD-12, FLD-13, FLD-14, UX-16, UX-17
  test('tells the browser what the card fields are for, in the order of a card', async ({ page, shopper }) => {
    await toPayment(shopper);
    await shopper.inside('Card details, secure', (frame) => frame.sees('Card number'));
    const frame = page.frames().find((one) => one.url().includes('card.html'));
    const fields = await frame.locator('input').evaluateAll((all) => all.map((field) => ['type', 'autocomplete', 'inputmode', 'enterkeyhint', 'placeholder'].map((name) => field.getAttribute(name) || '-').join(' | ')));
    expect(fields).toEqual(['text | cc-number | numeric | next | -', 'text | cc-exp | numeric | next | -', 'text | cc-csc | numeric | go | -']);
  });

  // shows: UX-01, UX-05, S1-16, S1-23, S2-9, S3-13
  test('asks for at most 8 fields before the card, 11 in all', async ({ shopper }) => {
    await toContact(shopper);
    let count = Object.keys(await contract(shopper)).length;
    await shopper.fill('E-mail', KAISA.email);
    await shopper.press('Continue to delivery');
    await shopper.isOn('Delivery');
    count += Object.keys(await contract(shopper)).length;
    await ship(shopper);
    await shopper.press('Continue to payment');
    await shopper.isOn('Payment');
    count += Object.keys(await contract(shopper)).length;
    expect(count).toBeLessThanOrEqual(8);
    const inFrame = await shopper.inside('Card details, secure', async (frame) => {
      await frame.sees('Card number');
      return frame.scope.locator('input').count();
    });
    expect(count + inFrame).toBeLessThanOrEqual(11);
  });

  test('one native form for a step', async ({ shopper }) => {
    await toDelivery(shopper);
    const forms = await shopper.run(() => [...document.querySelectorAll('main form')].filter((form) => form.checkVisibility()).map((form) => [form.noValidate, form.querySelectorAll('form').length, form.querySelectorAll('button[type=submit]').length]));
    expect(forms).toEqual([[true, 0, 1]]);
    // Enter in a field sends it, as in any form.
    await shopper.type('Full name', 'Kaisa');
    await shopper.keys('Enter');
    await shopper.hasFocus('error-summary');
  });
});

/** Text typed into a field, and the sentence it gets. */
const CAUSES = {
  'E-mail': ['email', [
    ['kaisa', 'Add the @ sign, as in name@example.com'],
    ['kaisa@@example.fi', 'Keep one @ sign. There is more than one in this e-mail'],
    ['kaisa@example', 'Add the ending, such as .com, to the end of the e-mail'],
    ['kaisa laine@example.fi', 'Take the space out of the e-mail'],
    ['kaisa@example..fi', 'Check the dots in the e-mail. Two stand together, or one is at the edge'],
  ]],
  'Full name': ['name', [
    ['12345', 'Write the name with letters'],
    ['kaisa@example.fi', 'Enter a name here. The e-mail address is asked for under Contact'],
    ['Kaisa <Laine>', 'Take “<” out of the name'],
    ['K'.repeat(150), /^Shorten the name to \d+ characters/],
  ]],
  'Street and number': ['street', [
    ['K'.repeat(150), /^Shorten the street to \d+ characters/],
    ['kaisa@example.fi', 'Enter the street here, not an e-mail address'],
    ['Runeberginkatu {22}', 'Take “{” out of the street'],
  ]],
  Postcode: ['postcode', [
    ['001', /^Enter the whole postcode, for example \d{5}$/],
    ['001000', /^The postcode is too long/],
    ['00a00', /^(Check the postcode|Take “a” out)/i],
    ['22100', 'We do not deliver to this postcode. Try another address or collect instead'],
  ]],
  City: ['city', [
    ['00100', 'Write the city with letters. The postcode has its own field'],
    ['kaisa@example.fi', 'Enter the city here, not an e-mail address'],
    ['Hel<sinki', 'Take “<” out of the city'],
  ]],
  Phone: ['phone', [
    ['040', /./],
    ['+358 40 123 4567 8901 2345', /./],
    ['call me', /./],
  ]],
};

// shows: UX-11, A11Y-19, UX-03
test('each field says what is wrong with it in its own words', { tag: '@chromium' }, async ({ shopper }) => {
  test.setTimeout(60_000);
  const check = async (label) => {
    const [id, cases] = CAUSES[label];
    const said = new Set();
    for (const [text, sentence] of cases) {
      await shopper.fill(label, text);
      await shopper.keys('Tab');
      await expect.poll(() => errorOf(shopper, id), { message: `${label}: ${text}` }).toMatch(sentence instanceof RegExp ? sentence : new RegExp(`^${sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`));
      said.add(await errorOf(shopper, id));
    }
    expect(said.size, `distinct messages of ${label}`).toBeGreaterThanOrEqual(3);
    expect([...said].filter((one) => /invalid|error/i.test(one))).toEqual([]);
  };
  await toContact(shopper);
  await check('E-mail');
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  for (const label of Object.keys(CAUSES).slice(1)) await check(label);
});

// shows: UX-11, UX-15, UX-17, CARD-03
test('the card fields say what is wrong in the frame', { tag: '@chromium' }, async ({ shopper }) => {
  await toPayment(shopper);
  await shopper.inside('Card details, secure', async (frame) => {
    for (const [number, sentence] of [
      ['4242', 'The card number is too short'],
      ['4242424242424241', 'Check the card number. One or more digits look wrong'],
      ['6011111111111117', 'We do not take this kind of card'],
    ]) {
      await frame.fill('Card number', number);
      await frame.fill('Expiry (MM / YY)', '');
      await frame.sees(sentence);
    }
    for (const [expiry, sentence] of [['13 / 29', 'Start with a month from 01 to 12'], ['01 / 20', 'This card has expired'], ['12 / 60', 'Check the year'], ['1', 'Enter the month and the year']]) {
      await frame.fill('Expiry (MM / YY)', expiry);
      await frame.fill('Security code', '');
      await frame.sees(sentence);
    }
    await frame.fill('Card number', '4242424242424242');
    await frame.holds('Card number', '4242 4242 4242 4242');
    await frame.misses('We do not take this kind of card');
  });
});

// shows: UX-10
test('an error waits until the field is left, and goes as soon as it is mended', { tag: '@desk' }, async ({ shopper }) => {
  await toContact(shopper);
  await shopper.type('E-mail', 'kaisa');
  expect(await errorOf(shopper, 'email')).toBe(''); // none while typing
  await shopper.keys('Tab');
  await expect.poll(() => errorOf(shopper, 'email')).toBe('Add the @ sign, as in name@example.com');
  await shopper.keys('Shift+Tab', 'End');
  await shopper.write('@example.f');
  await shopper.write('i');
  await expect.poll(() => errorOf(shopper, 'email')).toBe(''); // before it is left again
  await shopper.hasFocus('email');
});

// shows: UX-10
test('a field that was only passed through says nothing', { tag: '@chromium' }, async ({ shopper }) => {
  await toDelivery(shopper);
  await shopper.type('Full name', 'K');
  await shopper.fill('Full name', '');
  await shopper.keys('Tab', 'Tab', 'Tab', 'Tab');
  for (const id of ['street', 'postcode', 'city']) expect(await errorOf(shopper, id)).toBe('');
});

// shows: UX-12
test('a slip in the e-mail is a suggestion that can be taken, or not', { tag: '@desk' }, async ({ shopper }) => {
  await toContact(shopper);
  await shopper.fill('E-mail', 'kaisa.laine@gmial.com');
  await shopper.keys('Tab');
  await shopper.press('Did you mean kaisa.laine@gmail.com?');
  await shopper.holds('E-mail', 'kaisa.laine@gmail.com');
  await shopper.hasFocus('email');
  await shopper.keys('Control+a');
  await shopper.write('kaisa.laine@gmial.com');
  await shopper.press('Continue to delivery'); // it is the shopper's choice
  await shopper.isOn('Delivery');
});

// shows: UX-09, UX-08, A11Y-20
test('the phone number says what it is for, and what may be left out says so', { tag: '@chromium' }, async ({ shopper }) => {
  await toDelivery(shopper);
  await shopper.sees('So the driver can text you a time. Deleted after delivery.');
  await shopper.press('Add apartment, floor or company');
  await shopper.sees('Apartment, floor or entrance (optional)');
  const required = await shopper.run(() => [...document.querySelectorAll('main [aria-required=true]')].map((field) => field.id));
  expect(required).toEqual(expect.arrayContaining(['name', 'street', 'postcode', 'city', 'phone']));
});

// shows: UX-03
test('names of all kinds are taken', { tag: '@chromium' }, async ({ shopper }) => {
  await toDelivery(shopper);
  for (const name of ["Seán O'Brien", '王小明', 'محمد بن سلمان', 'Øyvind Åsmund', 'Nguyễn Thị Minh', 'Jean-Luc', 'Teller', 'Ng', 'Ö', 'José María Álvarez de Toledo']) {
    await shopper.fill('Full name', name);
    await shopper.keys('Tab');
    expect(await errorOf(shopper, 'name'), name).toBe('');
  }
});
