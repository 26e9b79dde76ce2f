//! Whether a built page has anything of an adapter in it: by the adapter's own words, which the wasm holds as they stand in the source.
//!
//! A mark is a text of at least twelve letters in the code of one adapter that stands nowhere else in src and in no catalogue.
//! Whoever asks must also look into a page that has the adapter: marks that are not found there would show nothing.
import fs from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const SHORTEST = 12;
const files = (folder, ending) => fs.readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(ending)).map((file) => path.join(folder, file));
/** What is compiled for a shopper: no comments, no unit tests, which stand at the end of a file. */
const code = (text) => text.replace(/^\s*\/\/.*$/gm, '').replace(/#\[cfg\(test\)\]\s*mod tests[\s\S]*$/, '');
/** Texts of the source, in pieces where an escape or the place of a value parts them. */
const texts = (source) => [...source.matchAll(/"((?:[^"\\]|\\[\s\S])*)"/g)].flatMap(([, text]) => text.split(/\\[\s\S]\s*|\{[^}]*\}/)).filter((text) => text.length >= SHORTEST && !text.includes('\n'));

/** The adapters in the order of their list (src/backend/mod.rs). */
export function adapters() {
  const [, list] = /adapters![\s\S]*?\$then! \{([\s\S]*?)\}/.exec(`adapters!${fs.readFileSync(path.join(root, 'src/backend/mod.rs'), 'utf8')}`);
  return [...list.matchAll(/"(\w+)"/g)].map(([, name]) => name);
}

/** The marks of each adapter. */
export function marks() {
  const sources = files(path.join(root, 'src'), '.rs').map((file) => [path.relative(root, file), code(fs.readFileSync(file, 'utf8'))]);
  const words = files(path.join(root, 'public/locales'), '.json').map((file) => fs.readFileSync(file, 'utf8'));
  return Object.fromEntries(adapters().map((name) => {
    const folder = path.join('src/backend', name, '/');
    const elsewhere = [...sources.filter(([file]) => !file.startsWith(folder)).map(([, source]) => source), ...words].join('\n');
    const own = sources.filter(([file]) => file.startsWith(folder)).flatMap(([, source]) => texts(source));
    return [name, [...new Set(own)].filter((text) => !elsewhere.includes(text))];
  }));
}

/** Which of the marks stand in the wasm of a folder. */
export function found(folder, of) {
  const wasm = Buffer.concat(files(folder, '.wasm').map((file) => fs.readFileSync(file)));
  return Object.fromEntries(Object.entries(of).map(([name, texts]) => [name, texts.filter((text) => wasm.includes(text))]));
}
