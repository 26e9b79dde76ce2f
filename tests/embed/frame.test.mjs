// The frame's half: the handshake, what is told in which order, what is asked and what comes of a no (docs/embedded-protocol.md).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, join, plainAddress } from '../../src/widget/ecp/frame.js';
import { answer, fault, refused, Refusal, VERSIONS } from '../../src/widget/ecp/message.js';
import { clock, FakeElement, frameWindow, HOST, settle, snapshot } from './fakes.mjs';
import { contract } from './schema.mjs';

const VERSION = VERSIONS[0];
const spec = contract(VERSION);
const steps = (done) => snapshot().steps.map((step) => ({ ...step, status: done.includes(step.id) ? 'done' : 'ahead' }));

/** A frame that has said `ec.ready`; its host answers by `reply`. Everything that it says is held against the document. */
async function frame({ search, words = { 'door.elsewhere': 'Use another address', 'action.other': 'Use another way to pay', 'fault.method.refused': 'Not accepted.' }, ...given } = {}, options = {}) {
  const window = frameWindow({ ...(search && { search }), ...given });
  const element = new FakeElement();
  const timers = clock();
  const joined = join(element, { window, hosts: [HOST], timers, say: async (key) => words[key], ...options });
  await settle();
  const said = () => window.posted.map(({ data }) => data);
  const last = () => said().at(-1);
  return {
    window, element, timers, joined, said, last,
    names: () => said().map(({ method, error }) => method ?? error?.code),
    reply: async (make, more = {}) => {
      window.deliver({ data: typeof make === 'function' ? make(last().id) : make, ...more });
      await settle();
    },
    async shake(rest) {
      await this.reply((id) => answer(id, VERSION, rest));
      return this;
    },
    async start(change) {
      element.checkout = snapshot(change);
      element.isReady();
      await settle();
      return this;
    },
    isSpoken() {
      for (const message of said().filter(({ method }) => method)) assert.deepEqual(spec.outgoing(message), [], message.method);
    },
  };
}
const at = (query) => ({ search: `?ec_version=${VERSION}&${query}` });

// ---- the address

test('the address says what is wanted', () => {
  assert.deepEqual(asked(`?session=cs_1&locale=nb-NO&ec_version=${VERSION}&ec_auth=t&ec_delegate=window.open,made.up&ec_color_scheme=dark`), {
    version: VERSION, auth: 't', delegate: ['window.open'], scheme: 'dark', settled: [['session', 'cs_1'], ['locale', 'nb-NO']],
  });
});
test('what stands there twice, or oddly, does not count', () => {
  assert.deepEqual(asked(`?ec_version=${VERSION}&ec_version=2026-08-25&ec_delegate=<b>&ec_color_scheme=red&session=a b&currency=euro&country=Finland&locale=<`), { version: undefined, auth: undefined, delegate: [], scheme: undefined, settled: [] });
});
// shows: SEC-14
test('never where the shop is', () => assert.deepEqual(asked('?endpoint=https://evil.example&backend=ucp&provider=x&vault=https://evil.example&success-url=https://evil.example').settled, []));
test('a token does not stay in the address', async () => {
  const { window } = await frame(at('session=cs_1&ec_auth=secret'));
  assert.equal(new URL(window.location.href).search, `?ec_version=${VERSION}&session=cs_1`);
});
test('nor in what is kept for a frame that comes back from the bank by another address', async () => {
  const kept = new Map();
  const sessionStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
  await frame({ ...at('session=cs_1&ec_auth=secret&ec_delegate=window.open'), sessionStorage });
  assert.equal(JSON.stringify([...kept]).includes('secret'), false);
  const back = await frame({ search: '?session=cs_1&redirect=1', sessionStorage, ancestors: null, referrer: 'https://bank.example/' });
  assert.deepEqual([back.last().method, back.last().params], ['ec.ready', { delegate: ['window.open'] }]);
  assert.equal((await frame({ search: '?session=cs_2', sessionStorage })).last(), undefined);
  assert.equal((await frame({ search: '?session=cs_1', sessionStorage, top: true })).last(), undefined);
});
test('a browser that keeps nothing is told once more by the address', async () => {
  const sessionStorage = { getItem: () => { throw new Error('no'); }, setItem: () => { throw new Error('no'); } };
  assert.equal((await frame({ sessionStorage })).last().method, 'ec.ready');
  assert.equal((await frame({ search: '?session=cs_1', sessionStorage })).last(), undefined);
});
test('the rest of the address stays', () => assert.equal(plainAddress('https://a.example/x?session=1&ec_version=2&ec_x=3#y'), 'https://a.example/x?session=1'));

