//! What is asked of the page itself, the same in every engine. Each function is sent there whole: it may name nothing
//! outside itself.

/** The text a shopper can see or hear, through open shadow roots, in one line. */
export function visibleText(root) {
  const text = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || ['STYLE', 'SCRIPT', 'TEMPLATE', 'NOSCRIPT'].includes(node.tagName)) return '';
    if (node.tagName === 'SLOT') return node.assignedNodes({ flatten: true }).map(text).join(' ');
    if (node.tagName === 'SELECT') return [...node.selectedOptions].map((option) => option.text).join(' ');
    if (getComputedStyle(node).display !== 'contents' && !node.checkVisibility({ visibilityProperty: true })) return '';
    const inside = [...(node.shadowRoot ?? node).childNodes].map(text).join('');
    return getComputedStyle(node).display === 'inline' ? inside : ` ${inside} `;
  };
  return text(root ?? document.body).replace(/\s+/g, ' ').trim();
}

/** The id, or else the tag, of what has the focus, through open shadow roots. */
export function focus() {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at?.id || at?.tagName.toLowerCase();
}

/** Everything visible that may have this role, with the texts of its labels; whether it has, the engine says by its name. */
export function candidates(role) {
  const css = {
    textbox: 'input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=search], input[type=password], input[type=number], textarea, [role=textbox], [contenteditable=true]',
    radio: 'input[type=radio], [role=radio]',
    checkbox: 'input[type=checkbox], [role=checkbox], [role=switch]',
    select: 'select',
    button: 'button, input[type=submit], input[type=button], summary, [role=button]',
    link: 'a[href], [role=link]',
    iframe: 'iframe',
  }[role];
  const all = (root) => [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
  const texts = (element) => [...(element.labels ?? [])].map((label) => label.textContent.replace(/\s+/g, ' ').trim());
  return all(document).filter((element) => element.matches(css) && element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true }))
    .map((element) => ({ element, texts: texts(element) }));
}

/**
 * Sets the text of a field at once, as Playwright's `fill` does; as an editor, so that the event is the engine's own.
 * Not WebDriver's clearing, which takes the focus away and so tells the page that the shopper left the field.
 */
export function replace(field, text) {
  field.select();
  document.execCommand(text ? 'insertText' : 'delete', false, text);
}

/** The widest thing on the page, in CSS px; more than the window means that the page scrolls sideways. */
export function widths() {
  return { window: innerWidth, page: document.documentElement.scrollWidth };
}

/** The heading of the step on screen; the static page before the app is none. */
export function heading() {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
  const shown = all(document).find((element) => element.matches(':is(main, .kassa-main) h1') && element.getClientRects().length > 0 && !element.closest('[aria-busy=true], #kassa-shell'));
  return shown?.textContent.replace(/\s+/g, ' ').trim();
}

/** The visible summary of a disclosure whose text begins so. */
export function summary(text) {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
  return all(document).find((element) => element.matches('summary') && element.textContent.trim().startsWith(text) && element.getClientRects().length > 0);
}

/** Brings a thing into view and waits until it stands still and lies on top, as Playwright does before it clicks. */
export async function steady(thing) {
  const frame = () => new Promise((wake) => requestAnimationFrame(wake));
  const place = () => { const { x, y, width, height } = thing.getBoundingClientRect(); return [x, y, width, height]; };
  const isOnTop = () => {
    const [x, y, width, height] = place();
    let top = document.elementFromPoint(x + width / 2, y + height / 2);
    while (top?.shadowRoot?.elementFromPoint(x + width / 2, y + height / 2) && !top.contains(thing)) top = top.shadowRoot.elementFromPoint(x + width / 2, y + height / 2);
    return !!top && (thing.contains(top) || top.contains(thing) || [...(thing.labels ?? [])].some((label) => label.contains(top)));
  };
  // What never stands still is clicked all the same: the test then says what came of it.
  for (let tries = 0; tries < 60; tries += 1) {
    thing.scrollIntoView({ block: 'center', behavior: 'instant' });
    const before = String(place());
    await frame();
    await frame();
    if (String(place()) === before && isOnTop()) return;
  }
}
