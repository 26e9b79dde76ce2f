// The words of the product as a catalogue has them: which key a text on screen is of, what a language lacks, and the whole catalogue as a file.
// A catalogue is an object of texts by key; a message that depends on a number has a key for each plural form, `key#one`, `key#other`.
// Always true: what is a placeholder is what src/i18n/text.rs takes for one: `{name}` of letters, digits and `_`. No DOM here.

const SLOT = /\{([A-Za-z0-9_]+)\}/g;

/** The names of a text's placeholders, in their order. */
export const slots = (text) => [...text.matchAll(SLOT)].map(([, name]) => name);

/** A text as it is compared: marks of direction, soft hyphens and word joiners out, every space the same. */
export const plain = (text) => text.replace(/[\u061c\u200e\u200f\u2060\u2066-\u2069\u00ad]/g, '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();

const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A template as a pattern over plain texts; its groups are the placeholders in their order. */
export function pattern(template) {
  const whole = plain(template);
  let last = 0;
  let source = '^';
  for (const found of whole.matchAll(SLOT)) {
    source += `${quoted(whole.slice(last, found.index))}(.+?)`;
    last = found.index + found[0].length;
  }
  return new RegExp(`${source}${quoted(whole.slice(last))}$`, 'u');
}

/** How much of a template is words of its own. */
const weight = (template) => plain(template.replace(SLOT, '')).replace(/[^\p{L}\p{N}]/gu, '').length;

/** Prepares a catalogue for `find`. */
export function index(catalogue) {
  const exact = new Map();
  const open = [];
  for (const [key, template] of Object.entries(catalogue)) {
    if (slots(template).length) open.push({ key, template, pattern: pattern(template), weight: weight(template) });
    else exact.set(plain(template), [...(exact.get(plain(template)) ?? []), key]);
  }
  return { exact, open: open.sort((one, other) => other.weight - one.weight) };
}

/**
 * Which keys a text on screen may be of, likeliest first: `[{key, values}]`. Templates that are hardly more than their placeholders are
 * left out, they would fit everything. With `isPart` a piece of a sentence with markup in it is looked for as well.
 */
export function find({ exact, open }, text, isPart = false) {
  const said = plain(text);
  if (!said) return [];
  const found = (exact.get(said) ?? []).map((key) => ({ key, values: {} }));
  for (const { key, template, pattern, weight } of open) {
    if (weight < 2) continue;
    const match = pattern.exec(said);
    if (match) found.push({ key, values: Object.fromEntries(slots(template).map((name, at) => [name, match[at + 1]])) });
  }
  if (!found.length && isPart && said.replace(/[^\p{L}\p{N}]/gu, '').length > 3) {
    for (const { key, template } of open) {
      const pieces = plain(template.replace(SLOT, '\u0001')).split('\u0001').map((piece) => piece.trim());
      if (pieces.includes(said)) found.push({ key, values: {} });
    }
  }
  return found.slice(0, 8);
}

const base = (key) => key.split('#')[0];
const form = (key) => key.split('#')[1];

/** Which way a language is written. */
export function direction(language) {
  const locale = new Intl.Locale(language);
  return (locale.getTextInfo?.() ?? locale.textInfo)?.direction ?? (/^(ar|fa|he|ur)\b/.test(language) ? 'rtl' : 'ltr');
}

/** The plural forms of a language. */
export const forms = (language) => [...new Intl.PluralRules(language).resolvedOptions().pluralCategories];

/** Which keys a language needs so that everything English says is there in all its forms, in the order of the English. */
export function wanted(language, english) {
  const keys = [];
  const done = new Set();
  for (const key of Object.keys(english)) {
    if (!form(key)) keys.push(key);
    else if (!done.has(base(key))) {
      done.add(base(key));
      keys.push(...forms(language).map((one) => `${base(key)}#${one}`));
    }
  }
  return keys;
}

/** The English text that a key of any language translates. */
export const source = (english, key) => english[key] ?? english[`${base(key)}#other`];

/** A text may be this much longer than the English before it is told, and this many letters in any case. */
const LONGER = 1.4;
const SPARE = 4;
const letters = (text) => [...plain(text.replace(SLOT, '0'))].length;

/** What is to say about one text: `[{kind: 'error' | 'warning' | 'note', what, names?}]`. */
export function faults(language, english, key, text) {
  const from = source(english, key);
  if (from === undefined) return [{ kind: 'error', what: 'unknown' }];
  if (text === undefined || text === '') return [{ kind: 'error', what: form(key) ? 'form' : 'missing' }];
  const told = [];
  // "One item" needs no figure; what is for none can do without all of them.
  const maySpellOut = form(key) && !['other', 'many', 'few'].includes(form(key));
  const [asked, given] = [new Set(slots(from)), new Set(slots(text))];
  const lacking = [...asked].filter((name) => !given.has(name) && !(maySpellOut && name === 'count') && form(key) !== 'zero');
  const extra = [...given].filter((name) => !asked.has(name) && !(form(key) && name === 'count'));
  if (lacking.length) told.push({ kind: 'error', what: 'lacks', names: lacking });
  if (extra.length) told.push({ kind: 'error', what: 'extra', names: extra });
  if (/[{}]/.test(text.replace(SLOT, ''))) told.push({ kind: 'error', what: 'brace' });
  const [long, usual] = [letters(text), letters(from)];
  if (long > usual * LONGER && long > usual + SPARE) told.push({ kind: 'warning', what: 'long', names: [`${Math.round((long / usual) * 100)}`] });
  if (language !== 'en' && !form(key) && text === from && /\p{L}{2}/u.test(text.replace(SLOT, ''))) told.push({ kind: 'note', what: 'same' });
  return told;
}

/** Every key of a language with its text, the English and what is to say; keys the English does not have come last. */
export function rows(language, english, catalogue) {
  const keys = wanted(language, english);
  const known = new Set(keys);
  const stray = Object.keys(catalogue).filter((key) => !known.has(key));
  return [...keys, ...stray].map((key) => ({
    key, text: catalogue[key], english: source(english, key),
    faults: known.has(key) ? faults(language, english, key, catalogue[key]) : [{ kind: 'error', what: 'unknown' }],
  }));
}

const LINE = /^(\s*)("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*")(,?)\s*$/;

/**
 * The catalogue's file with some texts changed: everything else, its blank lines too, stays as it was written. New keys stand behind the one they follow in
 * `order`.
 */
export function written(file, changes, order = []) {
  const open = new Map(Object.entries(changes));
  const lines = file.split('\n').map((line) => {
    const found = LINE.exec(line);
    if (!found) return { line };
    const key = JSON.parse(found[2]);
    if (!open.has(key)) return { line, key };
    const text = open.get(key);
    open.delete(key);
    return { line: `${found[1]}${found[2]}: ${JSON.stringify(text)}${found[4]}`, key };
  });
  for (const key of [...order.filter((key) => open.has(key)), ...[...open.keys()].filter((key) => !order.includes(key))]) {
    let at = -1;
    for (let before = order.indexOf(key) - 1; before >= 0 && at < 0; before -= 1) at = lines.findIndex((line) => line.key === order[before]);
    if (at < 0) at = lines.findLastIndex((line) => line.key);
    lines.splice(at < 0 ? 1 : at + 1, 0, { line: `  ${JSON.stringify(key)}: ${JSON.stringify(open.get(key))},`, key });
  }
  const last = lines.findLastIndex((line) => line.key);
  return lines.map(({ line, key }, at) => (key === undefined ? line : line.replace(/,?\s*$/, at === last ? '' : ','))).join('\n');
}

/** Reads a language file. Answers `{changes, notes}`: what differs from the catalogue, and what in it is none of ours. */
export function imported(text, language, english, catalogue) {
  let given;
  try {
    given = JSON.parse(text);
  } catch (fault) {
    return { changes: {}, notes: [{ what: 'json', key: fault.message }] };
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return { changes: {}, notes: [{ what: 'object', key: '' }] };
  const known = new Set(wanted(language, english));
  const changes = {};
  const notes = [];
  for (const [key, said] of Object.entries(given)) {
    if (key.startsWith('$')) continue;
    if (!known.has(key)) notes.push({ what: 'unknown', key });
    else if (typeof said !== 'string') notes.push({ what: 'text', key });
    else if (said !== catalogue[key]) changes[key] = said;
  }
  return { changes, notes };
}

/** Changed texts as a part of the address: `{nb: {key: text}}`. Nothing when there are none, or when they are too many for an address. */
export function packed(changes) {
  const some = Object.fromEntries(Object.entries(changes).filter(([, texts]) => Object.keys(texts).length));
  const text = Object.keys(some).length ? JSON.stringify(some) : '';
  return encodeURIComponent(text).length <= MOST ? text : undefined;
}
const MOST = 1500;

/** The other way; what is none is left out. */
export function unpacked(text) {
  try {
    const all = JSON.parse(text || '{}');
    const isText = ([, said]) => typeof said === 'string';
    return Object.fromEntries(Object.entries(all).filter(([, texts]) => typeof texts === 'object' && texts).map(([tag, texts]) => [tag, Object.fromEntries(Object.entries(texts).filter(isText))]));
  } catch {
    return {};
  }
}
