//! Everything `make test` proves, stage by stage, with the time each took and one count at the end:
//! the last line is `N passed, N failed[, N skipped]`. A stage that cannot run counts as one failed.
//!
//! Two lanes run beside each other: the release builds, whose last part is one thread's work, and all that is compiled for
//! tests; cargo keeps the two in different folders. What a stage of a lane says is shown when it is done.
import { AsyncLocalStorage } from 'node:async_hooks';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { browsers } from './browsers.mjs';
import { SOURCES, freshly, touched } from './fresh.mjs';

const root = path.join(import.meta.dirname, '..');
const here = browsers();
const WASM = ['--target', 'wasm32-unknown-unknown'];
const e2eResult = path.join(os.tmpdir(), `kassa-e2e-${process.pid}.json`);
/** What the journeys came to when all of them passed at once. */
const e2ePassed = path.join(root, 'target/e2e-passed.json');

/** What the stage at hand has said so far, where another one runs beside it. */
const kept = new AsyncLocalStorage();
const sayer = () => {
  const to = kept.getStore();
  return (text) => void (to ? to.push(text) : process.stdout.write(text));
};

/** Runs a command, says what it says, and answers with it. */
function run(command, args, env = {}) {
  const say = sayer();
  return new Promise((done) => {
    say(`> ${command} ${args.join(' ')}\n`);
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (chunk) => {
      said += chunk;
      say(chunk);
    };
    for (const from of [child.stdout, child.stderr]) from.setEncoding('utf8').on('data', hear);
    child.once('error', (fault) => done({ ok: false, said: `${said}${fault}` }));
    child.once('close', (code) => done({ ok: code === 0, said }));
  });
}

/** A build of `folder`, which is left out where nothing it is made of has changed since. */
async function built(folder, command, args) {
  const done = await freshly(path.join(root, folder), [command, ...args], () => run(command, args));
  if (done.fresh) sayer()(`${folder} is what its sources make: not built again\n`);
  return one(done);
}

/** One check that passes or fails as a whole. */
const one = ({ ok }) => (ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** The counts of the Rust test harness, natively and in the browser; never "all passed" when the command failed. */
function harness({ ok, said }) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const [, passed, failed, ignored] of said.matchAll(/test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored/g)) {
    count.passed += +passed;
    count.failed += +failed;
    count.skipped += +ignored;
  }
  if (!ok && count.failed === 0) count.failed = 1;
  return count;
}

/** The counts of `node --test`. */
function nodeTests({ ok, said }) {
  const number = (word) => +(new RegExp(`^(?:#|ℹ) ${word} (\\d+)`, 'm').exec(said)?.[1] ?? 0);
  return { passed: number('pass'), failed: Math.max(number('fail') + number('cancelled'), ok ? 0 : 1), skipped: number('skipped') };
}

/**
 * The journeys, or what they came to when all passed at the first try and everything they are made of was what it is now: the builds, the
 * tests, the shop server and the browsers. Never so where `CI` is set, nor with `AGAIN=1`.
 */
async function journeysOnce() {
  const programs = Object.values(here).flatMap((at) => (typeof at === 'string' ? at : Object.values(at ?? {})));
  const how = programs.filter(Boolean).map((at) => `${at} ${touched(at)}`);
  let count;
  const walk = async () => {
    const done = await run('node', ['scripts/e2e.mjs', '--all'], { E2E_JSON: e2eResult });
    count = journeys(done);
    fs.writeFileSync(e2ePassed, JSON.stringify(count));
    return { ok: count.failed === 0 && !count.flaky, said: '' };
  };
  if (process.env.CI || process.env.AGAIN) await walk();
  else await freshly(e2ePassed, how, walk, { sources: [...SOURCES, 'examples', 'tests/e2e', 'tests/fixtures', 'dist', 'dist-monolith', 'dist-embed', 'dist-studio'] });
  if (count) return count;
  console.log(`all passed ${((Date.now() - fs.statSync(e2ePassed).mtimeMs) / 60_000).toFixed(0)} min ago, and nothing they are made of has changed: AGAIN=1 runs them again`);
  return { ...JSON.parse(fs.readFileSync(e2ePassed, 'utf8')), known: true };
}

function journeys({ ok }) {
  const stats = fs.existsSync(e2eResult) ? JSON.parse(fs.readFileSync(e2eResult, 'utf8')).stats : undefined;
  const missing = ['chromium', 'firefox', 'webkit'].filter((engine) => !here[engine]).length;
  if (!stats) return { passed: 0, failed: 1, skipped: missing };
  const failed = stats.unexpected;
  if (stats.flaky) console.log(`${stats.flaky} flaky: passed only when tried again`);
  return { flaky: stats.flaky, passed: stats.expected + stats.flaky, failed: ok ? failed : Math.max(failed, 1), skipped: stats.skipped + missing };
}

