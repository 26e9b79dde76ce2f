//! The tape of the active frame: every event of the machine with what followed, to go back to, to save, and to play again.
//!
//! Always true: which moment is shown is in the address (`moment`, counted from one; without it, now); a recording is what the frame wrote, and
//! has nothing in it that a shopper typed.

import { SCENARIO, askedOf, readAddress } from './address.js';
import { el, icon, put } from './el.js';
import { folding } from './fold.js';

/** Between two moments when they are played. */
const BEAT = 700;
/** A file larger than this is no recording. */
const LARGEST = 1_000_000;

export function replay(desk, host) {
  let rows = [];
  let drawn = '';
  let playing = 0;

  const button = (name, drawing, act) => el('button.desk-icon', { type: 'button', 'aria-label': desk.text(`replay.${name}`), title: desk.text(`replay.${name}`), onclick: act }, icon(drawing));
  const moments = () => desk.active?.told?.moments ?? [];
  const at = () => Math.min(+(desk.settings.get('moment') ?? moments().length), moments().length) || moments().length;
  const go = (to) => {
    const within = Math.min(Math.max(1, to), moments().length);
    desk.set('moment', within >= moments().length ? '' : within);
  };
  const stop = () => {
    clearInterval(playing);
    playing = 0;
    update();
  };
  const run = () => {
    if (playing) return stop();
    if (!desk.settings.has('moment')) go(1);
    playing = setInterval(() => (at() >= moments().length ? stop() : go(at() + 1)), BEAT);
    update();
  };

  const [previous, next, play] = [button('previous', 'previous', () => go(at() - 1)), button('next', 'next', () => go(at() + 1)), button('play', 'play', run)];
  const slider = el('input.desk-range', { type: 'range', min: 1, step: 1, 'aria-label': desk.text('replay.slider'), oninput: () => go(+slider.value) });
  const count = el('output.desk-replay__count');
  const live = el('button.desk-button.desk-button--small', { type: 'button', onclick: () => desk.set('moment', '') }, desk.text('replay.now'));
  const save = el('button.desk-button.desk-button--small', { type: 'button', onclick: () => desk.save('kassa-recording.txt', desk.active.door.recording('')) }, icon('save'), desk.text('replay.save'));
  const file = el('input.kassa-visually-hidden', { type: 'file', accept: '.txt,text/plain', tabIndex: -1, 'aria-label': desk.text('replay.file'), onchange: () => file.files[0] && read(file.files[0]) });
  const load = el('button.desk-button.desk-button--small', { type: 'button', onclick: () => file.click() }, icon('open'), desk.text('replay.open'));
  const said = el('p.desk-why', { role: 'alert', hidden: true });
  const list = el('ol.desk-moments', { id: 'moments', tabIndex: -1 });
  put(
    host,
    el('div.desk-replay__head', {},
      el('h2.desk-legend', { id: 'replay-title' }, icon('clock'), desk.text('replay.title')),
      el('div.desk-replay__steps', {}, previous, play, next), slider, count,
      el('div.desk-replay__tools', {}, live, save, load, file, folding(desk, 'replay', list, update))),
    said,
    list,
  );

  /** A recording, in every frame: it is the scenario of all. */
  async function read(of) {
    const text = of.size > LARGEST ? '' : await of.text();
    file.value = '';
    const answers = desk.frames.map((frame) => {
      if (!frame.door) return '';
      const answer = frame.door.replay(text);
      if (!answer) Object.assign(frame, { fresh: true, waits: true, why: '' });
      return answer;
    });
    const broken = answers.find(Boolean) ?? '';
    said.hidden = !broken;
    said.textContent = !broken ? '' : broken === '0' ? desk.text('replay.no-recording', { file: of.name }) : /^\d+$/.test(broken) ? desk.text('replay.broken', { file: of.name, line: broken, text: (text.split('\n')[broken - 1] ?? '').slice(0, 60) }) : desk.text('why.says', { why: desk.text(`why.${broken}`) });
    if (broken) return;
    const query = JSON.parse(desk.active.door.told('')).query;
    const settings = readAddress(query);
    // The frames show it already, and more: they are not to be asked again.
    for (const frame of desk.frames) frame.asked = askedOf(settings, frame.options);
    desk.set(Object.fromEntries([...SCENARIO.map((name) => [name, settings.get(name) ?? '']), ['moment', '']]));
    desk.say(desk.text('replay.opened', { file: of.name }));
  }

  function update() {
    const { length } = moments();
    const now = at();
    const isLive = !desk.settings.has('moment') || now >= length;
    Object.assign(slider, { max: Math.max(1, length), value: now, disabled: !length });
    slider.setAttribute('aria-valuetext', desk.text('replay.valuetext', { at: now, of: length, event: moments()[now - 1]?.event ?? '' }));
    count.textContent = isLive ? desk.text('replay.count-now', { of: length }) : desk.text('replay.count', { at: now, of: length });
    previous.disabled = now <= 1;
    next.disabled = now >= length;
    live.disabled = isLive;
    play.setAttribute('aria-label', desk.text(playing ? 'replay.pause' : 'replay.play'));
    play.title = play.getAttribute('aria-label');
    put(play, icon(playing ? 'pause' : 'play'));
    rows.forEach((row, index) => (index + 1 === now ? row.setAttribute('aria-current', 'true') : row.removeAttribute('aria-current')));
    const current = rows[now - 1]?.parentElement;
    if (current) list.scrollTop = current.offsetTop + current.offsetHeight * (isLive ? 1 : 2) - list.clientHeight;
  }

  function draw() {
    const all = moments();
    const key = `${desk.frames.indexOf(desk.active)} ${all.length} ${desk.active?.told?.query} ${all.at(-1)?.event}`;
    if (key !== drawn) {
      drawn = key;
      const word = (node) => desk.text(`node.${node}`);
      rows = all.map(({ after, event, shoppers, commands, node }, index) => el('button.desk-moment', { type: 'button', onclick: () => go(index + 1) },
        el('span.desk-moment__time', {}, time(after)),
        el(`code.desk-moment__event${shoppers ? '.desk-moment__event--shoppers' : ''}`, {}, event),
        el('span.desk-moment__commands', {}, commands.join(', ')),
        el('span.desk-moment__node', {}, all[index - 1]?.node === node || !index ? word(node) : desk.text('replay.to', { from: word(all[index - 1].node), to: word(node) }))));
      put(list, rows.map((row) => el('li', {}, row)));
    }
    update();
  }

  /** Puts the moment of the address on screen. */
  function show(frame) {
    const { told, door } = frame;
    if (!door || !told?.settled || (frame !== desk.active && !desk.settings.has('step'))) return;
    const { length } = told.moments;
    const wanted = Math.min(+(desk.settings.get('moment') ?? length) || length, length) - 1;
    if (told.at !== wanted) door.moment(wanted >= length - 1 ? '' : String(wanted));
  }

  // Once for each picture: a frame tells many things while it plays, and where the list stands is measured.
  let drawing;
  const soon = () => {
    drawing ??= requestAnimationFrame(() => {
      drawing = undefined;
      draw();
    });
  };
  desk.on('told', (frame) => {
    if (frame === desk.active) soon();
    if (desk.settings.has('moment') && frame.moment !== desk.settings.get('moment')) {
      if (!frame.told.settled) return;
      frame.moment = desk.settings.get('moment');
      show(frame);
    }
  });
  desk.on('frame', (frame) => (frame.moment = undefined));
  desk.on('active', soon);
  desk.on('change', (changed) => {
    if (changed.has('moment')) {
      for (const frame of desk.frames) {
        frame.moment = desk.settings.get('moment');
        show(frame);
      }
    } else if (playing) stop();
    said.hidden = true;
    update();
  });
  // Before a frame is there, there is nothing to save and nobody to play it to.
  const wait = (is) => [save, load, play].forEach((one) => (one.disabled = is));
  wait(true);
  desk.on('ready', () => wait(false));
  update();
}

function time(after) {
  return `+${(after / 1000).toFixed(2)} s`;
}
