//! Lets a linked module stop where it would panic: every call of a function that reports a panic becomes one of ours that
//! takes no message, so that messages, places in the source and what formats them are in nobody's download.
//!
//! The standard library comes compiled, with its reports in it; leaving them out there takes an unstable compiler
//! (`panic_immediate_abort`). Here it is done between linker and splitter, which then finds nothing that needs those texts.
//! A build in one piece keeps its reports. Measured on 29 November 2026 (README, "Figures"). Throws when the linker writes
//! something of a form that is not known here. Knows nothing of parts.
import { Reader, number, section, sectionsOf, string, vector } from './wasm.mjs';

/** What each panic calls now (`src/app/panic.rs`), as wasm-bindgen exports it: no parameter, no result, and it returns; the compiler's trap follows. */
const STOP = /^kassa_stop(?:_[0-9a-f]{16})?$/;
/** Functions of `core`, `alloc` and `std` that never return, by their path. Which of them take part is checked at each call. */
const REPORTS = [
  /^core::panicking::(?:panic|assert_failed|unreachable_display)/,
  /^core::(?:option::(?:unwrap|expect)_failed|result::unwrap_failed|str::slice_error_fail|cell::panic_already\w+)$/,
  /^core::slice::(?:index::slice_\w+_fail|copy_from_slice_impl::len_mismatch_fail)$/,
  /^alloc::(?:raw_vec::(?:handle_error|capacity_overflow)|alloc::handle_alloc_error)$/,
  /^std::(?:panicking::begin_panic|thread::local::panic_access_error)$/,
  /::(?:assert_failed|expect_failed)$/,
];

const [CUSTOM, TYPE, IMPORT, FUNCTION, EXPORT, CODE, DATA] = [0, 1, 2, 3, 7, 10, 11];
/** Relocation types with an addend, and those of an address that code pushes. (WebAssembly tool conventions, "Linking".) */
const WITH_ADDEND = new Set([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25]);
const [CALLEE, TABLE, ADDRESS] = [0, 1, 4];
const [I32_CONST, CALL, UNREACHABLE, NOP] = [0x41, 0x10, 0x00, 0x01];
/** An implementation of `core::fmt::Debug`, in both manglings. */
const DEBUG = /core\.\.fmt\.\.Debug(?:\$u20\$for\$u20\$.*)?\$GT\$3fmt17h|^_RNvX.*5Debug3fmt(?:\W|$|B|C)/;
/** `i32.const 0`, the end: `Ok`. */
const NOTHING = [I32_CONST, 0, 0x0b];
/** A relocated number is five bytes wide, its opcode one more. */
const WIDE = 6;

/** The module with its panics changed, and how many there were: `{ wasm, calls }`. */
export function aborting(linked) {
  const wasm = Buffer.from(linked);
  const sections = [...sectionsOf(wasm)];
  const code = sections.findIndex(({ id }) => id === CODE);
  const relocations = sections.find(({ name }) => name === 'reloc.CODE') ?? fail('has no relocations');
  const symbols = symbolsOf(wasm, sections.find(({ name }) => name === 'linking') ?? fail('has no symbols'));
  const stopping = exported(wasm, sections);
  const stop = symbols.findIndex(({ index }) => index === stopping);
  if (stop < 0) fail('has no symbol for its stop');
  checkType(wasm, sections, symbols[stop].index);

  const base = sections[code].from;
  const entries = entriesOf(wasm, relocations, code, base);
  const byPlace = new Map(entries.map((entry) => [entry.place, entry]));
  const reports = new Set(symbols.flatMap(({ name }, at) => (name && REPORTS.some((one) => one.test(pathOf(name))) ? [at] : [])));

  let calls = 0;
  for (const call of entries) {
    if (call.type !== CALLEE || !reports.has(call.symbol) || wasm[call.place - 1] !== CALL) continue;
    stopAt(wasm, call, { stop, index: symbols[stop].index, byPlace });
    calls += 1;
  }
  silence(wasm, sections, symbols, entries);
  const data = sections.findIndex(({ id }) => id === DATA);
  const dataRelocations = sections.find(({ name }) => name === 'reloc.DATA') ?? fail('has no relocations of its data');
  const places = placesOf(wasm, sections[data], symbols);
  const told = entriesOf(wasm, dataRelocations, data, sections[data].from);
  for (const entry of told) entry.gone = places.has(entry.symbol);
  const written = new Map([
    [relocations, custom('reloc.CODE', code, base, entries)],
    [dataRelocations, custom('reloc.DATA', data, sections[data].from, told)],
  ]);
  return { calls, wasm: Buffer.concat([wasm.subarray(0, 8), ...sections.map((one) => written.get(one) ?? wasm.subarray(one.start, one.to))]) };
}

