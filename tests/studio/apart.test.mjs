//! The studio is a build of its own: what was built as the page and as the element has nothing of it. (That no source names it:
//! tests/native/tidy.rs.)
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.join(import.meta.dirname, '../..');
/** Names that only the studio has, and by which it could not do without. */
const OURS = ['kassaFrame', 'kassa-studio-', 'desk-frames'];

/** The files of a build that have one of the names in them, or in theirs. */
function found(build) {
  const files = fs.readdirSync(path.join(root, build), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => path.join(one.parentPath ?? one.path, one.name));
  assert.ok(files.length > 20, `${build} is a build`);
  return files.filter((file) => {
    const text = fs.readFileSync(file, 'latin1');
    return /[\\/]studio[\\/]|[\\/](desk|studio)-/.test(path.relative(root, file).slice(build.length)) || OURS.some((name) => text.includes(name));
  });
}

test('the names are found where they are', () => assert.ok(found('dist-studio').length >= 3));
for (const build of ['dist', 'dist-embed']) test(`nothing of the studio is in ${build}`, () => assert.deepEqual(found(build), []));
