//! The shop server (examples/shop) for tests in a browser: `start()` runs the built program on a free port of this
//! machine and answers once it listens. `build()` makes it, in the profile of the tests: `cargo test` has built all it needs.
//!
//! On the command line it starts one and says where: `node scripts/shop.mjs --origin http://127.0.0.1:8080 [any flag of the program]`.
import { spawn, spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import path from 'node:path';
import readline from 'node:readline';

const root = path.join(import.meta.dirname, '..');

/** Where cargo puts the program. */
const program = () => path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, 'target'), 'debug/examples', process.platform === 'win32' ? 'shop.exe' : 'shop');

/** Builds the program; quick when nothing changed. */
export function build() {
  const args = ['build', '--quiet', '--profile', 'test', '--example', 'shop'];
  const { status, error } = spawnSync('cargo', args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`The shop server does not build (cargo ${args.join(' ')}${error ? `: ${error.message}` : ''})`);
}

/**
 * Starts a shop. Options, all of them optional:
 *
 * - `port`: 0 takes a free one · `page`: origin of the page that may ask · `origins`: more of them
 * - `faults`: with a fault switch; `faults([...])` of what is returned sets it
 * - `db`, `clock`, `seed`, `lines`, `market`, `broken` (`--break`) as on the command line
 * - `stock`: `own` unless told, so that journeys beside each other do not buy each other's last jacket
 *
 * Answers with `origin`, `endpoint`, `bag()` (a new session with the shop's bag in it; answers with its id, for the setting
 * `session` of a page), `faults(list)`, `letters()`, `seen()` and `stop()`.
 */
export async function start({ port = 0, page, origins = [], faults = false, db, clock, seed, lines, market, broken, stock = 'own' } = {}) {
  const flags = { port, db, clock, seed, lines, market, stock, break: broken };
  const args = Object.entries(flags).filter(([, value]) => value !== undefined).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  for (const origin of [page, ...origins].filter(Boolean)) args.push('--origin', origin);
  if (faults) args.push('--faults');
  const child = spawn(program(), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((end) => {
    child.once('error', (fault) => end(`${program()}: ${fault.message}; has \`node scripts/shop.mjs\` or \`cargo build --example shop\` run?`));
    child.once('exit', (code, signal) => end(`The shop server ended (${signal ?? code})`));
  });
  // A test that is killed takes its shop along.
  const kill = () => child.kill();
  process.once('exit', kill);
  const line = new Promise((said) => readline.createInterface({ input: child.stdout }).once('line', said));
  const first = await Promise.race([line.then((text) => ({ text })), ended.then((why) => ({ why }))]);
  if (first.why) throw new Error(first.why);
  const { origin, endpoint } = JSON.parse(first.text);

  async function ask(url, options = {}) {
    const response = await fetch(url, options);
    if (!response.ok) throw new Error(`${options.method ?? 'GET'} ${url}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  }
  return {
    origin,
    endpoint,
    /** What the shop has mailed, oldest first. */
    letters: () => ask(`${origin}/letters`),
    async bag() {
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), 'ucp-agent': 'profile="https://kassa.example/ucp-profile.json"' };
      const body = JSON.stringify({ line_items: [], kassa: { bag: 'shop' } });
      return (await ask(`${endpoint}/checkout-sessions`, { method: 'POST', headers, body })).id;
    },
    faults: (list) => ask(`${origin}/__faults`, { method: 'PUT', body: JSON.stringify(list) }),
    seen: async () => (await ask(`${origin}/__faults`)).seen,
    async stop() {
      process.off('exit', kill);
      child.kill();
      await ended;
    },
  };
}

if (process.argv[1] === import.meta.filename) {
  build();
  const { status } = spawnSync(program(), process.argv.slice(2), { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
