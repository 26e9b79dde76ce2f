//! What is too small to hit or does not fit in a frame, and where.
//!
//! Always true: the frame is only looked at; what marks a place is one attribute and one constructed sheet, both taken off again. A link inside a
//! sentence may be as small as its text (WCAG 2.5.8), what is only for the ear is not seen, and what scrolls may be wider than its box.

import { thicken } from './pick.js';

const MARK = 'data-desk-place';
/** What the product promises of everything that is pressed, and what WCAG 2.5.8 asks at least. */
export const PROMISED = 44;
export const LEAST = 24;
const PRESSED = 'button, a[href], input, select, summary, textarea, [role=button], [role=option]';

/** The places: `{kind: 'small' | 'tiny' | 'outside' | 'cut' | 'page', element, selector, detail}`. */
export function places(doc) {
  if (!doc?.body) return [];
  const view = doc.defaultView;
  const found = [];
  const add = (kind, element, detail) => found.push({ kind, element, selector: selector(element), detail });
  const modal = doc.querySelector('dialog:modal');
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0 && !element.closest('.kassa-visually-hidden, .kassa-skip');
  for (const element of (modal ?? doc).querySelectorAll(PRESSED)) {
    if (!isSeen(element) || element.matches('input[type=hidden]')) continue;
    if (view.getComputedStyle(element).display === 'inline' || element.parentElement.localName === 'p') continue;
    const { width, height } = target(element, view);
    const size = Math.min(width, height);
    const detail = `${round(width)} × ${round(height)}`;
    if (size < LEAST - 0.5) add('tiny', element, detail);
    else if (height < PROMISED - 0.5) add('small', element, detail);
  }
  const root = doc.documentElement;
  const isWide = root.scrollWidth > root.clientWidth + 1;
  if (isWide) add('page', root, `${root.scrollWidth} / ${root.clientWidth}`);
  for (const element of doc.body.querySelectorAll('*')) {
    if (element.closest('svg, dialog:not([open]), .kassa-visually-hidden, .kassa-skip') || !element.checkVisibility({ visibilityProperty: true })) continue;
    const style = view.getComputedStyle(element);
    if (style.position === 'absolute' && element.clientWidth <= 1) continue;
    const { left, right, width, height } = element.getBoundingClientRect();
    if (!width || !height) continue;
    const isInput = element.matches('input:not([type=radio], [type=checkbox], [type=range]), select');
    const [wide, high] = [element.scrollWidth > element.clientWidth + 1, element.scrollHeight > element.clientHeight + 1];
    const isCut = isInput ? wide : style.display !== 'inline' && ((hides(style.overflowX) && wide) || (hides(style.overflowY) && high));
    if (isCut && element.clientWidth > 1) add('cut', element, `${element.scrollWidth} × ${element.scrollHeight} / ${element.clientWidth} × ${element.clientHeight}`);
    if ((left < -1 || right > root.clientWidth + 1) && !scrolls(element, view)) add('outside', element, `${round(left)} … ${round(right)}`);
  }
  // The outermost says it for what is in it.
  return found.filter((one) => one.kind !== 'outside' || !found.some((other) => other !== one && other.kind === 'outside' && other.element.contains(one.element)));
}

const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
const round = (number) => Math.round(number);

/** What may be pressed: with its label, and with what it draws over its own edge. */
function target(element, view) {
  const label = element.closest('label') ?? element.labels?.[0];
  const boxes = [element, ...(label ? [label] : [])].map((one) => one.getBoundingClientRect());
  let { width, height } = { width: Math.max(...boxes.map((box) => box.width)), height: Math.max(...boxes.map((box) => box.height)) };
  for (const side of ['::before', '::after']) {
    const style = view.getComputedStyle(element, side);
    if (style.content === 'none' || style.position !== 'absolute' || style.pointerEvents === 'none') continue;
    width = Math.max(width, Number.parseFloat(style.width) || 0);
    height = Math.max(height, Number.parseFloat(style.height) || 0);
  }
  return { width, height };
}

function scrolls(element, view) {
  for (let around = element.parentElement; around && around !== around.ownerDocument.body; around = around.parentElement) {
    if (['auto', 'scroll', 'hidden', 'clip'].includes(view.getComputedStyle(around).overflowX)) return true;
  }
  return false;
}

/** A selector that finds the element in its document: its own name, and as many of those around it as that takes. */
export function selector(element) {
  const doc = element.ownerDocument;
  if (element === doc.documentElement || element === doc.body) return element.localName;
  const count = (text) => doc.querySelectorAll(text).length;
  let found = part(element);
  for (let around = element.parentElement; around && around !== doc.body && count(found) > 1; around = around.parentElement) {
    const longer = `${part(around)} ${found}`;
    if (count(longer) < count(found)) found = longer;
  }
  return found;
}

/** An element among those beside it. */
function part(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const own = `${element.localName}${element.classList.length ? `.${CSS.escape(element.classList[0])}` : ''}`;
  const siblings = [...element.parentElement.children];
  return siblings.filter((one) => one.matches(own)).length > 1 ? `${own}:nth-child(${siblings.indexOf(element) + 1})` : own;
}

/** Outlines places in a frame; those outlined before are no more. `chosen` is outlined stronger. */
export function outline(doc, found, chosen) {
  for (const element of doc.querySelectorAll(`[${MARK}]`)) element.removeAttribute(MARK);
  if (!found.length) return;
  if (!doc.deskSheet) {
    doc.deskSheet = new doc.defaultView.CSSStyleSheet();
    doc.deskSheet.replaceSync(`[${MARK}] { outline: var(--desk-thick, 2px) dashed #d6007f !important; outline-offset: calc(-1 * var(--desk-thick, 2px)) !important; }\n[${MARK}="chosen"] { outline: calc(2 * var(--desk-thick, 2px)) solid #d6007f !important; }`);
  }
  if (!doc.adoptedStyleSheets.includes(doc.deskSheet)) doc.adoptedStyleSheets = [...doc.adoptedStyleSheets, doc.deskSheet];
  thicken(doc);
  for (const { element } of found) element.setAttribute(MARK, element === chosen ? 'chosen' : '');
}