// ---- who is talked to

const silent = async (given, options) => {
  const { window, joined, element } = await frame(given, options);
  assert.equal(await joined, null);
  assert.deepEqual(window.posted, []);
  assert.equal(element.gone, false);
};
test('a frame without a version is a checkout and no more', () => silent({ search: '?session=cs_1' }));
test('a page of its own talks to nobody', () => silent({ top: true }));
test('nor to a host that the shop does not know', () => silent({ ancestors: ['https://evil.example'] }));
test('nor to one that is further away', () => silent({ ancestors: ['https://evil.example', HOST] }));
test('nor to anybody, where the shop names none', () => silent({}, { hosts: [] }));
// shows: SEC-15
test('only ever to an origin by its name', async () => {
  const { window } = await frame({ ancestors: null }, { hosts: [HOST, 'https://other.example'] });
  assert.deepEqual(window.posted.map(({ target }) => target), [HOST, 'https://other.example']);
});
test('the address it came from tells which, where the browser does not', async () => {
  const { window } = await frame({ ancestors: null, referrer: `${HOST}/` }, { hosts: ['https://other.example', HOST] });
  assert.deepEqual(window.posted.map(({ target }) => target), [HOST]);
});
test('a version of tomorrow is refused, and that is all', async () => {
  const { window, joined } = await frame({ search: '?ec_version=2031-01-01' });
  assert.equal(await joined, null);
  const [{ data }, ...more] = window.posted;
  assert.deepEqual(more, []);
  assert.equal(data.params.error.messages[0].code, 'not_supported_error');
  assert.deepEqual(spec.outgoing(data), []);
});

// ---- the handshake

test('ready says what is agreed to: what was asked for, allowed and possible', async () => {
  const all = 'ec_delegate=payment.instruments_change,payment.credential,fulfillment.address_change,window.open';
  assert.deepEqual((await frame(at(all))).last().params, { delegate: ['fulfillment.address_change', 'window.open'] });
  assert.deepEqual((await frame(at(all), { allow: ['window.open'] })).last().params, { delegate: ['window.open'] });
  assert.deepEqual((await frame(at(all), { allow: ['payment.credential'] })).last().params, { delegate: [] });
  assert.deepEqual((await frame(at(all), { allow: ['payment.credential'], credential: () => true })).last().params, { delegate: ['payment.credential'] });
});
test('the checkout starts once both are there, in either order', async () => {
  for (const first of ['shake', 'start']) {
    const one = await frame();
    await one[first]();
    assert.deepEqual(one.names(), ['ec.ready']);
    await one[first === 'shake' ? 'start' : 'shake']();
    assert.deepEqual(one.names(), ['ec.ready', 'ec.start']);
    one.isSpoken();
  }
});
test('through a port, once it is given, and through nothing else', async (t) => {
  const one = await frame();
  const { port1, port2 } = new MessageChannel();
  t.after(() => port1.close());
  const heard = [];
  port1.onmessage = ({ data }) => {
    heard.push(data);
    if (data.method === 'ec.ready') port1.postMessage(answer(data.id, VERSION));
  };
  await one.reply((id) => answer(id, VERSION, { upgrade: { port: port2 }, credential: 'to be forgotten' }), { ports: [port2] });
  await one.start();
  await new Promise((done) => setTimeout(done, 50));
  assert.deepEqual(heard.map(({ method }) => method), ['ec.ready', 'ec.start']);
  assert.deepEqual(one.names(), ['ec.ready']);
  one.window.deliver({ data: { jsonrpc: '2.0', id: 'x', method: 'ec.other', params: {} } });
  await new Promise((done) => setTimeout(done, 20));
  assert.deepEqual(one.names(), ['ec.ready']);
  assert.equal(heard.length, 2, 'what comes by the old way is not heard');
});
test('a no to the handshake ends it: no checkout, no word', async () => {
  const one = await frame();
  await one.start();
  await one.reply((id) => refused(id, VERSION, new Refusal('security_error', 'No.', 'unrecoverable')));
  assert.equal(await one.joined, null);
  assert.equal(one.element.gone, true);
  one.element.shows(snapshot({ method: 'invoice' }));
  assert.deepEqual(one.names(), ['ec.ready']);
});
test('an answer in another version is a no', async () => {
  const one = await frame();
  await one.reply((id) => answer(id, '2026-08-25'));
  assert.equal(await one.joined, null);
  assert.equal(one.element.gone, true);
});
test('nobody answers: the shopper buys all the same, and nobody is told', async () => {
  const one = await frame(at('ec_delegate=window.open'));
  one.timers.strike();
  assert.equal(await one.joined, null);
  await one.start();
  one.element.shows(snapshot({ method: 'invoice' }));
  one.window.open('https://shop.example/terms');
  assert.equal(one.element.gone, false);
  assert.deepEqual(one.names(), ['ec.ready']);
  assert.deepEqual(one.window.opened, ['https://shop.example/terms']);
});

