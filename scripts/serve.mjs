//! Serves the built page on loopback, and the card frame beside it on an origin of its own, both under the strict
//! policy of scripts/headers.mjs: `node scripts/serve.mjs [--dist dist] [--port 8080]`; PORT names a port too.
//!
//! The page learns the frame's origin from `<meta name="kassa-vault" content="…">`, which is written into index.html as
//! it is served. A static host without that leaves `vault/` of its own origin, the default of the page.
//!
//! What a merchant would write into the page is given here, each as often as needed: `--set backend=js` is a meta element
//! `kassa-backend`, `--script /shop.js` a module of the page's origin, `--route /shop.js=examples/js-backend/shop.js` a
//! file served under a path, and `--connect https://api.example` an origin that the page may ask. `--set provider=stripe` also
//! lets Stripe's own addresses in.
//!
//! With `--faults` it misbehaves on demand: a test opens `/__begin/<id>?to=/page`; the cookie it gets ties its later
//! requests to the faults it asked for with `PUT /__faults/<id>`, to what was seen of it, and to its policy reports.
//! So tests may run side by side, and one way of breaking the network serves every engine.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import zlib from 'node:zlib';
import { BANK, STRIPE, bankHeaders, embeddedHeaders, pageHeaders, vaultHeaders } from './headers.mjs';

const HOST = '127.0.0.1';
const brotli = promisify(zlib.brotliCompress);
const TYPES = {
  html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', json: 'application/json',
  wasm: 'application/wasm', bin: 'application/octet-stream', svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp', avif: 'image/avif',
  ico: 'image/x-icon', woff2: 'font/woff2', txt: 'text/plain; charset=utf-8', ts: 'text/plain; charset=utf-8', yaml: 'application/yaml; charset=utf-8',
  webmanifest: 'application/manifest+json',
};
const SQUEEZED = new Set(['html', 'js', 'css', 'json', 'wasm', 'bin', 'svg', 'txt', 'webmanifest']);
/** The card fields of an element, wherever its folder is. */
const VAULT = /\/vault\//;
/** The page that a host has in a frame; here the shop's page is the host, and the second origin serves the frame. */
const EMBEDDED = /\/embedded\/(index\.html)?$/;
const HASHED = /-[0-9a-f]{16}\.\w+$/;

/**
 * Starts both servers; answers with their origins and `close`. `port` 0 takes free ones.
 * A port that is taken is passed over for the next, unless `exact`.
 *
 * `settings` are the page's, by name without `kassa-`; `scripts` are addresses of modules of the
 * merchant's; `routes` are files by the path they are served under; `connect` are origins the page may ask beside its own; `provider`
 * are the sources of a payment provider, as `pageHeaders` takes them. With `embed`, `dist` holds pages of merchants' and the
 * element's folder, and the second origin serves that folder to any page, as a CDN does.
 */
