//! What a merchant writes is what the types say, and they refuse what they must.
import { spawnSync } from 'node:child_process';
import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';

const root = path.join(import.meta.dirname, '../..');

test('element, events, React and Vue pass by their types, and wrong uses are refused', () => {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '--project', 'tests/embed'], { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}${stderr}`);
});