// ---- what is told

test('changes as they come, the total last, and the order', async () => {
  const one = await (await (await frame()).shake()).start();
  one.element.shows(snapshot({ items: snapshot().items.slice(1), totals: [], total: { amount: 15800, currency: 'EUR' } }));
  one.element.shows(snapshot({ items: snapshot().items.slice(1), totals: [], total: { amount: 15800, currency: 'EUR' }, steps: steps(['bag', 'contact']) }));
  one.element.shows(snapshot({ status: 'placed', order: 'FJ-1', totals: [], total: { amount: 15800, currency: 'EUR' } }));
  assert.deepEqual(one.names(), ['ec.ready', 'ec.start', 'ec.line_items.change', 'ec.totals.change', 'ec.buyer.change', 'ec.complete']);
  assert.equal(one.last().params.checkout.order.id, 'FJ-1');
  assert.equal(one.last().params.checkout.status, 'completed');
  one.isSpoken();
});
test('a page that comes back from the bank says that the order is placed', async () => {
  const one = await (await (await frame()).shake()).start({ status: 'placed', order: 'FJ-1' });
  assert.deepEqual(one.names(), ['ec.ready', 'ec.start', 'ec.complete']);
});
test('a session that is over is the end, and says where to go on', async () => {
  const one = await (await (await frame(at('session=cs_1'))).shake()).start();
  one.element.happens('error', { code: 'expired', recoverable: false });
  const { error } = one.last().params;
  assert.equal(error.messages[0].code, 'session_expired');
  assert.equal(error.continue_url, 'https://shop.example/kassa/1.0.0/embedded/?session=cs_1');
  one.isSpoken();
});
test('a program that did not come is told even if the handshake was later', async () => {
  const one = await frame();
  one.element.happens('error', { code: 'load', recoverable: true });
  await one.shake();
  assert.deepEqual(one.names(), ['ec.ready', 'ec.error']);
});
test('what the shopper can try again is not the host\'s affair', async () => {
  const one = await (await (await frame()).shake()).start();
  one.element.happens('error', { code: 'offline', recoverable: true });
  assert.deepEqual(one.names(), ['ec.ready', 'ec.start']);
});
test('after the order the frame stays where it is; before it the way to the bank is free', async () => {
  const one = await (await (await frame()).shake()).start();
  assert.equal(one.element.happens('before-redirect').event.defaultPrevented, false);
  one.element.shows(snapshot({ status: 'placed', order: 'FJ-1' }));
  assert.equal(one.element.happens('before-redirect', { url: '/thanks' }).event.defaultPrevented, true);
});
test('the colour that the host wants', async () => {
  const { element, window } = await frame(at('ec_color_scheme=dark'));
  assert.equal(element.getAttribute('theme'), 'dark');
  assert.equal(window.document.documentElement.dataset.scheme, 'dark');
});

