// Card rules: what a number, an expiry and a security code may be, and how they look while typed.
//
// Pure: text and a day in, a fault or a value out. Knows nothing of documents, messages or words.
// Always true: agrees with src/domain/check/card.rs, case for case (card-cases.json runs in both).
// Rules: spec/quality.md 1.2 (CARD-01..04), UX-11, UX-15, UX-16.

import { BRANDS, CO_BADGED } from "./brands.js";

const FOURS = [4, 8, 12, 16];
// Between them the lengths of ISO/IEC 7812-1, for numbers of a brand that is not known.
const [SHORTEST, LONGEST] = [12, 19];

const ROWS = BRANDS.flatMap((brand) =>
  (brand.ranges?.split(" ") ?? []).map((range) => {
    const [low, high = low] = range.split("-");
    return { brand, low, high };
  }),
);

const fault = (fault, count) => (count === undefined ? { fault } : { fault, count });

const UNSEEN = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;
const SPACE = /[\t-\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const DASH = /[\u2010-\u2015\u2212\ufe58\ufe63]/;

/** The text with digits of other scripts, odd spaces and dashes in ASCII, without direction marks. */
export function plain(text) {
  let out = "";
  for (const char of text) {
    const code = char.codePointAt(0);
    if (UNSEEN.test(char)) continue;
    if (SPACE.test(char)) out += " ";
    else if (DASH.test(char)) out += "-";
    else if (code === 0x2044 || code === 0x2215) out += "/";
    else if (code >= 0x660 && code <= 0x669) out += code - 0x660;
    else if (code >= 0x6f0 && code <= 0x6f9) out += code - 0x6f0;
    else if (code >= 0xff01 && code <= 0xff5e) out += String.fromCharCode(code - 0xfee0);
    else out += char;
  }
  return out;
}

/** What people put between digits, and also between month and year. */
const BETWEEN = /[ \-._,·]/g;
const BETWEEN_DATE = /[ \-._,·/\\|:;'’]/g;

const digitsOf = (text) => plain(text).replace(/\D/g, "");
const isClean = (text, between) => /^\d*$/.test(plain(text).replace(between, ""));

/** The brand of a number or of its beginning; null while two are possible (CARD-01). */
export function brandOf(digits) {
  let best = null;
  let longest = 0;
  const open = new Set();
  for (const { brand, low, high } of digits ? ROWS : []) {
    const size = Math.min(low.length, digits.length);
    const start = digits.slice(0, size);
    if (start < low.slice(0, size) || start > high.slice(0, size)) continue;
    if (size < low.length) open.add(brand);
    else if (size > longest) [best, longest] = [brand, size];
  }
  if (best) open.add(best);
  return open.size === 1 ? [...open][0] : null;
}

/**
 * The brands a number or its beginning may be paid as, of those the shop takes and in its order (CARD-02); the
 * first is meant unless the shopper says otherwise. Empty while none is known and where none is taken.
 */
export function brandsOf(digits, accepted = null) {
  const first = brandOf(digits);
  const pair = CO_BADGED.find(({ start }) => digits.startsWith(start));
  const brands = pair ? pair.brands.map(brandNamed) : first ? [first] : [];
  if (!accepted) return brands;
  const taken = brands.filter(({ id }) => accepted.includes(id));
  return taken.sort((one, other) => accepted.indexOf(one.id) - accepted.indexOf(other.id));
}

export const brandNamed = (id) => BRANDS.find((brand) => brand.id === id) ?? null;

export function luhn(digits) {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = +digits[digits.length - 1 - at];
    sum += at % 2 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
}

/** `{ fault }` or `{ digits, brand }`. `accepted`: ids of the brands the shop takes, null for all. */
export function readNumber(text, accepted = null) {
  if (!isClean(text, BETWEEN)) return fault("bad-character");
  const digits = digitsOf(text);
  const size = digits.length;
  if (!size) return fault("missing");
  const brand = brandOf(digits);
  if (!brand) {
    if (size < SHORTEST) return fault("too-short", SHORTEST);
    if (size > LONGEST) return fault("too-long", LONGEST);
    // Better to speak of a typing error than of a brand nobody knows.
    return fault(luhn(digits) ? "unsupported-brand" : "checksum");
  }
  if (isRefused(digits, accepted)) return fault("unsupported-brand");
  const { lengths } = brand;
  if (size < Math.min(...lengths)) return fault("too-short", Math.min(...lengths));
  if (!lengths.includes(size)) {
    return fault("too-long", Math.max(...lengths.filter((length) => size > LONGEST || length < size)));
  }
  // CARD-03: UnionPay numbers of 19 digits carry no dependable check digit.
  if (!luhn(digits) && !(brand.id === "unionpay" && size === 19)) return fault("checksum");
  return { digits, brand: brandsOf(digits, accepted)[0].id };
}

/** Whether the digits tell a brand that is not taken, and can no longer turn out to be of one that is as well. */
function isRefused(digits, accepted) {
  if (!accepted || !brandOf(digits) || brandsOf(digits, accepted).length) return false;
  return !CO_BADGED.some(({ start, brands }) => start.startsWith(digits) && brands.some((id) => accepted.includes(id)));
}

/** Whether the beginning of a number already tells a brand that the shop does not take. */
export function isUnsupported(text, accepted) {
  return isClean(text, BETWEEN) && isRefused(digitsOf(text), accepted);
}

/**
 * `{ fault }` or `{ month, year }`. `today`: `[year, month]` of yesterday where the shopper is, so
 * that a card is good through the last day of its month and one day more (CARD-04).
 */
export function readExpiry(text, today) {
  const parts = monthAndYear(text);
  if (parts.fault) return parts;
  const [month, year] = parts;
  if (year.length === 1) return fault("too-short", 4);
  if ((year.length !== 2 && year.length !== 4) || month.length > 2) return fault("shape");
  const date = { month: +month, year: year.length === 2 ? 2000 + +year : +year };
  if (date.month < 1 || date.month > 12) return fault("no-such-month");
  const ahead = (date.year - today[0]) * 12 + date.month - today[1];
  if (ahead < 0) return fault("expired");
  return ahead > 240 ? fault("too-far") : date;
}

function monthAndYear(text) {
  if (!isClean(text, BETWEEN_DATE)) return fault("bad-character");
  const parts = plain(text).match(/\d+/g) ?? [];
  if (!parts.length) return fault("missing");
  if (parts.length > 2) return fault("shape");
  if (parts.length === 1) {
    const [run] = parts;
    if (run.length < 3 || (run.length === 3 && run[0] === "0")) return fault("too-short", 4);
    if (run.length > 6) return fault("shape");
    const cut = run.length % 2 ? 1 : run.length === 6 && run.startsWith("20") ? 4 : 2;
    parts.splice(0, 1, run.slice(0, cut), run.slice(cut));
  }
  return parts[0].length === 4 ? parts.reverse() : parts;
}

/** Year and month of the day before a date. */
export function yesterday(year, month, day) {
  if (day > 1) return [year, month];
  return month > 1 ? [year, month - 1] : [year - 1, 12];
}

/** `{ fault, count }` or `{ digits }`; `count` is how many digits there should be. */
export function readCode(text, brand) {
  if (!isClean(text, BETWEEN)) return fault("bad-character");
  const digits = digitsOf(text);
  if (!digits) return brand?.id === "maestro" ? { digits } : fault("missing");
  const [least, most] = brand ? [codeSize(brand), codeSize(brand)] : [3, 4];
  if (digits.length < least) return fault("too-short", least);
  return digits.length > most ? fault("too-long", most) : { digits };
}

export const codeSize = (brand) => brand?.code ?? 3;

/** Digits with the gaps of a brand. */
export function groupNumber(digits, brand) {
  const gaps = brand?.gaps ?? FOURS;
  return [...digits].map((digit, at) => (gaps.includes(at) ? ` ${digit}` : digit)).join("");
}

/**
 * The text and caret after the browser carried out one edit. `how`: "insert", "paste" (also
 * what a browser fills in), "back" or "forward" (one character deleted), "cut" (more). The digits
 * before the caret stay the digits before the caret; deleting a gap deletes the digit beyond it. Text
 * with other characters is left as it is, so that nothing is swallowed and the fault can name it.
 */
export function retypeNumber(before, after, caret, how) {
  if (!isClean(after, BETWEEN)) return { text: after, caret };
  const edit = deleted(before, after, caret, how);
  const text = groupNumber(edit.digits, brandOf(edit.digits));
  return { text, caret: place(text, edit.ahead, isAdding(how)) };
}

/** The same for an expiry: `MM / YY`. Completes the month and the slash only while inserting. */
export function retypeExpiry(before, after, caret, how) {
  if (!isClean(after, BETWEEN_DATE)) return { text: after, caret };
  if (how === "paste" && caret === after.length) {
    const [month = "", year = ""] = [].concat(monthAndYear(after));
    if (/^\d\d?$/.test(month) && /^(\d\d){1,2}$/.test(year)) {
      const text = `${month.padStart(2, "0")} / ${year}`;
      return { text, caret: text.length };
    }
  }
  const raw = plain(after);
  const parts = raw.match(/\d+/g) ?? [];
  let { digits, ahead, removed } = deleted(before, after, caret, how);
  // How many digits stand before the slash; null while there is none.
  let split = null;
  if (/^\s*[^\s\d]\s*\d/.test(raw)) split = 0;
  else if (/^\s*\d+\D/.test(raw)) split = Math.min(parts[0].length, 2);
  if (split !== null && removed >= 0 && removed < split) split -= 1;
  if (isAdding(how)) {
    // A 1 may become 10, 11 or 12 while the caret is still behind it.
    const isOpen = digits[0] === "1" && ahead === 1 && /\d$/.test(plain(after.slice(0, caret)));
    if (digits[0] > "0" && (split === 1 ? !isOpen : split === null && digits[0] > "1")) {
      digits = `0${digits}`;
      ahead += 1;
      split = 2;
    }
  }
  const month = digits.slice(0, split ?? 2);
  const year = digits.slice(split ?? 2);
  const isComplete = isAdding(how) && month.length === 2;
  const text = month + (year || isComplete ? " / " : "") + year;
  return { text, caret: place(text, ahead, isComplete) };
}

export function retypeCode(before, after, caret) {
  if (!isClean(after, BETWEEN)) return { text: after, caret };
  return { text: digitsOf(after), caret: digitsOf(after.slice(0, caret)).length };
}

/** `MM / YY` of a date that was read. */
export const showExpiry = ({ month, year }) =>
  `${String(month).padStart(2, "0")} / ${String(year % 100).padStart(2, "0")}`;

function deleted(before, after, caret, how) {
  let digits = digitsOf(after);
  let ahead = digitsOf(after.slice(0, caret)).length;
  const isStep = how === "back" || how === "forward";
  const onlyGap = isStep && after.length < before.length && digits === digitsOf(before);
  // Behind a trailing slash there is no digit beyond the gap yet: only the slash goes.
  if (!onlyGap || /\d\D+$/.test(before)) return { digits, ahead, removed: -1 };
  const removed = how === "back" ? ahead - 1 : ahead;
  if (removed < 0) return { digits, ahead, removed };
  digits = digits.slice(0, removed) + digits.slice(removed + 1);
  return { digits, ahead: how === "back" ? removed : ahead, removed };
}

const isAdding = (how) => how === "insert" || how === "paste";

/** Where the caret stands behind so many digits: before the gap there, or behind it. */
function place(text, ahead, isBehindGap) {
  let at = 0;
  for (let seen = 0; seen < ahead && at < text.length; at++) if (/\d/.test(text[at])) seen++;
  if (isBehindGap) while (at > 0 && at < text.length && /\D/.test(text[at])) at++;
  return at;
}
