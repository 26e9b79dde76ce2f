//! Trunk's post-build hook: turns what trunk staged into the page that is served.
//!
//! Always true of the result, checked before it is handed on: no inline script, style or handler (SEC-11); every script
//! and style sheet carries its digest, every wasm part is fetched with one, and `assets-manifest.json` lists all (SEC-12).
//! A release build that was linked with relocations is cut into parts; any other stays in one piece.
import { build, transform } from 'esbuild';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { STRIPE, headersFile } from './headers.mjs';
import { cut, hasRelocations, integrity, named, parts, pin, sha384, whole } from './split.mjs';

const staging = process.env.TRUNK_STAGING_DIR;
const isRelease = process.env.TRUNK_PROFILE === 'release';
const base = process.env.TRUNK_PUBLIC_URL ?? '/';
const BOOT = 'src/boot/boot.js';
const STYLE = 'style/index.css';
const LATER = 'style/later.css';
const languages = fs.readdirSync('public/locales').filter((name) => name.endsWith('.json')).map((name) => name.replace('.json', ''));
const BIN = 'kassa-page';
const inStaging = (...names) => path.join(staging, ...names);
// `url(/brands/visa.svg)` names a file of public/, which is served as it is.
const served = { name: 'served', setup: (esbuild) => esbuild.onResolve({ filter: /^\// }, ({ kind, path: url }) => (kind === 'url-token' ? { path: url, external: true } : undefined)) };


const stem = fs.readdirSync(staging).find((name) => name.startsWith(`${BIN}-`) && name.endsWith('_bg.wasm'))?.replace('_bg.wasm', '');
if (!stem) throw new Error(`trunk staged no ${BIN}`);

const { target_directory } = JSON.parse(execFileSync('cargo', ['metadata', '--no-deps', '--format-version', '1'], { encoding: 'utf8' }));
const linked = path.join(target_directory, 'wasm32-unknown-unknown/release', `${BIN}.wasm`);
const isCut = isRelease && hasRelocations(linked);
const work = isCut ? cut(linked) : whole(staging, stem);
const made = await parts(work, staging, { optimise: isRelease });
for (const name of fs.readdirSync(staging)) if (name.startsWith(stem) || name === 'snippets') fs.rmSync(inStaging(name), { recursive: true });

// Notes for readers of public/ are not for the web.
for (const name of fs.readdirSync(staging, { recursive: true })) if (String(name).endsWith('.md')) fs.rmSync(inStaging(String(name)));

const style = await bundleStyle(STYLE, 'style');
const later = await bundleStyle(LATER, 'later');
const script = await bundleScript();
const early = await writePage();
await sealFrames();
refuseInline();
writeLists();
fs.rmSync(work, { recursive: true });

/** The boot script, the glue and the splitter's loader as one file that carries the digest of every part. */
async function bundleScript() {
  const pinned = (file) => ({ contents: pin(fs.readFileSync(file, 'utf8'), made), loader: 'js', resolveDir: path.dirname(file) });
  const glue = {
    name: 'glue',
    setup(esbuild) {
      // Whatever of ours imports `./app.js` gets wasm-bindgen's glue of this build.
      esbuild.onResolve({ filter: /^\.\/app\.js$/ }, () => ({ path: path.join(work, 'app.js') }));
      esbuild.onResolve({ filter: /^\.\/__wasm_split\.js$/ }, () => ({ path: path.join(work, '__wasm_split.js') }));
      esbuild.onLoad({ filter: /(__wasm_split|src\/boot\/.*)\.js$/ }, ({ path: file }) => pinned(file));
    },
  };
  const { outputFiles } = await build({
    entryPoints: [BOOT], bundle: true, write: false, minify: isRelease, format: 'esm', target: 'es2022', legalComments: 'none',
    define: { LATER_STYLE: JSON.stringify({ href: `${base}${later.name}`, integrity: later.integrity }) },
    // wasm-bindgen repeats one import key for every part's loader: harmless.
    logLevel: 'warning', logOverride: { 'duplicate-object-key': 'silent' }, plugins: [glue],
  });
  return put('app', outputFiles[0].contents, 'js');
}

/** A sheet with all it imports as one file: trunk would copy the first and leave its imports behind. */
async function bundleStyle(sheet, name) {
  const { outputFiles } = await build({
    entryPoints: [sheet], bundle: true, write: false, minify: isRelease, target: 'es2022', logLevel: 'warning', legalComments: 'none',
    outdir: staging, publicPath: base, loader: { '.svg': 'file', '.woff2': 'file' }, plugins: [served],
  });
  for (const file of outputFiles.filter(({ path: file }) => !file.endsWith('.css'))) fs.writeFileSync(file.path, file.contents);
  const { text } = outputFiles.find(({ path: file }) => file.endsWith('.css'));
  return put(name, Buffer.from(isRelease ? joined(text) : text), 'css');
}

/** A bundled sheet whose neighbours of one layer are one block: the bundler makes a block of each file. */
function joined(css) {
  let [depth, from, last, out] = [0, 0, '', ''];
  for (let at = 0; at < css.length; at++) {
    if (css[at] === '{') depth += 1;
    else if (css[at] === '}') depth -= 1;
    if (depth || !'};'.includes(css[at])) continue;
    const block = css.slice(from, at + 1);
    const layer = /^\s*(@layer [\w-]+)\{/.exec(block);
    out = layer && layer[1] === last ? out.trimEnd().slice(0, -1) + block.slice(layer[0].length) : out + block;
    [last, from] = [layer?.[1] ?? '', at + 1];
  }
  // What stands before a custom property's value is no part of it (CSS Variables 1, section 2).
  return (out + css.slice(from)).replace(/(--[\w-]+:) (?=\S)/g, '$1');
}

function put(name, contents, ending) {
  const file = named(name, contents, ending);
  fs.writeFileSync(inStaging(file), contents);
  return { name: file, integrity: integrity(contents) };
}

async function writePage() {
  const file = inStaging('index.html');
  let html = fs.readFileSync(file, 'utf8').replace(/<!--[\s\S]*?-->/g, '');
  // Trunk's own script, its hints and its copy of the style sheet go.
  html = html.replace(/<script[^>]*>[\s\S]*?<\/script>/g, (tag) => (/import init|TrunkApplicationStarted|__trunk/i.test(tag) ? '' : tag))
    .replace(/<link\b[^>]*\brel="?(?:modulepreload|preload)"?[^>]*>/g, '');
  for (const tag of html.match(/<link\b[^>]*\brel="?stylesheet"?[^>]*>/g) ?? []) {
    const name = /href="?([^"\s>]+)/.exec(tag)?.[1] ?? '';
    if (!/\/index-[0-9a-f]+\.css$/.test(name)) continue;
    html = html.replace(tag, '');
    fs.rmSync(inStaging(path.basename(name)), { force: true });
  }
  // Scripts of ours that run before the page is drawn: squeezed, and sealed anew.
  const sealed = [];
  for (const tag of html.match(/<script\b[^>]*\bsrc="?[^"\s>]+"?[^>]*>/g) ?? []) {
    const [, old] = /\bsrc="?([^"\s>]+)/.exec(tag);
    const from = inStaging(old.startsWith(base) ? old.slice(base.length) : old);
    const { code } = await transform(fs.readFileSync(from, 'utf8'), { minify: isRelease, target: 'es2022', legalComments: 'none', define: { LANGUAGES: JSON.stringify(languages) } });
    fs.rmSync(from);
    const one = put(path.basename(from).replace(/-[0-9a-f]+\.js$/, ''), Buffer.from(code), 'js');
    sealed.push(one);
    html = html.replace(tag, `<script src="${base}${one.name}" integrity="${one.integrity}">`);
  }
  const link = (rel, { name, integrity }) => `<link rel="${rel}" href="${base}${name}" integrity="${integrity}">`;
  // The style sheet stands behind `early.js`, which would else wait for it, and the page below would not be read meanwhile.
  // `begin.js` at the end of the page does wait: the sheet has the line to itself, and the page is laid out once, with it.
  // The wasm is asked for there and not by the script that runs it, which is 300 ms sooner on a slow phone.
  const head = [link('kassa-script', script), link('kassa-program', made['app_bg.wasm'])];
  html = html.replace(/(?=<script\b)/, `${head.join('\n')}\n`).replace(/(?=\s*<\/head>)/, `\n${link('stylesheet', style)}`);
  // No browser holds an icon against a digest, and nobody reads the indentation: both are a tenth of a kilobyte.
  html = html.replace(/(<link rel="icon"[^>]*?) integrity="[^"]*"/, '$1');
  if (isRelease) html = html.replace(/^\s+/gm, '');
  fs.writeFileSync(file, html);
  return sealed;
}