// ---- what a host asks

test('a host has no methods here, and is told so', async () => {
  const one = await (await frame()).shake();
  await one.reply({ jsonrpc: '2.0', id: 'h1', method: 'ec.checkout.update', params: {} });
  assert.deepEqual(one.last(), { jsonrpc: '2.0', id: 'h1', error: { code: -32601, message: 'Method not found.' } });
});
test('a notification of the host\'s gets no answer', async () => {
  const one = await (await frame()).shake();
  await one.reply({ jsonrpc: '2.0', method: 'ec.complete', params: {} });
  assert.deepEqual(one.names(), ['ec.ready']);
});
test('one that asks without end is answered a hundred times', async () => {
  const one = await (await frame()).shake();
  for (let id = 0; id < 300; id += 1) one.window.deliver({ data: { jsonrpc: '2.0', id, method: 'ec.x', params: {} } });
  assert.equal(one.names().filter((name) => name === -32601).length, 100);
});

// ---- delegations

const HOME = { id: 'home', first_name: 'Kaisa', last_name: 'Laine', street_address: 'Runeberginkatu 22', postal_code: '00100', address_locality: 'Helsinki', address_country: 'FI' };
const chosen = (destination = HOME) => ({ checkout: { fulfillment: { methods: [{ id: 'delivery', type: 'shipping', line_item_ids: [], destinations: [destination], selected_destination_id: destination.id }] } } });

test('the address is asked for once, at the delivery, and put into the fields, its country first', async () => {
  const one = await (await (await frame(at('ec_delegate=fulfillment.address_change'))).shake()).start();
  one.element.happens('step', { step: 'delivery' });
  await settle();
  assert.equal(one.last().method, 'ec.fulfillment.address_change_request');
  const { waits: [held] } = one.element.happens('before-step', { step: 'payment' });
  await one.reply((id) => answer(id, VERSION, chosen()));
  assert.equal(await held, true);
  assert.deepEqual(one.element.made, [{ country: 'FI' }, { name: 'Kaisa Laine', street: 'Runeberginkatu 22', postcode: '00100', city: 'Helsinki' }]);
  one.element.happens('step', { step: 'delivery' });
  await settle();
  assert.equal(one.names().filter((name) => name === 'ec.fulfillment.address_change_request').length, 1);
  one.isSpoken();
});
test('the button in the slot asks again, and shows the host what it gave itself', async () => {
  const one = await (await (await frame(at('ec_delegate=fulfillment.address_change'))).shake()).start({ step: 'delivery' });
  await one.reply((id) => answer(id, VERSION, chosen()));
  const [button] = one.element.children;
  assert.deepEqual([button.slot, button.textContent], ['before-address', 'Use another address']);
  button.dispatchEvent(new Event('click'));
  button.dispatchEvent(new Event('click'));
  await settle();
  assert.deepEqual(one.last().params.checkout.fulfillment.methods[0].destinations, [HOME]);
  assert.equal(one.names().filter((name) => name === 'ec.fulfillment.address_change_request').length, 2);
  one.isSpoken();
});
for (const [what, reply] of [['a no', (id) => refused(id, VERSION, new Refusal('abort_error'))], ['a fault', (id) => fault(id, -32601, 'x')], ['nonsense', (id) => answer(id, VERSION, { checkout: { fulfillment: 7 } })]]) {
  test(`${what} leaves the shopper to fill in the address`, async () => {
    const one = await (await (await frame(at('ec_delegate=fulfillment.address_change'))).shake()).start({ step: 'delivery' });
    await one.reply(reply);
    assert.deepEqual(one.element.made, []);
    assert.equal(one.element.happens('before-step').waits.length, 0);
  });
}
test('so does a host that takes too long, and what it then says changes nothing', async () => {
  const one = await (await (await frame(at('ec_delegate=fulfillment.address_change'))).shake()).start({ step: 'delivery' });
  const { id } = one.last();
  one.timers.strike();
  await settle();
  await one.reply(answer(id, VERSION, chosen()));
  assert.deepEqual(one.element.made, []);
});
test('without the delegation nobody is asked, and nothing stands in the slot', async () => {
  const one = await (await (await frame()).shake()).start({ step: 'delivery' });
  one.element.happens('before-submit');
  assert.deepEqual(one.names(), ['ec.ready', 'ec.start']);
  assert.deepEqual(one.element.children, []);
});

