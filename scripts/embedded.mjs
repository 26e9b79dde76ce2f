//! The part of the element's build that is for other hosts (docs/embedded-protocol.md): `embedded/index.html`, the page that
//! a host shows in a frame, with its script and sheet; and `ecp-host.js`, the host's side, under a stable name.
//!
//! Always true of the page: no script or style stands in it, and each that it names is fetched with its digest.
import fs from 'node:fs';
import path from 'node:path';
import { sha384 } from './split.mjs';

/** Writes both into `folder`; answers with the digest of what a page names by a stable name. */
export async function embedded({ folder, bundle, put, digests }) {
  fs.mkdirSync(path.join(folder, 'embedded'), { recursive: true });
  const script = put('embedded/page', await bundle({ entryPoints: ['src/widget/ecp/page.js'] }), 'js');
  const style = put('embedded/page', await bundle({ entryPoints: ['src/widget/ecp/page.css'] }), 'css');
  const told = { LOADER: digests['loader.js'], SCRIPT: path.basename(script.name), SCRIPT_SRI: script.integrity, STYLE: path.basename(style.name), STYLE_SRI: style.integrity };
  const page = fs.readFileSync('src/widget/ecp/index.html', 'utf8').replace(/"([A-Z_]+)"/g, (whole, name) => (name in told ? `"${told[name]}"` : whole));
  fs.writeFileSync(path.join(folder, 'embedded/index.html'), page);
  const host = await bundle({ entryPoints: ['src/widget/ecp-host.js'] });
  fs.writeFileSync(path.join(folder, 'ecp-host.js'), host);
  return { 'ecp-host.js': sha384(host) };
}
