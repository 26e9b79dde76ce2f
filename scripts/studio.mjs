//! Builds the studio into dist-studio/: `node scripts/studio.mjs [--dev] [--desk] [--serve] [--port 8090]`.
//! `--desk` bundles only the desk anew, into what is there.
//!
//! It is the page, built with the feature `studio` (its documents are the frames), and beside it `/studio/`: the same program with the
//! desk's document around it. Always true: neither the page nor the element has any of it; no inline script or style is in it either.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { headersFile } from './headers.mjs';
import { integrity, named } from './split.mjs';

const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false }, desk: { type: 'boolean', default: false }, serve: { type: 'boolean', default: false }, port: { type: 'string' }, dist: { type: 'string', default: 'dist-studio' } } });
const root = path.join(import.meta.dirname, '..');
const dist = path.resolve(root, values.dist);

if (!values.desk) compile();
for (const name of fs.readdirSync(dist)) if (/^(desk|studio)-[0-9a-f]{16}\.(js|css)$/.test(name)) fs.rmSync(path.join(dist, name));
const html = fs.readFileSync(path.join(dist, 'page.html'), 'utf8');
const isolation = await script('src/studio/frame.js', 'frame');
const program = await script('src/studio/desk/desk.js', 'desk');
const style = await sheet('style/studio/index.css', 'studio');
const { style: first, later } = JSON.parse(fs.readFileSync(path.join(dist, 'parts.json'), 'utf8'));
const link = ({ name, integrity }) => `<link rel="stylesheet" href="/${name}" integrity="${integrity}">`;

// A frame: the page, with a script before all others that keeps it to itself.
// Its shop has a name before it has answered, as a merchant's page would.
write('index.html', html.replace('<meta name="kassa-accounts"', '<meta name="kassa-shop-name" content="Fjellvik"><meta name="kassa-accounts"').replace(/(?=<script\b)/, `<script src="/${isolation.name}" integrity="${isolation.integrity}"></script>\n`));
// The desk: a document of its own. The product's sheets are there for its tokens and its kit.
const tag = (name, file) => `<${name} integrity="${file.integrity}"`;
write('studio/index.html', fs.readFileSync(path.join(root, 'src/studio/desk/desk.html'), 'utf8')
  .replace('<!-- style -->', () => [...(html.match(/<link rel="icon"[^>]*>/) ?? []), ...[first, later, style].map(link)].join('\n    '))
  .replace('<!-- script -->', () => `${tag('script', program)} type="module" src="/${program.name}"></script>`));
// What the desk says about itself, and every text of the product, for its words' pane.
for (const name of fs.readdirSync(path.join(root, 'locales/studio'))) write(`studio/${name}`, fs.readFileSync(path.join(root, 'locales/studio', name)));
// Frames side by side draw the same pictures with every change: they are not asked for each time (scripts/serve.mjs does the same).
const pictures = ['/brands/*', ...fs.readdirSync(path.join(dist, 'demo')).filter((name) => name.endsWith('.svg')).map((name) => `/demo/${name}`)];
write('_headers', `${headersFile({ hosts: ["'self'"] })}\n${pictures.map((name) => `${name}\n  cache-control: public, max-age=600\n`).join('\n')}`);

if (values.serve) {
  const { serve } = await import('./serve.mjs');
  const { page } = await serve(dist, { port: +(values.port ?? process.env.PORT ?? 8090) });
  console.log(`Kassa studio: ${page}/studio/\n  (stop with Ctrl-C)`);
}

function compile() {
  const args = ['build', ...(values.dev ? [] : ['--release']), '--dist', dist, '--no-default-features', '--features', 'studio'];
  const { status } = spawnSync('trunk', args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  fs.renameSync(path.join(dist, 'index.html'), path.join(dist, 'page.html'));
}

function write(name, content) {
  fs.mkdirSync(path.dirname(path.join(dist, name)), { recursive: true });
  fs.writeFileSync(path.join(dist, name), content);
}

async function script(file, name) {
  const { outputFiles } = await build({ entryPoints: [path.join(root, file)], bundle: true, write: false, minify: !values.dev, format: name === 'desk' ? 'esm' : 'iife', target: 'es2022', legalComments: 'none' });
  return put(name, outputFiles[0].contents, 'js');
}

async function sheet(file, name) {
  const { outputFiles } = await build({ entryPoints: [path.join(root, file)], bundle: true, write: false, minify: !values.dev, target: 'es2022', legalComments: 'none' });
  return put(name, outputFiles[0].contents, 'css');
}

function put(name, contents, ending) {
  const file = named(name, contents, ending);
  write(file, contents);
  return { name: file, integrity: integrity(contents) };
}
