//! The servers behind the stand-in, on loopback: Stripe's, with its script and frames, and the merchant's, which makes the
//! PaymentIntents. Their limits are in README.md.
//!
//! Always true: an idempotency key makes one intent; a card number is known to Stripe's server only, and only until it is
//! a token; a token confirms once.
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const HOST = '127.0.0.1';
const PUBLIC = path.join(import.meta.dirname, 'public');
const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };
export const KEY = 'pk_test_standin';

/** What becomes of a card: Stripe's published test numbers (https://docs.stripe.com/testing), and four of our own at the end. */
const CARDS = {
  4242424242424242: {},
  5555555555554444: {},
  4000000000000002: { declines: 'generic_decline' },
  4000000000009995: { declines: 'insufficient_funds' },
  4000000000009987: { declines: 'lost_card' },
  4000000000000069: { declines: 'expired_card' },
  4000000000000127: { declines: 'incorrect_cvc' },
  4000000000000119: { declines: 'processing_error' },
  4000002760003184: { asks: 'frame' },
  4000008260003178: { asks: 'frame', declines: 'insufficient_funds' },
  4000000000003220: { asks: 'redirect' },
  4000000000000341: { asks: 'silent' },
  4000000000000358: { asks: 'late' },
  4000000000000572: { processing: 2 },
};
const brand = (number) => (/^4/.test(number) ? 'visa' : /^(5[1-5]|2[2-7])/.test(number) ? 'mastercard' : 'unknown');
const face = (number) => ({ brand: brand(number), last4: number.slice(-4) });
const fresh = (prefix) => `${prefix}_${crypto.randomBytes(8).toString('hex')}`;

/** Stripe's side of one account. */
class Stripe {
  tokens = new Map();
  intents = new Map();
  keys = new Map();
  seen = [];
  /** The cards it keeps for the one customer. */
  kept = [];

  /** What the merchant's server gets for its customer, and writes into the page. */
  customerSession() {
    return (this.session = `${fresh('cuss')}_secret_${crypto.randomBytes(8).toString('hex')}`);
  }

  keep(number) {
    this.kept.push({ id: fresh('pm'), number, card: face(number) });
  }

  tokenize({ number, payment_method, return_url, setup_future_usage }) {
    const kept = this.kept.find(({ id }) => id === payment_method);
    const of = kept?.number ?? number;
    const id = fresh('ctoken');
    this.tokens.set(id, { card: CARDS[of] ?? {}, number: of, payment_method, return_url, setup_future_usage });
    return { id, object: 'confirmation_token', return_url, setup_future_usage, payment_method_preview: { type: 'card', card: face(of) } };
  }

  /** What the merchant's server asks for, with its secret key. */
  create({ amount, currency, kind = 'pi' }, key) {
    const wanted = JSON.stringify({ amount, currency, kind });
    const before = this.keys.get(key);
    if (before && before.wanted !== wanted) return { error: { type: 'idempotency_error', message: 'Keys for idempotent requests can only be used with the same parameters they were first used with.' } };
    if (before) return before.intent;
    const id = fresh(kind);
    const intent = { id, object: kind === 'pi' ? 'payment_intent' : 'setup_intent', client_secret: `${id}_secret_${crypto.randomBytes(8).toString('hex')}`, amount, currency, status: 'requires_payment_method', next_action: null, last_payment_error: null };
    this.intents.set(id, intent);
    this.keys.set(key, { wanted, intent });
    return intent;
  }

  confirm(intent, { confirmation_token: id, return_url }) {
    const token = this.tokens.get(id);
    if (!token || token.used) return { error: { type: 'invalid_request_error', message: 'This ConfirmationToken cannot be used.' } };
    if (!['requires_payment_method', 'requires_confirmation'].includes(intent.status)) return { error: { type: 'invalid_request_error', code: 'payment_intent_unexpected_state' } };
    token.used = true;
    const { card } = token;
    intent.card = card;
    intent.number = token.number;
    intent.setup_future_usage = intent.object === 'setup_intent' ? 'off_session' : token.setup_future_usage ?? null;
    intent.payment_method = token.payment_method ?? null;
    intent.return_url = return_url ?? token.return_url;
    const page = `challenge.html?intent=${intent.client_secret}`;
    if (card.asks === 'redirect') this.waits(intent, { type: 'redirect_to_url', redirect_to_url: { url: `${this.origin}/${page}`, return_url: intent.return_url } });
    else if (card.asks) this.waits(intent, { type: 'use_stripe_sdk', use_stripe_sdk: { page: card.asks === 'late' ? `${page}&late` : page, silent: card.asks === 'silent' } });
    else this.settle(intent);
    return intent;
  }

  waits(intent, next) {
    Object.assign(intent, { status: 'requires_action', next_action: next });
  }

  settle(intent) {
    const { declines, processing } = intent.card;
    if (declines) this.fails(intent, { type: 'card_error', code: 'card_declined', decline_code: declines, message: 'Your card was declined.' });
    else {
      Object.assign(intent, { status: processing ? 'processing' : 'succeeded', next_action: null, left: processing });
      if (intent.setup_future_usage && !intent.payment_method) this.keep(intent.number);
    }
  }

  fails(intent, error) {
    Object.assign(intent, { status: 'requires_payment_method', next_action: null, [intent.object === 'setup_intent' ? 'last_setup_error' : 'last_payment_error']: error });
  }

  challenged(intent, approved) {
    if (intent.status !== 'requires_action') return;
    if (approved) this.settle(intent);
    else this.fails(intent, { type: 'card_error', code: 'payment_intent_authentication_failure', message: 'We are unable to authenticate your payment method.' });
  }

