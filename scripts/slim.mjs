//! Takes from main wasm and glue what only costs bytes: names that nobody reads, and functions that nobody calls.
//!
//! wasm-bindgen names each import by its JavaScript name and 16 hexadecimal digits, twice. Measured on 27 November 2026:
//! 5 kB brotli of the first download. Throws when the glue has changed its shape, so that a new wasm-bindgen is noticed
//! here and not in a browser. Knows nothing of parts.

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
function rewrite(wasm, { imports = (entries) => entries, exports = (entries) => entries }) {
  const out = [wasm.subarray(0, 8)];
  const reader = new Reader(wasm, 8);
  while (reader.at < wasm.length) {
    const id = wasm[reader.at++];
    const body = reader.bytes();
    const inner = new Reader(body);
    let written = body;
    if (id === IMPORT) {
      const read = list(inner, () => ({ module: inner.text(), name: inner.text(), kind: inner.importKind() }));
      written = vector(imports(read).map(({ module, name, kind }) => Buffer.concat([string(module), string(name), kind])));
    } else if (id === EXPORT) {
      const read = list(inner, () => ({ name: inner.text(), target: inner.raw(() => { inner.at += 1; inner.number(); }) }));
      written = vector(exports(read).map(({ name, target }) => Buffer.concat([string(name), target])));
    }
    out.push(Buffer.from([id]), number(written.length), written);
  }
  return Buffer.concat(out);
}

class Reader {
  constructor(data, at = 0) {
    this.data = data;
    this.at = at;
  }
  number() {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.data[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
  bytes() {
    const length = this.number();
    this.at += length;
    return this.data.subarray(this.at - length, this.at);
  }
  text() { return Buffer.from(this.bytes()).toString(); }
  /** The bytes that `pass` walks over. */
  raw(pass) {
    const from = this.at;
    pass();
    return this.data.subarray(from, this.at);
  }
  importKind() {
    return this.raw(() => {
      const limits = () => {
        const flags = this.data[this.at++];
        this.number();
        if (flags & 1) this.number();
      };
      switch (this.data[this.at++]) {
        case 0: return void this.number();
        case 1: this.at += 1; return limits();
        case 2: return limits();
        case 3: this.at += 2; return;
        default: fail('imports something that is neither function, table, memory nor global');
      }
    });
  }
}

function list(reader, read) {
  return Array.from({ length: reader.number() }, read);
}
function number(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value);
  return Buffer.from(bytes);
}
const string = (text) => Buffer.concat([number(Buffer.byteLength(text)), Buffer.from(text)]);
const vector = (items) => Buffer.concat([number(items.length), ...items]);
