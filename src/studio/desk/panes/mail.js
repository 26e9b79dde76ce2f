//! Mail and paper: the letters the demo shop writes, in the demo's own mailbox, and the receipt as it is printed.
//!
//! Always true: the letters are those of the scenario played to its end, and of the frame last worked in; the mailbox and the receipt are the product's own
//! documents, given these letters and switched to their print rules. Nothing is kept in the browser.
import { FRAME, askedOf } from '../address.js';
import { direction } from '../catalogue.js';
import { el, icon, put } from '../el.js';
import { paper } from '../paper.js';
import { wear } from '../wear.js';

export const name = 'mail';

const KEPT = 'kassa-demo-outbox';
/** A4 at 96 pixels an inch. */
const A4 = 794;
const A4_HIGH = 1123;
/** A mailbox is read on a phone. */
const MAIL = 340;

export function draw(desk, host) {
  const say = (key, put) => desk.text(`mail.${key}`, put);
  const what = () => (desk.settings.get('mail') === 'receipt' ? 'receipt' : 'letters');
  const onPaper = () => desk.settings.get('mail-as') !== 'screen';
  let isBegun = false;
  let asked = '';
  let door;
  let letters = [];
  let refused = '';

  const receipt = el('iframe.mail__page', { title: say('receipt.title'), width: A4, height: A4_HIGH });
  const mailbox = el('iframe.mail__page', { title: say('letters.title'), width: MAIL, height: 720 });
  const tabs = ['letters', 'receipt'].map((one) => el('label.pane-chip', {}, el('input', { type: 'radio', name: 'mail-what', value: one, onchange: () => desk.set('mail', one === 'letters' ? '' : one) }), say(one)));
  const forms = ['paper', 'screen'].map((one) => el('label.pane-chip', {}, el('input', { type: 'radio', name: 'mail-as', value: one, onchange: () => desk.set('mail-as', one === 'paper' ? '' : one) }), say(one)));
  const as = el('div.pane-row', { role: 'radiogroup', 'aria-label': say('as') }, forms);
  const note = el('p.pane-note', { role: 'status' });
  const kinds = el('ul.mail__kinds');
  const sheet = el('div.mail__sheet');
  const large = el('button.pane-button', { type: 'button', onclick: enlarge }, icon('eye'), say('enlarge'));
  const close = el('button.pane-button.mail__close', { type: 'button', onclick: () => view.close() }, icon('close'), say('close'));
  // The same element small and large: a frame that moves to another place begins anew.
  const view = el('dialog.mail__view', { 'aria-label': say('view'), onclose: settle }, close, sheet);

  put(
    host,
    el('div.pane-head', {}, el('h2.pane-title', {}, desk.text('pane.mail'))),
    el('div.pane-row', { role: 'radiogroup', 'aria-label': say('what') }, tabs), as, note, kinds, view,
    el('div.pane-row', {}, large, el('button.pane-button', { type: 'button', onclick: () => shown().contentWindow.print() }, icon('file'), say('print'))),
    el('p.pane-note', {}, say('about')),
  );
  // By its attribute, not by `show()`, which would take the focus.
  view.open = true;

  desk.on('change', (changed) => {
    if (changed.has('pane') || [...changed].some((one) => !one.startsWith('words'))) show();
    if (changed.has('words')) dress();
    if (changed.has('tokens') || changed.has('dark')) dress();
  });
  for (const one of ['told', 'active', 'ready']) desk.on(one, () => isBegun && write());
  new ResizeObserver(fit).observe(sheet);
  receipt.addEventListener('load', attach);
  mailbox.addEventListener('load', write);
  show();

  function shown() {
    return what() === 'receipt' ? receipt : mailbox;
  }

  function language() {
    const tag = (desk.active ?? desk.frames[0])?.options.lang ?? 'en';
    return (desk.lists?.languages ?? ['en']).includes(tag) ? tag : 'en';
  }

  function show() {
    if (desk.settings.get('pane') !== name) return;
    for (const [at, one] of ['letters', 'receipt'].entries()) tabs[at].querySelector('input').checked = what() === one;
    for (const [at, one] of ['paper', 'screen'].entries()) forms[at].querySelector('input').checked = onPaper() === (one === 'paper');
    as.hidden = what() !== 'receipt';
    mailbox.hidden = what() !== 'letters';
    receipt.hidden = what() !== 'receipt';
    kinds.hidden = what() !== 'letters';
    const query = askedOf(desk.settings, { ...FRAME, lang: language(), at: 'thanks' });
    if (!isBegun) {
      isBegun = true;
      receipt.src = `/?${query}`;
      mailbox.src = '/demo/mailbox.html?theme=light';
      put(sheet, mailbox, receipt);
    } else if (query !== asked && door) played(door.show(query));
    asked = query;
    dress();
    fit();
    write();
  }

  function attach() {
    const found = receipt.contentWindow.kassaFrame;
    if (!found) return void setTimeout(attach, 20);
    door = found;
    door.hear(() => { dress(); write(); });
    played(door.show(asked));
  }

  function played(why) {
    refused = why;
    dress();
    write();
  }

  /** What the frames wear and say, and the form of the paper. */
  function dress() {
    const doc = receipt.contentDocument;
    if (!door || !doc?.body) return;
    wear(doc, desk.theme?.() ?? { light: {}, dark: {} });
    const own = desk.own[language()];
    if (own || door.deskSpoke) {
      if (door.deskSpoke !== JSON.stringify(own)) {
        door.deskSpoke = JSON.stringify(own);
        // An object of the frame's own kind: another window's is none to it.
        door.words(own ? receipt.contentWindow.JSON.parse(door.deskSpoke) : null);
      }
    }
    paper(doc, onPaper());
    fit();
  }

  /** Gives the mailbox its letters: those of the frame in use, then of the end of the scenario, each kind once. */
  function write() {
    if (!isBegun) return;
    const read = (one) => { try { return JSON.parse(one?.outbox('') || '[]'); } catch { return []; } };
    const active = read((desk.active ?? desk.frames[0])?.door);
    const ends = read(door);
    letters = [...active, ...ends.filter((one) => !active.some((other) => other.kind === one.kind && other.subject === one.subject))].map((letter, id) => ({ ...letter, id: id + 1 }));
    const why = refused;
    const node = why ? '' : (() => { try { return JSON.parse(door?.told('') || '{}').node; } catch { return ''; } })();
    note.textContent = why ? say('none', { why: say(`why.${why}`) }) : what() === 'letters' ? (door ? say(letters.length ? 'letters.some' : 'letters.none', { count: letters.length }) : say('wait')) : say('receipt.note', { node: node ?? '' });
    put(kinds, letters.map((letter) => el('li', {}, el('code', { dir: 'ltr' }, letter.kind), el('span', { lang: letter.lang, dir: direction(letter.lang ?? 'en') }, letter.subject))));
    const win = mailbox.contentWindow;
    if (!win?.document?.getElementById('letters')) return;
    // A storage of its own, as the frames have one: the mailbox reads what is there.
    Object.defineProperty(win, 'localStorage', { configurable: true, value: { getItem: (one) => (one === KEPT ? JSON.stringify(letters) : null) } });
    win.dispatchEvent(new win.Event('pageshow'));
    for (const letter of win.document.querySelectorAll('details')) letter.open = true;
  }

  // The size of what is shown.

  function fit() {
    const frame = shown();
    const width = what() === 'receipt' ? A4 : MAIL;
    const doc = frame.contentDocument;
    const high = Math.max(what() === 'receipt' ? A4_HIGH : 300, Math.min(doc?.body?.scrollHeight ?? 0, 6000));
    const scale = Math.min(view.matches(':modal') ? 1.25 : 1, sheet.clientWidth / width);
    if (!sheet.clientWidth) return;
    frame.style.blockSize = `${high}px`;
    frame.style.inlineSize = `${width}px`;
    frame.style.transform = `scale(${scale})`;
    sheet.style.blockSize = `${Math.ceil(high * scale)}px`;
  }

  function enlarge() {
    view.open = false;
    view.showModal();
    fit();
  }

  function settle() {
    view.open = true;
    large.focus();
    fit();
  }
}
