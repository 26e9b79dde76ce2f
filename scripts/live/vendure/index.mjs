//! A real Vendure on loopback: `node scripts/live/vendure/index.mjs [--port 3100] [--origins http://localhost:8080]`.
//!
//! `start` installs it from npm by the lock file beside this (once; into KASSA_LIVE, a cache outside the checkout), seeds a shop (once for
//! each version of shop.mjs and seed.mjs), and starts it on a fresh copy of that database, so that every run begins alike. Knows nothing of
//! browsers; whoever drives one asks `bag` for a session with goods in it and hands its token to the page.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const HERE = import.meta.dirname;
const CACHE = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
const HOME = path.join(process.env.KASSA_LIVE ?? path.join(CACHE, 'kassa-live'), 'vendure');

const hash = (...files) => files.reduce((sum, file) => sum.update(fs.readFileSync(path.join(HERE, file))), createHash('sha256')).digest('hex');
const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');

/** Runs a command to its end; its output is kept and told only if it fails. */
function run(command, args, env = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: HOME, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (some) => { said = (said + some).slice(-4000); });
    child.on('error', fail);
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`${command} ${args.join(' ')} ended with ${code}\n${said}`))));
  });
}

/** Does something whose result is in the cache folder, unless it was done for the same sources. Answers with the milliseconds. */
async function once(name, sources, doing) {
  const mark = path.join(HOME, `${name}.done`);
  const sum = hash(...sources);
  if (read(mark) === sum) return 0;
  fs.rmSync(mark, { force: true });
  const since = Date.now();
  await doing();
  fs.writeFileSync(mark, sum);
  return Date.now() - since;
}

async function install() {
  for (const file of ['package.json', 'package-lock.json']) fs.copyFileSync(path.join(HERE, file), path.join(HOME, file));
  await run('npm', ['ci', '--no-audit', '--no-fund']);
}

async function seed(env) {
  for (const ending of ['', '-journal', '-wal', '-shm']) fs.rmSync(path.join(HOME, `seed.sqlite${ending}`), { force: true });
  await run(process.execPath, [path.join(HERE, 'seed.mjs')], { ...env, SEED: '1', DATABASE: 'seed.sqlite' });
}