const INSTRUMENT = { id: 'i', handler_id: 'psp', type: 'card', selected: true };
const paying = { checkout: { payment: { instruments: [{ ...INSTRUMENT, credential: { type: 'token', token: 'tok_1' } }] } } };
const payment = (credential) => frame(at('ec_delegate=payment.credential,payment.instruments_change'), { allow: ['payment.credential', 'payment.instruments_change'], credential, instrument: () => {} });
test('the order waits for the host\'s credential, which the shop gets', async () => {
  const got = [];
  const one = await (await (await payment((instrument) => got.push(instrument.credential.token))).shake()).start({ step: 'review' });
  const { waits: [may] } = one.element.happens('before-submit');
  await settle();
  assert.equal(one.last().method, 'ec.payment.credential_request');
  await one.reply((id) => answer(id, VERSION, paying));
  assert.equal(await may, true);
  assert.deepEqual(got, ['tok_1']);
  one.isSpoken();
});
for (const [what, reply, said] of [
  ['a no', (id) => refused(id, VERSION, new Refusal('abort_error')), false],
  ['an instrument without a credential', (id) => answer(id, VERSION, { checkout: { payment: { instruments: [INSTRUMENT] } } }), false],
]) {
  test(`${what}, and no order is sent`, async () => {
    const one = await (await (await payment(() => true)).shake()).start({ step: 'review' });
    const { waits: [may] } = one.element.happens('before-submit');
    await settle();
    await one.reply(reply);
    assert.deepEqual(await may, said);
  });
}
test('a credential that the shop does not take is said to the shopper', async () => {
  const one = await (await (await payment(async () => { throw new Error('declined'); })).shake()).start({ step: 'review' });
  const { waits: [may] } = one.element.happens('before-submit');
  await settle();
  await one.reply((id) => answer(id, VERSION, paying));
  assert.deepEqual(await may, { message: 'Not accepted.' });
});
test('instruments of the handshake count only with the delegation', async () => {
  const got = [];
  const with_ = (search) => frame(search, { allow: ['payment.instruments_change'], instrument: (one) => got.push(one.id) });
  await (await with_(at('ec_delegate=window.open'))).shake({ checkout: { payment: { instruments: [INSTRUMENT] } } });
  assert.deepEqual(got, []);
  await (await with_(at('ec_delegate=payment.instruments_change'))).shake({ checkout: { payment: { instruments: [INSTRUMENT] } } });
  assert.deepEqual(got, ['i']);
});

const link = (href) => ({ localName: 'a', href, target: '' });
function click(window, anchor) {
  const event = new Event('click', { cancelable: true });
  event.composedPath = () => [{ localName: 'span' }, anchor, window];
  window.dispatchEvent(event);
  return event;
}
test('links are the host\'s to open, once it has said so', async () => {
  const one = await (await (await frame(at('ec_delegate=window.open'))).shake()).start();
  assert.equal(click(one.window, link('https://shop.example/terms')).defaultPrevented, true);
  assert.deepEqual(one.last().params, { url: 'https://shop.example/terms' });
  assert.equal(one.window.open('https://shop.example/help'), null);
  assert.deepEqual(one.last().params, { url: 'https://shop.example/help' });
  assert.deepEqual(one.window.opened, []);
  one.isSpoken();
});
test('a place on the page, an app and a telephone are not', async () => {
  const one = await (await (await frame(at('ec_delegate=window.open'))).shake()).start();
  for (const href of [`${one.window.location.href}#kassa-main`, 'vipps://pay', 'tel:+4712345678', 'mailto:shop@example.no']) assert.equal(click(one.window, link(href)).defaultPrevented, false, href);
  assert.deepEqual(one.names(), ['ec.ready', 'ec.start']);
});
test('without the delegation a link goes into a tab of its own', async () => {
  const one = await (await (await frame()).shake()).start();
  const anchor = link('https://shop.example/terms');
  assert.equal(click(one.window, anchor).defaultPrevented, false);
  assert.equal(anchor.target, '_blank');
});

