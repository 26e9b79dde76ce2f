//! The language for looking only.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pseudo, pseudoWords } from '../../src/studio/desk/pseudo.js';

const catalogue = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, '../../public/locales/en.json'), 'utf8'));
const places = (text) => (text.match(/\{[^{}]*\}/g) ?? []).sort();

test('a text is two fifths longer and has accents', () => {
  assert.equal(pseudo('Bag'), '[Ɓåĝ]');
  const long = pseudo('Continue to payment');
  assert.equal(long.length, Math.ceil('Continue to payment'.length * 1.4));
  assert.match(long, /^\[.*\]$/);
  assert.doesNotMatch(long, /[a-z]/);
});

test('places stay, and what has no letters stays as it is', () => {
  assert.equal(pseudo('{number} %'), '{number} %');
  assert.equal(pseudo('+{count}'), '+{count}');
  assert.equal(pseudo(''), '');
  assert.ok(pseudo('{count} items from {place}').includes('{count}'));
  assert.ok(pseudo('{count} items from {place}').includes('{place}'));
});

test('every text of the catalogue keeps its places, is long enough, and always comes out the same', () => {
  const said = pseudoWords(catalogue);
  assert.deepEqual(Object.keys(said), Object.keys(catalogue));
  assert.deepEqual(pseudoWords(catalogue), said);
  for (const [key, text] of Object.entries(catalogue)) {
    assert.deepEqual(places(said[key]), places(text), key);
    if (said[key] !== text) assert.ok(said[key].length >= Math.ceil(text.length * 1.4), `${key}: ${said[key].length} of ${text.length}`);
  }
});
