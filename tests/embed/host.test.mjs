// The host's side: what it answers, what it tells its page, and what it does not do for a frame (docs/embedded-protocol.md).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EmbeddedHost, Refusal } from '../../src/widget/ecp-host.js';
import { checkoutOf } from '../../src/widget/ecp/checkout.js';
import { join } from '../../src/widget/ecp/frame.js';
import { notification, problem, request, Refusal as Why, VERSIONS } from '../../src/widget/ecp/message.js';
import { FakeElement, frameWindow, HOST, settle, SHOP, snapshot } from './fakes.mjs';
import { hostWindow } from './host-window.mjs';
import { contract } from './schema.mjs';

const VERSION = VERSIONS[0];
const spec = contract(VERSION);
const checkout = (change) => checkoutOf(snapshot(change), { id: 'cs_1', version: VERSION, delegate: [], link: () => null, orderAt: () => `${SHOP}/` });

function open(options = {}) {
  const window = hostWindow();
  const host = EmbeddedHost.open('#checkout', { url: `${SHOP}/kassa/1.0.0/embedded/?session=cs_1`, window, port: false, ...options });
  const seen = [];
  for (const name of ['start', 'totals.change', 'complete', 'error']) host.addEventListener(name, ({ detail }) => seen.push([name, detail]));
  return {
    window, host, seen,
    say: async (data) => {
      window.deliver({ data, origin: SHOP, source: window.inside });
      await settle();
      return window.inside.posted.at(-1)?.data;
    },
    async shake(delegate = Object.keys(options.delegate ?? {}), auth) {
      return this.say(request('ready', 'ec.ready', { delegate, ...(auth && { auth: { type: auth } }) }));
    },
  };
}

