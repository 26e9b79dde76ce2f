//! The demo shop's mailbox: every letter the shop has written in this browser, newest first.
//!
//!     mailbox.html?lang=en|nb|ar&theme=light|dark&to=<address>
//!
//! The shop (`src/backend/demo/outbox.rs`) leaves its letters in `localStorage["kassa-demo-outbox"]`, a list of
//! `{id, to, at, kind, lang, subject, lines, rows, code?, link?, bars?}`. They are shown as text, whatever is in them; a link leads to a
//! path of this origin or nowhere. One with `bars` is a label for a parcel. A real shop would send them.

import { bars } from './code128.js';

const KEPT = 'kassa-demo-outbox';
/** How long "copied" is said, in milliseconds. */
const SAID = 4000;
/** How the shop writes an amount. */
const AMOUNT = /^(-?\d+(?:\.\d+)?)\s([A-Z]{3})$/;

const WORDS = {
  en: {
    title: 'Mailbox', note: 'What the demo shop has mailed from this browser.', empty: 'No letters yet. They arrive here as soon as the shop writes one.', to: 'To', code: 'Code', copy: 'Copy code', copied: 'Copied',
    refused: 'Not copied: the browser did not allow it.', order: 'Track your order', invoice: 'Invoice', transfer: 'Bank transfer', collect: 'Pay when you collect', paylater: 'Pay later', 'instalments:3': 'Three parts', account: 'On account',
    'purchase-order': 'Purchase order', cheque: 'Cheque',
  },
  nb: {
    title: 'Postkasse', note: 'Det demobutikken har sendt fra denne nettleseren.', empty: 'Ingen brev ennå. De kommer hit så snart butikken skriver.', to: 'Til', code: 'Kode', copy: 'Kopier koden', copied: 'Kopiert',
    refused: 'Ikke kopiert: nettleseren tillot det ikke.', order: 'Følg bestillingen', invoice: 'Faktura', transfer: 'Bankoverføring', collect: 'Betal når du henter', paylater: 'Betal senere', 'instalments:3': 'Tre deler', account: 'På konto',
    'purchase-order': 'Innkjøpsordre', cheque: 'Sjekk',
  },
  ar: {
    title: 'صندوق البريد', note: 'ما أرسله المتجر التجريبي من هذا المتصفح.', empty: 'لا رسائل بعد. تصل هنا حالما يكتب المتجر واحدة.', to: 'إلى', code: 'الرمز', copy: 'نسخ الرمز', copied: 'تم النسخ',
    refused: 'لم يُنسخ: لم يسمح المتصفح بذلك.', order: 'تتبع طلبك', invoice: 'فاتورة', transfer: 'تحويل مصرفي', collect: 'الدفع عند الاستلام', paylater: 'الدفع لاحقًا', 'instalments:3': 'ثلاث دفعات', account: 'على الحساب',
    'purchase-order': 'أمر شراء', cheque: 'شيك',
  },
};

const asked = new URLSearchParams(location.search);
const known = (lang) => (Object.hasOwn(WORDS, lang ?? '') ? lang : undefined);
const at = (id) => document.getElementById(id);
const direction = (lang) => (lang === 'ar' ? 'rtl' : 'ltr');

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** The letters, oldest first; what is none is left out. */
function letters() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    const to = asked.get('to')?.toLowerCase();
    const fits = (letter) => letter && typeof letter.subject === 'string' && Array.isArray(letter.lines) && (!to || String(letter.to).toLowerCase() === to);
    return Array.isArray(kept) ? kept.filter(fits) : [];
  } catch {
    return []; // Nothing is kept here, or something else is.
  }
}

/** An amount, a day or a way to pay as people read it; anything else as it is. */
function told(value, lang) {
  const amount = AMOUNT.exec(value);
  if (amount) return new Intl.NumberFormat(lang, { style: 'currency', currency: amount[2] }).format(amount[1]);
  const day = (text) => new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'long', weekday: 'short', timeZone: 'UTC' }).format(new Date(text));
  if (/^\d{4}-\d\d-\d\d( – \d{4}-\d\d-\d\d)?$/.test(value)) return value.split(' – ').map(day).join(' – ');
  if (/^[a-z]+ ••••/.test(value)) return value[0].toUpperCase() + value.slice(1);
  return Object.hasOwn(WORDS[lang], value) ? WORDS[lang][value] : value;
}

/** A path of this origin, else nothing. */
function path(link) {
  if (typeof link !== 'string' || !link.startsWith('/')) return;
  const url = new URL(link, location.origin);
  return url.origin === location.origin ? url : undefined; // `//elsewhere` and `/\elsewhere` are other sites
}

let silence;
function say(text) {
  at('said').textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => { at('said').textContent = ''; }, SAID);
}

