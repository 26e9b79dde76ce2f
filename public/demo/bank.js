//! The demo shop's bank, payment app and wallet site, whichever the page opens it as:
//!
//!     bank.html?id=<payment>&as=3ds|redirect|app&name=…&amount=…&shop=…&card=7718&lang=en|nb|ar&theme=light|dark&back=/path
//!
//! What is pressed is written to `localStorage["kassa-demo-bank"]`, an object of verdicts by payment; the demo shop reads
//! it there, as a real one would hear it from the bank. Nothing in the address counts as more than text, and `back` leads to
//! a path of this origin or nowhere. Pressing nothing is an answer, too: the payment then waits.

const KEPT = 'kassa-demo-bank';
/** How many verdicts are kept: more than one page can have open. */
const MOST = 20;

const WORDS = {
  en: {
    '3ds': ['Confirm the payment', 'A shop asks whether this is you.'], redirect: ['Pay with {name}', 'You go back to the shop when you have answered.'], app: ['{name} asks you', 'A shop wants to be paid by this phone.'],
    shop: 'Shop', amount: 'Amount', card: 'Card', approved: 'Approve', refused: 'Refuse', cancelled: 'Cancel and go back',
    done: { approved: 'Approved', refused: 'Refused', cancelled: 'Cancelled' }, after: { '3ds': 'Done, you can go on in the shop.', app: 'Back to the shop: you may close this window.', redirect: 'Done, you can close this window.' },
    unknown: ['Nothing to confirm', 'No payment came with this address. Start again in the shop.'], full: ['Not saved', 'This browser keeps nothing for this site, so the shop cannot hear of it.'],
    note: 'Demo: no bank, no money.',
  },
  nb: {
    '3ds': ['Bekreft betalingen', 'En butikk spør om dette er deg.'], redirect: ['Betal med {name}', 'Du går tilbake til butikken når du har svart.'], app: ['{name} spør deg', 'En butikk vil ha betalt med denne telefonen.'],
    shop: 'Butikk', amount: 'Beløp', card: 'Kort', approved: 'Godkjenn', refused: 'Avslå', cancelled: 'Avbryt og gå tilbake',
    done: { approved: 'Godkjent', refused: 'Avslått', cancelled: 'Avbrutt' }, after: { '3ds': 'Ferdig, du kan fortsette i butikken.', app: 'Tilbake til butikken: du kan lukke dette vinduet.', redirect: 'Ferdig, du kan lukke dette vinduet.' },
    unknown: ['Ingenting å bekrefte', 'Ingen betaling fulgte med denne adressen. Begynn på nytt i butikken.'], full: ['Ikke lagret', 'Nettleseren lagrer ingenting for dette nettstedet, så butikken får ikke vite om det.'],
    note: 'Demo: ingen bank, ingen penger.',
  },
  ar: {
    '3ds': ['تأكيد الدفع', 'يسأل متجر إن كنت أنت من يدفع.'], redirect: ['الدفع عبر {name}', 'تعود إلى المتجر بعد أن تجيب.'], app: ['لديك طلب من {name}', 'يطلب متجر الدفع من هذا الهاتف.'],
    shop: 'المتجر', amount: 'المبلغ', card: 'البطاقة', approved: 'موافقة', refused: 'رفض', cancelled: 'إلغاء والعودة',
    done: { approved: 'تمت الموافقة', refused: 'تم الرفض', cancelled: 'تم الإلغاء' }, after: { '3ds': 'تم، يمكنك المتابعة في المتجر.', app: 'عُد إلى المتجر، ويمكنك إغلاق هذه النافذة.', redirect: 'تم، يمكنك إغلاق هذه النافذة.' },
    unknown: ['لا شيء لتأكيده', 'لم يصل أي دفع مع هذا العنوان. ابدأ من جديد في المتجر.'], full: ['لم يُحفظ', 'لا يحفظ هذا المتصفح شيئًا لهذا الموقع، فلن يعلم المتجر بالأمر.'],
    note: 'عرض تجريبي: لا بنك ولا مال.',
  },
};

const asked = new URLSearchParams(location.search);
/** A text of the address, in a length that fits the screen. */
const text = (name) => (asked.get(name) ?? '').trim().slice(0, 80);
const one = (name, of) => (of.includes(text(name)) ? text(name) : of[0]);
const at = (id) => document.getElementById(id);

const role = one('as', ['3ds', 'redirect', 'app']);
const lang = one('lang', ['en', 'nb', 'ar']);
const words = WORDS[lang];
const id = /^[\w.:-]{1,100}$/.exec(asked.get('id') ?? '')?.[0];
const name = text('name') || 'Nordbank';
const filled = (sentence) => sentence.replace('{name}', () => `\u2068${name}\u2069`);

function say([title, lead]) {
  at('title').textContent = filled(title);
  at('lead').textContent = filled(lead);
}

/** Where the shopper goes back to: a path of this origin, else nowhere. */
function wayBack() {
  const path = asked.get('back') ?? '';
  if (!path.startsWith('/')) return;
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin) return; // `//elsewhere` and `/\elsewhere` are other sites
  url.searchParams.set('returned', id);
  return url;
}

/** Whether the verdict is where the shop looks. */
function keep(verdict) {
  try {
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(KEPT)) ?? {};
    } catch {
      // Whatever stood there was not ours.
    }
    const others = Object.entries(kept).filter(([other]) => other !== id);
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries([...others, [id, verdict]].slice(-MOST))));
    return true;
  } catch {
    return false;
  }
}

function answer(verdict) {
  const isKept = keep(verdict);
  const back = role === 'redirect' && isKept ? wayBack() : undefined;
  if (back) return location.replace(back);
  at('acts').hidden = true;
  say(isKept ? [words.done[verdict], words.after[role]] : words.full);
  at('title').focus();
}

function row(label, value) {
  const term = document.createElement('dt');
  const said = document.createElement('dd');
  const isolated = document.createElement('bdi');
  term.textContent = label;
  isolated.textContent = value;
  said.append(isolated);
  at('facts').append(term, said);
}

document.documentElement.lang = lang;
document.documentElement.dir = lang === 'ar' ? 'rtl' : 'ltr';
if (['light', 'dark'].includes(text('theme'))) document.documentElement.dataset.theme = text('theme');
at('name').textContent = name;
at('note').textContent = words.note;
if (id) {
  say(words[role]);
  const card = /^\d{4}$/.test(text('card')) ? `•••• ${text('card')}` : '';
  for (const [label, value] of [[words.shop, text('shop')], [words.amount, text('amount')], [words.card, card]]) if (value) row(label, value);
  at('facts').hidden = !at('facts').childElementCount;
  for (const verdict of ['approved', 'refused', 'cancelled']) {
    at(verdict).textContent = words[verdict];
    at(verdict).addEventListener('click', () => answer(verdict));
  }
  at('cancelled').hidden = role !== 'redirect';
  at('acts').hidden = false;
} else {
  say(words.unknown);
}
document.title = `${at('title').textContent} – ${name}`;