function pages() {
  return fs.readdirSync(staging, { recursive: true }).map(String).filter((name) => name.endsWith('.html'));
}

/** The card frame and any other document: its modules become one script, and scripts and styles get their digests. */
async function sealFrames() {
  for (const page of pages().filter((name) => name !== 'index.html')) {
    const folder = path.dirname(inStaging(page));
    const sources = new Set();
    // Hints for modules that the one script now holds go.
    let html = fs.readFileSync(inStaging(page), 'utf8').replace(/<!--[\s\S]*?-->/g, '').replace(/<link\b[^>]*\bmodulepreload\b[^>]*>\s*/g, '');
    for (const tag of html.match(/<(?:script|link)\b[^>]*>/g) ?? []) {
      const name = /\b(?:src|href)="([^":]+)"/.exec(tag)?.[1];
      const ending = path.extname(name ?? '').slice(1);
      if (!['js', 'css'].includes(ending) || /\bintegrity=/.test(tag)) continue;
      const from = name.startsWith('/') ? inStaging(name) : path.join(folder, name);
      const { outputFiles, metafile } = await build({
        entryPoints: [from], bundle: true, write: false, metafile: true, minify: isRelease, format: 'esm', target: 'es2022', legalComments: 'none', logLevel: 'warning',
      });
      for (const source of Object.keys(metafile.inputs)) sources.add(path.resolve(source));
      const file = named(path.basename(from, `.${ending}`), outputFiles[0].contents, ending);
      fs.writeFileSync(path.join(path.dirname(from), file), outputFiles[0].contents);
      const sealed = tag.replace(name, name.replace(path.basename(name), file)).replace(/\s*\/?>$/, ` integrity="${integrity(outputFiles[0].contents)}">`);
      html = html.replace(tag, sealed);
    }
    for (const source of sources) fs.rmSync(source, { force: true });
    fs.writeFileSync(inStaging(page), html);
  }
}

