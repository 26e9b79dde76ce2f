// For Vite: serves the checkout's files beside the app's own, and tells the program where. They are not bundled: each is
// fetched with its digest, and a bundler would change them.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const files = path.join(here, 'files');
const { version } = JSON.parse(fs.readFileSync(path.join(here, 'package.json'), 'utf8'));
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.html': 'text/html' };

/** `folder` is where in the app they are served, ending in a slash. */
export default function kassa({ folder = `kassa/${version}/` } = {}) {
  return {
    name: 'kassa-checkout',
    config({ base = '/', build }) {
      // With a base of no place, the way there begins at the app's scripts.
      const isRelative = base === '' || base.startsWith('.');
      const from = isRelative ? `${path.posix.relative(build?.assetsDir ?? 'assets', folder)}/` : base + folder;
      return { define: { KASSA_FILES: JSON.stringify(from) } };
    },
    configureServer({ config, middlewares }) {
      middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url, 'http://localhost');
        const at = [config.base, '/'].map((base) => base + folder).find((start) => pathname.startsWith(start));
        const file = at && path.join(files, path.normalize(`/${decodeURIComponent(pathname.slice(at.length))}`));
        if (!file || !fs.existsSync(file) || !fs.statSync(file).isFile()) return next();
        response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
        fs.createReadStream(file).pipe(response);
      });
    },
    generateBundle() {
      for (const name of fs.readdirSync(files, { recursive: true })) {
        const file = path.join(files, name);
        if (fs.statSync(file).isFile()) this.emitFile({ type: 'asset', fileName: folder + name.split(path.sep).join('/'), source: fs.readFileSync(file) });
      }
    },
  };
}
