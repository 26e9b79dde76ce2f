//! The desk: where designers see every state of the checkout, and share it as an address.
//!
//! Always true: what is shown is in the address; every word is a key of /studio/en.json; frames are the product itself, and the desk keeps
//! nothing in the browser. It makes one object, `desk`, which its parts are given:
//!
//! * `desk.text(key, values)`: words; `desk.knows(key)`: whether there are any.
//! * `desk.settings`: the address as a Map; `desk.set(name, value)` or `desk.set({ name: value, … })` changes it ('' takes a setting out).
//! * `desk.frames`: `{ element, door, doc, told, options }` each; `door` and `doc` are undefined until the frame has loaded.
//! * `desk.on(name, hear)`: 'change' (settings; hears a Set of names), 'frame' (a frame was loaded, or put on screen anew: put over it again
//!   what you had; hears the frame), 'told' (a frame told something; hears the frame), 'active' (another frame is the active one).
//! * `desk.active`: the frame last worked in. `desk.lists`: what `door.lists` says, once 'ready' was fired.
//! * `desk.own`: words over the catalogues, `{ en: { key: text }, … }`; a pane changes it and calls `desk.speakAnew()`.
//! * `desk.say(text)`: says something in the status line. `desk.export`: what "Export config and CSS" does, where a pane gives it.
//! * `desk.save(name, text, type)`: gives a file to the designer.

import { readAddress, writeAddress } from './address.js';
import { el, put } from './el.js';
import { PANES } from './panes/index.js';
import { stage } from './stage.js';
import { panes } from './panes.js';

const words = await (await fetch('/studio/en.json')).json();
const heard = new Map();

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
  set(name, value) {
    const changes = typeof name === 'string' ? { [name]: value } : name;
    const changed = new Set();
    for (const [one, to] of Object.entries(changes)) {
      const text = to === undefined || to === null ? '' : String(to);
      if ((desk.settings.get(one) ?? '') === text) continue;
      if (text) desk.settings.set(one, text);
      else desk.settings.delete(one);
      changed.add(one);
    }
    if (!changed.size) return;
    const query = writeAddress(desk.settings);
    history.replaceState(null, '', query ? `?${query}` : location.pathname);
    desk.fire('change', changed);
  },
  say() {},
  save(name, text, type = 'text/plain') {
    const link = el('a', { download: name, href: URL.createObjectURL(new Blob([text], { type })) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  },
};

document.title = desk.text('desk.title');
const root = document.getElementById('studio');
root.className = 'kassa desk';
put(root, el('main.desk__stage', { id: 'stage' }), el('aside.desk__right', { 'aria-label': desk.text('desk.panes') }));
stage(desk, root.querySelector('.desk__stage'));
panes(desk, PANES, root.querySelector('.desk__right'));
