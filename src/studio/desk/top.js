//! The bar over all: what this is, which scenario is shown, and what can be done with all of it.

import { scenarioOf } from './address.js';
import { el, icon, put } from './el.js';
import { SAVED } from './saved.js';

export function top(desk, host) {
  const name = el('span.desk-top__name');
  const undo = el('button.desk-button', { type: 'button', onclick: () => desk.undo() }, icon('undo'), desk.text('top.undo'));
  const copy = el('button.desk-button', { type: 'button', onclick: () => copyLink(desk, link) }, icon('copy'), desk.text('top.copy'));
  // Where the browser does not let a page write to the clipboard, the link is there to be taken.
  const link = el('input.desk-input', { type: 'text', readOnly: true, hidden: true, 'aria-label': desk.text('top.link') });
  const give = el('button.desk-button.desk-button--primary', { type: 'button', onclick: () => desk.export?.() }, desk.text('top.export'));
  put(
    host,
    el('div.desk-top__brand', {}, icon('glyph', '.kassa-icon--solid.desk-top__glyph'), el('h1.desk-top__title', {}, desk.text('desk.title')), name),
    el('div.desk-top__tools', {}, link, undo, copy, give),
  );
  const update = () => {
    name.textContent = scenarioName(desk);
    undo.disabled = !desk.canUndo();
    give.hidden = !desk.export;
    link.hidden = true;
  };
  update();
  desk.on('change', update);
  desk.on('ready', update);
  desk.on('kept', update);
}

/** A saved scenario's name, or who and what this one is. */
export function scenarioName(desk) {
  const query = scenarioOf(desk.settings);
  const own = desk.kept?.find((one) => one.query === query);
  if (own) return own.name;
  const saved = SAVED.find((one) => one.query === query);
  if (saved) return desk.text(`saved.${saved.name}`);
  const word = (list, usual) => desk.text(`${list}.${desk.settings.get(list) ?? usual}`);
  const fault = desk.settings.get('fault');
  return [word('persona', 'guest'), word('bag', 'many'), word('at', 'bag'), fault && word('fault')].filter(Boolean).join(' / ');
}

async function copyLink(desk, field) {
  const byHand = desk.frames.some(({ told }) => told && told.moments.slice(told.reached).some(({ shoppers }) => shoppers));
  const said = desk.text(byHand ? 'top.copied-but' : 'top.copied');
  try {
    await navigator.clipboard.writeText(location.href);
    desk.say(said);
  } catch {
    Object.assign(field, { hidden: false, value: location.href });
    field.select();
    desk.say(desk.text('top.take'));
  }
}
