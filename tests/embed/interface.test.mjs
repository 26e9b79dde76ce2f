//! The element's interface has one source, and what is written about it is what the source says.
import { build } from 'esbuild';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import zlib from 'node:zlib';
import { written } from '../../scripts/embed-docs.mjs';
import { bankHeaders, pageHeaders, vaultHeaders } from '../../scripts/headers.mjs';
import { read } from '../../scripts/interface.mjs';
import * as said from '../../src/widget/interface.js';
import * as names from '../../src/widget/names.js';

const root = path.join(import.meta.dirname, '../..');
const text = (file) => fs.readFileSync(path.join(root, file), 'utf8');

for (const [file, content] of Object.entries(written())) {
  test(`${file} is what the source says: else \`node scripts/embed-docs.mjs\``, () => assert.equal(text(file), content));
}

test('every list of words that is read from Rust is there', () => {
  const { words, events, slots, tokens } = read();
  for (const [name, all] of Object.entries(words)) assert.ok(all.length >= 3, `${name}: ${all}`);
  assert.ok(events.length >= 20 && slots.length >= 20 && tokens.length >= 20);
  assert.ok(words.Fault.includes('no-at') && words.FieldName.includes('billing-postcode') && words.Step.join() === 'bag,contact,delivery,payment,review');
  assert.ok(!words.FieldName.includes('password') && !words.DeclineReason.includes('lost-or-stolen'), 'what is nobody’s business');
});

test('what counts at once is an attribute; what has no effect yet is a name', () => {
  assert.deepEqual(names.OBSERVED.filter((name) => !(name in names.ATTRIBUTES)), []);
  assert.deepEqual(names.IDLE.filter((name) => !(name in names.ATTRIBUTES) && !names.PROPERTIES.includes(name)), []);
});

test('a setting that Rust asks the element for is an attribute', () => {
  const rust = fs.readdirSync(path.join(root, 'src'), { recursive: true }).filter((name) => name.endsWith('.rs')).map((name) => text(path.join('src', name))).join('\n');
  const asked = [...rust.matchAll(/\bsetting\)?\("([a-z-]+)"\)/g), ...text('src/backend/config.rs').matchAll(/\btext\("([a-z-]+)"\)/g)].map(([, name]) => name);
  assert.ok(asked.length > 12, `${asked.length} were found`);
  // Not the merchant's: a name that tests make up, and what the element's own script answers.
  const ours = ['otherpay', 'extras'];
  assert.deepEqual([...new Set(asked)].filter((name) => !(name in names.ATTRIBUTES) && !ours.includes(name)), []);
});

test('the header files publish the policy that the tests run under', () => {
  const policy = pageHeaders({ vault: 'https://cdn.example', embed: 'https://cdn.example', connect: ['https://api.shop.example'] })['content-security-policy'];
  const frame = vaultHeaders({ page: 'https://shop.example' })['content-security-policy'];
  for (const file of ['nginx.conf', 'apache.htaccess', '_headers']) {
    assert.ok(text(`docs/headers/${file}`).includes(policy), `${file}: the page`);
    assert.ok(text(`docs/headers/${file}`).includes(frame), `${file}: the card fields`);
  }
  for (const needed of ["'wasm-unsafe-eval'", "style-src 'self';", 'trusted-types kassa']) assert.ok(policy.includes(needed), needed);
  assert.doesNotMatch(policy + bankHeaders({})['content-security-policy'], /unsafe-inline|'unsafe-eval'/);
});

test('the loader is at most 3 kB on the wire', async () => {
  // As scripts/embed.mjs makes it: the digests cannot be squeezed, so they count in full.
  const digest = (of) => `sha256-${Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 73 + of * 151) % 256)).toString('base64')}`;
  const files = ['element-0123456789abcdef.js', digest(1), 'app-fedcba9876543210.wasm', digest(2), 'style-0f1e2d3c4b5a6978.css', digest(3)];
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'src/widget/loader.js')], bundle: true, write: false, minify: true, format: 'esm', target: 'es2022', legalComments: 'none',
    define: { BUILDS: JSON.stringify({ '*': files }), VERSION: '"0.1.0"', AUTO: 'true', FILES: '"./"', KASSA_FILES: 'undefined' },
  });
  const bytes = zlib.brotliCompressSync(outputFiles[0].contents).length;
  assert.ok(bytes <= 3000, `${bytes} bytes`);
});

test('a server that draws pages may import it', async () => {
  const { outputFiles } = await build({ entryPoints: [path.join(root, 'src/widget/loader.js')], bundle: true, write: false, format: 'esm', define: { BUILDS: '{}', VERSION: '"0"', AUTO: 'true', FILES: '"./"' } });
  const { KassaCheckout } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text.replaceAll('import.meta.url', '"https://shop.example/loader.js"'))}`);
  assert.equal(KassaCheckout.files, 'https://shop.example/');
  KassaCheckout.define();
});
