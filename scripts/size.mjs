//! What the shopper downloads, part by part, brotli -q 11, against scripts/size-budget.json:
//! `node scripts/size.mjs [--monolith] [--adapters] [--methods] [--element] [--page] [--record]`. Fails past a budget.
//!
//! The first download is index.html, its scripts, the style sheet and the main wasm: a working first step, English
//! compiled in. `--element` weighs the element instead (`node scripts/embed.mjs` first; in ELEMENT where it is not in dist-embed). `--page` leaves the element out.
//! `--monolith` also builds the page in one piece; `--record` sets each part's budget 3 % above its size.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { adapters, found, marks } from './adapters.mjs';
import { FAMILIES, graph, reached } from './families.mjs';
import { freshly } from './fresh.mjs';
import { hasRelocations } from './split.mjs';

const root = path.join(import.meta.dirname, '..');
const budgetFile = path.join(import.meta.dirname, 'size-budget.json');
const budget = JSON.parse(fs.readFileSync(budgetFile, 'utf8'));
const brotli = (bytes) => zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;

/** Rows of `{ part, file, raw, br, isFirst }` of a built page, and what each lazy part is loaded with. */
function weigh(dist) {
  const { wasm, ...parts } = JSON.parse(fs.readFileSync(path.join(dist, 'parts.json'), 'utf8'));
  const row = (part, file, isFirst) => {
    const bytes = fs.readFileSync(path.join(dist, file));
    return { part, file, raw: bytes.length, br: brotli(bytes), isFirst };
  };
  const made = Object.entries(wasm).filter(([, { name }]) => name)
    .map(([file, { name }]) => row(file === MAIN ? 'main' : stem(file), name, file === MAIN));
  const first = [
    row('html', 'index.html', true), row('script', parts.script.name, true),
    ...parts.early.map((early) => row(early.name.replace(/-[0-9a-f]+\.js$/, ''), early.name, true)),
    row('style', parts.style.name, true),
  ];
  const folder = (name) => (fs.existsSync(path.join(dist, name)) ? fs.readdirSync(path.join(dist, name)).filter((file) => /\.(json|js|css|html)$/.test(file)).map((file) => row(`${name}/${file.replace(/-[0-9a-f]{16}/, '')}`, `${name}/${file}`, false)) : []);
  const rows = [...first, ...made.sort((a, b) => b.isFirst - a.isFirst || b.br - a.br), row('later', parts.later.name, false), ...folder('locales'), ...folder('vault')];
  // The small shared files travel in one, whichever of them is needed.
  const needs = Object.fromEntries(Object.entries(wasm).filter(([, part]) => part.needs)
    .map(([file, part]) => [stem(file), [stem(file), ...new Set(part.needs.map((name) => (wasm[name].name ? stem(name) : 'shared')))]]));
  return { rows, needs };
}

const MAIN = 'app_bg.wasm';
const stem = (file) => file.replace(/^split_|\.wasm$/g, '');
const isShared = ({ part }) => part === 'shared' || part.startsWith('chunk_');

const kilo = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
const percent = (share) => `${(share * 100).toFixed(0)} %`.padStart(6);
const over = [];

function line(name, raw, br, most) {
  if (most && br > most) over.push(`${name}: ${br} bytes, budget ${most}`);
  console.log(`${name.padEnd(28)}${kilo(raw)}${kilo(br)}${most ? `${kilo(most)}${percent(br / most)}` : ''}${most && br > most ? '  OVER' : ''}`);
}

const sum = (of, key) => of.reduce((total, row) => total + row[key], 0);

