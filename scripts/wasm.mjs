//! Reads and writes the bytes of a WebAssembly module: numbers, texts, sections. (WebAssembly core specification, 5.)
//!
//! Knows nothing of what a section is for.

/** Custom sections have a name in front of what they hold. */
const CUSTOM = 0;

export class Reader {
  constructor(data, at = 0) {
    this.data = data;
    this.at = at;
  }
  /** An unsigned LEB128. */
  number() {
    for (let value = 0, shift = 0; ; shift += 7) {
      if (this.at >= this.data.length) throw new Error('a wasm module ends in the middle of a number');
      const byte = this.data[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
  /** As many bytes as the number in front says. */
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
  list(read) { return Array.from({ length: this.number() }, read); }
  /** What is imported, behind its names: its kind. */
  imported() {
    const kind = this.data[this.at++];
    const limits = () => {
      const flags = this.data[this.at++];
      this.number();
      if (flags & 1) this.number();
    };
    switch (kind) {
      case 0: this.number(); break;
      case 1: this.at += 1; limits(); break;
      case 2: limits(); break;
      case 3: this.at += 2; break;
      case 4: this.at += 1; this.number(); break;
      default: throw new Error('a wasm module imports something that is neither function, table, memory, global nor tag');
    }
    return kind;
  }
}

/** Each section: `start` is its first byte, `from` its content, `body` that behind a custom section's name, `to` its end. */
export function* sectionsOf(wasm) {
  const reader = new Reader(wasm, 8);
  while (reader.at < wasm.length) {
    const start = reader.at;
    const id = wasm[reader.at++];
    const length = reader.number();
    const from = reader.at;
    const name = id === CUSTOM ? reader.text() : '';
    yield { id, name, start, from, body: reader.at, to: from + length };
    reader.at = from + length;
  }
}

export function number(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value);
  return Buffer.from(bytes);
}
export const string = (text) => Buffer.concat([number(Buffer.byteLength(text)), Buffer.from(text)]);
export const vector = (items) => Buffer.concat([number(items.length), ...items]);
export const section = (id, body) => Buffer.concat([Buffer.from([id]), number(body.length), body]);