function codeOf(letter, words) {
  const row = element('div', 'mailbox__code-row');
  const code = element('output', 'mailbox__code', letter.code);
  code.dir = 'ltr';
  code.ariaLabel = `${words.code}: ${[...letter.code].join(' ')}`;
  const button = element('button', 'mailbox__button', words.copy);
  button.type = 'button';
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(letter.code);
      say(words.copied);
    } catch {
      say(words.refused);
    }
  });
  row.append(code, button);
  return row;
}

function rowsOf(rows, lang) {
  const list = element('dl', 'mailbox__rows');
  for (const [label, value] of rows) {
    const said = element('dd');
    said.append(element('bdi', '', told(String(value), lang)));
    const group = element('div', AMOUNT.test(value) ? 'mailbox__row mailbox__row--amount' : 'mailbox__row');
    group.append(element('dt', '', label), said);
    list.append(group);
  }
  return list;
}

const SVG = 'http://www.w3.org/2000/svg';
/** How high the bars are, and how wide the quiet on either side, in modules (ISO/IEC 15417 wants ten). */
const [HIGH, QUIET] = [40, 10];

/** What a scanner reads, with the number that people read under it. */
function barsOf(number, lang) {
  const widths = bars(number);
  const made = element('figure', 'mailbox__bars');
  if (widths) {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', `0 0 ${widths.reduce((sum, width) => sum + width, 2 * QUIET)} ${HIGH}`);
    svg.setAttribute('aria-hidden', 'true');
    const put = (x, width, className) => {
      const rect = document.createElementNS(SVG, 'rect');
      for (const [name, value] of Object.entries({ x, width, y: 0, height: HIGH, class: className })) rect.setAttribute(name, value);
      svg.append(rect);
    };
    put(0, svg.viewBox.baseVal.width, 'mailbox__bars-ground');
    widths.reduce((x, width, at) => { if (at % 2 === 0) put(x, width, 'mailbox__bar-ink'); return x + width; }, QUIET);
    made.append(svg);
  }
  const caption = element('figcaption', 'mailbox__bars-number');
  caption.lang = lang;
  caption.append(element('bdi', '', number));
  made.append(caption);
  return made;
}

function letterOf(letter, isOpen) {
  const lang = known(letter.lang) ?? 'en';
  const words = WORDS[lang];
  const made = element('details', 'mailbox__letter');
  made.open = isOpen;
  made.lang = lang;
  made.dir = direction(lang);
  made.dataset.letter = letter.id;
  made.dataset.kind = letter.kind;
  const summary = element('summary', 'mailbox__summary');
  const when = element('time', 'mailbox__when', new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' }).format(letter.at));
  when.dateTime = new Date(letter.at).toISOString();
  const to = element('span', 'mailbox__to', `${words.to} `);
  to.append(element('bdi', '', letter.to));
  summary.append(element('h2', 'mailbox__subject', letter.subject), to, when);
  const body = element('div', 'mailbox__text');
  body.append(...letter.lines.map((line) => element('p', '', line)));
  if (typeof letter.code === 'string') body.firstElementChild.after(codeOf(letter, words));
  const rows = Array.isArray(letter.rows) && letter.rows.length ? [rowsOf(letter.rows, lang)] : [];
  if (typeof letter.bars === 'string') {
    const label = element('div', 'mailbox__label');
    label.append(element('p', 'mailbox__label-shop', 'Fjellvik'), barsOf(letter.bars, lang), ...rows);
    body.append(label);
  } else body.append(...rows);
  const url = path(letter.link);
  if (url) {
    const link = element('a', 'mailbox__link', words.order);
    link.href = url;
    body.append(link);
  }
  made.append(summary, body);
  return made;
}

let shown = '';
function show() {
  const all = letters().reverse();
  const text = JSON.stringify(all);
  if (text === shown) return;
  shown = text;
  const lang = known(asked.get('lang')) ?? known(all[0]?.lang) ?? known(navigator.language.slice(0, 2)) ?? 'en';
  const words = WORDS[lang];
  document.documentElement.lang = lang;
  document.documentElement.dir = direction(lang);
  document.title = `${words.title} – Fjellvik`;
  at('title').textContent = words.title;
  at('note').textContent = words.note;
  at('empty').textContent = words.empty;
  at('empty').hidden = all.length > 0;
  // What somebody has opened stays open when another letter comes.
  const opened = new Set([...at('letters').querySelectorAll('details[open]')].map((letter) => letter.dataset.letter));
  at('letters').replaceChildren(...all.map((letter, place) => letterOf(letter, place === 0 || opened.has(String(letter.id)))));
}

if (['light', 'dark'].includes(asked.get('theme'))) document.documentElement.dataset.theme = asked.get('theme');
addEventListener('storage', (event) => { if (event.key === KEPT || event.key === null) show(); });
addEventListener('pageshow', show);
show();