/** The element: what a page with it loads for a first step, and for a whole purchase by card, with each backend it was built for. */
function element(folder) {
  const { script, style, later, more, adapters, wasm, cut } = JSON.parse(fs.readFileSync(path.join(folder, 'parts.json'), 'utf8'));
  if (!cut) throw new Error(`${folder} was built with --dev: it is in one piece`);
  const row = (part, file) => {
    const bytes = fs.readFileSync(path.join(folder, file));
    return { part, file, raw: bytes.length, br: brotli(bytes) };
  };
  const of = Object.entries(wasm).filter(([, { name }]) => name).map(([file, { name }]) => row(file === MAIN ? 'main' : stem(file), name));
  const first = [row('loader', 'loader.js'), row('script', script.name), row('style', style.name), of.find(({ part }) => part === 'main')];
  const others = [row('later', later.name), row('more', more.name), ...of.filter(({ part }) => part !== 'main' && !isShared({ part }))];
  // What adapters have in common lies in one of them or beside them, by which of them there are: each set has its own budgets.
  const set = [...adapters].sort().join();
  const most = budget.element.sets[set] ?? { parts: {}, card: {} };
  if (!most.first) console.log(`no budgets for ${set}: known are ${Object.keys(budget.element.sets).join(' and ')}`);
  console.log(`${'the element, kB'.padEnd(28)}${'raw'.padStart(8)}${'brotli'.padStart(8)}${'budget'.padStart(8)}`);
  for (const one of first) line(one.part, one.raw, one.br, most.parts[one.part]);
  line('= a first step', sum(first, 'raw'), sum(first, 'br'), most.first);
  console.log(`  of the page, for comparison: ${kilo(budget.first).trim()} allowed; goal of the element: ${kilo(budget.element.goal).trim()}\nlater, when needed`);
  for (const one of others) line(one.part, one.raw, one.br, most.parts[one.part]);
  const shared = of.filter(isShared);
  line(`shared by parts (${shared.length} files)`, sum(shared, 'raw'), sum(shared, 'br'), most.parts.shared);
  console.log('a purchase by card, everything it loads; accounts included where the shop has them');
  const card = {};
  for (const adapter of adapters.filter((name) => name !== 'js')) {
    const parts = ['shop', 'steps', 'cards', 'account', adapter].map((name) => [`split_${name}.wasm`, wasm[`split_${name}.wasm`]]);
    const names = new Set(parts.flatMap(([file, { needs }]) => [stem(file), ...needs.map((name) => (wasm[name].name ? stem(name) : 'shared'))]));
    const all = [...first, others[0], ...of.filter(({ part }) => names.has(part))];
    card[adapter] = sum(all, 'br');
    line(`  ${adapter}`, sum(all, 'raw'), sum(all, 'br'), most.card[adapter]);
  }
  if (process.argv.includes('--record')) {
    const room = (bytes) => Math.ceil(bytes * 1.03);
    const each = (of) => Object.fromEntries(of.map(([name, bytes]) => [name, room(bytes)]));
    budget.element.sets[set] = {
      first: room(sum(first, 'br')),
      parts: each([...first, ...others, { part: 'shared', br: sum(shared, 'br') }].map(({ part, br }) => [part, br])),
      card: each(Object.entries(card)),
    };
    fs.writeFileSync(budgetFile, `${JSON.stringify(budget, null, 2)}\n`);
    console.log('Recorded.');
  } else fail();
}

function fail() {
  if (!over.length) return;
  console.error(`Over budget:\n  ${over.join('\n  ')}\nIf that is meant: make size RECORD=1, and say why in the change.`);
  process.exit(1);
}

const [, version] = /^version = "(.+)"/m.exec(fs.readFileSync(path.join(root, 'Cargo.toml'), 'utf8'));
const embedded = path.join(process.env.ELEMENT ?? path.join(root, 'dist-embed'), 'kassa', version);
if (process.argv.includes('--element')) {
  element(embedded);
  process.exit(0);
}

