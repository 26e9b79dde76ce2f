//! Makes the pages of examples/embed in a folder that has the element in it: version and digest are filled in as a merchant would
//! copy them, and the apps are bundled with the package, as their own tools would.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { compileScript, parse } from 'vue/compiler-sfc';

const FROM = 'examples/embed';
/** Apps: what they are made of is not served. */
const APPS = ['react.jsx', 'vue.js'];

/** `files` is where the element's folder is served. */
export async function examples({ out, version, sri, files }) {
  const app = /\.(jsx|vue|md)$/;
  for (const name of fs.readdirSync(FROM, { recursive: true })) {
    const from = path.join(FROM, name);
    if (fs.statSync(from).isDirectory() || app.test(name) || APPS.includes(name)) continue;
    const to = path.join(out, name);
    fs.mkdirSync(path.dirname(to), { recursive: true });
    if (!name.endsWith('.html')) fs.copyFileSync(from, to);
    else fs.writeFileSync(to, fs.readFileSync(from, 'utf8').replaceAll('VERSION', version).replaceAll('"LOADER"', `"${sri['loader.js']}"`).replaceAll('"MODULE"', `"${sri['module.js']}"`));
  }
  fs.copyFileSync('examples/js-backend/shop.js', path.join(out, 'shop.js'));
  await build({
    entryPoints: APPS.map((name) => path.join(FROM, name)),
    outdir: out, bundle: true, minify: true, format: 'esm', target: 'es2022', jsx: 'automatic', legalComments: 'none', logLevel: 'warning',
    alias: { 'kassa-checkout': path.resolve(out, 'package'), vue: path.resolve('node_modules/vue/dist/vue.runtime.esm-bundler.js') },
    define: {
      KASSA_FILES: JSON.stringify(files), 'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    plugins: [{ name: 'vue', setup: (esbuild) => esbuild.onLoad({ filter: /\.vue$/ }, ({ path: file }) => ({ contents: component(file), loader: 'js', resolveDir: path.dirname(file) })) }],
  });
}

/** A component with its template compiled: a strict policy lets none be compiled in the page. */
function component(file) {
  const { descriptor } = parse(fs.readFileSync(file, 'utf8'), { filename: file });
  const isCustomElement = (tag) => tag === 'kassa-checkout';
  const { content } = compileScript(descriptor, { id: 'example', inlineTemplate: true, templateOptions: { compilerOptions: { isCustomElement } } });
  return content;
}
