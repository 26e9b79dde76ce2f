//! A language for looking only: English with accents, two fifths longer. It shows what is cut, what is not translated, and what was glued
//! together of pieces.
//!
//! Always true: places in braces stay as they are, and so does what has no letters; the same text always gives the same.

/** How much longer: what German or Finnish may be of English. */
const LONGER = 1.4;
const ACCENTS = Object.fromEntries([...'AÅBƁCĆDĐEÉFƑGĜHĤIÎJĴKĶLĻMḾNÑOÖPÞQǪRŔSŠTŤUÛVṼWŴXẊYÝZŽaåbƀcćdđeéfƒgĝhĥiîjĵkķlļmḿnñoöpþqǫrŕsštťuûvṽwŵxẋyýzž'].reduce((pairs, letter, at, all) => (at % 2 ? pairs : [...pairs, [letter, all[at + 1]]]), []));
const VOWEL = /[aeiouyAEIOUY]/;
/** What must not be touched: a place, an address, a mark of a text. */
const FIXED = /(\{[^{}]*\}|<[^<>]*>|https?:\S+)/;

/** A text in the language. */
export function pseudo(text) {
  const parts = text.split(FIXED);
  const letters = parts.map((part, at) => (at % 2 ? '' : part)).join('').replace(/[^a-z]/gi, '');
  if (!letters) return text;
  // The two brackets count as well.
  const more = Math.max(0, Math.ceil(text.length * LONGER) - text.length - 2);
  const places = [];
  parts.forEach((part, at) => {
    if (at % 2) return;
    [...part].forEach((letter, in_part) => ACCENTS[letter] && places.push({ at, in_part, is_vowel: VOWEL.test(letter) }));
  });
  // Vowels are drawn out first, all of them alike; a text without any draws out every letter.
  const vowels = places.filter(({ is_vowel }) => is_vowel);
  const drawn = vowels.length ? vowels : places;
  const times = new Map();
  for (let one = 0; one < more; one += 1) {
    const { at, in_part } = drawn[Math.floor((one * drawn.length) / Math.max(more, drawn.length)) % drawn.length];
    times.set(`${at} ${in_part}`, (times.get(`${at} ${in_part}`) ?? 0) + 1);
  }
  const said = parts.map((part, at) => (at % 2 ? part : [...part].map((letter, in_part) => (ACCENTS[letter] ?? letter).repeat(1 + (times.get(`${at} ${in_part}`) ?? 0))).join('')));
  return `[${said.join('')}]`;
}

/** Every text of a catalogue. */
export const pseudoWords = (catalogue) => Object.fromEntries(Object.entries(catalogue).map(([key, text]) => [key, pseudo(text)]));