const { rows, needs } = weigh(path.join(root, 'dist'));
const first = rows.filter((row) => row.isFirst);
console.log(`${'kB'.padEnd(28)}${'raw'.padStart(8)}${'brotli'.padStart(8)}${'budget'.padStart(8)}`);
for (const row of first) line(row.part, row.raw, row.br, budget.parts[row.part]);
line('= first download', sum(first, 'raw'), sum(first, 'br'), budget.first);
// The budget keeps what was reached; the bar is what the smallest whole checkout on the market weighs.
const away = (name) => `${name} ${kilo(budget[name]).trim()}: ${sum(first, 'br') <= budget[name] ? 'met' : `${kilo(sum(first, 'br') - budget[name]).trim()} to go`}`;
console.log(`  ${away('bar')}, ${away('goal')}\nlater, when needed`);
const later = rows.filter((row) => !row.isFirst);
for (const row of later.filter((row) => !isShared(row))) line(row.part, row.raw, row.br, budget.parts[row.part]);
const shared = later.filter(isShared);
// Their number and what is in each changes with the smallest edit: weighed together.
line(`shared by parts (${shared.length} files)`, sum(shared, 'raw'), sum(shared, 'br'), budget.parts.shared);
line('= everything', sum(rows, 'raw'), sum(rows, 'br'));

// What a first visit has fetched by the time a screen is whole; each file once.
function fetched(screen, ...parts) {
  const names = new Set(['later', ...parts.flatMap((part) => needs[part] ?? [])]);
  const of = rows.filter((row) => row.isFirst || names.has(row.part));
  line(`  ${screen}`, sum(of, 'raw'), sum(of, 'br'));
}
if (Object.keys(needs).length) {
  console.log('fetched by the time this is whole');
  fetched('contact with its receipt', 'shop', 'account');
  fetched('the same, and the demo shop', 'shop', 'account', 'demo');
  fetched('all steps, and the demo shop', 'shop', 'account', 'demo', 'steps');
}