export async function serve(dist, { port = 8080, faults = false, exact = false, settings = {}, scripts = [], routes = {}, connect = [], provider, embed = false } = {}) {
  if (!fs.existsSync(path.join(dist, 'index.html'))) throw new Error(`${dist} holds no index.html: run \`make build\``);
  const misbehaviour = faults ? new Misbehaviour() : undefined;
  // The studio has the page in frames of its own origin; what several of them draw again and again is not asked for each time.
  const hosts = fs.existsSync(path.join(dist, 'studio/index.html')) ? ["'self'"] : [];
  const origins = {};
  const page = http.createServer((request, response) => answer(request, response, { root: dist, kind: 'page' }));
  const vault = http.createServer((request, response) => answer(request, response, embed ? { root: dist, kind: 'cdn' } : { root: path.join(dist, 'vault'), kind: 'vault' }));
  const all = new Map();

  async function answer(request, response, { root, kind }) {
    try {
      const url = new URL(request.url, `http://${HOST}`);
      if (misbehaviour) {
        // A browser quietly repeats a request, even a POST, whose kept-alive connection is cut. Without keep-alive it tells.
        response.setHeader('connection', 'close');
        if (await misbehaviour.takes(request, response, url)) return;
      } else if (url.pathname.startsWith('/__reports')) {
        console.warn('policy report:', (await body(request)).slice(0, 2000));
        return void response.writeHead(204).end();
      }
      if (!['GET', 'HEAD'].includes(request.method)) return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
      const file = (kind === 'page' && routes[url.pathname]) || find(root, url.pathname, kind === 'page');
      const reports = `/__reports${misbehaviour ? `/${testOf(request) ?? 'none'}` : ''}`;
      const headers = kind === 'page' && url.pathname.endsWith(BANK) ? bankHeaders({ report: reports })
        : kind === 'page' && !(embed && VAULT.test(url.pathname)) ? pageHeaders({ vault: origins.vault, report: reports, connect, provider, embed: embed && origins.vault, hosts })
          : embed && EMBEDDED.test(url.pathname) ? embeddedHeaders({ hosts: [origins.page], report: reports, connect })
            // The frame's own document may stand between the card fields and the page.
            : vaultHeaders({ page: embed ? `${origins.page} ${origins.vault}` : origins.page, report: reports });
      if (kind === 'cdn') headers['access-control-allow-origin'] = '*';
      if (url.pathname.startsWith('/return')) headers['referrer-policy'] = 'no-referrer';
      if (!file) return void response.writeHead(404, { ...headers, 'content-type': TYPES.txt }).end('Not found\n');
      const ending = path.extname(file).slice(1);
      let content = fs.readFileSync(file);
      if (file === path.join(root, 'index.html') && kind === 'page' && !embed) content = Buffer.from(asTold(content.toString(), { vault: `${origins.vault}/`, ...settings }, scripts));
      if (embed && kind === 'cdn' && EMBEDDED.test(url.pathname)) content = Buffer.from(asTold(content.toString(), { hosts: origins.page, ...settings }, scripts));
      const plain = content;
      headers['content-type'] = TYPES[ending] ?? 'application/octet-stream';
      headers['cache-control'] = HASHED.test(file) ? 'public, max-age=31536000, immutable' : hosts.length && ending === 'svg' ? 'public, max-age=600' : 'no-cache';
      if (SQUEEZED.has(ending)) {
        headers.vary = 'accept-encoding';
        if (/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) {
          content = await squeezed(content, `${kind} ${file}`);
          headers['content-encoding'] = 'br';
        }
      }
      headers['content-length'] = content.length;
      if (misbehaviour?.spoils(request, response, headers, content, plain)) return;
      response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : content);
    } catch (fault) {
      console.error(request.method, request.url, fault);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  }

  function squeezed(content, key) {
    const kept = all.get(key);
    if (kept && kept.content.equals(content)) return kept.small;
    // Not in this thread: a test that serves its pages itself would stand still meanwhile.
    // A build for work on it is many megabytes, and nobody measures it.
    const small = brotli(content, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: content.length > 4e6 ? 1 : 9, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
    all.set(key, { content, small });
    return small;
  }

  const at = await listen(page, port, exact);
  origins.page = `http://${HOST}:${at}`;
  origins.vault = `http://${HOST}:${await listen(vault, port === 0 ? 0 : at + 1, exact)}`;
  return { ...origins, close: () => { page.close(); vault.close(); page.closeAllConnections(); vault.closeAllConnections(); } };
}

/** The file of a path; for a page of the app, which has no ending, its one document. */
function find(root, pathname, isApp) {
  const file = path.join(root, path.normalize(`/${decodeURIComponent(pathname)}`));
  for (const candidate of [file, path.join(file, 'index.html')]) {
    if (fs.existsSync(candidate) && fs.statSync(candidate).isFile()) return candidate;
  }
  return isApp && !path.extname(file) ? path.join(root, 'index.html') : undefined;
}

/** The page with its settings as meta elements, and with the scripts of its merchant. */
function asTold(html, settings, scripts) {
  const quoted = (text) => String(text).replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
  let told = html;
  let head = scripts.map((src) => `<script type="module" src="${quoted(src)}"></script>`).join('\n');
  for (const [name, content] of Object.entries(settings)) {
    const meta = `<meta name="kassa-${quoted(name)}" content="${quoted(content)}">`;
    const there = new RegExp(`<meta name="kassa-${name}"[^>]*>`);
    if (there.test(told)) told = told.replace(there, () => meta);
    else head = `${meta}\n${head}`;
  }
  return told.replace('</head>', () => `${head}\n</head>`);
}

function listen(server, port, exact) {
  return new Promise((up, fail) => {
    server.once('error', (fault) => {
      if (fault.code !== 'EADDRINUSE' || exact) fail(fault);
      else up(listen(server, port + 1));
    });
    server.listen(port, HOST, () => up(server.address().port));
  });
}

const body = async (request) => Buffer.concat(await request.toArray()).toString();
const testOf = (request) => /\bkassa-test=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));

