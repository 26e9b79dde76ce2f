//! What the browser keeps of a shopper fills the fields, in every language, and the order is made of it.
//!
//! Chromium's own autofill, asked over CDP to act as if the shopper had chosen an entry of its list.
import { expect, test } from '../lib/test.mjs';
import { CARD, KAISA, address, toContact, words } from '../lib/journey.mjs';
import { browsers } from '../../../scripts/browsers.mjs';

// The whole browser: its shell keeps nothing of anybody.
test.use({ launchOptions: { executablePath: browsers().chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] } });

const begins = (text) => new RegExp(`^${text.split('{')[0].trim()}`);
/** An entry of the browser's list of addresses. */
const entry = ({ email = KAISA.email, name, street, postcode, city, phone }, country) => ({
  fields: Object.entries({
    EMAIL_ADDRESS: email, NAME_FULL: name, ADDRESS_HOME_STREET_ADDRESS: street, ADDRESS_HOME_LINE1: street, ADDRESS_HOME_ZIP: postcode, ADDRESS_HOME_CITY: city,
    ADDRESS_HOME_COUNTRY: country, PHONE_HOME_WHOLE_NUMBER: phone.replaceAll(' ', ''),
  }).map(([name, value]) => ({ name, value })),
});
const KAISAS = entry(KAISA, 'FI');
const KAISAS_CARD = { number: CARD.number, name: KAISA.name, expiryMonth: '12', expiryYear: '2030', cvc: CARD.code };
const ADDRESS = { country: 'FI', name: KAISA.name, street: KAISA.street, postcode: KAISA.postcode, city: KAISA.city, phone: KAISA.phone.replaceAll(' ', '') };

/** Fills the form that this field is in from an entry; the field may be in a frame. */
async function fill(page, id, what, url) {
  const browser = await page.context().newCDPSession(page);
  await browser.send('Autofill.enable');
  const { root } = await browser.send('DOM.getDocument', { depth: -1, pierce: true });
  const all = (node) => [node, ...[...(node.children ?? []), node.contentDocument].filter(Boolean).flatMap(all)];
  const has = ({ attributes = [] }) => attributes.some((text, at) => at % 2 === 0 && text === 'id' && attributes[at + 1] === id);
  const { backendNodeId: fieldId } = all(root).find(has);
  // A node of another document is found only with the id of its frame.
  const { frameTree } = await browser.send('Page.getFrameTree');
  const frameId = url && frameTree.childFrames.find((child) => url.startsWith(child.frame.url)).frame.id;
  await browser.send('Autofill.trigger', { fieldId, frameId, ...what });
  await browser.detach();
}

/** What stands in the fields of a document, by their ids; the page's are empty before, but for the country. */
const values = (frame) => frame.evaluate(() => Object.fromEntries([...document.querySelectorAll('main :is(input:not([type=radio], [type=checkbox]), select), #card input')].map((field) => [field.id, field.value])));
/** Asked before the browser has looked at a new form, it fills nothing and does not say so: asked again. */
const fills = (page, id, what, frame, wanted) => expect(async () => {
  await fill(page, id, what, frame?.url());
  expect(await values(frame ?? page)).toEqual(wanted);
}).toPass({ timeout: 5_000 });

async function toDelivery(shopper, say, language) {
  await shopper.open(address('/contact', { lang: language }));
  await shopper.isOn(say('contact.title'));
  await shopper.fill(say('field.email.label'), KAISA.email);
  await shopper.press(say('step.delivery.forward'));
  await shopper.isOn(say('delivery.title'));
}

test.describe('autofill', { tag: '@chromium' }, () => {
  for (const language of ['en', 'nb', 'ar']) {
    // shows: FLD-02, FLD-03, FLD-05, FLD-06, FLD-08, FLD-09, FLD-12, FLD-13, FLD-14, QA-07
    test(`fills the address and the card, and the order is made of it, ${language}`, async ({ page, shopper }) => {
      const say = words(language);
      await toDelivery(shopper, say, language);
      await fills(page, 'name', { address: KAISAS }, undefined, ADDRESS);
      await expect.poll(() => shopper.has('radio', /Nordpost/)).toBe(true);
      await shopper.press(say('step.payment.forward'));
      await shopper.isOn(say('payment.title'));
      await shopper.inside(say('card.title'), (frame) => frame.sees(say('card.number.label')));
      const frame = page.frames().find((one) => one.url().includes('card.html'));
      await fills(page, 'number', { card: KAISAS_CARD }, frame, { number: '4242 4242 4242 4242', expiry: '12 / 30', code: CARD.code });
      await shopper.press(say('step.review.forward'));
      await shopper.isOn(say('review.title'));
      await shopper.sees(KAISA.street);
      await shopper.press(begins(say('review.place')));
      await shopper.isOn(begins(say('thanks.title')));
      await shopper.sees('FJ-20481');
    });
  }

  // shows: FLD-01
  test('fills the e-mail', async ({ page, shopper }) => {
    await toContact(shopper);
    await fills(page, 'email', { address: KAISAS }, undefined, { email: KAISA.email });
    await shopper.press('Continue to delivery');
    await shopper.isOn('Delivery');
  });

  // shows: FLD-05, FLD-06, FLD-08, FLD-09, UX-29
  test('fills the address of another country, whose fields are others', async ({ page, shopper }) => {
    const say = words('en');
    await toDelivery(shopper, say, 'en');
    const dutch = { name: KAISA.name, street: 'Damrak 1', postcode: '1012 LG', city: 'Amsterdam', phone: '+31201234567' };
    await fills(page, 'name', { address: entry(dutch, 'NL') }, undefined, { country: 'NL', ...dutch });
    await shopper.sees('to 1012 LG');
    await shopper.press(say('step.payment.forward'));
    await shopper.isOn(say('payment.title'));
  });

  // The control: our ids are English words, which Chromium can guess from. Without them it is the tokens that fill a form.
  for (const isTold of [true, false]) {
    test(`where ids say nothing, ${isTold ? 'the tokens fill it' : 'and tokens are gone, it fills less'}`, async ({ page, shopper }) => {
      await page.addInitScript((hasTokens) => {
        const set = Element.prototype.setAttribute;
        Element.prototype.setAttribute = function (name, value) {
          if (name === 'autocomplete' && !hasTokens) return;
          const isId = ['id', 'name', 'for'].includes(name) && this.matches('input, select, label');
          set.call(this, name, isId ? [...value].reverse().join('') : value);
        };
      }, isTold);
      await toDelivery(shopper, words('nb'), 'nb');
      const wanted = Object.fromEntries(Object.entries(ADDRESS).map(([id, text]) => [[...id].reverse().join(''), text]));
      if (isTold) return fills(page, 'eman', { address: KAISAS }, undefined, wanted);
      for (let times = 0; times < 3; times += 1) await fill(page, 'eman', { address: KAISAS });
      const now = await values(page);
      expect(Object.keys(now)).toEqual(Object.keys(wanted));
      expect(Object.values(now).filter(Boolean).length).toBeLessThan(6);
    });
  }
});
