//! The stage: one to six frames side by side, each the product at a width, in a language, on a device.
//!
//! Always true: a frame that stays is never loaded anew (what was done in it stays); a change of the scenario is played in place; one frame is
//! the active one, and only what a shopper does there is done in the others (so nothing echoes); a frame's program takes the focus from nobody.

import { FRAME, MOST, NARROWEST, PRESETS, PSEUDO, SCENARIO, SIDE_BY_SIDE, THEMES, WIDEST, askedOf, pieceOf, readFrames, scenarioOf, writeFrames } from './address.js';
import { el, icon, put } from './el.js';
import { PHONE, fit } from './fit.js';
import { pretend } from './pretend.js';
import { pseudoWords } from './pseudo.js';

const ZOOMS = [0, 25, 33, 50, 67, 75, 100, 125, 150];
const WIDTHS = [320, 390, 768, 1120, 1440];
const SWITCHES = ['forced', 'flip', 'large', 'still'];
/** What was pressed this long ago is why the focus moves. */
const PRESSED = 400;

export function stage(desk, host) {
  const row = el('div.desk-frames');
  const focus = focusKeeper(desk);
  let asked = 0; // when the change that is being shown was asked for
  let english;

  const options = () => desk.frames.map((frame) => frame.options);
  const write = (list) => {
    const text = writeFrames(list);
    desk.set('frames', text === SIDE_BY_SIDE ? '' : text);
  };
  const change = (frame, changes) => write(options().map((one) => (one === frame.options ? { ...one, ...changes } : one)));
  const changeAll = (changes) => write(options().map((one) => ({ ...one, ...changes })));

  // ---- frames
  function make(frameOptions, before) {
    const frame = { element: undefined, door: undefined, doc: undefined, told: undefined, options: frameOptions, asked: undefined, why: '', waits: true, fresh: true, seen: 0, words: false };
    frame.element = el('iframe.desk-frame__window', { src: `/?${askedOf(desk.settings, frameOptions)}` });
    frame.asked = askedOf(desk.settings, frameOptions);
    frame.element.addEventListener('load', () => attach(frame));
    frame.caption = el('span.desk-frame__name');
    frame.whyPlace = el('span.desk-frame__why', { role: 'status' });
    frame.more = el('button.desk-icon', { type: 'button', 'aria-haspopup': 'dialog', onclick: () => open(frame) }, icon('sliders'));
    frame.box = el('div.desk-frame__screen', {}, frame.element);
    frame.figure = el('figure.desk-frame', {}, el('figcaption.desk-frame__caption', {}, frame.caption, frame.more, frame.whyPlace), frame.box);
    row.insertBefore(frame.figure, before?.figure ?? null);
    return frame;
  }

  function attach(frame) {
    if (!frame.figure.isConnected) return;
    const door = frame.element.contentWindow.kassaFrame;
    if (!door) return void setTimeout(() => attach(frame), 20);
    Object.assign(frame, { door, doc: frame.element.contentDocument, fresh: true, words: false });
    frame.root = frame.doc.documentElement;
    focus.watch(frame, () => activate(frame));
    door.hear((told) => hear(frame, told));
    if (!desk.lists) {
      desk.lists = JSON.parse(door.lists(''));
      forgetUnknown();
      desk.fire('ready');
    }
    frame.told = JSON.parse(door.told(''));
    const wanted = askedOf(desk.settings, frame.options);
    // One that was opened with what cannot be shows the usual, and does not say why.
    if (frame.asked !== wanted || frame.told.query !== (pieceOf(desk.settings) || scenarioOf(settingsOf(frame)))) show(frame);
    speak(frame);
    desk.fire('frame', frame);
    hear(frame, door.told(''));
  }

  /** What an address says that is in no list is as usual, and is told. */
  function forgetUnknown() {
    const { lists } = desk.lists;
    const unknown = SCENARIO.filter((name) => desk.settings.has(name) && (lists[name] ? !lists[name].includes(desk.settings.get(name)) : !/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(desk.settings.get(name))));
    if (!unknown.length) return;
    desk.forget(unknown);
    desk.say(desk.text('status.unknown', { names: unknown.map((name) => desk.text(`scenario.${name}`)).join(', ') }));
  }

  const settingsOf = (frame) => new Map([...desk.settings, ...(frame.options.at ? [['at', frame.options.at]] : [])]);

  function show(frame) {
    frame.asked = askedOf(desk.settings, frame.options);
    frame.why = frame.door.show(frame.asked);
    if (!frame.why) Object.assign(frame, { waits: true, fresh: true });
  }

  function hear(frame, told) {
    frame.told = JSON.parse(told);
    pretend(frame.doc, frame.options);
    const { moments, node } = frame.told;
    // A shop that is being asked has not answered yet, and that is what is shown.
    const settled = frame.told.settled || node === 'opening';
    if (frame.fresh) {
      frame.seen = moments.length;
      frame.fresh = false;
    } else if (moments.length > frame.seen) {
      const lines = moments.slice(frame.seen).filter(({ shoppers, event }) => shoppers || event.startsWith('card ')).map(({ event }) => event);
      frame.seen = moments.length;
      if (frame === desk.active && desk.settings.has('step')) follow(frame, lines);
    }
    if (settled && frame.waits) {
      frame.waits = false;
      shown();
    }
    desk.fire('told', frame);
  }

  /** What was done in one frame is done in those that stood at the same place. */
  function follow(from, lines) {
    for (const frame of desk.frames) {
      if (frame === from || !frame.door || frame.options.at !== from.options.at) continue;
      for (const line of lines) frame.door.act(line);
      // It has told it to itself already: that is no shopper's of its own.
      frame.seen = JSON.parse(frame.door.told('')).moments.length;
    }
  }

  function shown() {
    if (desk.frames.some((frame) => !frame.door || (frame.waits && !frame.why))) return;
    const took = asked ? performance.now() - asked : undefined;
    asked = 0;
    for (const frame of desk.frames) frame.figure.classList.toggle('desk-frame--before', !!frame.why);
    // What no frame can show is said beside the control; what this one cannot, here.
    const noneCan = desk.frames.every(({ why }) => why);
    for (const frame of desk.frames) frame.whyPlace.textContent = frame.why && !noneCan ? desk.text('why.frame', { why: reason(desk, frame.why, frame.options.at) }) : '';
    desk.fire('shown', { why: noneCan ? desk.frames[0].why : '', took });
  }

  function activate(frame) {
    if (desk.active === frame) return;
    desk.active = frame;
    const at = desk.frames.indexOf(frame);
    desk.set('active', at ? at + 1 : '');
    mark();
    desk.fire('active', frame);
  }

  function mark() {
    for (const frame of desk.frames) frame.figure.classList.toggle('desk-frame--active', frame === desk.active && desk.frames.length > 1);
  }

  // ---- what they are made to be
  const speak = async (frame) => {
    const isPseudo = frame.options.lang === PSEUDO;
    const own = desk.own[isPseudo ? 'en' : frame.options.lang];
    const hasOwn = own && Object.keys(own).length > 0;
    if (!isPseudo && !hasOwn) {
      if (frame.words) frame.door.words(null);
      frame.words = false;
      return;
    }
    if (isPseudo) english ??= await (await fetch('/locales/en.json')).json();
    if (!frame.door) return;
    frame.words = true;
    const words = isPseudo ? pseudoWords({ ...english, ...own }) : own;
    // An object of the frame's own kind: another window's is none to it.
    frame.door.words(frame.element.contentWindow.JSON.parse(JSON.stringify(words)));
  };
  desk.speakAnew = () => {
    for (const frame of desk.frames) if (frame.door) speak(frame);
  };

  function describe(frame) {
    const { width, lang, theme, at } = frame.options;
    const device = desk.text(width <= PHONE ? 'frame.phone' : width < 900 ? 'frame.tablet' : 'frame.desktop');
    const parts = [width, lang !== 'en' && desk.text(`lang.${lang}`), theme !== 'light' && desk.text(`theme.${theme}.short`), ...SWITCHES.map((name) => frame.options[name] && desk.text(`frame.${name}.short`)), at && desk.text(`at.${at}`)];
    return [device, ...parts.filter(Boolean)].join(', ');
  }

  function measure() {
    const space = getComputedStyle(row);
    const room = { width: row.clientWidth - 2 * parseFloat(space.paddingInlineStart) - 4, height: row.clientHeight - parseFloat(space.paddingBlockStart) - parseFloat(space.paddingBlockEnd) - 34 };
    fit(options(), room).forEach(({ scale, height }, at) => {
      const { element, box, figure, options: { width } } = desk.frames[at];
      Object.assign(element.style, { inlineSize: `${width}px`, blockSize: `${height}px`, transform: `scale(${scale})` });
      Object.assign(box.style, { inlineSize: `${Math.round(width * scale)}px`, blockSize: `${Math.round(height * scale)}px` });
      figure.classList.toggle('desk-frame--phone', width <= PHONE);
      desk.frames[at].scale = scale;
    });
  }

  function name() {
    desk.frames.forEach((frame, at) => {
      const words = describe(frame);
      Object.assign(frame.caption, { textContent: words, title: words });
      frame.element.title = desk.text('frame.title', { number: at + 1, words });
      frame.more.setAttribute('aria-label', desk.text('frame.settings', { number: at + 1, words }));
    });
  }

  /** Frames as the address says. */
  function sync(changed) {
    const list = readFrames(desk.settings.get('frames'));
    while (desk.frames.length > list.length) desk.frames.pop().figure.remove();
    list.forEach((one, at) => {
      const frame = desk.frames[at];
      if (!frame) return void desk.frames.push(make(one));
      const spoke = frame.options.lang;
      frame.options = one;
      if (!frame.door) return;
      if (frame.asked !== askedOf(desk.settings, one)) {
        show(frame);
        frame.isNew = !frame.why;
      }
      if (spoke !== one.lang) speak(frame);
      pretend(frame.doc, one);
    });
    const active = (desk.frames.includes(desk.active) && !changed?.has('active') && desk.active) || (desk.frames[desk.settings.get('active') - 1] ?? desk.frames[0]);
    if (active !== desk.active) {
      desk.active = active;
      desk.fire('active', active);
    }
    name();
    mark();
    measure();
    for (const frame of desk.frames) {
      if (frame.isNew || (changed?.has('frames') && frame.door)) desk.fire('frame', frame);
      frame.isNew = false;
    }
    shown();
  }

  // ---- a frame's own settings
  const dialog = el('div.desk-popover', { popover: 'auto', role: 'dialog', id: 'frame-settings' });
  let opened;
  function open(frame) {
    opened = frame;
    drawSettings();
    dialog.showPopover();
    const [button, box] = [frame.more.getBoundingClientRect(), dialog.getBoundingClientRect()];
    dialog.style.insetBlockStart = `${Math.max(8, Math.min(button.bottom + 6, innerHeight - box.height - 8))}px`;
    dialog.style.insetInlineStart = `${Math.max(8, Math.min(button.left - 20, innerWidth - box.width - 8))}px`;
    dialog.querySelector('input, select').focus();
  }
  dialog.addEventListener('toggle', (event) => event.newState === 'closed' && opened?.more.focus({ preventScroll: true }));

  function drawSettings() {
    const frame = opened;
    const at = desk.frames.indexOf(frame);
    const now = frame.options;
    const field = (key, control) => el('label.desk-field', {}, el('span.desk-field__name', {}, desk.text(key)), control);
    const choice = (key, values, value, text, act) => field(key, el('span.desk-select__box', {}, el('select.desk-select', { onchange: (event) => act(event.target.value) }, values.map((one) => el('option', { value: String(one), selected: String(one) === String(value) }, text(one))))));
    const width = el('input.desk-input', { type: 'number', min: NARROWEST, max: WIDEST, step: 1, value: String(now.width), onchange: () => setWidth(+width.value || FRAME.width) });
    const setWidth = (to) => {
      change(frame, { width: Math.min(WIDEST, Math.max(NARROWEST, Math.round(to))) });
      width.value = String(frame.options.width);
    };
    const ours = desk.lists?.languages ?? ['en'];
    put(
      dialog,
      el('h2.desk__title', { id: 'frame-settings-title' }, describe(frame)),
      field('frame.width', width),
      el('div.desk-chips', { role: 'group', 'aria-label': desk.text('frame.widths') }, WIDTHS.map((to) => el('button.desk-button.desk-button--small', { type: 'button', onclick: () => setWidth(to) }, String(to)))),
      choice('frame.zoom', [...new Set([...ZOOMS, now.zoom])].sort((a, b) => a - b), now.zoom, (one) => (one ? desk.text('frame.percent', { number: one }) : desk.text('frame.fit')), (to) => change(frame, { zoom: +to })),
      choice('frame.lang', [...ours, PSEUDO], now.lang, (one) => desk.text(`lang.${one}`), (to) => change(frame, { lang: to })),
      choice('frame.theme', THEMES, now.theme, (one) => desk.text(`theme.${one}`), (to) => change(frame, { theme: to })),
      choice('frame.at', ['', ...(desk.lists?.lists.at ?? [])], now.at, (one) => desk.text(one ? `at.${one}` : 'frame.at.same'), (to) => change(frame, { at: to })),
      el('fieldset.desk-checks', {}, el('legend.desk-field__name', {}, desk.text('frame.device')), SWITCHES.map((one) => el('label.desk-check', {}, el('input', { type: 'checkbox', checked: now[one], onchange: (event) => change(frame, { [one]: event.target.checked }) }), desk.text(`frame.${one}`)))),
      el('p.desk-hint', {}, desk.text('frame.honest')),
      el('div.desk-row', {},
        el('button.desk-button', { type: 'button', disabled: desk.frames.length >= MOST, onclick: () => { dialog.hidePopover(); add(frame); } }, icon('copy'), desk.text('frame.copy')),
        el('button.desk-button', { type: 'button', disabled: desk.frames.length < 2, onclick: () => { opened = undefined; dialog.hidePopover(); remove(at); } }, icon('close'), desk.text('frame.remove')),
        el('a.desk-button', { href: `/?${frame.asked}`, target: '_blank', rel: 'noopener' }, icon('open'), desk.text('frame.alone'))),
    );
    dialog.setAttribute('aria-labelledby', 'frame-settings-title');
  }
  desk.on('change', () => {
    if (dialog.matches(':popover-open') && opened) dialog.querySelector('.desk__title').textContent = describe(opened);
  });

  function add(like) {
    const copy = { ...(like?.options ?? FRAME) };
    const at = like ? desk.frames.indexOf(like) + 1 : desk.frames.length;
    const frame = make(copy, desk.frames[at]);
    desk.frames.splice(at, 0, frame);
    write(options());
    frame.more.focus();
  }

  function remove(at) {
    const [gone] = desk.frames.splice(at, 1);
    gone.figure.remove();
    write(options());
    (desk.frames[at] ?? desk.frames.at(-1)).more.focus();
  }

  // ---- the bar: what is for all frames
  const presets = Object.entries({ side: 'monitor', desktop: 'monitor', phone: 'phone', steps: 'steps' }).map(([preset, drawing]) => ({
    preset,
    button: el('button.desk-tab', { type: 'button', onclick: () => desk.set('frames', preset === 'side' ? '' : PRESETS[preset]) }, icon(drawing), desk.text(`preset.${preset}`)),
  }));
  const forAll = (key, is, act, drawing) => ({ is, button: el('button.desk-tab', { type: 'button', onclick: act, title: desk.text(`all.${key}.title`) }, drawing && icon(drawing), desk.text(`all.${key}`)) });
  const every = (is) => () => desk.frames.length > 0 && desk.frames.every(({ options: one }) => is(one));
  const toggles = [
    forAll('full', every((one) => one.zoom === 100), () => changeAll({ zoom: every((one) => one.zoom === 100)() ? 0 : 100 })),
    forAll('flip', every((one) => one.flip), () => changeAll({ flip: !every((one) => one.flip)() })),
    forAll('pseudo', every((one) => one.lang === PSEUDO), () => changeAll({ lang: every((one) => one.lang === PSEUDO)() ? 'en' : PSEUDO })),
    forAll('large', every((one) => one.large), () => changeAll({ large: !every((one) => one.large)() })),
    forAll('forced', every((one) => one.forced), () => changeAll({ forced: !every((one) => one.forced)() })),
    forAll('step', () => desk.settings.has('step'), () => desk.set('step', desk.settings.has('step') ? '' : '1')),
  ];
  const plus = el('button.desk-icon', { type: 'button', 'aria-label': desk.text('frame.add'), title: desk.text('frame.add'), onclick: () => add() }, icon('plus'));
  const update = () => {
    const text = writeFrames(options());
    for (const { preset, button } of presets) button.setAttribute('aria-pressed', text === PRESETS[preset]);
    for (const { is, button } of toggles) button.setAttribute('aria-pressed', is());
    plus.disabled = desk.frames.length >= MOST;
  };
  put(
    host,
    el('div.desk-bar', {},
      el('div.desk-tabs', { role: 'group', 'aria-label': desk.text('stage.presets') }, presets.map(({ button }) => button)),
      el('div.desk-tabs.desk-tabs--quiet', { role: 'group', 'aria-label': desk.text('stage.all') }, toggles.map(({ button }) => button), plus)),
    row,
    dialog,
  );

  desk.on('change', (changed) => {
    if (![...SCENARIO, 'frames', 'example'].some((one) => changed.has(one))) return update();
    asked = performance.now();
    sync(changed);
    update();
  });
  sync();
  update();
  new ResizeObserver(measure).observe(row);
}

