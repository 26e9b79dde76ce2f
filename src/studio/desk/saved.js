//! Scenarios with a name: those that come with the studio, and those that somebody keeps. As lists, as what the browser holds, as a file.
//!
//! Always true: a query is a scenario as in the address; a name stands once in a list and is no longer than it can be read; what is read from
//! a place or a file and is no scenario is left out. It knows no document.

import { SCENARIO, readAddress, scenarioOf } from './address.js';

/** Those that come with the studio: the name is `saved.<name>` in the words. */
export const SAVED = [
  { name: 'evening', query: 'at=payment' },
  { name: 'declined', query: 'fault=declined-funds&at=payment' },
  { name: 'returning', query: 'persona=returning&at=review' },
  { name: 'approval', query: 'persona=assistant&pay=purchase-order&at=review' },
  { name: 'sold-out', query: 'fault=sold-out&at=review' },
  { name: 'challenge', query: 'fault=challenge&at=bank' },
  { name: 'lost-answer', query: 'fault=lost-answer&at=sending' },
  { name: 'download', query: 'bag=virtual&at=contact' },
  { name: 'transfer', query: 'market=NL&pay=transfer&at=thanks' },
];

/** Where the browser keeps those that somebody named. */
export const PLACE = 'kassa-studio-scenarios';
/** A name's letters, at most. */
export const LONGEST = 60;
/** The first member of a file. */
const KIND = 'kassa-scenarios';

/** A name as it is kept. */
export const tidy = (name) => String(name).replace(/\s+/g, ' ').trim().slice(0, LONGEST).trim();

const same = (one, other) => one.toLowerCase() === other.toLowerCase();

/** The scenario of a name, if there is one; letters large or small. */
export const named = (list, name) => list.find((one) => same(one.name, tidy(name)));

/** With one more, in the order of their names; one of the same name is replaced. */
export function keep(list, name, query) {
  const own = { name: tidy(name), query };
  return own.name ? sorted([...list.filter((one) => !same(one.name, own.name)), own]) : list;
}

/** With another name for one. Nothing changes where the name is nobody's, or somebody else's. */
export function rename(list, from, to) {
  const own = named(list, from);
  const taken = named(list, to);
  if (!own || !tidy(to) || (taken && taken !== own)) return list;
  return sorted(list.map((one) => (one === own ? { ...own, name: tidy(to) } : one)));
}

/** Without one. */
export const remove = (list, name) => list.filter((one) => !same(one.name, name));

const sorted = (list) => list.toSorted((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));

/** What the browser holds, and the other way. */
export const readKept = (text) => listIn(parsed(text)).list;
export const writeKept = (list) => JSON.stringify(list);

/** A file of scenarios: for another browser, another designer, or a report. */
export const fileOf = (list) => `${JSON.stringify({ [KIND]: 1, scenarios: list }, null, 2)}\n`;

/**
 * Puts those of a file to the list: `{ list, taken, notes }`. The same name for another scenario gets a number. `isWord(name, word)` says what a
 * scenario can be made of; notes are `{ what, name }`: `json` or `none` of a file, `scenario` of one that is left out.
 */
export function takeFile(list, text, isWord) {
  const given = parsed(text);
  if (given === undefined) return { list, taken: 0, notes: [{ what: 'json', name: '' }] };
  if (given?.[KIND] === undefined) return { list, taken: 0, notes: [{ what: 'none', name: '' }] };
  const { list: theirs, none } = listIn(given.scenarios);
  const notes = none.map((name) => ({ what: 'scenario', name }));
  let taken = 0;
  for (const { name, query } of theirs) {
    if (![...readAddress(query)].every(([of, word]) => isWord(of, word))) {
      notes.push({ what: 'scenario', name });
      continue;
    }
    if (named(list, name)?.query === query) continue;
    list = keep(list, free(list, name), query);
    taken += 1;
  }
  return { list, taken, notes };
}

/** A name that is nobody's yet. */
function free(list, name) {
  for (let number = 2, own = name; ; number += 1) {
    if (!named(list, own)) return own;
    own = `${tidy(name.slice(0, LONGEST - 4))} ${number}`;
  }
}

function listIn(given) {
  const none = [];
  let list = [];
  for (const one of Array.isArray(given) ? given : []) {
    const isScenario = typeof one?.name === 'string' && tidy(one.name) && typeof one.query === 'string' && !named(list, one.name);
    if (isScenario && [...readAddress(one.query).keys()].every((name) => SCENARIO.includes(name))) list = keep(list, one.name, scenarioOf(readAddress(one.query)));
    else none.push(typeof one?.name === 'string' ? one.name : '?');
  }
  return { list, none };
}

function parsed(text) {
  try {
    return JSON.parse(text ?? '[]');
  } catch {
    return undefined;
  }
}
