//! Which test shows which requirement: `node scripts/requirements.mjs [--brief]`.
//!
//! The rows are tests/requirements/requirements.json. A test shows a row by its id in brackets in its name, `[S0-7]`, or
//! in a comment above it, `// shows: S0-7, UX-13`. An id that does not exist fails, so that a table never lies.
import fs from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const rows = JSON.parse(fs.readFileSync(path.join(root, 'tests/requirements/requirements.json'), 'utf8'));
const known = new Set(rows.map(({ id }) => id));
const prefixes = [...new Set(rows.map(({ id }) => id.replace(/-\d+$/, '')))];
const ID = `(?:${prefixes.join('|')})-\\d+`;
const BRACKETS = new RegExp(`\\[(${ID}(?:\\s*,\\s*${ID})*)\\]`, 'g');
const COMMENT = /\/\/[/!]?\s*shows:\s*(.+?)\s*$/;
const TEST = /\bfn\s+(\w+)|\b(?:test|test\.describe)\(\s*[`'"]([^`'"]+)/;

const shown = new Map(rows.map(({ id }) => [id, []]));
const wrong = [];
for (const file of ['tests', 'src', 'scripts', 'bench'].flatMap((folder) => files(path.join(root, folder)))) {
  const name = path.relative(root, file);
  if (name === path.join('scripts', 'requirements.mjs')) continue;
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  lines.forEach((line, index) => {
    const marks = [...line.matchAll(BRACKETS)].map(([, ids]) => ids).concat(COMMENT.exec(line)?.[1] ?? []);
    const ids = marks.flatMap((ids) => ids.split(/[\s,]+/).filter(Boolean));
    if (!ids.length) return;
    const said = lines.slice(index, index + 4).map((one) => TEST.exec(one)).find(Boolean);
    const test = (said?.[1] ?? said?.[2] ?? '').replace(BRACKETS, '').replace(/_/g, ' ').trim();
    for (const id of ids) {
      if (known.has(id)) shown.get(id).push(`${name}:${index + 1}${test ? ` ${test}` : ''}`);
      else wrong.push(`${name}:${index + 1} names ${id}, which is no requirement`);
    }
  });
}

const isBrief = process.argv.includes('--brief');
if (!isBrief) {
  for (const { id, kind, text } of rows) {
    const [first, ...more] = shown.get(id);
    console.log(`${id.padEnd(9)} ${first ? '✓' : '·'} ${(kind ?? '').padEnd(12)} ${text.slice(0, 76).padEnd(76)}  ${first ? `${first}${more.length ? ` and ${more.length} more` : ''}` : 'not yet'}`);
  }
}
const groups = new Map();
for (const { id } of rows) {
  const group = id.replace(/-\d+$/, '');
  const [all, done] = groups.get(group) ?? [0, 0];
  groups.set(group, [all + 1, done + (shown.get(id).length ? 1 : 0)]);
}
console.log([...groups].map(([group, [all, done]]) => `${group} ${done}/${all}`).join(' · '));
console.log(`${rows.filter(({ id }) => shown.get(id).length).length} of ${rows.length} requirements are shown by a test.`);
for (const line of wrong) console.error(line);
process.exit(wrong.length ? 1 : 0);

function files(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(rs|mjs|js)$/.test(entry.name)).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}