/** A section of relocations: `{ type, place, symbol, addend }`, the place from the file's beginning. */
function entriesOf(wasm, { body }, target, base) {
  const reader = new Reader(wasm, body);
  if (reader.number() !== target) fail('keeps its relocations elsewhere');
  return Array.from({ length: reader.number() }, () => {
    const type = wasm[reader.at++];
    return { type, place: base + reader.number(), symbol: reader.number(), addend: WITH_ADDEND.has(type) ? reader.raw(() => reader.number()) : Buffer.alloc(0) };
  });
}

function custom(name, target, base, entries) {
  const left = entries.filter((entry) => !entry.gone);
  const list = left.map(({ type, place, symbol, addend }) => Buffer.concat([Buffer.from([type]), number(place - base), number(symbol), addend]));
  return section(CUSTOM, Buffer.concat([string(name), number(target), vector(list)]));
}

/** Symbols that are the name of a source file: only a panic's place in the source (`core::panic::Location`) points to one. */
function placesOf(wasm, data, symbols) {
  const reader = new Reader(wasm, data.from);
  const segments = Array.from({ length: reader.number() }, () => {
    const flags = reader.number();
    if (flags === 2) reader.number();
    if (flags !== 1) while (wasm[reader.at++] !== 0x0b);
    const length = reader.number();
    const from = reader.at;
    reader.at += length;
    return from;
  });
  const isPlace = ({ segment, offset, length }) => /^[\w./-]+\/[\w./-]+\.rs\0?$/.test(wasm.toString('latin1', segments[segment] + offset, segments[segment] + offset + length));
  return new Set(symbols.flatMap((symbol, at) => (symbol.length && isPlace(symbol) ? [at] : [])));
}

/**
 * Puts the stop where a report was called: in the place of what was pushed for it right before, which is a message and its
 * place in the source, a trap behind it. Whatever else lies on the stack a trap leaves there.
 */
function stopAt(wasm, call, { stop, index, byPlace }) {
  const end = call.place + WIDE - 1;
  const from = pushedFrom(wasm, call.place - 1, byPlace);
  if (from === call.place - 1 && wasm[end] !== UNREACHABLE) {
    // No room for both: the trap alone.
    wasm.fill(NOP, from, end);
    wasm[from] = UNREACHABLE;
    call.gone = true;
    return;
  }
  for (let at = from + 1; at < call.place; at += 1) if (byPlace.has(at)) byPlace.get(at).gone = true;
  wasm.fill(NOP, from, end);
  wasm[from] = CALL;
  writeNumber(wasm, from + 1, index);
  if (from + WIDE < end) wasm[from + WIDE] = UNREACHABLE;
  call.place = from + 1;
  call.symbol = stop;
}

/** Where the pushes of addresses and functions begin that stand without a gap before `at`; small numbers may stand between them. */
function pushedFrom(wasm, at, byPlace) {
  let from = at;
  for (;;) {
    const pushed = byPlace.get(at - WIDE + 1);
    if (pushed && (pushed.type === ADDRESS || pushed.type === TABLE) && wasm[at - WIDE] === I32_CONST) from = at -= WIDE;
    else {
      const width = [2, 3, 4].find((bytes) => wasm[at - bytes] === I32_CONST && wasm[at - 1] < 128 && wasm.subarray(at - bytes + 1, at - 1).every((byte) => byte >= 128));
      if (!width) return from;
      at -= width;
    }
  }
}

/**
 * What shows a value to a programmer (`{:?}`) writes nothing: only reports of panics ask for it, and some put their message
 * together before they call. The bodies keep their length.
 */