/**
 * What a test asked for. A fault is `{ path or match, kind, times, ms, status }`: `path` is how a request's path begins,
 * `match` a pattern in it; `times` is 1 unless told, -1 for ever; `kind` is abort, delay, hang, status, truncate,
 * alter (one byte is another) or wrong-mime.
 */
class Misbehaviour {
  faults = new Map();
  seen = new Map();
  reports = new Map();

  /** Whether the request was one to this object, or one it has put an end to. */
  async takes(request, response, url) {
    const [, head, id] = url.pathname.split('/');
    const json = (value) => response.writeHead(200, { 'content-type': TYPES.json }).end(JSON.stringify(value));
    switch (head) {
      case '__begin': {
        const to = url.searchParams.get('to') ?? '/';
        response.writeHead(302, { 'set-cookie': `kassa-test=${id}; Path=/; SameSite=Strict`, location: to.startsWith('/') ? to : '/' }).end();
        return true;
      }
      case '__faults':
        this.faults.set(id, JSON.parse(await body(request)));
        response.writeHead(204).end();
        return true;
      case '__seen':
        json(this.seen.get(id) ?? []);
        return true;
      case '__reports':
        if (request.method === 'POST') {
          this.reports.set(id, [...(this.reports.get(id) ?? []), JSON.parse((await body(request)) || '{}')]);
          response.writeHead(204).end();
        } else json(this.reports.get(id) ?? []);
        return true;
    }
    const test = testOf(request);
    if (!test) return false;
    this.seen.set(test, [...(this.seen.get(test) ?? []), `${request.method} ${url.pathname}`]);
    const fault = this.next(test, url);
    request.fault = fault;
    if (fault?.kind === 'delay') await pause(fault.ms ?? 500);
    if (fault?.kind === 'abort') request.socket.destroy(); // what a shopper in a tunnel gets
    if (fault?.kind === 'status') response.writeHead(fault.status ?? 503).end();
    return ['abort', 'status', 'hang'].includes(fault?.kind);
  }

  next(test, url) {
    const fits = (fault) => (fault.match ? new RegExp(fault.match).test(url.pathname) : url.pathname.startsWith(fault.path));
    const fault = this.faults.get(test)?.find((candidate) => (candidate.times ?? 1) !== 0 && fits(candidate));
    if (fault) fault.times = (fault.times ?? 1) - 1;
    return fault;
  }

  /** Whether the answer was sent spoilt. */
  spoils(request, response, headers, content, plain) {
    if (request.fault?.kind === 'wrong-mime') headers['content-type'] = TYPES.html;
    if (request.fault?.kind === 'alter') {
      delete headers['content-encoding'];
      const altered = Buffer.from(plain);
      altered[altered.length - 1] ^= 1;
      response.writeHead(200, { ...headers, 'content-length': altered.length }).end(altered);
      return true;
    }
    if (request.fault?.kind !== 'truncate') return false;
    response.writeHead(200, headers);
    response.write(content.subarray(0, content.length >> 1), () => request.socket.destroy());
    return true;
  }
}

if (process.argv[1] === import.meta.filename) {
  const many = { type: 'string', multiple: true, default: [] };
  const { values } = parseArgs({
    options: {
      dist: { type: 'string', default: 'dist' }, port: { type: 'string' }, faults: { type: 'boolean', default: false }, exact: { type: 'boolean', default: false },
      set: many, script: many, route: many, connect: many, embed: { type: 'boolean', default: false },
    },
  });
  const pairs = (list) => Object.fromEntries(list.map((text) => /^([^=]+)=(.*)$/s.exec(text)?.slice(1) ?? [text, '']));
  const { page, vault } = await serve(values.dist, {
    port: +(values.port ?? process.env.PORT ?? 8080), faults: values.faults, exact: values.exact,
    settings: pairs(values.set), scripts: values.script, routes: pairs(values.route), connect: values.connect, embed: values.embed,
    provider: values.set.includes('provider=stripe') ? STRIPE : undefined,
  });
  console.log(`Kassa: ${page}/\n  (card frame: ${vault}/; stop with Ctrl-C)`);
}
