//! Installs what building and testing needs, where it is missing: `node scripts/tools.mjs [rust] [wasm] [browsers]`.
//!
//! Tools go into KASSA_TOOLS, a cache outside the checkout; versions are exact, because the wasm-bindgen of the tool
//! and of Cargo.lock must be one. Knows nothing of the page.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { browsers } from './browsers.mjs';

export const TOOLS = process.env.KASSA_TOOLS ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'kassa-tools');
const ROOT = path.join(import.meta.dirname, '..');
const TARGET = 'wasm32-unknown-unknown';
process.env.PATH = [path.join(TOOLS, 'bin'), process.env.PATH].join(path.delimiter);

/** What a tool prints, or undefined if it is not there. */
function says(tool, ...args) {
  const { status, stdout } = spawnSync(tool, args, { encoding: 'utf8', cwd: ROOT });
  return status === 0 ? stdout.trim() : undefined;
}
const stop = (message) => { console.error(message); process.exit(1); };
const run = (tool, args, env = {}) => {
  console.log(`> ${tool} ${args.join(' ')}`);
  execFileSync(tool, args, { stdio: 'inherit', cwd: ROOT, env: { ...process.env, ...env } });
};

function locked(crate) {
  const lock = fs.readFileSync(path.join(ROOT, 'Cargo.lock'), 'utf8');
  return new RegExp(`name = "${crate}"\nversion = "([^"]+)"`).exec(lock)?.[1] ?? stop(`Cargo.lock names no ${crate}`);
}

function rust() {
  if (+process.versions.node.split('.')[0] < 20) stop(`Node 20 or newer is needed; this is ${process.version}.`);
  if (!says('cargo', '--version')) stop('Rust is needed: see https://rustup.rs, then run this again.');
  const missing = { target: [], component: [] };
  const libs = says('rustc', '--print', 'target-libdir', '--target', TARGET);
  if (!libs || !fs.existsSync(libs)) missing.target.push(TARGET);
  if (!says('cargo', 'fmt', '--version')) missing.component.push('rustfmt');
  if (!says('cargo', 'clippy', '--version')) missing.component.push('clippy');
  for (const [kind, names] of Object.entries(missing)) {
    if (!names.length) continue;
    if (!says('rustup', '--version')) stop(`This Rust lacks the ${kind} ${names.join(' and ')}, and there is no rustup to add it.`);
    run('rustup', [kind, 'add', ...names]);
  }
}

// The tools' own speed hardly matters: they are compiled the quick way.
const QUICK = { CARGO_PROFILE_RELEASE_LTO: 'off', CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16', CARGO_PROFILE_RELEASE_DEBUG: '0' };

function wasm() {
  const installed = () => (fs.existsSync(path.join(TOOLS, '.crates.toml')) ? fs.readFileSync(path.join(TOOLS, '.crates.toml'), 'utf8') : '');
  const install = (crate, version, args, level) => run('cargo', ['install', '--quiet', crate, '--version', version, '--root', TOOLS, '--force', ...args], { ...QUICK, CARGO_PROFILE_RELEASE_OPT_LEVEL: level });
  const bindgen = locked('wasm-bindgen');
  // Not --locked: the lock file of 0.2.130 pins a release of webpki-roots that registries may no longer offer.
  if (says('wasm-bindgen', '--version') !== `wasm-bindgen ${bindgen}` || !says('wasm-bindgen-test-runner', '--help')) install('wasm-bindgen-cli', bindgen, ['--no-default-features'], '1');
  // 0.22 needs a newer Rust than ours.
  if (says('trunk', '--version') !== 'trunk 0.21.14') install('trunk', '0.21.14', ['--locked', '--no-default-features', '--features', 'rustls'], '0');
  // The splitter prints no version: cargo's own record of the folder is asked.
  if (!installed().includes('"wasm_split_cli_support 0.2.4 ') || !says('wasm-split-cli', '--help')) install('wasm_split_cli_support', '0.2.4', ['--features', 'build-binary'], '1');
}

const PACKAGES = {
  chromium: ['chromium'], shell: ['chromium-headless-shell'], chromedriver: ['chromium-driver'], firefox: ['firefox-esr'], webkit: ['webkit2gtk-driver', 'xvfb', 'xauth', 'locales'],
};
const FONTS = ['fonts-dejavu-core'];

function install(names) {
  const sudo = process.getuid?.() === 0 ? [] : spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
  if (!sudo || spawnSync('apt-get', ['--version']).status !== 0) return false;
  const packages = names.flatMap((name) => PACKAGES[name]).concat(FONTS);
  console.log(`> apt-get install ${packages.join(' ')}`);
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, 'apt-get', '-q', ...args];
    return spawnSync(command, rest, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
  };
  return apt('update') && apt('install', '-y', '--no-install-recommends', ...packages);
}

function browsersThere() {
  // Who names a Chromium has one; the shell is only quicker.
  const isNamed = !!(process.env.CHROMIUM ?? process.env.CHROME);
  const missing = () => Object.keys(PACKAGES).filter((name) => !browsers()[name] && !(name === 'shell' && isNamed));
  let lacking = missing();
  if (!lacking.length) return;
  // One by one after a refusal, because a distribution may lack one of them and have the others.
  if (!install(lacking)) for (const name of lacking) install([name]);
  lacking = missing();
  if (lacking.includes('chromium')) {
    stop('No Chromium or Chrome was found and none could be installed here. Install one (Debian: apt-get install chromium chromium-driver) or name it: CHROMIUM=/path/to/chrome');
  }
  for (const name of lacking.filter((name) => name !== 'shell')) console.warn(`Not found: ${name} (Debian: ${PACKAGES[name].join(' ')}). What needs it is left out and counted as skipped.`);
}

if (process.argv[1] === import.meta.filename) {
  const wanted = process.argv.slice(2);
  if (wanted.includes('rust')) rust();
  if (wanted.includes('wasm')) wasm();
  if (wanted.includes('browsers')) browsersThere();
}
