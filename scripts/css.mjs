// Bundles a style sheet with what it imports, keeping layers: `node scripts/css.mjs style/index.css OUT`.
// Throws when the sheet breaks a rule of the house: physical sides, ids, or a dark theme in two versions.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const [source, target] = process.argv.slice(2);
if (!source || !target) throw new Error('usage: css.mjs SOURCE TARGET');
const root = dirname(source);

const uncommented = (path) => readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
const sheets = readdirSync(root, { recursive: true }).filter((name) => name.endsWith('.css'));
const physical = /(?<![\w-])((margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)|left|right|float|width|height|(min|max)-(width|height))\s*:/;
for (const name of sheets) {
  const rules = uncommented(join(root, name)).replace(/\([^()]*:[^()]*\)/g, '');
  const found = rules.match(physical);
  if (found) throw new Error(`${name}: "${found[0]}" is a physical side; say inline/block, start/end`);
}

// "As on this device" shows the dark theme under a media query, which cannot share a block with a selector.
const tokens = (name) => uncommented(join(root, name)).match(/[\w-]+:[^;{}]+;/g).join('\n').replace(/[^\S\n]+/g, ' ');
const strip = (text) => text.replace(/.*prefers-color-scheme.*\n?/g, '');
if (strip(tokens('themes/dark.css')) !== strip(tokens('themes/auto.css'))) throw new Error('themes/auto.css differs from themes/dark.css');

await build({ entryPoints: [source], outfile: target, bundle: true, minify: true, logLevel: 'warning' });
