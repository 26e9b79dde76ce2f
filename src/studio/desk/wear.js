//! Puts a theme on a frame, and reads what the frame made of it.
//!
//! Always true: a frame wears the theme of its own side, light or dark, as with the configuration; what was put on before and is no more in the
//! theme is taken off.
import { read } from './colour.js';
import { PAIRS, worn } from './tokens.js';

/** 'light' or 'dark', whichever the frame is. */
export const sideOf = (doc) => (doc.defaultView.getComputedStyle(doc.documentElement).colorScheme.includes('dark') ? 'dark' : 'light');

/** Puts the theme on; follows the frame when its own menu changes the side. */
export function wear(doc, theme) {
  const root = doc.documentElement;
  const set = worn(theme, sideOf(doc));
  for (const name of doc.deskWears ?? []) if (!(name in set)) root.style.removeProperty(`--kassa-${name}`);
  for (const [name, value] of Object.entries(set)) root.style.setProperty(`--kassa-${name}`, value);
  doc.deskWears = Object.keys(set);
}

const SEEN = [...new Set(PAIRS.flatMap(({ front, back }) => [front, back]))];

/** The colours of the pairs as the frame has computed them. */
export function seen(doc) {
  const probe = doc.createElement('i');
  probe.hidden = true;
  doc.body.append(probe);
  const style = doc.defaultView.getComputedStyle(probe);
  const found = {};
  for (const name of SEEN) {
    probe.style.color = `var(--kassa-${name})`;
    const colour = read(style.color);
    if (colour) found[name] = colour;
  }
  probe.remove();
  return found;
}
