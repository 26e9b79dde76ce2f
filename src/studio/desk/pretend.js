//! What a frame is made to believe of its device: high contrast, a text twice as large, less motion, the other direction of writing.
//!
//! What is emulated: the product's own media rules for it are switched on in the frame's sheets, as they are. For high contrast the desk adds
//! what the system would do by itself: colours of the system's palette in place of all others, no shadows, no pictures behind. That is near, and
//! it is not the real thing: the palette is this browser's, and controls drawn by the system stay as they are. Text at 200 % is the root's size,
//! and `em` in media rules counts double, as with a browser's own setting.
//! Always true: a rule that is switched off again reads as it was written.

const TRUE = '(min-width: 0px)';
/** The conditions of media rules as they were written. */
const written = new WeakMap();
/** What the system does in high contrast, by document. */
const forcing = new WeakMap();

/** Whether the sheets have been looked at as they are; else they are to be looked at again. */
export function pretend(doc, { forced, large, still, flip, lang }) {
  const root = doc.documentElement;
  const isRight = (lang === 'ar') !== flip;
  for (const element of [root, ...doc.querySelectorAll('.kassa[dir]')]) if (element.dir !== (isRight ? 'rtl' : 'ltr')) element.dir = isRight ? 'rtl' : 'ltr';
  const size = large ? '200%' : '';
  if (root.style.fontSize !== size) root.style.fontSize = size;
  const kept = [];
  for (const sheet of doc.styleSheets) walk(sheet, (rule) => {
    if (!written.has(rule)) written.set(rule, rule.media.mediaText);
    const text = asTold(written.get(rule), { forced, large, still });
    if (rule.media.mediaText !== text) rule.media.mediaText = text;
    if (/forced-colors/.test(written.get(rule))) for (const own of rule.cssRules) if (own.style?.getPropertyValue('forced-color-adjust') === 'none') kept.push(own.selectorText);
  });
  force(doc, forced, kept);
}

/** A condition, with what is pretended in place of what is asked. */
export function asTold(condition, { forced, large, still }) {
  let text = condition;
  if (forced) text = text.replace(/\(forced-colors:\s*active\)|\(prefers-contrast:\s*more\)/g, TRUE);
  if (still) text = text.replace(/\(prefers-reduced-motion:\s*reduce\)/g, TRUE);
  if (large) text = text.replace(/(\d*\.?\d+)em\b/g, (all, number) => `${+number * 2}em`);
  return text;
}

function walk(sheet, see) {
  let rules;
  try {
    rules = sheet.cssRules;
  } catch {
    return; // another origin's
  }
  for (const rule of rules) {
    if (rule instanceof (rule.parentStyleSheet.ownerNode?.ownerDocument.defaultView ?? window).CSSMediaRule || 'media' in rule && 'cssRules' in rule) see(rule);
    if (rule.styleSheet) walk(rule.styleSheet, see);
    else if (rule.cssRules) walk(rule, see);
  }
}

function force(doc, forced, kept) {
  const there = forcing.get(doc);
  if (!forced) {
    if (there) doc.adoptedStyleSheets = doc.adoptedStyleSheets.filter((sheet) => sheet !== there);
    forcing.delete(doc);
    return;
  }
  if (there) return;
  const sheet = new doc.defaultView.CSSStyleSheet();
  const but = kept.length ? `:not(${[...new Set(kept.join(',').split(',').map((one) => one.trim()).filter((one) => !one.includes('::')))].join(', ')})` : '';
  sheet.replaceSync(`
    html { background: Canvas !important; }
    *${but}, *${but}::before, *${but}::after { color: CanvasText !important; background-color: Canvas !important; border-color: CanvasText !important; outline-color: Highlight; box-shadow: none !important; text-shadow: none !important; }
    .kassa-icon${but}, svg${but} *, span${but}, b${but}, strong${but}, small${but}, label${but} > * { background-color: transparent !important; }
    a, a * { color: LinkText !important; }
    button${but}, button${but} * { color: ButtonText !important; border-color: ButtonText !important; }
    ::placeholder { color: GrayText !important; }`);
  doc.adoptedStyleSheets = [...doc.adoptedStyleSheets, sheet];
  forcing.set(doc, sheet);
}
