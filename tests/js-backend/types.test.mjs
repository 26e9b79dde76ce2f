//! The example shop is what the types say, and the types refuse what they must.
import { spawnSync } from 'node:child_process';
import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';

const root = path.join(import.meta.dirname, '../..');

test('the example is a backend by its types, and wrong ones are refused', () => {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '--noEmit', '--strict', '--project', 'tests/js-backend'], { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}${stderr}`);
});
