//! What the shopper's own settings make of every screen: forced colours, larger text, wider spacing, less motion.
import { expect, test } from '../lib/test.mjs';
import { CARDS, pay, toBag, toDelivery, toReview } from '../lib/journey.mjs';
import { everyScreen } from '../lib/screens.mjs';

const softly = expect.configure({ soft: true });
/** The page, and the card frame where there is one. */
const documents = (page) => [page, page.frames().find((one) => one.url().includes('card.html'))].filter(Boolean);

test.describe('settings of the shopper', { tag: '@chromium' }, () => {
  // shows: A11Y-04, A11Y-14, A11Y-26, QA-10
  test('forced colours: edges, choices and focus are seen on every screen', async ({ page, shopper }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ forcedColors: 'active' });
    await everyScreen(shopper, {}, async (name) => {
      await softly(shopper.isAccessible(`${name}, forced colours`)).resolves.toBeUndefined();
      // A key, so that the browser shows the focus wherever it is put next.
      await shopper.keys('Tab');
      for (const frame of documents(page)) softly(await frame.evaluate(unseen), name).toEqual([]);
    });
  });

  // 16 px is what browsers come with, 32 is 200 %.
  for (const width of [1280, 640]) {
    // shows: A11Y-06
    test(`text at 200 % and ${width} px is twice as large, and all of it is there`, async ({ page, shopper }) => {
      test.setTimeout(120_000);
      await page.setViewportSize({ width, height: 900 });
      const browser = await page.context().newCDPSession(page);
      const write = (standard) => browser.send('Page.setFontSizes', { fontSizes: { standard, fixed: standard * 0.8125 } });
      await everyScreen(shopper, {}, async (name) => {
        for (const frame of documents(page)) {
          // A frame of another origin is not laid out while it is off the screen, as it is here once text has grown.
          if (frame !== page) await (await frame.frameElement()).evaluate((element) => element.scrollIntoView());
          await write(16);
          const before = await frame.evaluate(textSizes);
          await write(32);
          if (frame !== page) await (await frame.frameElement()).evaluate((element) => element.scrollIntoView());
          await softly.poll(async () => grownLess(before, await frame.evaluate(textSizes)), `${name} at ${width} px`).toEqual([]);
          await softly.poll(() => frame.evaluate(cut), `${name} at ${width} px`).toEqual([]);
        }
      });
    });
  }

  // shows: A11Y-07
  test('wider spacing cuts nothing', async ({ page, shopper }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width: 390, height: 844 });
    await everyScreen(shopper, {}, async (name) => {
      for (const frame of documents(page)) {
        await frame.evaluate(spaceOut);
        // The frame tells the page how high it has become.
        await softly.poll(() => frame.evaluate(cut), name).toEqual([]);
      }
    });
  });

  // shows: A11Y-11
  test('less motion: at most something fades', async ({ page, shopper }) => {
    await toBag(shopper);
    expect(await page.evaluate(movements), 'bag').toEqual([]);
    await toDelivery(shopper);
    expect(await page.evaluate(movements), 'delivery').toEqual([]);
    await toReview(shopper, {}, CARDS.slow);
    await pay(shopper);
    await shopper.isOn('Processing your payment');
    expect(await page.evaluate(movements), 'processing').toEqual([]);
    // The probe sees what moves where nobody asked for less.
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await page.evaluate(movements)).not.toEqual([]);
  });
});

