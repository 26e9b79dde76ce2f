//! axe on every screen and state, in both directions of writing, light and dark; and the probes that axe has not.
import { AXE, RULES } from '../lib/shopper.mjs';
import { expect, test } from '../lib/test.mjs';
import { address, card, en, toBag, toDelivery, toPayment } from '../lib/journey.mjs';
import { everyScreen, restOfScreens } from '../lib/screens.mjs';

// Asked of a whole page only: the frame is a group of fields on one.
const WHOLE_PAGE = Object.fromEntries(['landmark-one-main', 'page-has-heading-one', 'region'].map((rule) => [rule, { enabled: false }]));

test.describe('accessible', { tag: '@chromium' }, () => {
  for (const language of ['en', 'ar']) {
    // Colours are all that light and dark change: looked at in both on one way through, which takes longer than axe.
    const inLightAndDark = (page, shopper) => async (name) => {
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await expect.soft(shopper.isAccessible(`${name} ${language} ${colorScheme}`)).resolves.toBeUndefined();
      }
    };

    // shows: QA-01, QA-10, A11Y-02, A11Y-05, A11Y-16, A11Y-24, I18N-04
    test(`every screen, ${language}, light and dark`, async ({ page, shopper }) => {
      test.setTimeout(120_000);
      await everyScreen(shopper, { language }, inLightAndDark(page, shopper));
    });

    // shows: QA-10
    test(`the other screens, ${language}, light and dark`, async ({ page, shopper, faults }) => {
      test.setTimeout(60_000);
      await restOfScreens(shopper, faults, { language }, inLightAndDark(page, shopper));
    });
  }

  // shows: A11Y-27, QA-10
  for (const language of ['en', 'ar']) {
    test(`the card frame's own page, ${language}`, async ({ page, shopper }) => {
      await toPayment(shopper, {});
      await shopper.inside('Card details, secure', (frame) => frame.sees('Card number'));
      if (language !== 'en') await shopper.select(/^Language/, 'العربية');
      const frame = page.frames().find((one) => one.url().includes('card.html'));
      await expect(frame.locator('html')).toHaveAttribute('lang', language);
      await expect(frame.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
      const findings = () => frame.evaluate((rules) => axe.run(document, rules).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.flat().join(' ')).join(', ')}`)), { ...RULES, rules: WHOLE_PAGE });
      await frame.evaluate(`(() => { ${AXE} })()`);
      expect(await findings()).toEqual([]);
      await frame.locator('#number').fill('4242 4242');
      await frame.locator('#number').blur();
      await expect(frame.locator('#number-error')).toBeVisible();
      expect(await findings()).toEqual([]);
    });
  }

  // shows: A11Y-06, A11Y-14, A11Y-15, UX-18, UX-27, UX-28, I18N-05
  // 320 px is 1280 at 400 %. Both are narrow and differ in nothing but their size, so one way leads through both.
  test('nothing is cut, small or covered at 320 and at 390 px', async ({ page, shopper }) => {
    test.setTimeout(120_000);
    const sizes = [{ width: 390, height: 844 }, { width: 320, height: 640 }];
    await page.setViewportSize(sizes[0]);
    await everyScreen(shopper, {}, async (name) => {
      for (const size of sizes) {
        await page.setViewportSize(size);
        expect.soft(await page.evaluate(probe, 44), `${name} at ${size.width} px`).toEqual([]);
      }
    });
  });
});

/** What scrolls sideways, is too small to hit, too small to read in a field, or hidden by the bar when focused. Sent to the page. */
async function probe(primary) {
  const found = [];
  const seen = (element) => element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true });
  const name = (element) => `${element.tagName.toLowerCase()}#${element.id || '-'} “${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 30)}”`;
  if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  for (const element of document.querySelectorAll('button, a[href], input, select, summary, textarea')) {
    if (!seen(element) || element.closest('.kassa-skip, .kassa-visually-hidden') || element.matches('.kassa-skip')) continue;
    const box = (element.closest('label') ?? element).getBoundingClientRect();
    // A link in a sentence may be as small as its text (WCAG 2.5.8).
    const isInline = getComputedStyle(element).display === 'inline' || element.parentElement.localName === 'p';
    const least = element.matches('.kassa-button--primary, input:not([type=radio], [type=checkbox]), select') ? primary : 24;
    if (!isInline && (box.height < least - 0.5 || box.width < 24)) found.push(`${name(element)} is ${Math.round(box.width)} × ${Math.round(box.height)}`);
    if (element.matches('main :is(input:not([type=radio], [type=checkbox]), select)') && parseFloat(getComputedStyle(element).fontSize) < 16) found.push(`${name(element)} has text below 16 px`);
  }
  const modal = document.querySelector('dialog[open]');
  for (const element of (modal ?? document).querySelectorAll('button, a[href], input, select, summary')) {
    if (!seen(element) || element.matches('.kassa-skip')) continue;
    for (let tries = 0; tries < 3 && document.activeElement !== element && element.isConnected; tries++) {
      element.focus();
      // Again if the page has just led to its heading, as it does once a step is drawn.
      await new Promise((wake) => requestAnimationFrame(wake));
    }
    if (!element.isConnected) continue; // drawn anew meanwhile, as when the shop answers
    const box = (element.closest('label') ?? element).getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 20)];
    const top = document.elementFromPoint(x, y);
    const own = element.closest('label') ?? element;
    if (!top || !(own.contains(top) || top.contains(own))) found.push(`${name(element)} is covered by ${top ? name(top) : 'nothing: it is outside'}`);
  }
  return found;
}
