//! Cuts one linked module into a first download and lazy parts, and binds, optimises and names them.
//!
//! `cut` takes what the linker wrote, `whole` what trunk bound; both answer with the same thing: a work folder in which
//! `app.js` is the glue, and `parts`, what each wasm file became. Knows nothing of HTML.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { aborting } from './abort.mjs';
import { order, withoutCustom } from './order.mjs';
import { withShortNames } from './slim.mjs';
import { sectionsOf } from './wasm.mjs';

/** Parts that the splitter makes for what several parts share; those below this travel together in one file. */
const SMALL = 8192;
/** Below this the optimiser finds hardly anything, and of such files there are most: only what is no code goes. */
const TINY = 2048;
/** Below this an order of functions saves nothing worth its second. */
const LARGE = 16_384;

/** As the inventory of assets names them (SEC-12). */
export const sha384 = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
/** What a browser checks on loading. Sixteen bytes shorter than sha384 for each part, as strong as a digest has to be, and none of them can be squeezed. */
export const integrity = (bytes) => `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
export const named = (name, bytes, ending) => `${name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.${ending}`;

/** Whether the linker kept what the splitter needs: a custom section named `reloc.*`. */
export const hasRelocations = (wasm) => [...sectionsOf(fs.readFileSync(wasm))].some(({ name }) => name.startsWith('reloc.'));

/** Splits and binds the linker's output into a new work folder. */
export function cut(linked) {
  const work = workFolder();
  const stopping = path.join(work, 'linked.wasm');
  fs.writeFileSync(stopping, aborting(fs.readFileSync(linked)).wasm);
  const said = execFileSync('wasm-split-cli', ['--target', 'web', '--out-name', 'app', stopping, work], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  // A function without relocations would be put into the wrong part without another word.
  if (/missing reloc/i.test(said)) throw new Error(`wasm-split-cli: ${said}`);
  execFileSync('wasm-bindgen', ['--target', 'web', '--no-typescript', '--keep-lld-exports', '--no-demangle', '--out-dir', work, '--out-name', 'app', path.join(work, 'app.wasm')], { stdio: ['ignore', 'inherit', 'inherit'] });
  for (const name of ['app.wasm', 'linked.wasm']) fs.rmSync(path.join(work, name));
  return work;
}

/** Takes over what trunk bound: one module, not cut. `stem` is trunk's `name-hash`. */
export function whole(folder, stem) {
  const work = workFolder();
  fs.copyFileSync(path.join(folder, `${stem}.js`), path.join(work, 'app.js'));
  fs.copyFileSync(path.join(folder, `${stem}_bg.wasm`), path.join(work, 'app_bg.wasm'));
  if (fs.existsSync(path.join(folder, 'snippets'))) fs.cpSync(path.join(folder, 'snippets'), path.join(work, 'snippets'), { recursive: true });
  return work;
}

const workFolder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'kassa-page-'));

/** Writes every wasm file under its final name into `out`; small shared ones go into one file, side by side. */
export async function parts(work, out, { optimise }) {
  const files = fs.readdirSync(work).filter((name) => name.endsWith('.wasm'));
  if (optimise) await smaller(work, files);
  const made = {};
  const small = [];
  // Shared ones by their number: what the loader is told of them is their lengths (`compact`).
  const numbered = (name) => +(/^chunk_(\d+)/.exec(name)?.[1] ?? -1);
  for (const file of files.sort((a, b) => numbered(a) - numbered(b))) {
    const bytes = fs.readFileSync(path.join(work, file));
    if (file.startsWith('chunk_') && bytes.length < SMALL) {
      const from = small.reduce((sum, piece) => sum + piece.length, 0);
      made[file] = { from, to: from + bytes.length };
      small.push(bytes);
      continue;
    }
    made[file] = put(out, file.replace(/(_bg)?\.wasm$/, ''), bytes, 'wasm');
  }
  if (small.length) made[TOGETHER] = put(out, TOGETHER, Buffer.concat(small), 'bin');
  const loader = path.join(work, '__wasm_split.js');
  if (fs.existsSync(loader)) for (const [part, needs] of Object.entries(shares(fs.readFileSync(loader, 'utf8')))) made[part].needs = needs;
  return made;
}

/** Optimises every file in place, as many at once as there are cores: each is one thread's work. The largest, which is main, begins. */
async function smaller(work, files) {
  const size = (file) => fs.statSync(path.join(work, file)).size;
  const waiting = files.toSorted((a, b) => size(b) - size(a));
  const one = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const at = path.join(work, file);
      // After the splitter, never before: it drops relocations. -O2 of npm's binaryen weighs as little as -Oz here.
      if (size(file) < TINY) fs.writeFileSync(at, withoutCustom(fs.readFileSync(at)));
      else await promisify(execFile)('wasm-opt', ['-O2', '--strip-debug', '--strip-producers', '--strip-target-features', at, '-o', at]);
      if (size(file) > LARGE) await order(at);
      if (file === MAIN) slim(work);
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, one));
}

/** Which shared files each part is loaded with, as the splitter's loader says it. */
function shares(loader) {
  const found = loader.matchAll(/"\.\/(split_\w+\.wasm)"[\s\S]*?\n, \[([^\]]*)\]/g);
  const all = Object.fromEntries([...found].map(([, part, names]) => [part, names.split(', ').filter(Boolean).map((name) => `${name.replace(/^__/, '')}.wasm`)]));
  if (!Object.keys(all).length) throw new Error('the loader lists no parts: see scripts/split.mjs');
  return all;
}

const MAIN = 'app_bg.wasm';
const TOGETHER = 'shared';

function slim(work) {
  const [js, main] = [path.join(work, 'app.js'), path.join(work, MAIN)];
  const { glue, wasm } = withShortNames(fs.readFileSync(js, 'utf8'), fs.readFileSync(main));
  fs.writeFileSync(js, glue);
  fs.writeFileSync(main, wasm);
}

function put(out, stem, bytes, ending) {
  const name = named(stem, bytes, ending);
  fs.writeFileSync(path.join(out, name), bytes);
  return { name, integrity: integrity(bytes), bytes: bytes.length };
}

/**
 * Gives every `fetch(new URL("./part.wasm", import.meta.url))`, in the boot script and in the splitter's loader, its
 * final name and digest: a part of another build then fails to load instead of corrupting memory. Asked for again, a
 * part passes by the browser's cache, which may hold just what was wrong with it.
 */
export function pin(source, made) {
  const text = compact(source, made).replace(/fetch\(\s*new URL\((["'])\.\/(\w+\.wasm)\1,\s*import\.meta\.url\)\s*\)/g, (_all, _quote, file) => {
    const part = made[file];
    if (!part) throw new Error(`no such part: ${file}`);
    return part.name ? `fetchPart("./${part.name}", "${part.integrity}")` : `fetchPiece(${part.from}, ${part.to})`;
  });
  if (/["']\.\/\w+\.wasm["']/.test(text)) throw new Error('a part is loaded in a way scripts/split.mjs does not know: write fetch(new URL("./app_bg.wasm", import.meta.url))');
  if (text === source) return text;
  // In front: the script that waits for the module at its top level comes after.
  const together = made[TOGETHER];
  return [FETCH_PART, together && fetchPiece(together), text].filter(Boolean).join('\n');
}

/**
 * The splitter's loader with a table in place of a statement for each shared file, of which there are a hundred: which parts want it, as
 * bits, and how long it is. A kilobyte of the first script. A loader of another shape is an error.
 */
function compact(source, made) {
  if (!source.includes('makeLoad')) return source;
  const at = source.search(/^(?:\/\*.*\*\/\n)?(?:export )?const __(?:chunk|wasm_split_load)_/m);
  const wants = shares(source);
  const parts = Object.keys(wants);
  const told = [...source.slice(at).matchAll(/^export const (\w+) = wrapAsyncCb\(makeLoad\([\s\S]*?"\.\/(split_\w+\.wasm)"/gm)].map(([, name, file]) => [name, file]);
  const chunks = Object.keys(made).filter((file) => file.startsWith('chunk_'));
  const rest = source.slice(at).replaceAll(/^(?:\/\*.*\*\/\n)?(?:export )?const __\w+ = (?:wrapAsyncCb\()?makeLoad\(\(\) => \{\n[^{}]*(?:\(\) => \{\}\);\n[^{}]*)\}\n, \[[^\]]*\]\)\)?;\n?/gm, '').trim();
  const lone = [...source.matchAll(/^const __chunk_\d+ = [\s\S]*?\n, \[(.*)\]\);/gm)].some(([, needs]) => needs);
  if (rest || lone || told.length !== parts.length) throw new Error(`the splitter's loader has another shape: see scripts/split.mjs\n${rest.slice(0, 300)}`);
  const mask = (file) => parts.reduce((sum, part, bit) => sum | (wants[part].includes(file) ? 1 << bit : 0), 0);
  const large = chunks.filter((file) => made[file].name).map((file) => [`./${made[file].name}`, made[file].integrity]);
  return `${source.slice(0, at)}
const load = (get, needs) => makeLoad(() => {
  const answer = get();
  answer.catch(() => {});
  return async (imports) => WebAssembly.instantiateStreaming(answer, imports);
}, needs);
const lengths = ${JSON.stringify(chunks.map((file) => (made[file].name ? 0 : made[file].to - made[file].from)))};
const large = ${JSON.stringify(large)};
let place = 0;
const shared = ${JSON.stringify(chunks.map(mask))}.map((wanted, at) => {
  const [from, to, file] = [place, (place += lengths[at]), lengths[at] ? [] : large.shift()];
  return [wanted, load(() => (to > from ? fetchPiece(from, to) : fetchPart(...file)), [])];
});
const part = (bit, ...file) => wrapAsyncCb(load(() => fetchPart(...file), shared.filter(([wanted]) => wanted & bit).map(([, one]) => one)));
${told.map(([name, file]) => `export const ${name} = part(${1 << parts.indexOf(file)}, "./${made[file].name}", "${made[file].integrity}");`).join('\n')}
`;
}

const FETCH_PART = `const askedFor = new Set();
function fetchPart(name, integrity) {
  const cache = askedFor.has(name) ? "reload" : "default";
  askedFor.add(name);
  return fetch(new URL(name, import.meta.url), { integrity, cache });
}`;

/** The small shared parts come in one request, kept once it has worked; each is then handed out as an answer of its own. */
const fetchPiece = ({ name, integrity }) => `let pieces;
function fetchPiece(from, to) {
  pieces ??= fetchPart("./${name}", "${integrity}").then((answer) => {
    if (!answer.ok) throw new Error(\`shared parts: \${answer.status}\`);
    return answer.arrayBuffer();
  });
  pieces.catch(() => { pieces = undefined; });
  return pieces.then((bytes) => new Response(bytes.slice(from, to), { headers: { "content-type": "application/wasm" } }));
}`;
