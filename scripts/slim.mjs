//! Takes from main wasm and glue what only costs bytes: names that nobody reads, and functions that nobody calls.
//!
//! wasm-bindgen names each import by its JavaScript name and 16 hexadecimal digits, twice. Measured on 27 November 2026:
//! 5 kB brotli of the first download. Throws when the glue has changed its shape, so that a new wasm-bindgen is noticed
//! here and not in a browser. Knows nothing of parts.
import { Reader, section, sectionsOf, string, vector } from './wasm.mjs';

/** After wasm-opt: imports that are left get short names, the glue's functions for the others go. */
export function withShortNames(glue, wasm) {
  const short = new Map();
  const next = (prefix) => `${prefix}${short.size.toString(36)}`;
  const bytes = rewrite(wasm, {
    imports: (entries) => entries.map((entry) => {
      // The glue's own name: ours where the module is cut, trunk's where it is in one piece.
      if (!entry.module.endsWith('_bg.js')) return entry;
      if (!short.has(entry.name)) short.set(entry.name, next('i'));
      return { ...entry, name: short.get(entry.name) };
    }),
    exports: (entries) => entries.map((entry) => {
      // Closures' entry points carry their mangled Rust names.
      if (!entry.name.startsWith('_ZN') && !entry.name.startsWith('_R')) return entry;
      short.set(entry.name, next('x'));
      return { ...entry, name: short.get(entry.name) };
    }),
  });
  if (!short.size) fail('and the wasm have no import in common');
  const object = /(const import0 = \{\n {8}__proto__: null,\n)([\s\S]*?)(^ {4}\};\n)/m;
  const [, head, body, tail] = object.exec(glue) ?? fail('has no object of imports');
  const entries = body.split(/^(?= {8}[\w$]+: )/m).filter((entry) => short.has(/^ {8}([\w$]+)/.exec(entry)?.[1]));
  const text = glue.replace(object, () => head + entries.join('') + tail).replace(/\b[\w$]+\b/g, (word) => short.get(word) ?? word);
  for (const [name, now] of short) {
    if (now.startsWith('i') && !text.includes(` ${now}: `)) fail(`has no function for the import ${name}`);
  }
  return { glue: text, wasm: bytes };
}

function fail(what) {
  throw new Error(`the glue ${what}: see scripts/slim.mjs`);
}

const IMPORT = 2;
const EXPORT = 7;

/** The module with its import and export sections changed. (WebAssembly core specification, 5.5.) */
function rewrite(wasm, { imports, exports }) {
  const out = [wasm.subarray(0, 8)];
  for (const { id, start, from, to } of sectionsOf(wasm)) {
    const reader = new Reader(wasm, from);
    if (id === IMPORT) {
      const read = reader.list(() => ({ module: reader.text(), name: reader.text(), kind: reader.raw(() => reader.imported()) }));
      out.push(section(id, vector(imports(read).map(({ module, name, kind }) => Buffer.concat([string(module), string(name), kind])))));
    } else if (id === EXPORT) {
      const read = reader.list(() => ({ name: reader.text(), target: reader.raw(() => { reader.at += 1; reader.number(); }) }));
      out.push(section(id, vector(exports(read).map(({ name, target }) => Buffer.concat([string(name), target])))));
    } else out.push(wasm.subarray(start, to));
  }
  return Buffer.concat(out);
}
