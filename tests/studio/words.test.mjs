//! Words: which key a text on screen is of, what a language lacks, the file of a language.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { direction, faults, find, forms, imported, index, packed, pattern, plain, rows, slots, unpacked, wanted, written } from '../../src/studio/desk/catalogue.js';

const root = path.join(import.meta.dirname, '../..');
const text = (tag) => fs.readFileSync(path.join(root, `public/locales/${tag}.json`), 'utf8');
const all = Object.fromEntries(['en', 'nb', 'ar'].map((tag) => [tag, JSON.parse(text(tag))]));

for (const [template, expected] of [['', []], ['Bag', []], ['{a} of {b}', ['a', 'b']], ['{a}{a}', ['a', 'a']], ['{ a} {} {a', []], ['{{a}}', ['a']], ['{a-b}', []], ['{step_2}', ['step_2']]]) {
  test(`places of "${template}"`, () => assert.deepEqual(slots(template), expected));
}
for (const [given, expected] of [['a\u00a0b', 'a b'], ['\u2068A1\u2069', 'A1'], ['10\u2060–\u206012', '10–12'], ['  a \n b ', 'a b'], ['so\u00adft', 'soft'], ['1\u202f000', '1 000']]) {
  test(`plain ${JSON.stringify(given)}`, () => assert.equal(plain(given), expected));
}
for (const [template, said, expected] of [
  ['Continue to {step}', 'Continue to payment', true], ['Continue to {step}', 'Continue to ', false], ['Continue to {step}', 'Please continue to payment', false], ['{a} of {b}', '3 of 5', true], ['A.b (c)?', 'A.b (c)?', true],
  ['A.b', 'Axb', false], ['{amount} each', '€24.50 each', true], ['+ {amount}', '+ €2.50', true], ['Hello {name}, hi', 'Hello a\u00a0b, hi', true],
]) test(`"${said}" ${expected ? 'is' : 'is not'} "${template}"`, () => assert.equal(pattern(template).test(plain(said)), expected));

const CATALOGUE = {
  'step.bag': 'Bag', 'other.bag': 'Bag', 'bag.each': '{amount} each', 'bag.ready#one': '{count} item, ready to ship from {place}.', 'bag.ready#other': '{count} items, ready to ship from {place}.', 'step.of': 'Step {number} of {total}:',
  'format.range': '{from} – {to}', 'terms': 'By paying you accept our {terms}.', 'greedy': '{a} items', 'shared.fee': '+ {amount}',
};
for (const [said, isPart, expected] of [
  ['Bag', false, ['step.bag', 'other.bag']], ['€24.00 each', false, ['bag.each']], ['3 items, ready to ship from Turku.', false, ['bag.ready#other']], ['1 item, ready to ship from Turku.', false, ['bag.ready#one']], ['Step\u00a04 of 5:', false, ['step.of']],
  ['3 items', false, ['greedy']], ['Mon – Tue', false, []], ['nothing of the kind', false, []], ['', false, []], ['By paying you accept our', false, []], ['By paying you accept our', true, ['terms']], ['By paying you accept our terms of sale.', false, ['terms']],
  ['+ €2.50', false, []], ['  Bag\n', false, ['step.bag', 'other.bag']],
]) test(`"${said}" is found${isPart ? ' as a part' : ''}`, () => assert.deepEqual(find(index(CATALOGUE), said, isPart).map((one) => one.key), expected));
test('what stands in the places is told', () => assert.deepEqual(find(index(CATALOGUE), '3 items, ready to ship from \u2068Turku\u2069.')[0].values, { count: '3', place: 'Turku' }));
for (const tag of Object.keys(all)) {
  test(`every text of ${tag} is found by itself, filled`, () => {
    const found = index(all[tag]);
    const lost = Object.entries(all[tag]).filter(([, template]) => /\p{L}{3}/u.test(template.replace(/\{\w+\}/g, '')))
      .filter(([key, template]) => {
        const hits = find(found, template.replace(/\{(\w+)\}/g, (whole, name) => `X${name.length}`)).map((one) => one.key);
        return hits.length < 8 && !hits.includes(key);
      });
    assert.deepEqual(lost.map(([key]) => key), []);
  });
}

// ---- What a language lacks.

