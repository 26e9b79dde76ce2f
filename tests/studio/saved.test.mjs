//! Scenarios with a name: kept in a list, held by a browser, given away in a file.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { LONGEST, fileOf, keep, named, readKept, remove, rename, takeFile, tidy, writeKept } from '../../src/studio/desk/saved.js';

const SHOWN = [['Sold out, company', 'persona=company&fault=sold-out&at=review'], ['b', ''], ['A 10', 'fault=challenge&at=bank'], ['A 9', 'bag=one']];
const list = SHOWN.reduce((list, [name, query]) => keep(list, name, query), []);
const names = (list) => list.map(({ name }) => name);
/** A scenario may be made of anything but a king. */
const isWord = (name, word) => word !== 'king';

test('names stand in their order, numbers by their size, and each once', () => {
  assert.deepEqual(names(list), ['A 9', 'A 10', 'b', 'Sold out, company']);
  assert.equal(keep(list, ' a  9 ', 'bag=zero').length, list.length, 'letters large or small, and room around them, make no other name');
  assert.equal(named(keep(list, 'a 9', 'bag=zero'), 'A 9').query, 'bag=zero', 'the same name is replaced');
  assert.equal(keep(list, '  ', 'bag=zero'), list, 'what has no name is not kept');
  assert.equal(tidy('x'.repeat(99)).length, LONGEST);
});

test('a name is changed to one that is nobody else’s', () => {
  assert.deepEqual(names(rename(list, 'b', 'Zero')), ['A 9', 'A 10', 'Sold out, company', 'Zero']);
  assert.deepEqual(names(rename(list, 'b', 'B')), ['A 9', 'A 10', 'B', 'Sold out, company'], 'its own in other letters');
  for (const [from, to] of [['b', 'a 10'], ['b', ' '], ['nobody', 'c']]) assert.equal(rename(list, from, to), list, `${from} to ${to}`);
  assert.deepEqual(names(remove(list, 'B')), ['A 9', 'A 10', 'Sold out, company']);
});

test('what a browser holds reads back as the same, and what is none is an empty list', () => {
  assert.deepEqual(readKept(writeKept(list)), list);
  for (const text of [null, '', '{', '{}', 'null', '[1, null, {"name": 1}, {"name": "x"}, {"name": " ", "query": ""}]', '[{"name": "x", "query": "frames=390"}]']) assert.deepEqual(readKept(text), [], String(text));
});

test('a file is taken in: what is there already once, another of the same name with a number', () => {
  const file = fileOf(list);
  assert.deepEqual(takeFile([], file, isWord), { list, taken: 4, notes: [] });
  assert.deepEqual(takeFile(list, file, isWord), { list, taken: 0, notes: [] });
  const other = takeFile(list, fileOf([{ name: 'A 9', query: 'bag=zero' }]), isWord);
  assert.deepEqual(names(other.list), ['A 9', 'A 9 2', 'A 10', 'b', 'Sold out, company']);
  assert.equal(named(other.list, 'A 9').query, 'bag=one', 'what somebody has stays');
});

test('a file tells what of it is no scenario, and the rest is taken', () => {
  const file = JSON.stringify({ 'kassa-scenarios': 1, scenarios: [{ name: 'King', query: 'persona=king' }, { name: 'Frames', query: 'frames=390' }, { name: 'Fine', query: 'at=bag&bag=one' }, 7] });
  const { list, taken, notes } = takeFile([], file, isWord);
  assert.deepEqual([list, taken], [[{ name: 'Fine', query: 'bag=one' }], 1]);
  assert.deepEqual(notes.map(({ what, name }) => `${what} ${name}`).sort(), ['scenario ?', 'scenario Frames', 'scenario King']);
  assert.deepEqual(takeFile([], 'Dear all', isWord).notes, [{ what: 'json', name: '' }]);
  assert.deepEqual(takeFile([], '{"color": {}}', isWord).notes, [{ what: 'none', name: '' }]);
});

test('everything the list says has its words', () => {
  const root = path.join(import.meta.dirname, '../..');
  const words = JSON.parse(fs.readFileSync(path.join(root, 'locales/studio/en.json'), 'utf8'));
  const source = fs.readFileSync(path.join(root, 'src/studio/desk/saved-list.js'), 'utf8');
  const said = [...source.matchAll(/(?:say|act)\('([a-z-]+)'|\? '([a-z-]+)' : '([a-z-]+)'/g)].flatMap(([, ...names]) => names.filter(Boolean));
  assert.ok(said.length > 12, `${said}`);
  for (const key of [...said, 'import.json', 'import.none', 'import.left']) assert.ok(words[`kept.${key}`], key);
});
