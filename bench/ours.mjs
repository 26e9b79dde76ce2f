//! `make bench`: our built page beside its peers in one run, on a slow phone's terms, and the bars it has to pass.
//! RUNS sets how often each is loaded (default 5); BENCH_TARGETS names other peers of `targets/`.
//!
//! Bars: the first field is usable in at most a quarter of the time of the best whole checkout, and nothing shifts.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { browsers } from '../scripts/browsers.mjs';
import { TOOLS } from '../scripts/tools.mjs';

const RATIO = 0.25;
// Adyen's drop-in is the payment part alone: it is shown, but it is no whole checkout to be measured against.
const PARTIAL = new Set(['adyen-dropin']);
const work = path.join(TOOLS, 'bench');
const out = path.join(work, 'results.json');
const root = path.join(import.meta.dirname, '..');
fs.mkdirSync(work, { recursive: true });

const { status } = spawnSync('node', [
  path.join(import.meta.dirname, 'bench.mjs'), '--work', work, '--profiles', 'mobile', '--cycles', '0', '--runs', process.env.RUNS ?? '5',
  '--add', `ours=${path.join(root, 'dist')},path=/contact,input=#email,text=ada@example`, '--out', out, '--chrome', browsers().chromium,
  ...(process.env.BENCH_TARGETS ? ['--targets', process.env.BENCH_TARGETS] : []),
], { stdio: 'inherit', cwd: import.meta.dirname });
if (status !== 0) process.exit(status ?? 1);

const { targets } = JSON.parse(fs.readFileSync(out, 'utf8'));
const field = (name) => targets[name].median.mobile?.field;
const whole = Object.keys(targets).filter((name) => targets[name].peer && !PARTIAL.has(name) && Number.isFinite(field(name)));
const best = Math.min(...whole.map(field));
const ours = targets.ours.median.mobile;
const checks = [
  [`first field after ${ours.field?.toFixed(0)} ms; best whole checkout ${best.toFixed(0)} ms; ratio ${(ours.field / best).toFixed(2)}, at most ${RATIO}`, ours.field / best <= RATIO],
  [`layout shift ${ours.cls?.toFixed(3)}, at most 0`, ours.cls === 0],
  ['what is typed before the wasm arrives stays', ours.typed === 1],
  ['no request fails, no error on the page', ours.failed === 0 && ours.errors === 0],
];
console.log('');
for (const [what, ok] of checks) console.log(`${ok ? 'pass' : 'FAIL'}  ${what}`);
process.exitCode = checks.every(([, ok]) => ok) ? 0 : 1;
