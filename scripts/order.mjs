//! Puts the functions of a wasm module in an order that compresses better: those of one type together, by their bytes.
//!
//! Measured on 28 November 2026 on main: 115.3 kB brotli in the linker's order, 112.9 in this one; by bytes alone 113.0, by
//! length 114.0, by likeness (MinHash) 113.4. Nothing but the order changes: Binaryen does it, by names that are given for it
//! and taken away again. Knows nothing of parts.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';
import { Reader, number, section, sectionsOf, string, vector } from './wasm.mjs';

/** What rustc uses. Named one by one: with all, Binaryen writes imports in a form that no browser reads yet. */
const FEATURES = ['bulk-memory', 'bulk-memory-opt', 'mutable-globals', 'nontrapping-float-to-int', 'sign-ext', 'reference-types', 'multivalue', 'call-indirect-overlong'].map((name) => `--enable-${name}`);
const [CUSTOM, IMPORT, FUNCTION, CODE] = [0, 2, 3, 10];

/** Reorders the functions of a file in place. */
export async function order(file) {
  const wasm = fs.readFileSync(file);
  const { imported, types, bodies } = read(wasm);
  const sorted = bodies.map((_, index) => index).sort((one, two) => types[one] - types[two] || Buffer.compare(bodies[one], bodies[two]));
  const names = new Array(bodies.length);
  sorted.forEach((index, place) => { names[index] = `f${String(place).padStart(6, '0')}`; });
  const all = [...Array.from({ length: imported }, (_, index) => `a${String(index).padStart(6, '0')}`), ...names];
  const list = vector(all.map((name, index) => Buffer.concat([number(index), string(name)])));
  const named = Buffer.concat([string('name'), Buffer.from([1]), number(list.length), list]);
  fs.writeFileSync(file, Buffer.concat([wasm, section(CUSTOM, named)]));
  await promisify(execFile)('wasm-opt', [...FEATURES, '-g', '--reorder-functions-by-name', file, '-o', file]);
  fs.writeFileSync(file, unnamed(fs.readFileSync(file)));
}

/** How many functions are imported, and of each other its type and its body. (WebAssembly core specification, 5.5.) */
function read(wasm) {
  const found = { imported: 0, types: [], bodies: [] };
  for (const { id, from } of sectionsOf(wasm)) {
    const reader = new Reader(wasm, from);
    if (id === IMPORT) found.imported = reader.list(() => (reader.bytes(), reader.bytes(), reader.imported())).filter((kind) => kind === 0).length;
    else if (id === FUNCTION) found.types = reader.list(() => reader.number());
    else if (id === CODE) found.bodies = reader.list(() => reader.bytes());
  }
  return found;
}

/** Without the names that were given. */
const unnamed = (wasm) => withoutCustom(wasm, (name) => name === 'name');

/** Without its custom sections: names, producers, features, whatever no browser reads. */
export function withoutCustom(wasm, goes = () => true) {
  const kept = [...sectionsOf(wasm)].filter(({ id, name }) => id !== CUSTOM || !goes(name));
  return Buffer.concat([wasm.subarray(0, 8), ...kept.map(({ start, to }) => wasm.subarray(start, to))]);
}