test('the address says what the specification wants', () => {
  const { host } = open({ delegate: { 'window.open': () => {}, 'payment.credential': () => {} }, authorization: 'jwt', colorScheme: 'dark' });
  assert.equal(new URL(host.frame.src).search, `?session=cs_1&ec_version=${VERSION}&ec_delegate=window.open%2Cpayment.credential&ec_auth=jwt&ec_color_scheme=dark`);
  assert.equal(host.frame.attributes.get('sandbox'), 'allow-scripts allow-forms allow-same-origin');
});
test('a host that does not open links lets the frame open tabs, and what else is agreed on', () => assert.match(open({ sandbox: ['allow-downloads'] }).host.frame.attributes.get('sandbox'), /^allow-scripts allow-forms allow-same-origin allow-popups .* allow-downloads$/));
test('no delegation that there is not, and no address that is none', () => {
  assert.throws(() => open({ delegate: { 'made.up': () => {} } }), /made\.up/);
  assert.throws(() => open({ url: 'javascript:alert(1)' }), TypeError);
});
test('the handshake, and to the origin by its name', async () => {
  const one = open();
  const reply = await one.shake();
  assert.deepEqual(spec.result('ec.ready', reply.result), []);
  assert.deepEqual(await one.host.ready, []);
  assert.equal(one.window.inside.posted[0].target, SHOP);
});
test('more than was offered is no handshake: the frame goes', async () => {
  const one = open();
  const { result } = await one.shake(['payment.credential']);
  assert.equal(result.messages[0].code, 'security_error');
  assert.deepEqual(one.window.place.children, []);
  assert.equal(one.seen[0][0], 'error');
  await assert.rejects(one.host.ready, Refusal);
});
test('a credential, where one is asked for', async () => {
  const one = open({ credential: (type) => `${type}-token` });
  const ready = await one.shake([], 'jwt');
  assert.equal(ready.result.credential, 'jwt-token');
  const renewed = await one.say(request('a', 'ec.auth', { type: 'jwt' }));
  assert.deepEqual([renewed.result.credential, spec.result('ec.auth', renewed.result)], ['jwt-token', []]);
});
test('a host that has none says so', async () => {
  const one = open();
  await one.shake();
  assert.equal((await one.say(request('a', 'ec.auth', { type: 'jwt' }))).result.messages[0].code, 'not_supported_error');
});
test('nothing is done before the handshake', async () => {
  const opened = [];
  const one = open({ delegate: { 'window.open': ({ url }) => opened.push(url) } });
  const { result } = await one.say(request('w', 'ec.window.open_request', { url: 'https://shop.example/terms' }));
  assert.equal(result.messages[0].code, 'invalid_state_error');
  await one.say(notification('ec.complete', { checkout: checkout() }));
  assert.deepEqual([opened, one.seen], [[], []]);
});
test('what happens becomes events and promises', async () => {
  const one = open();
  await one.shake();
  await one.say(notification('ec.start', { checkout: checkout() }));
  await one.say(notification('ec.totals.change', { checkout: checkout() }));
  await one.say(notification('ec.complete', { checkout: checkout({ status: 'placed', order: 'FJ-1' }) }));
  assert.deepEqual(one.seen.map(([name]) => name), ['start', 'totals.change', 'complete']);
  assert.equal((await one.host.started).id, 'cs_1');
  assert.equal((await one.host.completed).order.id, 'FJ-1');
  assert.equal(one.window.inside.posted.length, 1);
});
test('a notification without its checkout, or of another name, is none', async () => {
  const one = open();
  await one.shake();
  for (const data of [notification('ec.complete', {}), notification('ec.complete', { checkout: { id: 1 } }), notification('complete', { checkout: checkout() }), notification('ec.made.up', { checkout: checkout() })]) await one.say(data);
  assert.deepEqual(one.seen, []);
});
test('a task that was agreed on is done, and what comes of it goes back', async () => {
  const payment = { instruments: [{ id: 'i', handler_id: 'h', type: 'card', selected: true, credential: { type: 'token', token: 't' } }] };
  const one = open({ delegate: { 'payment.credential': (given) => ({ ...(given.id === 'cs_1' && { payment }) }) } });
  await one.shake();
  const { result } = await one.say(request('p', 'ec.payment.credential_request', { checkout: checkout() }));
  assert.deepEqual(result.checkout, { payment });
  assert.deepEqual(spec.result('ec.payment.credential_request', result), []);
});
test('a no of the buyer\'s goes back in its words, a fault of the host\'s without any', async () => {
  for (const [why, code] of [[new Refusal('timeout_error', 'Too late.'), 'timeout_error'], [new TypeError('secret detail'), 'abort_error']]) {
    const one = open({ delegate: { 'payment.credential': () => { throw why; } } });
    await one.shake();
    const { result } = await one.say(request('p', 'ec.payment.credential_request', { checkout: checkout() }));
    assert.equal(result.messages[0].code, code);
    assert.equal(JSON.stringify(result).includes('secret'), false);
    assert.deepEqual(spec.result('ec.payment.credential_request', result), []);
  }
});
test('a task that was not agreed on is no method', async () => {
  const one = open({ delegate: { 'window.open': () => {}, 'payment.credential': () => assert.fail('done all the same') } });
  await one.shake(['window.open']);
  assert.equal((await one.say(request('p', 'ec.payment.credential_request', { checkout: checkout() }))).error.code, -32601);
  assert.equal((await one.say(request('p', 'ec.constructor_request', { checkout: checkout() }))).error.code, -32601);
});
test('a request without its checkout is told so', async () => {
  const one = open({ delegate: { 'payment.credential': () => assert.fail('done all the same') } });
  await one.shake();
  assert.equal((await one.say(request('p', 'ec.payment.credential_request', {}))).error.code, -32602);
});
test('only addresses of the web are opened', async () => {
  const opened = [];
  const one = open({ delegate: { 'window.open': ({ url }) => void opened.push(url) } });
  await one.shake();
  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'http://shop.example/', 'https://', undefined, 7, 'blob:https://shop.example/1']) {
    assert.equal((await one.say(request('w', 'ec.window.open_request', { url }))).result.messages[0].code, 'window_open_rejected_error', String(url));
  }
  const { result } = await one.say(request('w', 'ec.window.open_request', { url: 'https://shop.example/terms' }));
  assert.deepEqual([opened, result.ucp.status, spec.result('ec.window.open_request', result)], [['https://shop.example/terms'], 'success', []]);
});
test('the end of the session takes the frame away, and a place to go on only at the shop\'s', async () => {
  for (const [url, expected] of [[`${SHOP}/checkout`, `${SHOP}/checkout`], ['https://evil.example/', undefined]]) {
    const one = open();
    await one.shake();
    await one.say(notification('ec.error', { error: problem(VERSION, new Why('session_expired', 'x', 'unrecoverable', url)) }));
    assert.deepEqual(one.window.place.children, []);
    assert.deepEqual(one.seen, [['error', { code: 'session_expired', content: 'x', continueUrl: expected }]]);
    await assert.rejects(one.host.completed, { code: 'session_expired' });
  }
});
test('closed, it hears nothing more', async () => {
  const one = open();
  one.host.close();
  await one.shake();
  assert.deepEqual([one.window.inside.posted, one.seen], [[], []]);
});
test('both sides together, through a port: ready, start, change, complete, and a frame that comes back', async (t) => {
  const one = open({ port: true, delegate: { 'window.open': () => {} } });
  t.after(() => one.host.close());
  const wait = () => new Promise((done) => setTimeout(done, 20));
  const visit = async () => {
    const frame = frameWindow({ search: new URL(one.host.frame.src).search });
    // The two windows, joined as a browser joins them.
    frame.parent.postMessage = (data, target) => target === HOST && one.window.deliver({ data, origin: SHOP, source: one.window.inside });
    one.window.inside.postMessage = (data, { transfer = [] }) => frame.deliver({ data, ports: transfer });
    const element = new FakeElement();
    const joined = join(element, { window: frame, hosts: [HOST] });
    element.checkout = snapshot();
    element.isReady();
    await joined;
    await wait();
    return element;
  };
  await visit();
  const element = await visit();
  element.shows(snapshot({ status: 'placed', order: 'FJ-1', totals: [] }));
  await wait();
  assert.deepEqual(one.seen.map(([name]) => name), ['start', 'start', 'totals.change', 'complete']);
});
