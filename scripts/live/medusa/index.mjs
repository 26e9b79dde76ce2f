//! A real Medusa with a shop in it, on loopback: `node scripts/live/medusa/index.mjs [port]`, or `start()` from a test.
//!
//! Packages come from npm as package-lock.json names them, into a cache outside the checkout; the database is made once and
//! copied for each start, so every run begins with the same shop. Nothing here reaches a shopper.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, postgres, programs } from './postgres.mjs';

const HOST = '127.0.0.1';
const HERE = import.meta.dirname;
const CACHE = path.join(process.env.KASSA_LIVE ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'kassa-live'), 'medusa');
const APP = path.join(CACHE, 'app');
/** Which of Medusa's payment providers is which of our ways to pay, as the page's setting `kassa-methods` says it. */
const METHODS = 'pp_testpay_test=card pp_system_default=invoice';
/** What a journey must know of the shop: a code that works, something of which the bag may hold one more, and who has an account (shop/seed.js). */
const SELLS = { code: 'VILLMARK10', goods: 'Enamel mug', customer: { email: 'ada@example.com', password: 'test-password-1', name: 'Ada Tester', book: ['Mannerheimintie 1 A 2', 'Storgata 5'] } };

/**
 * Installs, seeds and starts what is not there yet. Answers with
 * `{ endpoint, took: { install, seed, start }, stop(), page, sells, bag(), orders(email), fulfil(orderId), stock(), price(), admin(), secret, shop }`; times in milliseconds.
 * `port` 0 or none takes a free one. `origins` are those of pages that may ask, `*` any; none are those of this machine.
 */
