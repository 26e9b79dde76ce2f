//! Runs the wasm-bindgen tests of tests/web in Chromium, headless: `node scripts/web.mjs [filter]`.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { browsers } from './browsers.mjs';

const { chromium, chromedriver } = browsers();
if (!chromedriver) {
  console.error('No chromedriver: install it (Debian: chromium-driver) or name it: CHROMEDRIVER=/path/to/chromedriver');
  process.exit(2);
}
const settings = JSON.parse(fs.readFileSync('tests/web/webdriver.json', 'utf8'));
settings['goog:chromeOptions'].binary = chromium;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kassa-web-'));
const file = path.join(folder, 'webdriver.json');
fs.writeFileSync(file, JSON.stringify(settings));
const env = { ...process.env, CHROMEDRIVER: chromedriver, WASM_BINDGEN_TEST_WEBDRIVER_JSON: file };
const { status } = spawnSync('cargo', ['test', '--target', 'wasm32-unknown-unknown', '--test', 'web', ...process.argv.slice(2)], { stdio: 'inherit', env });
fs.rmSync(folder, { recursive: true });
process.exit(status ?? 1);