function freePort() {
  return new Promise((done, fail) => {
    const server = net.createServer().on('error', fail).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/**
 * Starts the shop. `origins` may read its answers from a browser. `took` has the milliseconds of what was done; 0 is "was there already".
 * `page` is what a page is configured with; the bag comes in its address, `?session=` and what `bag(lines?)` gives: the token of a new session
 * with `[sku, quantity]` in it.
 * `orders(email)` counts what was placed, `fulfil(code)` packs, ships and delivers an order; `admin(query, variables)` asks the Admin API, for tests that change the shop meanwhile.
 */
export async function start({ port, origins = ['http://localhost:8080', 'http://127.0.0.1:8080'], log = () => {} } = {}) {
  fs.mkdirSync(HOME, { recursive: true });
  port ||= await freePort();
  const env = { PORT: String(port), KASSA_ORIGINS: origins.join(','), VENDURE_DISABLE_TELEMETRY: '1', NODE_ENV: 'development' };
  const took = {};
  log('vendure: installing, if it is not there');
  took.install = await once('install', ['package.json', 'package-lock.json'], install);
  log('vendure: seeding, if it is not there');
  took.seed = await once('seed', ['shop.mjs', 'seed.mjs', 'package-lock.json'], () => seed(env));

  const since = Date.now();
  const database = `run-${port}.sqlite`;
  fs.copyFileSync(path.join(HOME, 'seed.sqlite'), path.join(HOME, database));
  const child = spawn(process.execPath, [path.join(HERE, 'server.mjs')], { cwd: HOME, env: { ...process.env, ...env, DATABASE: database }, stdio: ['pipe', 'pipe', 'pipe'] });
  const over = new Promise((done) => { child.on('close', done); });
  await new Promise((done, fail) => {
    let said = '';
    child.stdout.on('data', (some) => {
      said = (said + some).slice(-4000);
      if (said.includes('"ready"')) done();
    });
    child.stderr.on('data', (some) => { said = (said + some).slice(-4000); });
    child.on('error', fail);
    over.then((code) => fail(new Error(`vendure ended with ${code}\n${said}`)));
  });
  took.start = Date.now() - since;

  const endpoint = `http://127.0.0.1:${port}/shop-api`;
  const stop = async () => {
    child.kill('SIGTERM');
    await over;
    fs.rmSync(path.join(HOME, database), { force: true });
  };
  // The codes of its payment methods are Kassa's own names; the pairs stand here because a merchant's will not be.
  const page = { backend: 'vendure', endpoint, methods: 'card=card invoice=invoice', 'shop-name': 'Villmark' };
  const shop = { endpoint, origins, took, stop, page, sells: SELLS, bag: (lines) => bag(endpoint, lines), orders: (email) => orders(port, email), fulfil: (code) => fulfil(port, code), admin: (query, variables) => admin(port, query, variables) };
  try {
    // Answering is not yet selling: the first bag tells.
    await bag(endpoint);
  } catch (error) {
    await stop();
    throw error;
  }
  log(`vendure: ${endpoint} (install ${took.install} ms, seed ${took.seed} ms, start ${took.start} ms)`);
  return shop;
}

/** What a new bag holds, by stock keeping unit (shop.mjs). */
const STANDARD_BAG = [['BLANKET-SP', 1], ['KETTLE', 1], ['COFFEE', 2]];
/** What a journey must know of the shop: a code that works, something of which the bag may hold one more, and who has an account (shop.mjs). */
const SELLS = { code: 'VILLMARK10', goods: 'Wool blanket', customer: { email: 'kari.nordmann@example.com', password: 'Fjelltur-2026', name: 'Kari Nordmann', book: ['Mannerheimintie 5', 'Storgata 14'] } };

async function graphql(url, query, variables, token) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${url}: ${errors.map(({ message }) => message).join('; ')}`);
  return { data, token: response.headers.get('vendure-auth-token') ?? token };
}

/** A new session with goods in it: its token. What a shop's own pages have done before the checkout opens. */
export async function bag(endpoint, lines = STANDARD_BAG) {
  // Not `search`: its index is built by a job, some time after the start.
  const { data } = await graphql(endpoint, '{ products(options: { take: 100 }) { items { variants { id sku } } } }');
  const variants = new Map(data.products.items.flatMap((product) => product.variants.map(({ id, sku }) => [sku, id])));
  const inputs = lines.map(([sku, quantity]) => ({ productVariantId: variants.get(sku), quantity }));
  const filled = await graphql(endpoint, 'mutation ($inputs: [AddItemInput!]!) { addItemsToOrder(inputs: $inputs) { errorResults { ... on ErrorResult { message } } } }', { inputs });
  const [wrong] = filled.data.addItemsToOrder.errorResults;
  if (wrong) throw new Error(`bag: ${wrong.message}`);
  return filled.token;
}

const admins = new Map();
async function admin(port, query, variables) {
  const url = `http://127.0.0.1:${port}/admin-api`;
  if (!admins.has(port)) {
    const login = await graphql(url, 'mutation { login(username: "superadmin", password: "superadmin") { __typename } }');
    admins.set(port, login.token);
  }
  return (await graphql(url, query, variables, admins.get(port))).data;
}

/** How many orders were placed from an e-mail address. */
async function orders(port, email) {
  const { customers } = await admin(port, 'query ($email: String!) { customers(options: { filter: { emailAddress: { eq: $email } } }) { items { orders { items { orderPlacedAt } } } } }', { email });
  return customers.items.flatMap((customer) => customer.orders.items).filter((order) => order.orderPlacedAt).length;
}

/** Packs, ships and delivers an order. */
async function fulfil(port, code) {
  const { orders: { items: [order] } } = await admin(port, 'query ($code: String!) { orders(options: { filter: { code: { eq: $code } } }) { items { id payments { id state } lines { id quantity } } } }', { code });
  if (!order) throw new Error(`Vendure has no order ${code}`);
  const done = async (mutation, variables) => {
    const { r } = await admin(port, mutation, variables);
    if (r.message) throw new Error(`${code}: ${r.message}`);
    return r;
  };
  // Vendure sends nothing that is not paid.
  for (const { id } of order.payments.filter((payment) => payment.state === 'Authorized')) {
    await done('mutation ($id: ID!) { r: settlePayment(id: $id) { ... on ErrorResult { message } } }', { id });
  }
  const input = { lines: order.lines.map(({ id, quantity }) => ({ orderLineId: id, quantity })), handler: { code: 'manual-fulfillment', arguments: [{ name: 'method', value: 'Standard' }, { name: 'trackingCode', value: 'KASSA-7034' }] } };
  const { id } = await done('mutation ($input: FulfillOrderInput!) { r: addFulfillmentToOrder(input: $input) { ... on Fulfillment { id } ... on ErrorResult { message } } }', { input });
  for (const state of ['Shipped', 'Delivered']) {
    await done('mutation ($id: ID!, $state: String!) { r: transitionFulfillmentToState(id: $id, state: $state) { ... on ErrorResult { message } } }', { id, state });
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '3100' }, origins: { type: 'string' } } });
  const shop = await start({ port: Number(values.port), origins: values.origins?.split(','), log: console.log });
  console.log(JSON.stringify(shop.page, null, 2));
  console.log(`A bag: ?session=${await shop.bag()}`);
  const end = async () => {
    await shop.stop();
    process.exit(0);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}
