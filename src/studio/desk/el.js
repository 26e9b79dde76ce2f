//! Elements of the desk, made without markup in text.
//!
//! Always true: text is text (nothing here reads markup), and every drawing is one path on a grid of 24 that says nothing by itself.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element: `el('button.desk-button', { type: 'button', onclick }, 'Undo')`. Classes stand after the name. Of the properties, those that
 * begin with `on` are listeners, `aria-…`, `data-…` and what the element has no property for are attributes; `undefined`, `null` and `false`
 * are left out. Children are elements, texts, lists of them, or nothing.
 */
export function el(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(' ');
  return fill(element, properties, children);
}

/** The same for a drawing's elements; properties are attributes. */
export function svg(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElementNS(SVG, tag);
  if (classes.length) element.setAttribute('class', classes.join(' '));
  return fill(element, properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === undefined || value === null || value === false) continue;
    else if (name in element && !name.includes('-') && !(element instanceof SVGElement) && !['list', 'form', 'popovertarget'].includes(name)) element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** Puts other children into an element. */
export function put(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** A line icon by its name. */
export function icon(name, more = '') {
  return svg(`svg.kassa-icon.kassa-icon--sm${more}`, { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('path', { d: DRAWINGS[name] }));
}

/** The drawings, as in the product (src/ui/icon.rs), and a few for the desk alone. */
export const DRAWINGS = {
  alert: 'M12 4.5 3.5 19h17zM12 10.5v4M12 16.8v.1',
  bag: 'M6 8.5h12l.9 11H5.1zM9 11V7a3 3 0 0 1 6 0v4',
  bank: 'M12 3.5 5 6v5.5c0 4.3 2.9 7.4 7 9 4.1-1.6 7-4.7 7-9V6zM9 12l2.2 2.2L15.2 10',
  card: 'M6 5.5h12a2.5 2.5 0 0 1 2.5 2.5v8a2.5 2.5 0 0 1 -2.5 2.5h-12a2.5 2.5 0 0 1 -2.5 -2.5v-8a2.5 2.5 0 0 1 2.5 -2.5zM3.5 10h17M7 15h3.5',
  check: 'M5.5 12.5l4.2 4.2L18.5 8',
  circle: 'M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0zM8.3 12.3l2.6 2.6 4.8-5.2',
  clock: 'M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0zM12 7.5V12l3 2',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  copy: 'M10.5 8.5h7a2 2 0 0 1 2 2v7a2 2 0 0 1 -2 2h-7a2 2 0 0 1 -2 -2v-7a2 2 0 0 1 2 -2zM15.5 8.5v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2',
  down: 'M6.500 9.500l5.500 5.500 5.500-5.500',
  eye: 'M3 12s3.3-6 9-6 9 6 9 6-3.3 6-9 6-9-6-9-6zM9.4 12a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0z',
  file: 'M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4M9.5 12.5h5M9.5 16h5',
  globe: 'M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0zM3.5 12h17M12 3.5c2.5 2.5 3.5 5.5 3.5 8.5s-1 6-3.5 8.5c-2.5-2.5-3.5-5.5-3.5-8.5s1-6 3.5-8.5z',
  glyph: 'M3 20 9.8 7.5l3.6 6.3 2.2-3.6L21 20zM15 5.5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z',
  map: 'M4 6.5h5v5H4zM15 4.5h5v5h-5zM15 14.5h5v5h-5zM9 9l6-2M9 9.500l6 7',
  monitor: 'M5.500 5h13a2 2 0 0 1 2 2v7.500a2 2 0 0 1 -2 2h-13a2 2 0 0 1 -2 -2V7a2 2 0 0 1 2 -2zM9 20h6M12 16.500V20',
  next: 'M9.500 6l6 6-6 6',
  open: 'M4.500 18.500v-12h5l2 2.500h8v9.500z',
  pencil: 'M5 19l1-4.200L15.800 5a1.700 1.700 0 0 1 2.400 0l.8.8a1.700 1.700 0 0 1 0 2.400L9.200 18zM14 6.800l3.200 3.200',
  phone: 'M9.5 3.5h5a2.5 2.5 0 0 1 2.5 2.5v12a2.5 2.5 0 0 1 -2.5 2.5h-5a2.5 2.5 0 0 1 -2.5 -2.5v-12a2.5 2.5 0 0 1 2.5 -2.5zM11 17.5h2',
  pause: 'M8.500 6v12M15.500 6v12',
  pin: 'M12 20.5s6.5-5.6 6.5-11a6.5 6.5 0 1 0-13 0c0 5.4 6.5 11 6.5 11zM9.7 9.5a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0 -4.6 0z',
  play: 'M8 5.500v13l10.500-6.500z',
  plus: 'M12 5.5v13M5.5 12h13',
  previous: 'M14.500 6l-6 6 6 6',
  save: 'M12 4v10.500M7.500 10.500l4.500 4.500 4.500-4.500M5 19.500h14',
  sliders: 'M4 7.500h9M18 7.500h2M4 16.500h2M11 16.500h9M13.500 7.500a2.200 2.200 0 1 0 4.400 0a2.200 2.200 0 1 0 -4.400 0zM6.200 16.500a2.200 2.200 0 1 0 4.400 0a2.200 2.200 0 1 0 -4.400 0z',
  star: 'M12 3.8l2.5 5.2 5.700.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z',
  steps: 'M4 5.500h4v13H4zM10 5.500h4v13h-4zM16 5.500h4v13h-4z',
  tag: 'M4.5 11V5.5a1 1 0 0 1 1-1H11l8.2 8.2a1.4 1.4 0 0 1 0 2l-4.5 4.5a1.4 1.4 0 0 1-2 0zM8.5 8.5v.1',
  truck: 'M3.5 7h10v9.5h-10zM13.5 10.5h3.6l3.4 3.4v2.6h-7M5.7 17.5a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0zM15 17.5a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0z',
  undo: 'M8.5 5 4.5 9l4 4M5 9h8.5a5 5 0 0 1 0 10H9',
  user: 'M8.500 8.500a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0 -7 0zM5 19.500c.7-3.500 3.500-5.500 7-5.500s6.300 2 7 5.500',
};
