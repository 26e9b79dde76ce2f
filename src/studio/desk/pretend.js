//! What a frame is made to believe of its device: high contrast, a text twice as large, less motion, the other direction of writing.
//!
//! What is emulated: the product's own media rules for it are switched on in the frame's sheets, as they are. For high contrast the desk adds
//! what the system would do by itself: colours of the system's palette in place of the product's, which are all tokens, and no shadows. That is
//! near, and it is not the real thing: the palette is this browser's, and controls drawn by the system stay as they are. Text at 200 % is the root's size,
//! and `em` in media rules counts double, as with a browser's own setting.
//! Always true: a rule that is switched off again reads as it was written.

const TRUE = '(min-width: 0px)';
/** The conditions of media rules as they were written. */
const written = new WeakMap();
/** What the system does in high contrast, by document. */
const forcing = new WeakMap();

/** What the product's colours become. */
const SYSTEM = {
  Canvas: 'background surface surface-sunken media primary-soft danger-soft success-soft warning-soft autofill hover on-primary',
  CanvasText: 'text text-secondary border border-strong danger success warning rating danger-line success-line warning-line primary-line',
  ButtonText: 'primary primary-hover primary-active',
  Highlight: 'focus',
};

/** Makes a document believe it. To be asked again when the product has drawn anew: its sheets may have become more. */
export function pretend(doc, { forced, large, still, flip, lang }) {
  const root = doc.documentElement;
  const isRight = (lang === 'ar') !== flip;
  for (const element of [root, ...doc.querySelectorAll('.kassa[dir]')]) if (element.dir !== (isRight ? 'rtl' : 'ltr')) element.dir = isRight ? 'rtl' : 'ltr';
  const size = large ? '200%' : '';
  if (root.style.fontSize !== size) root.style.fontSize = size;
  for (const sheet of doc.styleSheets) walk(sheet, (rule) => {
    if (!written.has(rule)) written.set(rule, rule.media.mediaText);
    const text = asTold(written.get(rule), { forced, large, still });
    if (rule.media.mediaText !== text) rule.media.mediaText = text;
  });
  force(doc, forced);
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
    if ('media' in rule && 'cssRules' in rule) see(rule);
    if (rule.styleSheet) walk(rule.styleSheet, see);
    else if (rule.cssRules) walk(rule, see);
  }
}

function force(doc, forced) {
  const there = forcing.get(doc);
  if (!forced) {
    if (there) doc.adoptedStyleSheets = doc.adoptedStyleSheets.filter((sheet) => sheet !== there);
    forcing.delete(doc);
    return;
  }
  if (there) return;
  const sheet = new doc.defaultView.CSSStyleSheet();
  const tokens = Object.entries(SYSTEM).flatMap(([colour, names]) => names.split(' ').map((name) => `--kassa-color-${name}: ${colour} !important;`));
  sheet.replaceSync(`:root, [data-theme] { ${tokens.join(' ')} --kassa-shadow: none !important; --kassa-shadow-overlay: 0 0 0 1px CanvasText !important; }
    :root { background: Canvas !important; } a, a * { color: LinkText !important; }`);
  doc.adoptedStyleSheets = [...doc.adoptedStyleSheets, sheet];
  forcing.set(doc, sheet);
}