  of(secret) {
    return [...this.intents.values()].find(({ client_secret }) => client_secret === secret);
  }
}

/** What the script in the page may know of an intent. */
const open = ({ card, number, left, return_url, ...intent }) => intent;

/**
 * Starts both. Answers with `script` (its address), `origin`, `merchant` (the origin the shop's page asks), `stripe` (what is
 * on the account), `settings` (mutable: `{ confirms: 'page' }` lets the page confirm, `{ saves: true }` keeps the card with a SetupIntent
 * and charges nothing yet) and `stop`.
 */
export async function start() {
  const stripe = new Stripe();
  const settings = {};
  const one = await listen(async (request, url, answer) => {
    stripe.seen.push(`${request.method} ${url.pathname}`);
    const json = (value, status = 200) => answer(status, 'application/json', JSON.stringify(value));
    const [, head, ...rest] = url.pathname.split('/');
    if (head === 'v1' || head === 'challenge') {
      // Only Stripe's own frames ask, so nobody else is let in: no CORS header at all.
      const key = (request.headers.authorization ?? '').replace('Bearer ', '');
      if (head === 'v1' && key !== KEY) return json({ error: { type: 'invalid_request_error', message: `Invalid API Key provided: ${key.slice(0, 8)}****` } }, 401);
      const body = request.method === 'POST' ? await read(request) : undefined;
      if (head === 'challenge') {
        const intent = stripe.of(rest[0]);
        stripe.challenged(intent, body.approved);
        const back = new URL(intent.return_url);
        for (const [name, value] of [['payment_intent', intent.id], ['payment_intent_client_secret', intent.client_secret], ['redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'failed']]) back.searchParams.set(name, value);
        return json({ back });
      }
      if (rest[0] === 'account') return json({ id: 'acct_standin' });
      if (rest[0] === 'customer_sessions') return rest[1] === stripe.session ? json({ kept: stripe.kept.map(({ id, card }) => ({ id, ...card })) }) : json({ error: { type: 'invalid_request_error', code: 'resource_missing' } }, 404);
      if (rest[0] === 'confirmation_tokens') return json(stripe.tokenize(body));
      const intent = stripe.of(rest[1]);
      if (!intent) return json({ error: { type: 'invalid_request_error', code: 'resource_missing' } }, 404);
      if (rest[2] !== 'confirm') return json(open(intent));
      const confirmed = stripe.confirm(intent, body);
      if (confirmed.error) return json(confirmed, 400);
      const error = intent.last_payment_error ?? intent.last_setup_error;
      return json(error ? { error } : open(intent));
    }
    const file = path.join(PUBLIC, path.normalize(head === 'v3' ? '/stripe.js' : url.pathname));
    if (!fs.existsSync(file) || !fs.statSync(file).isFile()) return answer(404, 'text/plain', 'Not found');
    answer(200, TYPES[path.extname(file).slice(1)], fs.readFileSync(file));
  });
  stripe.origin = one.origin;

  // The merchant's server. Attempts to pay by order key; the newest counts.
  const attempts = new Map();
  const two = await listen(async (request, url, answer) => {
    const json = (value, status = 200) => answer(status, 'application/json', JSON.stringify(value), { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' });
    if (request.method === 'OPTIONS') return json({});
    const key = url.pathname.slice(1);
    if (request.method === 'POST') {
      const { payment, token, amount, currency, cancel } = await read(request);
      const intent = attempts.get(key);
      if (cancel) {
        if (intent && ['requires_action', 'requires_payment_method', 'requires_confirmation'].includes(intent.status)) intent.status = 'canceled';
        if (!intent) attempts.set(key, { status: 'canceled' });
        return json(state(attempts.get(key)));
      }
      if (intent?.status === 'canceled' || intent?.status === 'succeeded') return json(state(intent));
      const made = stripe.create({ amount, currency, kind: settings.saves ? 'seti' : 'pi' }, payment);
      if (made.error) return json({ fault: made.error.type }, 400);
      attempts.set(key, made);
      if (settings.confirms === 'page') return json(made.status === 'requires_payment_method' && !made.last_payment_error && !made.last_setup_error ? { confirm: made.client_secret } : state(made));
      if (made.status === 'requires_payment_method' && !made.card) stripe.confirm(made, { confirmation_token: token });
      return json(state(made));
    }
    const intent = attempts.get(key);
    // A bank that takes its time: it has decided after so many questions.
    if (intent?.status === 'processing' && (intent.left -= 1) < 1) intent.status = 'succeeded';
    json(state(intent));
  });

  return { origin: one.origin, script: `${one.origin}/v3/`, merchant: two.origin, stripe, settings, stop: () => { one.stop(); two.stop(); } };
}

/** What the merchant tells its page. */
function state(intent) {
  if (!intent) return {};
  const error = intent.last_payment_error ?? intent.last_setup_error;
  switch (intent.status) {
    case 'succeeded': return { paid: true };
    case 'processing': return { pending: true };
    case 'canceled': return { dead: true };
    case 'requires_action': return { confirm: intent.client_secret };
    default: return error ? { declined: error.decline_code ?? error.code } : { confirm: intent.client_secret };
  }
}

async function read(request) {
  return JSON.parse(Buffer.concat(await request.toArray()).toString() || '{}');
}

async function listen(act) {
  const server = http.createServer((request, response) => {
    const answer = (status, type, body, headers = {}) => response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body);
    act(request, new URL(request.url, `http://${HOST}`), answer).catch((fault) => {
      console.error(request.method, request.url, fault);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise((up) => server.listen(0, HOST, up));
  return { origin: `http://${HOST}:${server.address().port}`, stop: () => { server.close(); server.closeAllConnections(); } };
}