/** Why it cannot be, in words: those for the fault or the place, where there are any. */
export function reason(desk, why, at = desk.settings.get('at')) {
  const key = [desk.settings.get('fault'), at].map((one) => `why.${why}.${one}`).find((one) => desk.knows(one));
  return desk.text(key ?? `why.${why}`);
}

/** The product puts the focus on what is new in it. In a frame nobody is working in, it goes back to where it was. */
function focusKeeper(desk) {
  let holder;
  let tabbed = -Infinity;
  document.addEventListener('focusin', ({ target }) => (holder = target));
  document.addEventListener('keydown', ({ key }) => key === 'Tab' && (tabbed = performance.now()), true);
  return {
    watch(frame, pressed) {
      const { doc } = frame;
      let touched = -Infinity;
      const touch = (event) => {
        if (!event.isTrusted) return;
        touched = performance.now();
        if (event.key === 'Tab') tabbed = touched;
        pressed();
      };
      for (const type of ['pointerdown', 'keydown', 'keyup']) doc.addEventListener(type, touch, true);
      doc.addEventListener('focusin', () => {
        const now = performance.now();
        if (holder === frame || now - touched < PRESSED || now - tabbed < PRESSED) return void (holder = frame);
        if (desk.frames.includes(holder)) (holder.doc.activeElement ?? holder.element.contentWindow).focus({ preventScroll: true });
        else if (holder?.isConnected) holder.focus({ preventScroll: true });
        else doc.activeElement?.blur();
      });
    },
  };
}
