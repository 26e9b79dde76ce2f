//! The desk: where designers see every state of the checkout, and share it as an address.
//!
//! Always true: what is shown is in the address; every word is a key of /studio/en.json; frames are the product itself, and the desk keeps
//! nothing in the browser but scenarios that somebody gave a name. It makes one object, `desk`, which its parts are given:
//!
//! * `desk.text(key, values)`: words; `desk.knows(key)`: whether there are any.
//! * `desk.settings`: the address as a Map; `desk.set(name, value)` or `desk.set({ name: value, … })` changes it ('' takes a setting out);
//!   a third argument names the part of a setting that changed: another part is another change to undo.
//! * `desk.frames`: `{ element, door, doc, told, options }` each; `door` and `doc` are undefined until the frame has loaded.
//! * `desk.on(name, hear)`: 'change' (settings; hears a Set of names), 'frame' (a frame was loaded, or put on screen anew: put over it again
//!   what you had; hears the frame), 'told' (a frame told something; hears the frame), 'active' (another frame is the active one), 'ready' (the
//!   lists are there), 'shown' (all frames show what was asked, or say why they cannot).
//! * `desk.active`: the frame last worked in. `desk.lists`: what `door.lists` says, once 'ready' was fired.
//! * `desk.own`: words over the catalogues, `{ en: { key: text }, … }`; a pane changes it and calls `desk.speakAnew()`.
//! * `desk.kept`: scenarios that somebody keeps, `[{ name, query }]`; 'kept' is fired when they change.
//! * `desk.say(text)`: says something in the status line. `desk.export`: what "Export config and CSS" does, where a pane gives it.
//! * `desk.save(name, text, type)`: gives a file to the designer.

import { readAddress, writeAddress } from './address.js';
import { el, put } from './el.js';
import { map } from './map.js';
import { panes } from './panes.js';
import { PANES } from './panes/index.js';
import { replay } from './replay.js';
import { scenario } from './scenario.js';
import { stage } from './stage.js';
import { top } from './top.js';

/** Changes of one setting that follow within this are one to undo: a slider's. */
const ONE_CHANGE = 800;
/** Where somebody looks is not what they made. */
const NO_CHANGE = ['pane', 'moment', 'active', 'side', 'outline', 'words-in', 'words-key', 'words-only', 'words-find', 'mail', 'mail-as', 'mail-letter', 'mail-paper'];

const words = await (await fetch('/studio/en.json')).json();
const heard = new Map();
const past = [];
let last = { at: 0, names: '' };

const desk = {
  settings: readAddress(location.search),
  frames: [],
  active: undefined,
  lists: undefined,
  own: {},
  export: undefined,
  knows: (key) => key in words,
  text: (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all),
  on(name, hear) {
    heard.set(name, [...(heard.get(name) ?? []), hear]);
  },
  fire(name, what) {
    for (const hear of heard.get(name) ?? []) hear(what);
  },
  set(name, value, part = '') {
    const changes = typeof name === 'string' ? { [name]: value } : name;
    const before = writeAddress(desk.settings);
    const changed = new Set();
    for (const [one, to] of Object.entries(changes)) {
      const text = to === undefined || to === null ? '' : String(to);
      if ((desk.settings.get(one) ?? '') === text) continue;
      if (text) desk.settings.set(one, text);
      else desk.settings.delete(one);
      changed.add(one);
    }
    if (!changed.size) return;
    const names = [...changed, part].join();
    if (![...changed].every((one) => NO_CHANGE.includes(one))) {
      if (names !== last.names || performance.now() - last.at > ONE_CHANGE) past.push(before);
      last = { at: performance.now(), names };
    }
    write(changed);
  },
  /** Takes settings out that were never any. */
  forget(names) {
    for (const name of names) desk.settings.delete(name);
    write(new Set(names));
  },
  canUndo: () => past.length > 0,
  undo() {
    const to = readAddress(past.pop() ?? '');
    const changed = new Set([...desk.settings.keys(), ...to.keys()].filter((name) => desk.settings.get(name) !== to.get(name)));
    desk.settings.clear();
    for (const [name, value] of to) desk.settings.set(name, value);
    last = { at: 0, names: '' };
    write(changed);
  },
  say(text) {
    status.textContent = text;
  },
  save(name, text, type = 'text/plain') {
    const link = el('a', { download: name, href: URL.createObjectURL(new Blob([text], { type })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  },
};

function write(changed) {
  const query = writeAddress(desk.settings);
  history.replaceState(null, '', query ? `?${query}` : location.pathname);
  desk.fire('change', changed);
}

const status = el('output.desk-status__said', { role: 'status' });
const [head, left, middle, right] = [el('header.desk__top'), el('aside.desk__left', { 'aria-label': desk.text('scenario.title') }), el('main.desk__stage'), el('aside.desk__right', { 'aria-label': desk.text('desk.panes') })];
const frames = el('section.desk-stage', { 'aria-label': desk.text('stage.title') });
const tape = el('section.desk-replay', { 'aria-labelledby': 'replay-title' });
const flow = el('section.desk-map', { 'aria-labelledby': 'map-title' });
put(middle, frames, tape, flow);
const root = document.getElementById('studio');
root.className = 'kassa desk';
put(root, head, left, middle, right);
document.title = desk.text('desk.title');

panes(desk, PANES, right);
root.classList.toggle('desk--plain', !PANES.length);
top(desk, head);
scenario(desk, left, status);
replay(desk, tape);
map(desk, flow);
stage(desk, frames);