function silence(wasm, sections, symbols, entries) {
  const shows = new Set(symbols.filter(({ name }) => name && DEBUG.test(name)).map(({ index }) => index));
  const reader = new Reader(wasm, sections.find(({ id }) => id === CODE).from);
  const silent = [];
  for (let index = importsOf(wasm, sections), left = reader.number(); left; left -= 1, index += 1) {
    const length = reader.number();
    const [from, to] = [reader.at, (reader.at += length)];
    if (!shows.has(index) || length < NOTHING.length) continue;
    wasm.fill(NOP, from, to);
    wasm[from] = 0;
    Buffer.from(NOTHING).copy(wasm, to - NOTHING.length);
    silent.push([from, to]);
  }
  for (const entry of entries) entry.gone ||= silent.some(([from, to]) => entry.place >= from && entry.place < to);
}

/** The index of the function that is exported as `STOP`. */
function exported(wasm, sections) {
  const reader = new Reader(wasm, sections.find(({ id }) => id === EXPORT).from);
  for (let left = reader.number(); left; left -= 1) {
    const [name, kind, index] = [reader.text(), wasm[reader.at++], reader.number()];
    if (STOP.test(name) && kind === 0) return index;
  }
  return fail(`exports no ${STOP.source}`);
}

function checkType(wasm, sections, index) {
  const types = count(wasm, sections, TYPE, (reader) => { reader.at += 1; return [reader.bytes(), reader.bytes()]; });
  const type = count(wasm, sections, FUNCTION, (reader) => reader.number())[index - importsOf(wasm, sections)];
  if (types[type]?.some((side) => side.length)) fail('has a stop that takes or answers something');
}

/** How many functions come from outside: ours are numbered after them. */
const importsOf = (wasm, sections) => count(wasm, sections, IMPORT, (reader) => (reader.bytes(), reader.bytes(), reader.imported())).filter((kind) => kind === 0).length;

function count(wasm, sections, id, read) {
  const reader = new Reader(wasm, sections.find((one) => one.id === id).from);
  return Array.from({ length: reader.number() }, () => read(reader));
}

/** Of each symbol its name and index where it is a function, where it lies where it is data. */
function symbolsOf(wasm, linking) {
  const reader = new Reader(wasm, linking.body);
  const found = [];
  reader.number();
  while (reader.at < linking.to) {
    const kind = wasm[reader.at++];
    const end = reader.number() + reader.at;
    for (let left = kind === 8 ? reader.number() : 0; left > 0; left -= 1) {
      const type = wasm[reader.at++];
      const flags = reader.number();
      const isHere = !(flags & 0x10);
      if (type === 1) {
        reader.text();
        found.push(isHere ? { segment: reader.number(), offset: reader.number(), length: reader.number() } : {});
      } else {
        const index = reader.number();
        const name = type !== 3 && (isHere || flags & 0x40) ? reader.text() : '';
        found.push(type === 0 ? { name, index } : {});
      }
    }
    reader.at = end;
  }
  return found;
}

/** A mangled name as a path without hashes and type parameters: enough to know what `REPORTS` names. */
export function pathOf(name) {
  const parts = [];
  if (name.startsWith('_ZN')) {
    for (let at = 3; /\d/.test(name[at] ?? '');) {
      const [digits] = /^\d+/.exec(name.slice(at));
      at += digits.length + +digits;
      parts.push(name.slice(at - +digits, at));
    }
    if (/^h[0-9a-f]{16}$/.test(parts.at(-1) ?? '')) parts.pop();
  } else if (name.startsWith('_R')) {
    // v0: identifiers are a length, an underscore where the name begins with a digit or one, and the name; crates have a disambiguator in front.
    for (let at = 2; at < name.length;) {
      const crate = /^Cs[0-9A-Za-z]*_/.exec(name.slice(at));
      if (crate) at += crate[0].length;
      const [, digits] = /^(\d+)_?/.exec(name.slice(at)) ?? [];
      if (digits && +digits) {
        at += /^(\d+)_?/.exec(name.slice(at))[0].length + +digits;
        parts.push(name.slice(at - +digits, at));
      } else if (parts.length && /^[A-Z]/.test(name[at])) break;
      else at += digits ? digits.length : 1;
    }
  } else return name;
  return parts.join('::');
}

/** In the five bytes that the linker leaves for it. */
function writeNumber(wasm, at, value) {
  for (let byte = 0; byte < 5; byte += 1) wasm[at + byte] = Math.floor(value / 128 ** byte) % 128 | (byte < 4 ? 128 : 0);
}
function fail(what) {
  throw new Error(`the linked module ${what}: see scripts/abort.mjs`);
}
