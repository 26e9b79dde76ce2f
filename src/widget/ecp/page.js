// The page `embedded/`: joins its one element to the host around it. What the shop settles stands in its markup.

import { join } from './frame.js';

const element = document.querySelector('kassa-checkout');
const listed = (name) => document.querySelector(`meta[name="${name}"]`)?.content.split(/[\s,]+/).filter(Boolean);
const LANGUAGES = ['en', 'nb', 'ar'];
const locales = new URL('../locales/', import.meta.url);
let words;

/** A word of the catalogue in the shopper's language, fetched when the first is wanted. */
async function say(key) {
  const wanted = [element.getAttribute('locale'), ...navigator.languages].map((tag) => (tag ?? '').slice(0, 2).replace(/^n[on]$/, 'nb'));
  const language = wanted.find((one) => LANGUAGES.includes(one)) ?? 'en';
  words ??= fetch(new URL(`${language}.json`, locales)).then((answer) => answer.json()).catch(() => ({}));
  return (await words)[key];
}

// A merchant's own page calls `join` with functions of its own instead (docs/embedded-protocol.md).
if (element?.dataset.join !== 'own') join(element, { hosts: listed('kassa-hosts') ?? [location.origin], allow: listed('kassa-delegate'), say });

export { join, say };
