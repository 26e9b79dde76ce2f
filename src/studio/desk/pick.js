//! Picking a text in the frames: while it is on, a press in a frame tells what text stands there and does nothing else.
//!
//! Always true: the frame's own listeners hear nothing of a press that picks. What is told is a list of texts, the likeliest first: the text under the pointer,
//! what the element says to the ear, then the whole of what is around it.

const EVENTS = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'touchstart', 'touchend'];
const SPOKEN = ['aria-label', 'placeholder', 'title', 'alt', 'aria-description'];
const MARK = 'data-desk-pick';
/** What is longer is no text of one key. */
const LONGEST = 600;

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
      for (const element of doc.querySelectorAll(`[${MARK}]`)) element.removeAttribute(MARK);
      if (event.type === 'mouseover') elementAt(doc, event)?.setAttribute(MARK, '');
    };
    for (const name of EVENTS) doc.defaultView.addEventListener(name, stop, { capture: true, passive: false });
    for (const name of ['mouseover', 'mouseleave']) doc.documentElement.addEventListener(name, over, true);
    // A still moment of the past takes no presses; these do nothing there, so they may come.
    const still = [...doc.querySelectorAll('[inert]')];
    for (const element of still) element.removeAttribute('inert');
    const sheet = new doc.defaultView.CSSStyleSheet();
    sheet.replaceSync(`* { cursor: crosshair !important; }\n[${MARK}] { outline: 2px solid #d6007f !important; outline-offset: 1px !important; }`);
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

const elementAt = (doc, { clientX, clientY, target }) => doc.elementFromPoint(clientX, clientY) ?? target;

/** The texts at a point. */
export function textsAt(doc, event) {
  const element = elementAt(doc, event);
  const texts = [];
  const caret = doc.caretRangeFromPoint?.(event.clientX, event.clientY) ?? doc.caretPositionFromPoint?.(event.clientX, event.clientY);
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