if (process.argv.includes('--monolith')) {
  const dist = path.join(root, 'dist-monolith');
  const args = ['build', '--release', '--dist', dist];
  await freshly(dist, ['trunk', ...args], () => {
    execFileSync('trunk', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    return { ok: true };
  });
  const whole = weigh(dist).rows.filter((row) => row.isFirst);
  console.log('in one piece, with every adapter');
  for (const row of whole.filter(({ part }) => ['main', 'script'].includes(part))) line(row.part, row.raw, row.br);
  line('= first download, one piece', sum(whole, 'raw'), sum(whole, 'br'));
}

// By folder, what a page is built with: the rest must not be in it.
const pages = [['the page', path.join(root, 'dist'), adapters().filter((name) => rows.some(({ part }) => part === name))]];

// A page for one adapter: what its shoppers download.
if (process.argv.includes('--adapters')) {
  const wanted = process.env.ONLY?.split(',') ?? adapters();
  console.log('a page with one adapter');
  for (const adapter of adapters().filter((name) => wanted.includes(name))) {
    const dist = path.join(root, 'target/size', adapter);
    execFileSync('trunk', ['build', '--release', '--no-default-features', '--features', `split,${adapter}`, '--dist', dist], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    const { rows: of, needs: wants } = weigh(dist);
    pages.push([`a page for ${adapter}`, dist, [adapter]]);
    const names = new Set(['later', ...['shop', 'steps', adapter].flatMap((part) => wants[part] ?? [])]);
    line(`  ${adapter}: first download`, sum(of.filter((row) => row.isFirst), 'raw'), sum(of.filter((row) => row.isFirst), 'br'));
    line(`  ${adapter}: the adapter`, sum(of.filter(({ part }) => part === adapter), 'raw'), sum(of.filter(({ part }) => part === adapter), 'br'));
    line(`  ${adapter}: a whole purchase`, sum(of.filter((row) => row.isFirst || names.has(row.part)), 'raw'), sum(of.filter((row) => row.isFirst || names.has(row.part)), 'br'));
  }
}

// An adapter that is off adds nothing: not one of its words is in the page. Found where all are on, or it would show nothing.
const hasAll = (folder) => fs.existsSync(folder) && (folder !== embedded || adapters().every((name) => JSON.parse(fs.readFileSync(path.join(folder, 'parts.json'), 'utf8')).adapters.includes(name)));
const withAll = [embedded, path.join(root, 'dist-monolith')].find(hasAll);
if (withAll) {
  const own = marks();
  const on = found(withAll, own);
  console.log(`words of an adapter's own in the wasm${''.padEnd(6)}${Object.keys(own).map((name) => name.padStart(9)).join('')}`);
  const table = (title, counts) => console.log(`  ${title.padEnd(41)}${Object.values(counts).map((texts) => `${texts.length}`.padStart(9)).join('')}`);
  table('where all are on', on);
  for (const [name, texts] of Object.entries(on)) if (texts.length < 20) over.push(`${name}: ${texts.length} of its own words are in ${path.relative(root, withAll)}, too few to tell by`);
  for (const [title, folder, has] of pages) {
    const counts = found(folder, own);
    table(title, counts);
    for (const [name, texts] of Object.entries(counts)) if (!has.includes(name) && texts.length) over.push(`${title} was built without ${name}, but says ${texts.slice(0, 3).map((text) => JSON.stringify(text)).join(', ')}`);
    for (const name of has) if (!counts[name].length) over.push(`${title} was built with ${name}, but says nothing of its own`);
  }
}

// What each family of ways to pay adds, and whether what is not offered is loaded all the same. `raw` is as linked, which
// the optimiser makes smaller; `about` is that share of what the part weighs when it is fetched.
if (process.argv.includes('--methods')) {
  const linked = path.join(root, 'target/wasm32-unknown-unknown/release/kassa-page.wasm');
  if (!hasRelocations(linked)) throw new Error('the page was not built in parts: make build first');
  const whole = graph(linked);
  const bytes = (nodes) => [...nodes].reduce((total, node) => total + whole.nodes[node].size, 0);
  const all = reached(whole);
  const entry = (parts) => ({ name }) => parts.some((part) => name.startsWith(`__wasm_split_00${part}00_export`));
  const without = (parts) => reached(whole, entry(parts));
  const isOwn = ['qr', 'app', 'cards', 'transfer', 'wallet', 'stripe'];
  const outside = without(isOwn);
  const late = without(['steps', ...isOwn]);
  // All that comes with the step that pays and with no part before it, its share of what is shared included.
  const steps = [...outside].filter((node) => !late.has(node));
  const rate = rows.find(({ part }) => part === 'steps').br / bytes(steps);
  const most = 3000;
  console.log(`what a family of ways to pay adds        raw   about   in a part of its own, raw`);
  const untold = [];
  for (const [name, own] of Object.entries(FAMILIES)) {
    const left = reached(whole, ({ path: at }) => own.test(at));
    const gone = [...all].filter((node) => !left.has(node));
    const [here, apart] = [bytes(gone.filter((node) => outside.has(node))), bytes(gone.filter((node) => !outside.has(node)))];
    if (!gone.length) { untold.push(name); continue; }
    const about = here * rate;
    console.log(`  ${name.padEnd(34)}${kilo(here)}${kilo(about)}${apart ? kilo(apart) : ''}${about > most ? '   MORE THAN 3 kB' : ''}`);
  }
  if (untold.length) console.log(`  in the functions of others, not told apart: ${untold.join('; ')}`);
  console.log('  a little more is told as less: what the compiler has put into the caller counts as the caller’s');
}

// One of an older build has no list that is understood here.
// Not where the element is built and weighed after the page: what lies there may be an older one.
if (!process.argv.includes('--page') && fs.existsSync(path.join(embedded, 'parts.json')) && JSON.parse(fs.readFileSync(path.join(embedded, 'parts.json'), 'utf8')).more) element(embedded);
if (process.argv.includes('--record')) {
  const of = (row) => row.isFirst || row.part === 'later' || (row.file.endsWith('.wasm') && !isShared(row));
  budget.parts = Object.fromEntries([...rows.filter(of), { part: 'shared', br: sum(shared, 'br') }].map(({ part, br }) => [part, Math.ceil(br * 1.03)]));
  fs.writeFileSync(budgetFile, `${JSON.stringify(budget, null, 2)}\n`);
  console.log('Recorded.');
} else fail();
