//! Builds the element: `dist-embed/kassa/<version>/` with a loader of a stable name and everything else under names that
//! change with their content, and beside it what a package of it is made of. `node scripts/embed.mjs [--dev] [--adapters demo,ucp]`.
//! `--linked FILE` takes a module that is compiled already, for work on what stands around it.
//!
//! Always true of the result, checked here: every file but the loader is fetched with its digest, and the loader's own is
//! written into `sri.json` for the page that names it.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { embedded } from './embedded.mjs';
import { examples } from './embed-examples.mjs';
import { pack } from './package.mjs';
import { cut, integrity, named, parts, pin, sha384, whole } from './split.mjs';

const { values: { dev, adapters, out, linked: given } } = parseArgs({ options: { dev: { type: 'boolean', default: false }, adapters: { type: 'string' }, out: { type: 'string', default: 'dist-embed' }, linked: { type: 'string' } } });
const BIN = 'kassa-page';
const wanted = (adapters ?? process.env.ADAPTERS ?? 'demo,ucp,vendure,medusa,js').split(',');
const version = /^version = "(.+)"/m.exec(fs.readFileSync('Cargo.toml', 'utf8'))[1];
const folder = path.join(out, 'kassa', version);

const features = [dev ? [] : ['split'], 'widget', ...wanted].flat().join(',');
const profile = dev ? 'debug' : 'release';
if (!given) execFileSync('cargo', ['build', '--target', 'wasm32-unknown-unknown', '--locked', '--bin', BIN, '--no-default-features', '--features', features, ...(dev ? [] : ['--release'])], { stdio: 'inherit' });
const { target_directory: target } = JSON.parse(execFileSync('cargo', ['metadata', '--no-deps', '--format-version', '1'], { encoding: 'utf8', maxBuffer: 1 << 26 }));
const linked = given ?? path.join(target, 'wasm32-unknown-unknown', profile, `${BIN}.wasm`);

fs.mkdirSync(target, { recursive: true });
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
const work = dev ? bound() : cut(linked);
const made = await parts(work, folder, { optimise: !dev });

const served = { name: 'served', setup: (esbuild) => esbuild.onResolve({ filter: /^\// }, ({ kind, path: url }) => (kind === 'url-token' ? { path: url, external: true } : undefined)) };
const sheet = async (stem, file) => put(stem, await bundle({ entryPoints: [file], loader: { '.svg': 'file' }, plugins: [served] }), 'css');
const style = await sheet('style', 'style/embed.css');
const later = await sheet('later', 'style/embed-later.css');
const more = put('more', await bundle({ entryPoints: ['src/widget/more.js'] }), 'js');
const sealed = ({ name, integrity: digest }) => JSON.stringify([name, digest]);
const script = put('element', await bundle({ entryPoints: ['src/widget/element.js'], plugins: [glue()], define: { LATER: sealed(later), MORE: sealed(more) } }), 'js');
const program = made['app_bg.wasm'];
// One build serves every backend it was made with; a page that names another is told so.
const files = [script.name, script.integrity, program.name, program.integrity, style.name, style.integrity];
const builds = Object.fromEntries(wanted.map((name) => [name, files]));
const known = wanted.length === 5 ? { '*': files } : builds;
const loader = (define, options = {}) => bundle({ entryPoints: ['src/widget/loader.js'], define: { BUILDS: JSON.stringify(known), VERSION: JSON.stringify(version), ...define }, ...options });
for (const [name, auto] of [['loader', true], ['module', false]]) {
  fs.writeFileSync(path.join(folder, `${name}.js`), await loader({ AUTO: String(auto), FILES: '"./"', KASSA_FILES: 'undefined' }));
}
for (const name of ['locales', 'vault', 'brands', 'shop', 'demo']) if (fs.existsSync(path.join('public', name))) fs.cpSync(path.join('public', name), path.join(folder, name), { recursive: true, filter: (file) => !file.endsWith('.md') });
const sri = Object.fromEntries(['loader.js', 'module.js'].map((name) => [name, sha384(fs.readFileSync(path.join(folder, name)))]));
Object.assign(sri, await embedded({ folder, bundle, put, digests: sri }));
fs.writeFileSync(path.join(folder, 'sri.json'), `${JSON.stringify({ version, ...sri }, null, 1)}\n`);
fs.writeFileSync(path.join(folder, 'parts.json'), `${JSON.stringify({ version, adapters: wanted, cut: !dev, loader: { name: 'loader.js' }, script, style, later, more, wasm: made }, null, 1)}\n`);
// A merchant's bundler makes it small, and may say where the files are.
pack({ folder, to: path.join(out, 'package'), version, module: await loader({ AUTO: 'false', FILES: '"./files/"' }, { minify: false }) });
await examples({ out, version, sri, files: `/kassa/${version}/` });
fs.rmSync(work, { recursive: true });
console.log(`Kassa ${version} for ${wanted.join(', ')}: ${folder}/loader.js`);

function bound() {
  const stem = 'app';
  const at = fs.mkdtempSync(path.join(target, 'embed-'));
  execFileSync('wasm-bindgen', ['--target', 'web', '--no-typescript', '--out-dir', at, '--out-name', stem, linked], { stdio: ['ignore', 'inherit', 'inherit'] });
  const from = whole(at, stem);
  fs.rmSync(at, { recursive: true });
  return from;
}

async function bundle(options) {
  const { outputFiles } = await build({ bundle: true, write: false, minify: !dev, format: 'esm', target: 'es2022', legalComments: 'none', logLevel: 'warning', outdir: folder, logOverride: { 'duplicate-object-key': 'silent' }, ...options });
  return outputFiles[0].contents;
}

/** Whatever of ours imports `./app.js` gets wasm-bindgen's glue of this build; the splitter's loader its parts by their final names. */
function glue() {
  // The one place where the program makes markup of text (src/widget/trusted.js).
  const careful = (file) => ({ contents: `import { trusted } from ${JSON.stringify(path.resolve('src/widget/trusted.js'))};\n${fs.readFileSync(file, 'utf8').replaceAll(/\.innerHTML = (getStringFromWasm0\(\w+, \w+\))/g, '.innerHTML = trusted($1)')}`, loader: 'js', resolveDir: path.dirname(file) });
  const pinned = (file) => ({ contents: pin(fs.readFileSync(file, 'utf8'), made), loader: 'js', resolveDir: path.dirname(file) });
  return {
    name: 'glue',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^\.\/app\.js$/ }, () => ({ path: path.join(work, 'app.js') }));
      esbuild.onResolve({ filter: /^\.\/__wasm_split\.js$/ }, () => ({ path: path.join(work, '__wasm_split.js') }));
      esbuild.onLoad({ filter: /app\.js$/ }, ({ path: file }) => careful(file));
      esbuild.onLoad({ filter: /__wasm_split\.js$/ }, ({ path: file }) => pinned(file));
    },
  };
}

function put(stem, contents, ending) {
  const name = named(stem, contents, ending);
  fs.writeFileSync(path.join(folder, name), contents);
  return { name, integrity: integrity(contents), bytes: contents.length };
}
