//! A page with a configuration: its looks, why it asks, what is agreed to, and what it says of mistakes.
import { expect, serving } from '../lib/serving.mjs';
import { address, en, isThanked, KAISA, ship } from '../lib/journey.mjs';

const test = serving({ settings: { config: '/checkout.config.json' }, routes: { '/checkout.config.json': 'tests/fixtures/config/checkout.json' } });

// shows: LEG-03, LEG-09, SEC-23, S2-8, UX-13
test('says why it asks, asks what has to be agreed to, and notes it with the order', { tag: '@chromium' }, async ({ page, shopper }) => {
  const told = [];
  page.on('console', (message) => message.type() === 'warning' && told.push(message.text()));
  await page.addInitScript(() => addEventListener('kassa-experiment', (event) => (globalThis.heard ??= []).push(event.detail)));

  await shopper.open(address('/contact'));
  await shopper.isOn('Contact');
  // A brand, by a sheet that the content policy has nothing against (the fixture asks for its reports).
  await shopper.sees('Lyng');
  const look = () => ['--kassa-color-primary', '--kassa-button-radius', '--kassa-radius'].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim());
  expect(await shopper.run(look)).toEqual(['#6b2469', '999px', '12px']);
  // What is wrong is named with its path, once, and costs nothing else.
  expect(told.filter((text) => text.includes('`brand.tokens.radius` is "url(https://evil.example/x)"'))).toHaveLength(1);
  expect(told.filter((text) => text.includes('`fields.organization.why` is missing'))).toHaveLength(1);
  // A variant of the session's own, shown and told once.
  const [variant, heard] = await shopper.run(() => [document.querySelector('.kassa').dataset.experiments, globalThis.heard]);
  expect(heard.map(({ experiment, variant }) => `${experiment}:${variant}`)).toEqual([variant]);

  // Marketing stands apart, in the house's words, and nobody ticked it.
  expect(await shopper.isChosen('Send me news of the trails.')).toBe(false);
  await shopper.misses(en('field.news.label'));
  await shopper.unfold(`${en('purpose.toggle')}: ${en('field.email.label')}`);
  await shopper.sees(en('purpose.why_order'));
  await shopper.isAccessible('contact, configured');
  await shopper.fill('E-mail', KAISA.email);
  await shopper.press('Continue to delivery');
  await shopper.isOn('Delivery');
  await shopper.unfold(`${en('purpose.toggle')}: ${en('field.phone.label')}`);
  await shopper.sees(en('purpose.why_updates'));
  await shopper.sees('Our drivers');
  await shopper.sees('30 days after the order.');
  await shopper.isAccessible('delivery, configured');
  await ship(shopper);
  await shopper.press('Continue to payment');
  await shopper.isOn('Payment');
  expect(await shopper.has('radio', /^Cheque/)).toBe(false);
  await shopper.choose(/^Invoice/);
  await shopper.press('Continue to review');
  await shopper.isOn('Review and pay');

  // Nothing is ticked, and without the one that is needed nothing is bought.
  const boxes = ['I am 18 or older.', 'You may ask me once what I think.'].map((text) => new RegExp(`^${text}`));
  for (const box of boxes) expect(await shopper.isChosen(box)).toBe(false);
  await shopper.sees('Privacy, version 4 of');
  await page.locator('#pay').click();
  await shopper.sees(en('fault.consent.missing'));
  await shopper.hasFocus('error-summary');
  expect(await page.locator('#consent-1').getAttribute('aria-describedby')).toBe('consent-1-error');
  await expect(page.locator('#consent-1-error')).toHaveText(en('fault.consent.missing'));
  await shopper.isAccessible('review with a consent missing');
  await shopper.check(boxes[0]);
  await shopper.misses(en('fault.consent.missing'));
  await page.locator('#pay').click();
  await isThanked(shopper);
  await shopper.sees(`${en('consents.given')} I am 18 or older. Version 2,`);
  await shopper.misses('what I think');
  await shopper.isAccessible('thanks, configured');
  // The letter has it, too.
  expect(await shopper.run(() => localStorage.getItem('kassa-demo-outbox'))).toMatch(/age, 2, 2026-/);
});

// shows: S2-10
test('an order without consents, and a configuration that does not come', { tag: '@chromium' }, async ({ page, shopper, faults }) => {
  const told = [];
  page.on('console', (message) => message.type() === 'warning' && told.push(message.text()));
  await faults.set([{ match: 'checkout.config.json', kind: 'abort', times: -1 }]);
  await shopper.open(address('/contact'));
  await shopper.isOn('Contact');
  await shopper.sees(en('field.news.label'));
  await expect.poll(() => told.filter((text) => /configuration at \/checkout\.config\.json did not come/.test(text)).length).toBe(1);
});
