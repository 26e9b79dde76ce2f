//! Runs the browser journeys: `node scripts/e2e.mjs [--all] [playwright's own arguments]`.
//! Some of them buy from the shop server (examples/shop), which is built first: quick where `cargo test` has run.
import { spawnSync } from 'node:child_process';
import net from 'node:net';
import { browsers } from './browsers.mjs';
import { build } from './shop.mjs';

const all = process.argv.includes('--all');
const rest = process.argv.slice(2).filter((argument) => argument !== '--all');
const here = browsers();
const engines = { chromium: ['chromium', 'chromium-phone'], firefox: ['firefox'], webkit: ['webkit', 'webkit-phone'] };
const wanted = Object.keys(engines).filter((engine) => all || engine === 'chromium');
const missing = wanted.filter((engine) => !here[engine]);
for (const engine of missing) console.warn(`Left out: ${engine} is not on this machine.`);
const projects = wanted.filter((engine) => here[engine]).flatMap((engine) => engines[engine]);
const chosen = rest.some((argument) => argument.startsWith('--project')) ? [] : projects.map((project) => `--project=${project}`);

try {
  build();
} catch (fault) {
  console.error(`${fault.message}; journeys against it cannot run, so none is.`);
  process.exit(1);
}

const port = process.env.E2E_PORT ?? (await freePair());
const args = ['playwright', 'test', '--config', 'tests/e2e/playwright.config.mjs', ...chosen, ...rest];
const { status } = spawnSync('npx', ['--no-install', ...args], { stdio: 'inherit', env: { ...process.env, E2E_PORT: `${port}` } });
process.exit(status ?? 1);

/** A free port whose next is free as well: the page's and the card frame's. */
async function freePair() {
  const take = (port) => new Promise((tell) => {
    const server = net.createServer();
    server.once('error', () => tell(undefined));
    server.listen(port, '127.0.0.1', () => tell(server));
  });
  for (;;) {
    const one = await take(0);
    const { port } = one.address();
    const two = await take(port + 1);
    one.close();
    two?.close();
    if (two) return port;
  }
}
