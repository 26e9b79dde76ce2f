//! The npm package of the element: what is written by hand in packages/kassa-checkout, the element's folder as `files`, and
//! what is shared with the rest of the house. Nothing is published; tests/embed/package.test.mjs installs it as a merchant would.
import fs from 'node:fs';
import path from 'node:path';

const OURS = 'packages/kassa-checkout';
const DOCS = ['embedding.md', 'backends.md', 'providers.md', 'js-backend.md', 'configuration.md', 'headers'];
/** Beside the element's own types: the backend's, and the configuration's schema. */
const SHARED = ['kassa-backend.d.ts', 'config.schema.json'];

/** `module` is the element's class as a module without side effects. */
export function pack({ folder, to, version, module }) {
  fs.cpSync(OURS, to, { recursive: true });
  fs.cpSync(folder, path.join(to, 'files'), { recursive: true });
  fs.writeFileSync(path.join(to, 'index.js'), module);
  fs.copyFileSync('src/widget/names.js', path.join(to, 'names.js'));
  for (const name of ['LICENSE', 'NOTICE']) fs.copyFileSync(name, path.join(to, name));
  const shared = SHARED.filter((name) => fs.existsSync(path.join('public', name)));
  for (const name of shared) fs.copyFileSync(path.join('public', name), path.join(to, name));
  for (const name of DOCS) if (fs.existsSync(path.join('docs', name))) fs.cpSync(path.join('docs', name), path.join(to, 'docs', name), { recursive: true });
  const about = JSON.parse(fs.readFileSync(path.join(OURS, 'package.json'), 'utf8'));
  // Marked private so that nobody publishes the folder in the repository, which lacks half of it.
  delete about.private;
  if (shared.includes('config.schema.json')) about.exports['./config.schema.json'] = './config.schema.json';
  fs.writeFileSync(path.join(to, 'package.json'), `${JSON.stringify({ ...about, version }, null, 2)}\n`);
}