function refuseInline() {
  for (const page of pages()) {
    const html = fs.readFileSync(inStaging(page), 'utf8');
    const found = [/<script(?![^>]*\bsrc=)[^>]*>/i, /<style\b/i, /\sstyle\s*=\s*["']/i, /<[^>]+\son\w+\s*=/i, /javascript:/i].map((fault) => fault.exec(html)?.[0]).filter(Boolean);
    if (found.length) throw new Error(`${page} has inline code, which the policy forbids: ${found.join(' … ')}`);
  }
}

/** What each file is for: the inventory of scripts that PCI DSS 6.4.3 asks for. */
function reason(name) {
  if (name === script.name) return 'starts the checkout; the glue and loader of the WebAssembly parts';
  if (name === made['app_bg.wasm'].name) return 'the checkout itself';
  if (early.some((one) => one.name === name)) return 'beside the style sheet: chooses what the static page shows, starts the checkout and speaks for it until it runs';
  if (name.endsWith('.wasm')) return 'a part of the checkout that is loaded when it is needed';
  if (name.startsWith('vault/') && name.endsWith('.js')) return 'the card fields, run in a frame of their own';
  if (name.endsWith('.js')) return 'unknown: say in scripts/page.mjs what it is for';
}

function writeLists() {
  fs.writeFileSync(inStaging('parts.json'), `${JSON.stringify({ cut: isCut, script, early, style, later, wasm: made }, null, 1)}\n`);
  fs.writeFileSync(inStaging('_headers'), headersFile({ provider: process.env.KASSA_PROVIDER === 'stripe' ? STRIPE : undefined }));
  const files = fs.readdirSync(staging, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => path.relative(staging, path.join(entry.parentPath ?? entry.path, entry.name)).split(path.sep).join('/')).filter((name) => name !== 'assets-manifest.json').sort();
  const list = files.map((name) => {
    const bytes = fs.readFileSync(inStaging(name));
    return { path: name, bytes: bytes.length, sha384: sha384(bytes), reason: reason(name) };
  });
  fs.writeFileSync(inStaging('assets-manifest.json'), `${JSON.stringify(list, null, 1)}\n`);
}
