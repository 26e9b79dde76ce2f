//! The npm package as a merchant gets it: packed, installed into a fresh Vite app, built by Vite, served under the strict policy
//! from the app's own origin. Needs no network: it depends on nothing, and Vite is the house's own.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { embedding, expect, isReady } from '../lib/embedding.mjs';

const root = path.join(import.meta.dirname, '../../..');
const PACKAGE = path.resolve(root, process.env.E2E_EMBED_DIST ?? 'dist-embed', 'package');
const APP = {
  'package.json': '{ "name": "shop", "private": true, "type": "module" }',
  'vite.config.js': "import kassa from 'kassa-checkout/vite';\nexport default { plugins: [kassa()], logLevel: 'warn' };\n",
  'index.html': '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,"></head><body><main id="here"></main><script type="module" src="/main.js"></script></body></html>',
  'main.js': "import { KassaCheckout } from 'kassa-checkout';\nwindow.definedByImport = !!customElements.get('kassa-checkout');\nKassaCheckout.mount('#here', { backend: 'demo', locale: 'en', shopName: 'Strand', prefill: { email: 'kaisa@shop.example' } });\n",
  'main.ts': "import { KassaCheckout, type Snapshot } from 'kassa-checkout';\nimport 'kassa-checkout/auto';\nimport kassa from 'kassa-checkout/vite';\nconst seen: Snapshot | null = KassaCheckout.mount('#here', { backend: 'ucp' }).checkout;\nexport default [seen, kassa()];\n",
};

const run = (cwd, command, ...args) => {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
  } catch (fault) {
    throw new Error(`${command} ${args.join(' ')}: ${fault.stdout}${fault.stderr}`);
  }
};
const node = (cwd, tool, ...args) => run(cwd, process.execPath, path.join(root, 'node_modules', tool), ...args);

// Beside nothing of ours: a package that is not installed is not found by chance.
const app = path.join(os.tmpdir(), `kassa-vite-${process.pid}`);
const test = embedding(path.join(app, 'dist'), async (use) => {
  fs.mkdirSync(app, { recursive: true });
  const [tarball] = JSON.parse(run(PACKAGE, 'npm', 'pack', '--json', '--pack-destination', app));
  for (const [name, content] of Object.entries(APP)) fs.writeFileSync(path.join(app, name), content);
  run(app, 'npm', 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball.filename}`);
  const said = node(app, 'vite/bin/vite.js', 'build');
  await use({ files: tarball.files.map(({ path: name }) => name), said });
  fs.rmSync(app, { recursive: true });
});

test('installed into a fresh Vite app it reaches its first step under the strict policy @chromium', async ({ shopper, built }) => {
  expect(built.files).toEqual(expect.arrayContaining(['index.js', 'auto.js', 'react.js', 'vite.js', 'kassa-checkout.d.ts', 'custom-elements.json', 'files/loader.js', 'files/vault/card.html', 'files/locales/nb.json', 'LICENSE', 'README.md']));
  expect(built.said).not.toMatch(/warn/i);
  await shopper.open('/');
  const checkout = await isReady(shopper.page);
  expect(await shopper.run(() => window.definedByImport), 'importing the class defines nothing').toBe(false);
  await checkout.evaluate((element) => element.goTo('contact'));
  await expect(checkout.getByLabel('E-mail', { exact: true })).toHaveValue('kaisa@shop.example');
});

test('its types are found by Node’s own rules, and a server may import it @chromium', async ({ built }) => {
  expect(built.files.length).toBeGreaterThan(20);
  node(app, 'typescript/bin/tsc', '--noEmit', '--strict', '--skipDefaultLibCheck', '--target', 'es2022', '--lib', 'es2022,dom', '--module', 'nodenext', '--ignoreConfig', 'main.ts');
  const said = run(app, process.execPath, '--input-type=module', '-e', "import 'kassa-checkout/auto'; import { KassaCheckout } from 'kassa-checkout'; console.log(typeof KassaCheckout.mount)");
  expect(said.trim()).toBe('function');
});