/** In forced colours: fields without an edge, choices that look like those beside them, focus without a ring. Sent to the page. */
async function unseen() {
  const found = [];
  const seen = (element) => element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true });
  const name = (element) => `${element.tagName.toLowerCase()}#${element.id || '-'} “${(element.labels?.[0] ?? element).textContent.trim().slice(0, 30)}”`;
  const width = (style, line) => (style[`${line}Style`] === 'none' ? 0 : parseFloat(style[`${line}Width`]));
  const styles = (element) => [null, '::before', '::after'].map((part) => getComputedStyle(element, part)).filter((style, at) => at === 0 || style.content !== 'none');
  const edge = (element) => Math.min(...['borderTop', 'borderRight', 'borderBottom', 'borderLeft'].map((side) => width(getComputedStyle(element), side)));

  for (const field of document.querySelectorAll('input:not([type=radio], [type=checkbox]), select, textarea')) {
    // The field between the two buttons of a quantity has its edge around all three.
    if (seen(field) && edge(field.closest('.kassa-quantity') ?? field) < 1) found.push(`${name(field)} has no edge`);
  }

  /** Lines around and inside a choice; a background alone is taken away by forced colours, or may mean nothing. */
  const lines = (choice) => [choice, ...choice.querySelectorAll('.kassa-check')].flatMap(styles)
    .map((style) => ['borderTop', 'outline'].map((line) => width(style, line) && `${width(style, line)} ${style[`${line}Color`]}`).join()).join('; ');
  const choices = [...document.querySelectorAll('input[type=radio], input[type=checkbox]')].filter((input) => seen(input.closest('label') ?? input))
    .map((input) => ({ input, look: lines(input.closest('.kassa-option, .kassa-tile, .kassa-segmented__item, label')) }));
  for (const { input, look } of choices.filter((one) => one.input.checked)) {
    const twin = choices.find((one) => one.input.name === input.name && !one.input.checked && one.look === look);
    if (twin) found.push(`${name(input)} is chosen and looks like ${name(twin.input)}`);
  }

  const modal = document.querySelector('dialog[open]');
  for (const element of (modal ?? document).querySelectorAll('button, a[href], input, select, summary')) {
    if (!seen(element.closest('label') ?? element) || element.disabled) continue;
    element.focus();
    await new Promise((wake) => requestAnimationFrame(wake));
    if (document.activeElement !== element) continue;
    // The ring may lie around the whole choice.
    const around = [element, element.closest('.kassa-option, .kassa-tile, .kassa-segmented__item')].filter(Boolean);
    const rings = around.flatMap((one) => [getComputedStyle(one).outlineStyle === 'none' ? 0 : width(getComputedStyle(one), 'outline'), one.matches('.kassa-option') ? width(getComputedStyle(one, '::before'), 'borderTop') : 0]);
    if (Math.max(...rings) < 2) found.push(`${name(element)} has the focus and no ring`);
  }
  return found;
}

/** Each text of a document: what it is, how large, whether it heads something; no size where it is not shown. Sent to the page. */
function textSizes() {
  const holds = (element) => element.matches('input, select') || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return [...document.querySelectorAll('body *')].filter((element) => holds(element) && !element.closest('svg, script, noscript, option, .kassa-visually-hidden'))
    .map((element) => [(element.id || element.textContent.trim()).slice(0, 30), element.checkVisibility() ? parseFloat(getComputedStyle(element).fontSize) : NaN, !!element.closest('h1, dt')]);
}

/** What has not become twice as large. What heads a page or a row is smaller where there is less room, as when it is zoomed. */
const grownLess = (before, after) => before.flatMap(([text, size, isHead], at) => {
  const now = after[at]?.[1];
  return now / size < (isHead ? 1.5 : 1.99) ? [`“${text}” ${size} → ${now}`] : [];
});

/** What scrolls sideways, and what lies in a box that cuts it off. Sent to the page. */
function cut() {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} px wide`);
  if (getComputedStyle(root).overflowY === 'hidden' && root.scrollHeight > innerHeight + 1) found.push(`${root.scrollHeight} px of a frame ${innerHeight} px high`);
  for (const element of document.querySelectorAll('body *')) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('svg, dialog:not([open])')) continue;
    const style = getComputedStyle(element);
    // What is only for the ear is one pixel large.
    if (style.position === 'absolute' && element.clientWidth <= 1) continue;
    const text = element.matches('select') ? element.selectedOptions[0]?.text : element.value || element.textContent.trim().slice(0, 30);
    const [wide, high] = [element.scrollWidth > element.clientWidth + 1, element.scrollHeight > element.clientHeight + 1];
    const isInput = element.matches('input:not([type=radio], [type=checkbox]), select');
    if (isInput ? wide : (style.overflowX !== 'visible' && wide) || (['hidden', 'clip'].includes(style.overflowY) && high)) found.push(`“${text}” is cut`);
    // Nothing to cut it, and still outside: over its neighbour, or beside the window.
    const { left, right } = element.getBoundingClientRect();
    if (left < -1 || right > innerWidth + 1) found.push(`“${text}” lies outside`);
  }
  return found;
}

/** The spacing of WCAG 1.4.12, as an extension of the browser would set it. Sent to the page. */
function spaceOut() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
  document.adoptedStyleSheets = [sheet];
}

/** What moves: every running animation that changes more than opacity. Sent to the page. */
function movements() {
  const still = ['opacity', 'offset', 'computedOffset', 'easing', 'composite'];
  return document.getAnimations().filter((one) => one.playState === 'running')
    .flatMap((one) => one.effect.getKeyframes().flatMap((frame) => Object.keys(frame).filter((property) => !still.includes(property)))
      .map((property) => `${one.animationName ?? one.transitionProperty}: ${property}`));
}
