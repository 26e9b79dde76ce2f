//! Mail and paper: the letters the demo shop writes, in the demo's own mailbox, and the receipt as it is printed.
//!
//! Always true: the letters are those of the scenario played to its end, and of the frame last worked in; the mailbox and the receipt are the product's own
//! documents, given these letters and switched to their print rules, within the margins of a sheet. What is printed is what is shown, and nothing of the
//! desk. Nothing is kept in the browser.
import { FRAME, askedOf } from '../address.js';
import { direction } from '../catalogue.js';
import { el, icon, put } from '../el.js';
import { paper } from '../paper.js';
import { wear } from '../wear.js';

export const name = 'mail';

const KEPT = 'kassa-demo-outbox';
/** Sheets of paper at 96 pixels an inch. */
const SHEETS = { a4: [794, 1123], letter: [816, 1056] };
/** What a printer leaves free: of a letter what its own page says, of a receipt what browsers do. */
const MARGIN = { letters: 64, receipt: 38 };
/** A mailbox is read on a phone, a receipt at a desk. */
const SCREEN = { letters: [340, 300], receipt: [794, 1123] };
/** What is looked at first: a letter as it arrives, a receipt as it is kept. */
const USUAL = { letters: 'screen', receipt: 'paper' };

export function draw(desk, host) {
  const say = (key, put) => desk.text(`mail.${key}`, put);
  const what = () => (desk.settings.get('mail') === 'receipt' ? 'receipt' : 'letters');
  const onPaper = () => (desk.settings.get('mail-as') ?? USUAL[what()]) === 'paper';
  const sheetName = () => (desk.settings.get('mail-paper') === 'letter' ? 'letter' : 'a4');
  let isBegun = false;
  let asked = '';
  let door;
  let letters = [];
  let refused = '';

  const receipt = el('iframe.mail__page', { title: say('receipt.title'), width: 794, height: 1123 });
  const mailbox = el('iframe.mail__page', { title: say('letters.title'), width: 340, height: 720 });
  const tabs = ['letters', 'receipt'].map((one) => el('label.pane-chip', {}, el('input', { type: 'radio', name: 'mail-what', value: one, onchange: () => desk.set('mail', one === 'letters' ? '' : one) }), say(one)));
  const forms = ['screen', 'paper'].map((one) => el('label.pane-chip', {}, el('input', { type: 'radio', name: 'mail-as', value: one, onchange: () => desk.set('mail-as', one === USUAL[what()] ? '' : one) }), say(one)));
  const sizes = Object.keys(SHEETS).map((one) => el('label.pane-chip', {}, el('input', { type: 'radio', name: 'mail-paper', value: one, onchange: () => desk.set('mail-paper', one === 'a4' ? '' : one) }), say(`sheet.${one}`)));
  const size = el('div.pane-row', { role: 'radiogroup', 'aria-label': say('sheet') }, sizes);
  const note = el('p.pane-note', { role: 'status' });
  const kinds = el('fieldset.pane-group.mail__kinds');
  const sheet = el('div.mail__sheet');
  const large = el('button.pane-button', { type: 'button', onclick: enlarge }, icon('eye'), say('enlarge'));
  const close = el('button.pane-button.mail__close', { type: 'button', onclick: () => view.close() }, icon('close'), say('close'));
  // The same element small and large: a frame that moves to another place begins anew.
  const view = el('dialog.mail__view', { 'aria-label': say('view'), onclose: settle }, close, sheet);

  put(
    host,
    el('div.pane-head', {}, el('h2.pane-title', {}, desk.text('pane.mail'))),
    el('div.pane-row', { role: 'radiogroup', 'aria-label': say('what') }, tabs), el('div.pane-row', { role: 'radiogroup', 'aria-label': say('as') }, forms), size, note, kinds, view,
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
    const chosen = (labels, value) => labels.forEach((label) => (label.firstChild.checked = label.firstChild.value === value));
    chosen(tabs, what());
    chosen(forms, onPaper() ? 'paper' : 'screen');
    chosen(sizes, sheetName());
    size.hidden = !onPaper();
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

  /** A letter's name in the address: its kind, and which of that kind. */
  function nameOf(letter) {
    const alike = letters.filter(({ kind }) => kind === letter.kind);
    return alike.length > 1 ? `${letter.kind}.${alike.indexOf(letter) + 1}` : letter.kind;
  }

  /** Gives the mailbox its letters: those of the frame in use, then of the end of the scenario, each kind once. */
  function write() {
    if (!isBegun) return;
    const read = (one) => { try { return JSON.parse(one?.outbox('') || '[]'); } catch { return []; } };
    const active = read((desk.active ?? desk.frames[0])?.door);
    const ends = read(door);
    letters = [...active, ...ends.filter((one) => !active.some((other) => other.kind === one.kind && other.subject === one.subject))].map((letter, id) => ({ ...letter, id: id + 1 }));
    const one = letters.find((letter) => nameOf(letter) === desk.settings.get('mail-letter'));
    const why = refused;
    const node = why ? '' : (() => { try { return JSON.parse(door?.told('') || '{}').node; } catch { return ''; } })();
    note.textContent = why ? say('none', { why: say(`why.${why}`) }) : what() === 'letters' ? (door ? say(letters.length ? (onPaper() && letters.length > 1 && !one ? 'letters.sheets' : 'letters.some') : 'letters.none', { count: letters.length }) : say('wait')) : say('receipt.note', { sheet: say(`sheet.${sheetName()}`), node: node ? desk.text(`node.${node}`) : '' });
    const held = kinds.contains(document.activeElement) ? document.activeElement.value : undefined;
    const choice = (value, checked, ...words) => el('label.mail__kind', {}, el('input', { type: 'radio', name: 'mail-letter', value, checked, onchange: () => desk.set('mail-letter', value) }), words);
    put(kinds, letters.length ? [
      el('legend.kassa-visually-hidden', {}, say('which')),
      letters.length > 1 ? choice('', !one, el('span', {}, say('all'))) : undefined,
      letters.map((letter) => choice(nameOf(letter), letter === one || letters.length === 1, el('code', { dir: 'ltr' }, letter.kind), el('span', { lang: letter.lang, dir: direction(letter.lang ?? 'en') }, letter.subject))),
    ] : []);
    if (held !== undefined) [...kinds.querySelectorAll('input')].find(({ value }) => value === held)?.focus();
    const win = mailbox.contentWindow;
    if (!win?.document?.getElementById('letters')) return;
    // A storage of its own, as the frames have one: the mailbox reads what is there.
    const given = JSON.stringify(one ? [one] : letters);
    Object.defineProperty(win, 'localStorage', { configurable: true, value: { getItem: (name) => (name === KEPT ? given : null) } });
    win.dispatchEvent(new win.Event('pageshow'));
    for (const letter of win.document.querySelectorAll('details')) letter.open = true;
    paper(win.document, onPaper());
    fit();
  }

  // The size of what is shown.

  function fit() {
    if (!sheet.clientWidth) return;
    const frame = shown();
    const doc = frame.contentDocument;
    const [width, least] = onPaper() ? SHEETS[sheetName()] : SCREEN[what()];
    const margin = onPaper() ? MARGIN[what()] : 0;
    const scale = Math.min(view.matches(':modal') ? 1.25 : 1, sheet.clientWidth / width);
    const style = { inlineSize: `${width - 2 * margin}px`, blockSize: `${least - 2 * margin}px`, transform: `scale(${scale})`, insetBlockStart: `${margin * scale}px`, insetInlineStart: `${margin * scale}px` };
    // As high as a sheet first: a document is at least as high as its window.
    Object.assign(frame.style, style);
    const high = Math.min(doc?.documentElement?.scrollHeight ?? 0, 12_000);
    const page = least - 2 * margin;
    const pages = onPaper() ? Math.max(1, Math.ceil((high - 1) / page)) : 1;
    const all = onPaper() ? pages * page : Math.max(page, high);
    frame.style.blockSize = `${all}px`;
    sheet.style.blockSize = `${Math.ceil((all + 2 * margin) * scale)}px`;
    for (const line of sheet.querySelectorAll('.mail__end')) line.remove();
    // Several letters begin a sheet each; where those end is the printer's to say.
    const isOne = what() === 'receipt' || letters.length === 1 || letters.some((letter) => nameOf(letter) === desk.settings.get('mail-letter'));
    for (let at = 1; isOne && at < pages; at += 1) {
      const line = el('div.mail__end', { 'aria-hidden': 'true' });
      line.style.insetBlockStart = `${(margin + at * page) * scale}px`;
      sheet.append(line);
    }
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