// ---- authorization

const authorized = (search, authorize) => frame(search, { auth: 'jwt', authorize });
test('a credential is asked for where the shop needs one and the address has none', async () => {
  const got = [];
  const one = await authorized(undefined, (token) => got.push(token));
  assert.deepEqual(one.last().params, { delegate: [], auth: { type: 'jwt' } });
  await one.shake({ credential: 'eyJ' });
  assert.deepEqual(got, ['eyJ']);
});
test('the one in the address is enough', async () => {
  const got = [];
  const one = await authorized(at('ec_auth=abc'), (token) => got.push(token));
  assert.equal(one.last().params.auth, undefined);
  await one.shake();
  assert.deepEqual(got, ['abc']);
});
test('a new one is asked for by ec.auth', async () => {
  const got = [];
  const one = await authorized(at('ec_auth=abc'), (token) => got.push(token));
  await one.shake();
  const { renew } = await one.joined;
  const renewed = renew();
  await settle();
  assert.deepEqual([one.last().method, one.last().params], ['ec.auth', { type: 'jwt' }]);
  await one.reply((id) => answer(id, VERSION, { credential: 'new' }));
  await renewed;
  assert.deepEqual(got, ['abc', 'new']);
  one.isSpoken();
});
test('one that the shop does not take ends the session, and the host is told why', async () => {
  const one = await authorized(undefined, () => false);
  await one.shake({ credential: 'bad' });
  assert.equal(await one.joined, null);
  assert.equal(one.element.gone, true);
  assert.equal(one.last().method, 'ec.error');
  assert.equal(one.last().params.error.messages[0].severity, 'unrecoverable');
});

// ---- native hosts

for (const [name, put] of [
  ['Android', (consumer) => ({ EmbeddedCheckoutProtocolConsumer: consumer })],
  ['iOS', (consumer) => ({ webkit: { messageHandlers: { EmbeddedCheckoutProtocolConsumer: consumer } } })],
]) {
  test(`${name}: texts to the app, and from it to the object that the page gives`, async () => {
    const texts = [];
    const consumer = { own: true, postMessage(text) { assert.equal(this.own, true); texts.push(text); } };
    const one = await frame({ top: true, ...put(consumer) });
    const said = () => texts.map((text) => JSON.parse(text));
    assert.deepEqual(said().map(({ method }) => method), ['ec.ready']);
    const bridge = one.window.EmbeddedCheckoutProtocol;
    bridge.postMessage('{');
    bridge.postMessage(JSON.stringify(answer('somebody_else', VERSION)));
    bridge.postMessage(JSON.stringify(answer(said()[0].id, VERSION)));
    await settle();
    await one.start();
    one.element.shows(snapshot({ status: 'placed', order: 'FJ-1' }));
    assert.deepEqual(said().map(({ method }) => method), ['ec.ready', 'ec.start', 'ec.complete']);
    assert.deepEqual(one.window.posted, []);
    for (const message of said()) assert.deepEqual(spec.outgoing(message), []);
  });
}
test('Android comes first where both are there', async () => {
  const texts = [];
  const to = (name) => ({ postMessage: () => texts.push(name) });
  await frame({ top: true, EmbeddedCheckoutProtocolConsumer: to('object'), webkit: { messageHandlers: { EmbeddedCheckoutProtocolConsumer: to('handler') } } });
  assert.deepEqual(texts, ['object']);
});
test('an app\'s object in a frame is not asked: the window around is the host', async () => {
  const texts = [];
  const { names } = await frame({ EmbeddedCheckoutProtocolConsumer: { postMessage: (text) => texts.push(text) } });
  assert.deepEqual(texts, []);
  assert.deepEqual(names(), ['ec.ready']);
});
