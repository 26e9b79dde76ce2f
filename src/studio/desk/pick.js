//! Picking a text in the frames: while it is on, a press in a frame tells what text stands there and does nothing else. And all texts of a
//! frame's screen in the order they are read, with the place of each.
//!
//! Always true: the frame's own listeners hear nothing of a press that picks. What is told is a list of texts, the likeliest first: the text under the pointer,
//! what the element says to the ear, then the whole of what is around it. A press of a key picks what has the focus.

const EVENTS = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'touchstart', 'touchend'];
const SPOKEN = ['aria-label', 'placeholder', 'title', 'alt', 'aria-description'];
const MARK = 'data-desk-pick';
/** What is longer is no text of one key. */
const LONGEST = 600;
/** A screen with more texts than this is a bag of a thousand lines: the first are enough. */
const MOST = 1200;
/** What a mark is drawn with, in every frame that had one. */
const sheets = new WeakMap();

/** Begins; `picked(frame, texts)` is called at each press. Answers with the function that ends it. `again(frame)` is for frames that come later. */
export function pick(frames, picked) {
  const ends = new Map();
  const begin = (frame) => {
    if (!frame.doc || ends.has(frame.doc)) return;
    const { doc } = frame;
    const stop = (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.type === 'click') picked(frame, textsAt(doc, event));
    };
    const over = (event) => {
      mark(doc, ...(event.type === 'mouseover' ? [elementAt(doc, event)] : []));
    };
    for (const name of EVENTS) doc.defaultView.addEventListener(name, stop, { capture: true, passive: false });
    for (const name of ['mouseover', 'mouseleave']) doc.documentElement.addEventListener(name, over, true);
    // A still moment of the past takes no presses; these do nothing there, so they may come.
    const still = [...doc.querySelectorAll('[inert]')];
    for (const element of still) element.removeAttribute('inert');
    const sheet = new doc.defaultView.CSSStyleSheet();
    sheet.replaceSync('* { cursor: crosshair !important; }');
    doc.adoptedStyleSheets = [...doc.adoptedStyleSheets, sheet];
    ends.set(doc, () => {
      for (const name of EVENTS) doc.defaultView?.removeEventListener(name, stop, { capture: true });
      for (const name of ['mouseover', 'mouseleave']) doc.documentElement.removeEventListener(name, over, true);
      over({});
      for (const element of still) element.setAttribute('inert', '');
      doc.adoptedStyleSheets = doc.adoptedStyleSheets.filter((one) => one !== sheet);
    });
  };
  for (const frame of frames) begin(frame);
  return { again: begin, end: () => { for (const end of ends.values()) end(); } };
}

/** Marks elements of a frame's document, or none; those marked before are no more. */
export function mark(doc, ...elements) {
  for (const one of doc.querySelectorAll(`[${MARK}]`)) if (!elements.includes(one)) one.removeAttribute(MARK);
  if (!elements.length) return;
  if (!sheets.has(doc)) {
    const sheet = new doc.defaultView.CSSStyleSheet();
    sheet.replaceSync(`[${MARK}] { outline: var(--desk-thick, 2px) solid #d6007f !important; outline-offset: 1px !important; }`);
    sheets.set(doc, sheet);
  }
  if (!doc.adoptedStyleSheets.includes(sheets.get(doc))) doc.adoptedStyleSheets = [...doc.adoptedStyleSheets, sheets.get(doc)];
  thicken(doc);
  for (const one of elements) one.setAttribute(MARK, '');
}

/** A line over a frame is seen however small the frame is drawn: `--desk-thick` is two pixels of the desk's. */
export function thicken(doc) {
  const { frameElement, innerWidth } = doc.defaultView;
  const scale = frameElement ? frameElement.getBoundingClientRect().width / innerWidth : 1;
  doc.documentElement.style.setProperty('--desk-thick', `${Math.max(2, Math.round(20 / (scale || 1)) / 10)}px`);
}

/** A key that presses has no place: it is where the focus is. */
const isKeys = ({ type, detail, clientX, clientY }) => type === 'click' && detail === 0 && !clientX && !clientY;
const elementAt = (doc, event) => (!isKeys(event) && doc.elementFromPoint(event.clientX, event.clientY)) || event.target;

/** The texts at a point. */
export function textsAt(doc, event) {
  const element = elementAt(doc, event);
  const texts = [];
  const caret = isKeys(event) ? undefined : doc.caretRangeFromPoint?.(event.clientX, event.clientY) ?? doc.caretPositionFromPoint?.(event.clientX, event.clientY);
  const node = caret?.startContainer ?? caret?.offsetNode;
  if (node?.nodeType === 3 && element?.contains(node)) texts.push(node.data);
  for (let around = element, steps = 0; around && around !== doc.body && steps < 4; around = around.parentElement, steps += 1) {
    for (const name of SPOKEN) if (around.getAttribute(name)) texts.push(around.getAttribute(name));
    if (around.localName === 'select') texts.push(around.selectedOptions[0]?.text ?? '');
    else if (around.textContent) {
      texts.push(around.textContent);
      if (steps === 0) for (const child of around.childNodes) if (child.textContent) texts.push(child.textContent);
    }
  }
  return [...new Set(texts.map((text) => text.trim()))].filter((text) => text && text.length <= LONGEST);
}

/**
 * The texts of a document's screen in the order they are read: `{ element, texts, heard }` each. `texts` begins with the smallest piece and
 * ends with what is around it, since a sentence with a link in it is one text of the catalogue; `heard` is one that only the ear gets.
 */
export function textsOf(doc) {
  const found = [];
  const walk = (element) => {
    if (found.length >= MOST || element.matches('script, style, template, noscript, option, dialog:not([open])')) return;
    const { display, visibility } = doc.defaultView.getComputedStyle(element);
    // What only groups has no box, and so is not visible by itself.
    if (display === 'none' || (display !== 'contents' && !element.checkVisibility())) return;
    const isSeen = visibility === 'visible';
    const isHeard = !!element.closest('.kassa-visually-hidden');
    for (const name of SPOKEN) {
      const text = isSeen && element.getAttribute(name)?.trim();
      if (text) found.push({ element, texts: [text], heard: name !== 'placeholder' });
    }
    if (element.localName === 'select') return void found.push({ element, texts: [element.selectedOptions[0]?.text.trim() ?? ''], heard: false });
    for (const child of element.childNodes) {
      if (child.nodeType === 1) walk(child);
      else if (child.nodeType === 3 && isSeen && child.data.trim()) found.push({ element, texts: around(child.data, element), heard: isHeard });
    }
  };
  // A dialog that is open is the screen.
  walk(doc.querySelector('dialog:modal') ?? doc.body);
  return found.slice(0, MOST);
}

function around(text, element) {
  const texts = [text.trim()];
  for (let one = element, steps = 0; one && one !== one.ownerDocument.body && steps < 3; one = one.parentElement, steps += 1) {
    const whole = one.textContent.trim();
    if (whole.length > LONGEST) break;
    if (whole !== texts.at(-1)) texts.push(whole);
  }
  return texts;
}
