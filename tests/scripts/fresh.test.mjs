//! A build is left out only where its result is what its sources make.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { freshly } from '../../scripts/fresh.mjs';

/** A source and a folder made of it, and how often it was made. */
function workshop(t) {
  const at = fs.mkdtempSync(path.join(os.tmpdir(), 'kassa-fresh-'));
  t.after(() => fs.rmSync(at, { recursive: true }));
  const [source, folder] = [path.join(at, 'source'), path.join(at, 'dist')];
  fs.mkdirSync(source);
  fs.writeFileSync(path.join(source, 'a.txt'), 'one');
  const shop = { source, folder, builds: 0, works: true };
  shop.make = (how = ['build']) => freshly(folder, how, () => {
    shop.builds += 1;
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'out.txt'), `made ${shop.builds}`);
    return { ok: shop.works, said: '' };
  }, { sources: [source], notes: path.join(at, 'notes') });
  return shop;
}

test('what nothing has changed for is built once', async (t) => {
  const shop = workshop(t);
  await shop.make();
  assert.deepEqual(await shop.make(), { ok: true, said: '', fresh: true });
  assert.equal(shop.builds, 1);
});

for (const [what, change] of [
  ['another content of the same length', ({ source }) => fs.writeFileSync(path.join(source, 'a.txt'), 'two')],
  ['another name', ({ source }) => fs.renameSync(path.join(source, 'a.txt'), path.join(source, 'b.txt'))],
  ['one file more', ({ source }) => fs.writeFileSync(path.join(source, 'c.txt'), '')],
  ['a result that was touched', ({ folder }) => fs.writeFileSync(path.join(folder, 'out.txt'), 'other')],
  ['a result with one file more', ({ folder }) => fs.writeFileSync(path.join(folder, 'more.txt'), '')],
  ['a result that is gone', ({ folder }) => fs.rmSync(folder, { recursive: true })],
]) {
  test(`${what} is built again`, async (t) => {
    const shop = workshop(t);
    await shop.make();
    change(shop);
    await shop.make();
    assert.equal(shop.builds, 2);
  });
}

test('another way to build is another result', async (t) => {
  const shop = workshop(t);
  await shop.make();
  await shop.make(['build', '--other']);
  assert.equal(shop.builds, 2);
});

test('what a failed build has left is not kept', async (t) => {
  const shop = workshop(t);
  shop.works = false;
  assert.equal((await shop.make()).ok, false);
  shop.works = true;
  assert.equal((await shop.make()).fresh, undefined);
  assert.equal(shop.builds, 2);
});
