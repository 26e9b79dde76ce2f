//! What the shopper downloads, part by part, brotli -q 11, against scripts/size-budget.json:
//! `node scripts/size.mjs [--monolith] [--record]`. Fails past a budget.
//!
//! The first download is index.html, its scripts, the style sheet and the main wasm: a working first step, English
//! compiled in. `--monolith` also builds the page in one piece; `--record` sets each part's budget 3 % above its size.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const root = path.join(import.meta.dirname, '..');
const budgetFile = path.join(import.meta.dirname, 'size-budget.json');
const budget = JSON.parse(fs.readFileSync(budgetFile, 'utf8'));
const brotli = (bytes) => zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;

/** Rows of `{ part, file, raw, br, isFirst }` of a built page. */
function weigh(dist) {
  const parts = JSON.parse(fs.readFileSync(path.join(dist, 'parts.json'), 'utf8'));
  const row = (part, file, isFirst) => {
    const bytes = fs.readFileSync(path.join(dist, file));
    return { part, file, raw: bytes.length, br: brotli(bytes), isFirst };
  };
  const wasm = Object.entries(parts.wasm).filter(([, made]) => made.name)
    .map(([name, made]) => row(name === 'app_bg.wasm' ? 'main' : name.replace(/^split_|\.wasm$/g, ''), made.name, name === 'app_bg.wasm'));
  const first = [
    row('html', 'index.html', true), row('script', parts.script.name, true),
    ...parts.early.map((early) => row(early.name.replace(/-[0-9a-f]+\.js$/, ''), early.name, true)),
    row('style', parts.style.name, true),
  ];
  const folder = (name) => (fs.existsSync(path.join(dist, name)) ? fs.readdirSync(path.join(dist, name)).filter((file) => /\.(json|js|css|html)$/.test(file)).map((file) => row(`${name}/${file.replace(/-[0-9a-f]{16}/, '')}`, `${name}/${file}`, false)) : []);
  return [...first, ...wasm.sort((a, b) => b.isFirst - a.isFirst || b.br - a.br), row('later', parts.later.name, false), ...folder('locales'), ...folder('vault')];
}

const kilo = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
const percent = (share) => `${(share * 100).toFixed(0)} %`.padStart(6);
const over = [];

function line(name, raw, br, most) {
  if (most && br > most) over.push(`${name}: ${br} bytes, budget ${most}`);
  console.log(`${name.padEnd(28)}${kilo(raw)}${kilo(br)}${most ? `${kilo(most)}${percent(br / most)}` : ''}${most && br > most ? '  OVER' : ''}`);
}

const rows = weigh(path.join(root, 'dist'));
const sum = (of, key) => of.reduce((total, row) => total + row[key], 0);
const first = rows.filter((row) => row.isFirst);
console.log(`${'kB'.padEnd(28)}${'raw'.padStart(8)}${'brotli'.padStart(8)}${'budget'.padStart(8)}`);
for (const row of first) line(row.part, row.raw, row.br, budget.parts[row.part]);
line('= first download', sum(first, 'raw'), sum(first, 'br'), budget.first);
// The budget keeps what was reached; the bar is what the smallest whole checkout on the market weighs.
const away = (name) => `${name} ${kilo(budget[name]).trim()}: ${sum(first, 'br') <= budget[name] ? 'met' : `${kilo(sum(first, 'br') - budget[name]).trim()} to go`}`;
console.log(`  ${away('bar')}, ${away('goal')}\nlater, when needed`);
const later = rows.filter((row) => !row.isFirst);
for (const row of later) line(row.part, row.raw, row.br, budget.parts[row.part]);
line('= everything', sum(rows, 'raw'), sum(rows, 'br'));

if (process.argv.includes('--monolith')) {
  const dist = path.join(root, 'dist-monolith');
  execFileSync('trunk', ['build', '--release', '--dist', dist], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const whole = weigh(dist).filter((row) => row.isFirst);
  console.log('in one piece');
  for (const row of whole.filter(({ part }) => ['main', 'script'].includes(part))) line(row.part, row.raw, row.br);
  line('= first download, one piece', sum(whole, 'raw'), sum(whole, 'br'));
}

if (process.argv.includes('--record')) {
  budget.parts = Object.fromEntries(rows.filter((row) => row.isFirst || /\.wasm$|^(later|shared)-/.test(row.file)).map((row) => [row.part, Math.ceil(row.br * 1.03)]));
  fs.writeFileSync(budgetFile, `${JSON.stringify(budget, null, 2)}\n`);
  console.log('Recorded.');
} else if (over.length) {
  console.error(`Over budget:\n  ${over.join('\n  ')}\nIf that is meant: make size RECORD=1, and say why in the change.`);
  process.exit(1);
}