export async function start({ port = 0, origins, log = () => {} } = {}) {
  programs(); // Says at once that the database is missing, not after minutes of installing.
  const took = {};
  const timed = async (name, work) => {
    const from = performance.now();
    const result = await work();
    took[name] = Math.round(performance.now() - from);
    return result;
  };
  await timed('install', () => install(log));
  const ends = [];
  const stop = async () => { while (ends.length) await ends.pop()(); };
  try {
    const { shop, env } = await timed('seed', async () => {
      const database = await postgres(CACHE);
      ends.push(() => database.stop(), atExit(() => database.stopNow()));
      return { shop: await seeded(database, log), env: { DATABASE_URL: database.url('medusa') } };
    });
    const at = port || (await freePort());
    const endpoint = `http://${HOST}:${at}`;
    await timed('start', async () => {
      const server = medusa(['start', '--host', HOST, '--port', `${at}`], { ...env, ...cors(origins), PORT: `${at}`, KASSA_LIVE_SELF: endpoint }, log);
      ends.push(() => end(server), atExit(() => signal(server, 'SIGKILL')));
      await answers(`${endpoint}/health`, server);
    });
    return { endpoint, took, stop, shop, page: { backend: 'medusa', endpoint, key: shop.key, methods: METHODS, countries: 'FI SE DK NO DE NL FR AT', 'shop-name': 'Fjell & Fjord' }, sells: SELLS, ...hands(endpoint, shop) };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/** Medusa answers a page with its own origin or not at all; "any" is a pattern. */
const cors = (origins) => (origins ? { KASSA_LIVE_CORS: origins.map((origin) => (origin === '*' ? '/.*/' : origin)).join(',') } : {});

/** What a test does to the shop: fill a bag, send an order off, be the merchant. */
function hands(endpoint, shop) {
  const call = async (headers, method, where, body) => {
    const answer = await fetch(endpoint + where, { method, headers: { ...headers, 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
  const basic = `Basic ${Buffer.from(`${shop.secret}:`).toString('base64')}`;
  const store = (...what) => call({ 'x-publishable-api-key': shop.key }, ...what);
  /** A call to the merchant's side, for price and stock: `admin('POST', '/admin/…', body)`. */
  const admin = (...what) => call({ authorization: basic }, ...what);
  return {
    admin,
    /** The value of `Authorization` for the merchant's side. */
    secret: basic,
    /** The id of a new cart. `items` is `{ sku: quantity }`. */
    async bag({ items = { 'JACKET-M': 1, 'MUG-1': 2 }, region = 'euro' } = {}) {
      const lines = Object.entries(items).map(([sku, quantity]) => ({ variant_id: shop.variants[sku], quantity }));
      return (await store('POST', '/store/carts', { region_id: shop.regions[region], items: lines })).cart.id;
    },
    /** How many orders there are from an e-mail address. */
    async orders(email) {
      const { orders } = await admin('GET', '/admin/orders?fields=id,email&limit=1000');
      return orders.filter((order) => order.email === email).length;
    },
    /** Packs, ships and delivers an order, named by its number or id: before that nothing can be sent back. */
    async fulfil(named) {
      const { orders } = await admin('GET', '/admin/orders?fields=id,display_id&limit=1000&order=-created_at');
      const order = orders.find(({ id, display_id }) => id === named || `${display_id}` === `${named}`)?.id;
      if (!order) throw new Error(`Medusa has no order ${named}`);
      const { order: { items } } = await admin('GET', `/admin/orders/${order}?fields=id,*items,*items.detail`);
      // What travels and what does not are two fulfilments.
      for (const travels of [true, false]) {
        const some = items.filter((item) => item.requires_shipping === travels).map(({ id, quantity }) => ({ id, quantity }));
        if (!some.length) continue;
        const made = await admin('POST', `/admin/orders/${order}/fulfillments?fields=id,*fulfillments,*fulfillments.items`, { items: some, location_id: shop.warehouse });
        const fulfilment = made.order.fulfillments.find(({ items: packed }) => packed.some(({ line_item_id }) => line_item_id === some[0].id));
        const where = `/admin/orders/${order}/fulfillments/${fulfilment.id}`;
        if (travels) await admin('POST', `${where}/shipments`, { items: some });
        await admin('POST', `${where}/mark-as-delivered`);
      }
    },
    /** Sets how many there are of something. */
    async stock(sku, quantity) {
      await admin('POST', `/admin/inventory-items/${shop.inventory[sku]}/location-levels/${shop.warehouse}`, { stocked_quantity: +quantity });
    },
    /** Sets what something costs, in one currency. */
    async price(sku, currency_code, amount) {
      const where = `/admin/products/${shop.products[sku]}/variants/${shop.variants[sku]}`;
      const { variant } = await admin('GET', `${where}?fields=id,*prices`);
      const prices = variant.prices.map((one) => ({ id: one.id, currency_code: one.currency_code, amount: one.currency_code === currency_code ? +amount : one.amount }));
      await admin('POST', where, { prices });
    },
  };
}

async function install(log) {
  const wanted = fingerprint([HERE], ['package.json', 'package-lock.json']);
  const mark = path.join(APP, 'node_modules', '.kassa');
  if (!fs.existsSync(mark) || fs.readFileSync(mark, 'utf8') !== wanted) {
    fs.mkdirSync(APP, { recursive: true });
    for (const name of ['package.json', 'package-lock.json']) fs.copyFileSync(path.join(HERE, name), path.join(APP, name));
    log('medusa: npm ci (700 MB, takes minutes the first time)');
    // The peers that are left out are those of the merchant's own screens, which are off.
    await done(spawn('npm', ['ci', '--legacy-peer-deps', '--no-audit', '--no-fund'], { cwd: APP, stdio: ['ignore', 'pipe', 'pipe'] }), 'npm ci', log);
    fs.writeFileSync(mark, wanted);
  }
  fs.rmSync(path.join(APP, 'src'), { recursive: true, force: true });
  fs.cpSync(path.join(HERE, 'shop'), APP, { recursive: true });
}

/** Makes a database with the shop in it, from the copy that is kept of it. */
async function seeded(database, log) {
  const wanted = fingerprint([HERE, path.join(HERE, 'shop')], ['package-lock.json', 'seed.js', 'medusa-config.js']);
  const mark = path.join(database.dir, 'seeded.json');
  const kept = fs.existsSync(mark) ? JSON.parse(fs.readFileSync(mark, 'utf8')) : {};
  if (kept.of !== wanted) {
    fs.rmSync(mark, { force: true });
    database.sql(['drop database if exists medusa', 'drop database if exists medusa_kept', 'create database medusa_kept']);
    const env = { DATABASE_URL: database.url('medusa_kept') };
    log('medusa: making the database');
    await done(medusa(['db:migrate'], env, log), 'medusa db:migrate');
    log('medusa: filling the shop');
    await done(medusa(['exec', './seed.js'], env, log), 'medusa exec ./seed.js');
    const out = path.join(APP, 'seed-out.json');
    if (!fs.existsSync(out)) throw new Error('seed.js left no seed-out.json: what it said is in the log');
    kept.shop = JSON.parse(fs.readFileSync(out, 'utf8'));
    fs.rmSync(out);
    fs.writeFileSync(mark, JSON.stringify({ of: wanted, shop: kept.shop }), { mode: 0o600 });
  }
  database.sql(['drop database if exists medusa with (force)', 'create database medusa template medusa_kept']);
  return kept.shop;
}

function fingerprint(folders, names) {
  const hash = createHash('sha256');
  for (const name of names) for (const folder of folders) if (fs.existsSync(path.join(folder, name))) hash.update(fs.readFileSync(path.join(folder, name)));
  return hash.digest('hex');
}

/** A run of Medusa's own command, in a process group of its own so that its children end with it. */
function medusa(args, env, log) {
  const entry = path.join(APP, 'node_modules', '@medusajs', 'cli', 'cli.js');
  const child = spawn(process.execPath, [entry, ...args], {
    // It reports nothing to its makers, and leaves nothing in the home of whoever runs this.
    cwd: APP, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'development', MEDUSA_DISABLE_TELEMETRY: 'true', XDG_CONFIG_HOME: path.join(CACHE, 'config'), ...env },
  });
  const file = fs.createWriteStream(path.join(CACHE, 'medusa.log'), { flags: args[0] === 'start' ? 'w' : 'a' });
  for (const out of [child.stdout, child.stderr]) out.on('data', (text) => { child.said = ((child.said ?? '') + text).slice(-4000); file.write(text); });
  if (process.env.KASSA_LIVE_LOUD) for (const out of [child.stdout, child.stderr]) out.on('data', (text) => log(`${text}`.trimEnd()));
  return child;
}

const done = (child, name) => new Promise((well, ill) => {
  for (const out of [child.stdout, child.stderr]) out.on('data', (text) => { child.said = ((child.said ?? '') + text).slice(-4000); });
  child.once('error', ill);
  child.once('exit', (code) => (code === 0 ? well() : ill(new Error(`${name} ended with ${code}:\n${child.said}`))));
});

async function answers(url, server) {
  for (const until = Date.now() + 180_000; ;) {
    const there = await fetch(url).then((answer) => answer.ok, () => false);
    if (there) return;
    if (server.exitCode !== null || Date.now() > until) throw new Error(`Medusa does not start:\n${server.said}`);
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

const signal = (child, name) => { try { process.kill(-child.pid, name); } catch { /* It has ended. */ } };

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((tell) => child.once('exit', tell));
  signal(child, 'SIGTERM');
  const patience = setTimeout(() => signal(child, 'SIGKILL'), 10_000);
  await ended;
  clearTimeout(patience);
}

/** Has something done when this process ends in a hurry; answers with how to forget it. */
function atExit(work) {
  process.once('exit', work);
  return () => { process.off('exit', work); };
}

if (process.argv[1] === import.meta.filename) {
  const running = await start({ port: +(process.argv[2] ?? 0), log: console.error }).catch((fault) => { console.error(fault.message); process.exit(1); });
  const { took, page } = running;
  console.error(`took ${Object.entries(took).map(([what, ms]) => `${what} ${(ms / 1000).toFixed(1)} s`).join(', ')}`);
  // With the merchant's key: the native tests take this in KASSA_LIVE_MEDUSA.
  console.log(JSON.stringify({ ...page, session: await running.bag(), secret: running.secret }));
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => running.stop().then(() => process.exit(0)));
}
