//! What `scripts/abort.mjs` makes of a module that the compiler and the linker of today wrote, run.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { aborting, pathOf } from '../../scripts/abort.mjs';

const WAYS = 10;
let linked;
let made;
before(() => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kassa-abort-'));
  after(() => fs.rmSync(folder, { recursive: true }));
  const to = path.join(folder, 'panics.wasm');
  execFileSync('rustc', ['--edition', '2024', '--target', 'wasm32-unknown-unknown', '--crate-type', 'cdylib', '-Copt-level=z', '-Clto=fat', '-Ccodegen-units=1', '-Cpanic=abort', '-Cstrip=debuginfo', '-Clink-arg=--emit-relocs', '-o', to, path.join(import.meta.dirname, 'abort/panics.rs')], { stdio: ['ignore', 'inherit', 'inherit'] });
  linked = fs.readFileSync(to);
  made = aborting(linked);
});

/** Runs one way; what it answered, and how often the page was told to stop. */
async function run(wasm, way) {
  let told = 0;
  const { instance } = await WebAssembly.instantiate(wasm, { page: { stopped: () => { told += 1; } } });
  try {
    return { answer: instance.exports.act(way), told };
  } catch (fault) {
    return { trap: fault instanceof WebAssembly.RuntimeError, told };
  }
}

test('each way to panic tells once and traps; before, none told', async () => {
  for (let way = 1; way <= WAYS; way += 1) {
    assert.deepEqual(await run(linked, way), { trap: true, told: 0 }, `before: ${way}`);
    assert.deepEqual(await run(made.wasm, way), { trap: true, told: 1 }, `way ${way}`);
  }
});

test('what does not panic answers as before', async () => {
  for (const way of [0, 11, 1234567]) assert.deepEqual(await run(made.wasm, way), await run(linked, way));
});

test('nothing refers to the words of a panic any longer, which is how the splitter comes to leave them out', () => {
  assert.ok(made.calls > WAYS, `${made.calls} calls`);
  // Once more finds nothing: every call of a report is gone.
  assert.equal(aborting(made.wasm).calls, 0);
  const relocations = (wasm) => WebAssembly.Module.customSections(new WebAssembly.Module(wasm), 'reloc.CODE')[0].byteLength;
  assert.ok(relocations(made.wasm) < relocations(linked));
});

test('a module without a function to call, or without relocations, is refused', () => {
  assert.throws(() => aborting(Buffer.from(linked.toString('latin1').replaceAll('kassa_stop', 'kassa_halt'), 'latin1')), /exports no/);
  assert.throws(() => aborting(Buffer.from([0, 97, 115, 109, 1, 0, 0, 0])), /see scripts\/abort\.mjs/);
});

test('names of both manglings are read', () => {
  assert.equal(pathOf('_ZN4core9panicking9panic_fmt17h0123456789abcdefE'), 'core::panicking::panic_fmt');
  assert.equal(pathOf('_RNvNtCsgXGp5Oqx2Ny_4core9panicking9panic_fmt'), 'core::panicking::panic_fmt');
  assert.equal(pathOf('_RINvNtCsgXGp5Oqx2Ny_4core9panicking13assert_failedbbECsebHcaeoSrxy_3std'), 'core::panicking::assert_failed');
  assert.equal(pathOf('_RNvNvNtCsgXGp5Oqx2Ny_4core5slice20copy_from_slice_impl17len_mismatch_fail'), 'core::slice::copy_from_slice_impl::len_mismatch_fail');
  assert.equal(pathOf('memcpy'), 'memcpy');
});
