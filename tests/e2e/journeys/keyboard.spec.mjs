//! Nothing but keys: Tab, Shift+Tab, Enter, Space and the arrows.
import { expect, test } from '../lib/test.mjs';
import { CARD, KAISA, HEADING, isThanked, toBag, toDelivery } from '../lib/journey.mjs';

/** Presses a key until the focus is on an element with that id (or tag); every stop on the way has a visible ring. */
async function go(shopper, to, key = 'Tab') {
  const passed = [];
  for (let stops = 0; stops < 60; stops++) {
    await shopper.keys(key);
    const at = await shopper.run(focused);
    if (at.name?.startsWith(to)) return;
    passed.push(at.name);
    expect(at.ring, `a ring around ${at.name}`).toBe(true);
  }
  throw new Error(`${key} does not lead to ${to}; it passed ${passed.join(' ')}`);
}

/** What has the focus, and whether it can be seen that it has. Sent to the page. */
function focused() {
  const at = document.activeElement;
  if (!at || at === document.body || at.tagName === 'IFRAME') return { name: at?.tagName.toLowerCase(), ring: true };
  // A radio that is drawn as a tile has its ring there.
  const drawn = [at, at.closest('label'), at.parentElement].filter(Boolean).map((element) => getComputedStyle(element));
  const ring = drawn.some((style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none');
  return { name: at.id || at.textContent.trim().slice(0, 30) || at.getAttribute('aria-label'), ring };
}

// shows: A11Y-09, A11Y-13, A11Y-14, UX-13
test('a whole purchase by keyboard', { tag: '@desk' }, async ({ shopper }) => {
  test.setTimeout(60_000);
  await toBag(shopper);
  await go(shopper, 'Continue to contact');
  await shopper.keys('Enter');
  await shopper.isOn('Contact');
  await shopper.hasFocus(HEADING); // the heading: reading begins at the top of the step

  await go(shopper, 'email');
  await shopper.keys('Enter'); // nothing typed: refused, and the way to the field
  await shopper.hasFocus('error-summary');
  await shopper.keys('Tab', 'Enter');
  await shopper.hasFocus('email');
  await shopper.write(KAISA.email);
  await go(shopper, 'news');
  await shopper.keys('Space');
  await shopper.keys('Space');
  await go(shopper, 'email', 'Shift+Tab');
  await shopper.keys('Enter');
  await shopper.isOn('Delivery');
  await shopper.hasFocus(HEADING);

  for (const [id, text] of [['name', KAISA.name], ['street', KAISA.street], ['postcode', KAISA.postcode], ['city', KAISA.city], ['phone', KAISA.phone]]) {
    await go(shopper, id);
    await shopper.write(text);
  }
  await shopper.sees('to 00100');
  await go(shopper, 'rate-locker');
  await shopper.keys('ArrowUp');
  await shopper.sees('€413.90');
  await shopper.keys('ArrowDown');
  await shopper.sees('€407.00');
  await go(shopper, 'Continue to payment');
  await shopper.keys('Enter');
  await shopper.isOn('Payment');
  await shopper.hasFocus(HEADING);

  await go(shopper, 'method-card');
  if (shopper.visit.project.startsWith('webkit')) {
    await shopper.keys('ArrowDown', 'ArrowDown'); // past MobilePay, by invoice: its driver brings no keys into a frame of another origin
    await shopper.sees('€409.50');
  } else {
    await shopper.inside('Card details, secure', (frame) => frame.sees('Card number')); // there is something to step into
    await go(shopper, 'iframe'); // and on through its fields
    for (const [id, text] of [['number', CARD.number], ['expiry', CARD.expiry], ['code', CARD.code]]) {
      await shopper.inside('Card details, secure', async (frame) => {
        if (id !== 'number') await frame.keys('Tab');
        await frame.hasFocus(id);
        await frame.write(text);
      });
    }
  }
  await go(shopper, 'Continue to review'); // out of the frame again
  await shopper.keys('Enter');
  await shopper.isOn('Review and pay');
  await shopper.hasFocus(HEADING); // before the next key: the focus is still on its way
  await go(shopper, 'pay');
  await shopper.keys('Enter');
  await isThanked(shopper);
  await shopper.hasFocus(HEADING);
});

// shows: A11Y-09, S0-41
test('a company by keyboard: its own number, its budget, sent for approval', { tag: '@chromium' }, async ({ shopper }) => {
  await toDelivery(shopper, { buyer: 'assistant' });
  for (const [id, text] of [['name', KAISA.name], ['street', KAISA.street], ['postcode', KAISA.postcode], ['city', KAISA.city], ['phone', KAISA.phone]]) {
    await go(shopper, id);
    await shopper.write(text);
  }
  await shopper.sees('to 00100');
  await go(shopper, 'Continue to payment');
  await shopper.keys('Enter');
  await shopper.isOn('Payment');
  await shopper.hasFocus(HEADING);
  await go(shopper, 'method-');
  for (let ways = 0; ways < 12 && !(await shopper.isChosen(/^Purchase order/)); ways++) await shopper.keys('ArrowDown');
  await go(shopper, 'purchase-number');
  await shopper.write('PO-2026-0917');
  await go(shopper, 'cost-centre');
  await shopper.keys('ArrowDown');
  await go(shopper, 'Continue to review');
  await shopper.keys('Enter');
  await shopper.isOn('Review and pay');
  await shopper.hasFocus(HEADING);
  await go(shopper, 'pay');
  await shopper.keys('Enter');
  await shopper.isOn('Sent for approval');
  await shopper.hasFocus(HEADING);
});

// shows: UX-13, A11Y-13, A11Y-19
test('a refused step has the focus on what is wrong, and each line leads to its field', async ({ shopper }) => {
  await toDelivery(shopper);
  await shopper.press('Continue to payment');
  await shopper.hasFocus('error-summary');
  await shopper.sees('There is a problem');
  await expect.poll(() => shopper.title()).toMatch(/^Error: Delivery/);
  const lines = await shopper.run(() => [...document.querySelectorAll('#error-summary a')].map((link) => ({ text: link.textContent, field: link.hash.slice(1) })));
  expect(lines.map(({ field }) => field)).toEqual(['name', 'street', 'postcode', 'city', 'phone']);
  for (const { text, field } of lines) {
    await shopper.follow(text);
    await shopper.hasFocus(field);
    // The same words stand at the field and are read with it.
    expect(await shopper.run((id) => document.getElementById(document.getElementById(id).getAttribute('aria-describedby').split(' ').at(-1)).textContent, field)).toBe(text);
  }
  await shopper.isAt('/delivery');
});