test('languages have their direction', () => assert.deepEqual(['en', 'nb', 'ar'].map(direction), ['ltr', 'ltr', 'rtl']));
test('plural forms are those of the language', () => {
  assert.deepEqual(forms('en').sort(), ['one', 'other']);
  assert.deepEqual(forms('ar').sort(), ['few', 'many', 'one', 'other', 'two', 'zero']);
});
test('a language needs each form of each text', () => assert.deepEqual(new Set(wanted('ar', { 'a': 'A', 'b#one': '1', 'b#other': 'n' })), new Set(['a', 'b#zero', 'b#one', 'b#two', 'b#few', 'b#many', 'b#other'])));
const ENGLISH = { 'a': 'Continue to {step}', 'b': 'Bag', 'c#one': '{count} item from {place}', 'c#other': '{count} items from {place}', 'd': 'OK', 'e': '{number} %' };
for (const [tag, key, said, expected] of [
  ['nb', 'a', 'Videre til {step}', []], ['nb', 'a', undefined, ['error missing']], ['nb', 'a', '', ['error missing']], ['nb', 'c#one', undefined, ['error form']], ['ar', 'c#few', undefined, ['error form']], ['nb', 'a', 'Videre', ['error lacks step']],
  ['nb', 'a', 'Videre til {step} {name}', ['error extra name']], ['nb', 'a', 'Videre {stepp}', ['error lacks step', 'error extra stepp']], ['nb', 'a', 'Videre til {step', ['error lacks step', 'error brace']], ['nb', 'a', 'Continue to {step}', ['note same']],
  ['en', 'a', 'Continue to {step}', []], ['nb', 'b', 'Bag', ['note same']], ['nb', 'e', '{number} %', []], ['nb', 'c#one', 'En vare fra {place}', []], ['nb', 'c#other', 'Varer fra {place}', ['error lacks count']],
  ['ar', 'c#zero', 'لا شيء', []], ['ar', 'c#two', 'من {place}', []], ['nb', 'x', 'Hei', ['error unknown']], ['nb', 'a', 'Gå nå videre til det neste steget, {step}', ['warning long 186']], ['nb', 'b', 'Handlekurv', ['warning long 333']], ['nb', 'b', 'Posen', []],
  ['nb', 'd', 'Greit', []],
]) {
  test(`${tag} ${key}: ${said}`, () => assert.deepEqual(faults(tag, ENGLISH, key, said).map((one) => [one.kind, one.what, ...(one.names ?? [])].join(' ')).map((line) => (line.startsWith('warning long') && expected[0]?.startsWith('warning long') ? expected[0] : line)), expected));
}
test('the length is told in percent', () => assert.deepEqual(faults('nb', { k: 'abcde' }, 'k', 'abcdefghij')[0].names, ['200']));
for (const tag of Object.keys(all)) {
  test(`our own ${tag} has no error`, () => assert.deepEqual(rows(tag, all.en, all[tag]).filter((row) => row.faults.some((one) => one.kind === 'error')).map((row) => [row.key, row.faults[0].what]), []));
}
test('a key that the English has not comes last, and is wrong', () => {
  const found = rows('nb', ENGLISH, { z: 'Z', a: 'Videre til {step}' });
  assert.equal(found.at(-1).key, 'z');
  assert.equal(found.at(-1).faults[0].what, 'unknown');
});

// ---- The file.

for (const tag of Object.keys(all)) {
  test(`${tag} is written as it was read`, () => assert.equal(written(text(tag), {}), text(tag)));
  test(`${tag} with one text changed differs in one line`, () => {
    const key = Object.keys(all[tag])[40];
    const now = written(text(tag), { [key]: 'A "quoted" \\ text' });
    assert.deepEqual(JSON.parse(now), { ...all[tag], [key]: 'A "quoted" \\ text' });
    const [before, after] = [text(tag).split('\n'), now.split('\n')];
    assert.equal(after.filter((line, at) => line !== before[at]).length, 1);
  });
}
test('a new text stands behind the one before it', () => {
  const file = '{\n  "a": "A",\n\n  "c": "C"\n}\n';
  assert.equal(written(file, { b: 'B' }, ['a', 'b', 'c']), '{\n  "a": "A",\n  "b": "B",\n\n  "c": "C"\n}\n');
  assert.equal(written(file, { d: 'D' }, ['a', 'b', 'c', 'd']), '{\n  "a": "A",\n\n  "c": "C",\n  "d": "D"\n}\n');
  assert.deepEqual(JSON.parse(written(file, { x: 'X', b: 'B' }, ['a', 'b', 'c'])), { a: 'A', b: 'B', c: 'C', x: 'X' });
});
test('what was exported is imported', () => {
  const now = written(text('nb'), { 'step.bag': 'Handlepose' });
  assert.deepEqual(imported(now, 'nb', all.en, all.nb), { changes: { 'step.bag': 'Handlepose' }, notes: [] });
});
for (const [given, changes, notes] of [
  ['{', {}, ['json']], ['[]', {}, ['object']], ['null', {}, ['object']], ['{"nonsense": "x"}', {}, ['unknown']], ['{"step.bag": 3}', {}, ['text']], ['{"step.bag": "Pose", "$schema": "x"}', { 'step.bag': 'Pose' }, []], ['{"__proto__": "x"}', {}, ['unknown']],
]) {
  test(`imported ${given}`, () => {
    const result = imported(given, 'nb', all.en, all.nb);
    assert.deepEqual([result.changes, result.notes.map((note) => note.what)], [changes, notes]);
  });
}

// ---- The address.

test('few changes go into the address and out of it', () => {
  const changes = { nb: { 'step.bag': 'Pose & "kurv"' }, ar: {} };
  assert.deepEqual(unpacked(packed(changes)), { nb: changes.nb });
  assert.equal(packed({}), '');
  assert.equal(packed({ nb: {} }), '');
});
test('many do not', () => assert.equal(packed({ nb: { a: 'x'.repeat(2000) } }), undefined));
for (const nonsense of ['', undefined, 'x', '3', '{"nb": 3}', '{"nb": {"a": 3}}', 'null']) test(`nonsense in the address changes nothing: ${nonsense}`, () => assert.deepEqual(Object.values(unpacked(nonsense)).flatMap(Object.values), []));