/** The files of tests for Node in a folder. */
const testsIn = (folder) => fs.readdirSync(path.join(root, folder)).filter((name) => name.endsWith('.test.mjs')).map((name) => `${folder}/${name}`);

const hasDeny = spawnSync('cargo', ['deny', '--version'], { cwd: root }).status === 0;
const compiled = [
  ['check: format', async () => one(await run('node', ['scripts/format.mjs', '--check']))],
  ['check: lints, host', async () => one(await run('cargo', ['clippy', '--all-targets', '--', '-D', 'warnings']))],
  ['check: lints, wasm', async () => one(await run('cargo', ['clippy', ...WASM, '--lib', '--bins', '--test', 'web', '--', '-D', 'warnings']))],
  ['check: lints, the element', async () => one(await run('cargo', ['clippy', ...WASM, '--lib', '--bins', '--features', 'widget', '--', '-D', 'warnings']))],
  ['check: lints, the studio', async () => one(await run('cargo', ['clippy', ...WASM, '--lib', '--bins', '--no-default-features', '--features', 'studio', '--', '-D', 'warnings']))],
  // cargo's own harness, not nextest: one process for each file of tests is the quicker for thousands of tiny ones.
  ['native', async () => harness(await run('cargo', ['test', '--no-fail-fast']))],
  // The ordinary run has fewer, so that it is over in seconds.
  ['random sessions', async () => harness(await run('cargo', ['test', '--test', 'native', 'nothing_is_bought_twice', '--', '--nocapture'], { KASSA_SESSIONS: '20000' }))],
  // Shown, not only compared: which feature each adapter has, as the adapters say themselves.
  ['what each adapter has', async () => one(await run('cargo', ['test', '--quiet', '--test', 'native', 'the_table_of_what_each_adapter_has', '--', '--nocapture']))],
  ...(hasDeny ? [['licences and advisories', async () => one(await run('cargo', ['deny', '--offline', 'check', 'licenses', 'bans', 'sources']))]] : []),
  ['web', async () => harness(await run('node', ['scripts/web.mjs']))],
];
const released = [
  ['build, cut into parts', () => built('dist', 'trunk', ['build', '--release', '--no-default-features', '--features', 'split,demo'])],
  ['size', async () => one(await run('node', ['scripts/size.mjs', '--monolith', '--page']))],
  ['build, the element', () => built('dist-embed', 'node', ['scripts/embed.mjs', '--adapters', 'demo,js'])],
  ['build, the studio', () => built('dist-studio', 'node', ['scripts/studio.mjs'])],
  ['size, the element', async () => one(await run('node', ['scripts/size.mjs', '--element']))],
];
const afterwards = [
  // Some of these look at what was built.
  ['node: card frame, js types, element, studio', async () => nodeTests(await run('node', ['--test', ...['tests/scripts', 'tests/vault', 'tests/js-backend', 'tests/embed', 'tests/studio'].flatMap(testsIn)]))],
  ['e2e', journeysOnce],
  ['requirements', async () => one(await run('node', ['scripts/requirements.mjs', '--brief']))],
];

const wanted = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const table = [];
const isWanted = ([name]) => !wanted.length || wanted.some((word) => name.startsWith(word));

/** One stage after the other; `alone` shows at once what they say. */
async function lane(stages, alone) {
  for (const [name, stage] of stages.filter(isWanted)) {
    const start = Date.now();
    if (alone) console.log(`\n=== ${name}`);
    const heard = [];
    const count = await (alone ? stage() : kept.run(heard, stage));
    for (const key of Object.keys(total)) total[key] += count[key] ?? 0;
    table.push(`${name.padEnd(36)}${((Date.now() - start) / 1000).toFixed(1).padStart(8)} s   ${sentence(count)}${count.known ? ', as they did before' : ''}`);
    if (!alone) process.stdout.write(`\n=== ${name}\n${heard.join('')}`);
  }
}
const alone = ![compiled, released].every((stages) => stages.some(isWanted));
await Promise.all([lane(compiled, alone), lane(released, alone)]);
await lane(afterwards, true);
fs.rmSync(e2eResult, { force: true });
const whole = sentence(total);
fs.mkdirSync(path.join(root, 'target'), { recursive: true });
fs.writeFileSync(path.join(root, 'target/test-summary'), `${whole}\n`);
console.log(`\n${table.join('\n')}\n`);
console.log(whole);
process.exitCode = total.failed ? 1 : 0;

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}
