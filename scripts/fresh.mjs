//! Whether what stands in a folder is what its sources would make today: `make test` builds only what is not, a build takes minutes.
//!
//! Always true: what was made from other sources, in another way, by a build that failed, or was touched since, is not fresh. Told by
//! content, not by time: a checkout sets every time anew. Knows nothing of what a build is.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
/** All that any of the builds reads. */
export const SOURCES = ['src', 'style', 'public', 'locales', 'packages', 'docs', 'examples/embed', 'scripts', '.cargo', 'index.html', 'Cargo.toml', 'Cargo.lock', 'build.rs', 'Trunk.toml', 'package-lock.json', 'rust-toolchain.toml'];

/** Every file under a path, in one order. */
const under = (at) => (fs.statSync(at).isDirectory() ? fs.readdirSync(at, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name)).sort() : [at]);

/** Makes `folder` by `build` unless it is fresh; `how` is all that decides what comes out, beside the sources. Answers as `build` does. */
export async function freshly(folder, how, build, { sources = SOURCES, notes = path.join(root, 'target/made') } = {}) {
  const note = path.join(notes, `${path.basename(folder)}.json`);
  const of = digest(sources.map((name) => path.resolve(root, name)).filter((at) => fs.existsSync(at)).flatMap(under), (file) => fs.readFileSync(file), how.join(' '));
  const holds = () => (fs.existsSync(folder) ? digest(under(folder), touched) : '');
  const known = fs.existsSync(note) ? JSON.parse(fs.readFileSync(note, 'utf8')) : {};
  if (known.of === of && known.holds === holds()) return { ok: true, said: '', fresh: true };
  fs.rmSync(note, { force: true });
  const done = await build();
  if (done.ok) {
    fs.mkdirSync(notes, { recursive: true });
    fs.writeFileSync(note, JSON.stringify({ of, holds: holds() }));
  }
  return done;
}

/** What changes with a file, as far as can be told without reading it. */
export function touched(file) {
  const { size, mtimeMs } = fs.statSync(file);
  return `${size} ${mtimeMs}`;
}

function digest(files, content, first = '') {
  const hash = createHash('sha256').update(first);
  for (const file of files) hash.update(`\0${path.relative(root, file)}\0`).update(content(file));
  return hash.digest('hex');
}
