//! The names in the types are those that the adapter reads: a name that only one of the two has is a trap for merchants.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

const root = path.join(import.meta.dirname, '../..');
const text = (file) => fs.readFileSync(path.join(root, file), 'utf8');
const types = text('public/kassa-backend.d.ts').replace(/\/\*[\s\S]*?\*\//g, '');
const all = (pattern, of) => new Set([...of.matchAll(pattern)].map(([, name]) => name));

test('every member that the adapter reads is in the types', () => {
  const members = all(/(\w+)\??[:(]/g, types);
  const read = all(/\.get\("(\w+)"\)/g, text('src/backend/js/convert.rs'));
  assert.ok(read.size > 60, `${read.size} names were found`);
  assert.deepEqual([...read].filter((name) => !members.has(name)), []);
});

test('every member that the adapter writes is in the types', () => {
  const members = all(/(\w+)\??[:(]/g, types);
  const written = all(/"(\w+)": /g, text('src/backend/js/told.rs'));
  assert.ok(written.size > 25, `${written.size} names were found`);
  assert.deepEqual([...written].filter((name) => !members.has(name)), []);
});

test('every name in a list of names is known to the types', () => {
  const listed = all(/'(\w+)'/g, types);
  const arms = all(/^\s*"([a-z_]+)" (?:=>|if)/gm, text('src/backend/js/convert.rs'));
  const options = all(/Some\("([a-z_]+)"\)/g, text('src/backend/js/convert.rs'));
  assert.ok(arms.size > 60, `${arms.size} names were found`);
  assert.deepEqual([...arms, ...options].filter((name) => !listed.has(name)), []);
});
