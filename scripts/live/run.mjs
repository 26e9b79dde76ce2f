//! Real backends, real browser: `make live` · ONLY=vendure · ARGS="-g decline".
//!
//! Each backend is installed from its packages (once), started on loopback and seeded; then the contract suite runs
//! against it natively, and the journeys of tests/e2e/live in Chromium. What each took is told at the end; the last line is
//! `N passed, N failed`. Needs the network the first time, and for Medusa a PostgreSQL; a backend that cannot be had counts
//! as failed, with the reason.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const only = process.env.ONLY?.split(/[ ,]+/).filter(Boolean);
const names = fs.readdirSync(import.meta.dirname).filter((name) => fs.existsSync(path.join(import.meta.dirname, name, 'index.mjs')) && (!only || only.includes(name)));
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;
const lines = [];
const total = { passed: 0, failed: 0 };

/** Runs a command, shows what it says and answers with it. */
function run(command, args, env) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (some) => {
      said += some;
      process.stdout.write(some);
    });
    child.once('error', (fault) => done({ ok: false, said: `${fault}` }));
    child.once('close', (code) => done({ ok: code === 0, said }));
  });
}

/** Hands out bags to the tests, which run in a process of their own. */
function counter(shop) {
  const server = http.createServer(async (request, response) => {
    try {
      const [, verb, ...rest] = new URL(request.url, 'http://127.0.0.1').pathname.split('/');
      if (typeof shop[verb] !== 'function') return void response.writeHead(404).end();
      response.end(JSON.stringify((await shop[verb](...rest.map(decodeURIComponent))) ?? null));
    } catch (fault) {
      response.writeHead(500).end(`${fault}`);
    }
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done({ url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() })));
}

function tell(name, what, { passed = 0, failed = 0 }, took) {
  total.passed += passed;
  total.failed += failed;
  lines.push(`${name.padEnd(10)}${what.padEnd(28)}${seconds(took).padStart(10)}   ${passed} passed, ${failed} failed`);
}

for (const name of names) {
  console.log(`\n=== ${name}`);
  let shop;
  const begun = Date.now();
  try {
    const { start } = await import(`./${name}/index.mjs`);
    // The page is served from ports of the tests' own choice, and one origin that is refused belongs to the test of it.
    shop = await start({ port: 0, origins: ['*'], log: console.log });
  } catch (fault) {
    console.error(fault);
    tell(name, 'could not be had', { failed: 1 }, Date.now() - begun);
    continue;
  }
  const { took } = shop;
  lines.push(`${name.padEnd(10)}${`install ${seconds(took.install)}, seed ${seconds(took.seed)}, start ${seconds(took.start)}`}`);
  const desk = await counter(shop);
  const env = { KASSA_LIVE_NAME: name, KASSA_LIVE_PAGE: JSON.stringify(shop.page), KASSA_LIVE_SELLS: JSON.stringify(shop.sells), KASSA_LIVE_DESK: desk.url, KASSA_LIVE_SECRET: shop.secret };
  try {
    let since = Date.now();
    const contract = await run('cargo', ['test', '--quiet', '--test', 'native', '--', '--ignored', '--nocapture', `${name}::live`], env);
    const [, passed = 0, failed = 0] = /test result: .*?(\d+) passed; (\d+) failed/.exec(contract.said) ?? [];
    tell(name, 'contract suite', { passed: +passed, failed: contract.ok && +passed > 0 ? +failed : Math.max(+failed, 1) }, Date.now() - since);
    since = Date.now();
    const report = path.join(root, 'target', `live-${name}.json`);
    fs.rmSync(report, { force: true });
    const journeys = await run('npx', ['--no-install', 'playwright', 'test', '--config', 'tests/e2e/live/playwright.config.mjs', ...process.argv.slice(2)], { ...env, LIVE_JSON: report });
    const stats = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, 'utf8')).stats : undefined;
    tell(name, 'journeys in Chromium', { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: journeys.ok && stats?.expected ? 0 : Math.max(stats?.unexpected ?? 0, 1) }, Date.now() - since);
  } finally {
    desk.close();
    await shop.stop();
  }
}

console.log(`\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed || !names.length ? 1 : 0);
