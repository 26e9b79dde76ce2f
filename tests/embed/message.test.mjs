// What a message must look like, and what a checkout of UCP is made of (spec: tests/fixtures/ucp, docs/embedded-protocol.md).

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { addressOf, changes, checkoutOf, instrumentsOf } from '../../src/widget/ecp/checkout.js';
import { answer, DELEGATIONS, fault, LIMIT, notification, problem, read, readText, Refusal, refusal, refused, request, ticket, VERSIONS } from '../../src/widget/ecp/message.js';
import { snapshot } from './fakes.mjs';
import { contract } from './schema.mjs';

const VERSION = VERSIONS[0];
const SPECS = { '2026-04-08': contract('2026-04-08'), '2026-08-25': contract('main-2026-08-22') };

// ---- what is read

const is = (kind) => (data) => assert.equal(read(data)?.kind, kind);
const nothing = (data, port) => assert.equal(read(data, port), null);
const ok = { ucp: { version: VERSION, status: 'success' } };

test('a request is one', () => is('request')(request('a_1', 'ec.auth', { type: 'jwt' })));
test('a number may be an id', () => is('request')(request(7, 'ec.auth', {})));
test('a notification is one', () => is('notification')(notification('ec.start', {})));
test('an answer is one', () => is('answer')(answer('a', VERSION, { credential: 'x' })));
test('a refusal is an answer', () => is('answer')(refused('a', VERSION, new Refusal('abort_error'))));
test('a fault of the transport is one', () => is('fault')(fault('a', -32601, 'Method not found.')));
test('not another version of JSON-RPC', () => nothing({ ...request('a', 'ec.auth', {}), jsonrpc: '1.0' }));
test('not one with more in it', () => nothing({ ...request('a', 'ec.auth', {}), also: 1 }));
test('not a request and an answer at once', () => nothing({ ...request('a', 'ec.auth', {}), result: ok }));
test('not an answer and a fault at once', () => nothing({ ...answer('a', VERSION), error: { code: 1, message: 'x' } }));
test('not a batch', () => nothing([request('a', 'ec.auth', {})]));
test('not with a list for params', () => nothing({ ...request('a', 'ec.auth', []) }));
test('not without an id where one is answered', () => nothing({ jsonrpc: '2.0', result: ok }));
test('not with an id of null', () => nothing({ jsonrpc: '2.0', id: null, result: ok }));
test('not with an id that is half a number', () => nothing({ jsonrpc: '2.0', id: 1.5, result: ok }));
test('not with an id of any length', () => nothing(answer('x'.repeat(129), VERSION)));
test('not a result without ucp', () => nothing({ jsonrpc: '2.0', id: 'a', result: { credential: 'x' } }));
test('not a result of an odd version', () => nothing(answer('a', 'tomorrow')));
test('not a refusal that says nothing', () => nothing({ jsonrpc: '2.0', id: 'a', result: { ucp: { version: VERSION, status: 'error' }, messages: [] } }));
test('not a method of any length', () => nothing(notification('x'.repeat(81), {})));
test('not a text, a number, nothing', () => [undefined, null, 'ec.start', 1, NaN, true, 10n, Symbol('x'), () => {}].forEach((one) => nothing(one)));
test('not what is no value of JSON', () => [new Map(), new Date(), /x/, new Uint8Array(3), NaN, Infinity, new (class {})()].forEach((one) => nothing(notification('ec.start', { one }))));
test('not with more than may be in it', () => nothing(notification('ec.start', { text: 'x'.repeat(LIMIT) })));
test('not with many small things', () => nothing(notification('ec.start', { list: Array(LIMIT).fill(0) })));
test('not a list that claims to be endless', () => nothing(notification('ec.start', { list: Object.assign([], { length: 4e9 }) })));
test('not what holds itself', () => {
  const ring = {};
  ring.ring = ring;
  nothing(notification('ec.start', ring));
});
test('not what branches without end', () => {
  let tree = {};
  for (let at = 0; at < 15; at += 1) tree = { a: tree, b: tree, c: tree };
  nothing(notification('ec.start', tree));
});
test('not what throws when it is touched', () => nothing({ get jsonrpc() { throw new Error('no'); } }));
test('a copy, which is no longer the sender\'s', () => {
  const sent = request('a', 'ec.x_request', { checkout: { id: 'x' } });
  const got = read(sent);
  sent.params.checkout.id = 'y';
  assert.equal(got.params.checkout.id, 'x');
});
test('names that mean something to an object do not', () => {
  const got = readText('{"jsonrpc":"2.0","method":"ec.start","params":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}');
  assert.equal(got.params.polluted, undefined);
  assert.equal(Object.getPrototypeOf(got.params), Object.prototype);
  assert.equal({}.polluted, undefined);
});
test('a text is read as what it says', () => assert.equal(readText(JSON.stringify(notification('ec.start', {}))).kind, 'notification'));
test('a text that says nothing is nothing', () => ['', '{', 'null', '[]', '"x"', 7, undefined].forEach((one) => assert.equal(readText(one), null)));
test('a port counts where it may stand', () => {
  const { port1 } = new MessageChannel();
  const { port2: other } = new MessageChannel();
  assert.equal(read(answer('a', VERSION, { upgrade: { port: port1 } }), port1).result.upgrade.port, port1);
  nothing(answer('a', VERSION, { upgrade: { port: port1 } }));
  nothing(answer('a', VERSION, { upgrade: { port: port1 } }), other);
  nothing(answer('a', VERSION, { port: port1 }), port1);
  nothing(answer('a', VERSION), port1);
  for (const port of [port1, other]) port.close();
});
test('a ticket is never the same', () => assert.equal(new Set(Array.from({ length: 1000 }, () => ticket('r'))).size, 1000));
test('why it was refused is read, and a place to go on only if it is safe', () => {
  const why = (continueUrl) => refusal(problem(VERSION, { ...new Refusal('abort_error', 'x', 'unrecoverable', continueUrl), content: 'Closed.' }));
  assert.deepEqual({ ...why('https://shop.example/x') }, { name: 'Refusal', code: 'abort_error', severity: 'unrecoverable', continueUrl: 'https://shop.example/x' });
  assert.equal(why('javascript:alert(1)').continueUrl, undefined);
});

// ---- what is sent

const told = { id: 'cs_1', version: VERSION, delegate: ['window.open'], link: (name) => (name === 'policy-privacy' ? 'https://shop.example/privacy' : null), orderAt: (order) => `https://shop.example/thanks?order=${order}` };
const made = (change, more) => checkoutOf(snapshot(change), { ...told, ...more });
const PLACED = { status: 'placed', step: undefined, order: 'FJ-20481' };
const MOMENTS = {
  'the bag': { step: 'bag' },
  'fields that are wrong': { problems: [{ field: 'email', fault: 'no-at' }, { field: 'postcode', fault: 'missing' }, { field: 'something-new', fault: 'missing' }] },
  'a way to deliver': { step: 'payment', delivery: 'standard' },
  'a discount': { totals: [...snapshot().totals, { kind: 'discount', amount: { amount: -500, currency: 'EUR' } }, { kind: 'tax', amount: { amount: 10, currency: 'EUR' } }, { kind: 'fee', amount: { amount: 10, currency: 'EUR' } }] },
  'rows that UCP does not have': { totals: [{ kind: 'items', amount: { amount: 1, currency: 'EUR' } }, { kind: 'items', amount: { amount: 2, currency: 'EUR' } }, { kind: 'other', amount: { amount: -3, currency: 'EUR' } }, { kind: 'discount', amount: { amount: 0, currency: 'EUR' } }, { kind: 'tax', amount: { amount: -1, currency: 'EUR' } }] },
  'a shop without rows': { totals: [] },
  'the last step': { step: 'review' },
  'an order on its way': { status: 'placing', step: undefined },
  'the bank': { status: 'acting', step: undefined },
  'an order': PLACED,
  'an order that is looked at': { ...PLACED, status: 'under-review' },
  'a session that is over': { status: 'closed', step: undefined, items: [] },
  'nothing yet': { status: 'loading', step: undefined, items: undefined, totals: undefined, total: undefined, currency: undefined, method: undefined, problems: undefined },
};

for (const [version, spec] of Object.entries(SPECS)) {
  for (const [name, change] of Object.entries(MOMENTS)) {
    test(`${version}: ${name} is a checkout of UCP`, () => {
      const checkout = made(change, { version });
      for (const method of spec.methods.filter((one) => /^ec\.(start|complete|.*change)$/.test(one))) assert.deepEqual(spec.outgoing(notification(method, { checkout })), [], method);
    });
  }
  test(`${version}: requests and the error of the session are those of the document`, () => {
    assert.deepEqual(spec.delegations, DELEGATIONS);
    assert.deepEqual(spec.outgoing(request('a', 'ec.ready', { delegate: DELEGATIONS, auth: { type: 'oauth' } })), []);
    assert.deepEqual(spec.outgoing(request('a', 'ec.auth', { type: 'oauth' })), []);
    assert.deepEqual(spec.outgoing(request('a', 'ec.window.open_request', { url: 'https://shop.example/privacy' })), []);
    assert.deepEqual(spec.outgoing(notification('ec.error', { error: problem(version, new Refusal('session_expired', 'x', 'unrecoverable', 'https://shop.example/')) })), []);
    for (const name of DELEGATIONS) assert.ok(spec.methods.includes(`ec.${name}_request`), name);
  });
  test(`${version}: what a host answers is read, and is what the document says`, () => {
    const refusing = refused('a', version, new Refusal('abort_error', 'Closed.')).result;
    const instruments = [{ id: 'i', handler_id: 'h', type: 'card', selected: true }];
    const all = [
      ['ec.ready', answer('a', version, { credential: 'x', checkout: { payment: { instruments } } }).result], ['ec.auth', answer('a', version, { credential: 'x' }).result],
      ['ec.payment.credential_request', answer('a', version, { checkout: { payment: { instruments: [{ ...instruments[0], credential: { type: 'token', token: 't' } }] } } }).result],
      ['ec.window.open_request', answer('a', version).result],
      ...['ec.ready', 'ec.auth', 'ec.payment.instruments_change_request', 'ec.fulfillment.address_change_request', 'ec.window.open_request'].map((name) => [name, refusing]),
    ];
    for (const [name, result] of all) {
      assert.deepEqual(spec.result(name, result), [], name);
      assert.equal(read({ jsonrpc: '2.0', id: 'a', result })?.kind, 'answer', name);
    }
  });
}

test('the check finds what is wrong', () => {
  const spec = SPECS[VERSION];
  const broken = (change) => spec.outgoing(notification('ec.start', { checkout: { ...made(), ...change } })).length;
  assert.ok(broken({ status: 'open' }));
  assert.ok(broken({ id: undefined }));
  assert.ok(broken({ totals: [] }));
  assert.ok(broken({ totals: [...made().totals, { type: 'total', amount: 1 }] }));
  assert.ok(broken({ line_items: [{ id: '1' }] }));
  assert.ok(broken({ messages: [{ type: 'error' }] }));
  assert.ok(spec.outgoing(notification('ec.start', {})).length);
  assert.ok(spec.outgoing(notification('ec.start', { checkout: made(), also: 1 })).length);
});

test('every envelope is one of the published schema', () => {
  const { schema } = SPECS['2026-08-25'];
  for (const one of [request('a', 'ec.ready', { delegate: [] }), notification('ec.start', { checkout: made() }), answer('a', VERSION), refused('a', VERSION, new Refusal('abort_error')), fault('a', -32601, 'Method not found.')]) assert.deepEqual(schema('transports/embedded_message.json', one), [], JSON.stringify(one).slice(0, 80));
});

test('the messages that the specification shows are read', () => {
  const { examples } = JSON.parse(fs.readFileSync(new URL('../fixtures/ucp/examples.2026-04-08.json', import.meta.url)));
  const all = examples.filter(({ body }) => body?.jsonrpc && /^ec\./.test(body.method));
  assert.ok(all.length >= 6, `${all.length} examples`);
  for (const { body } of all) assert.ok(read(body), body.method);
});

test('each row of the shop keeps its place and its amount', () => {
  assert.deepEqual(made(MOMENTS['a discount']).totals.map(({ type, amount }) => [type, amount]), [['subtotal', 40700], ['fulfillment', 0], ['discount', -500], ['tax', 10], ['fee', 10], ['total', 40700]]);
});
test('two lines of one item have two ids', () => {
  const [item] = snapshot().items;
  const ids = made({ items: [item, item] }).line_items.map(({ id }) => id);
  assert.equal(new Set(ids).size, 2);
});
test('an order that is looked at is neither completed nor refused', () => {
  const { status, messages, order } = made({ ...PLACED, status: 'under-review' });
  assert.equal(status, 'complete_in_progress');
  assert.equal(order.id, 'FJ-20481');
  assert.deepEqual(messages.map(({ code }) => code), ['order_under_review']);
});
test('what is in no snapshot is in no checkout: nothing of the shopper\'s', () => {
  const { buyer, fulfillment } = made({ delivery: 'standard' });
  assert.equal(buyer, undefined);
  assert.equal(JSON.stringify(fulfillment).includes('destination'), false);
});

// ---- what changed

const moved = (change, expected, before = {}) => assert.deepEqual(changes(snapshot(before), snapshot(change)), expected.map((name) => `ec.${name}.change`));
const steps = (done) => snapshot().steps.map((step) => ({ ...step, status: done.includes(step.id) ? 'done' : 'ahead' }));
test('nothing, and nothing is said', () => moved({}, []));
test('another step alone is nobody\'s business', () => moved({ step: 'bag' }, []));
test('a line, and then the total', () => moved({ items: snapshot().items.slice(1), total: { amount: 15800, currency: 'EUR' } }, ['line_items', 'totals']));
test('the contact is complete', () => moved({ steps: steps(['bag', 'contact']) }, ['buyer'], { steps: steps(['bag']) }));
test('another country moves the total', () => moved({ country: 'NO', totals: [] }, ['buyer', 'totals']));
test('another way to pay', () => moved({ method: 'invoice' }, ['payment']));
test('another way to deliver', () => moved({ delivery: 'express' }, ['fulfillment']));
test('a fault, and that it is gone', () => {
  const problems = [{ field: 'email', fault: 'missing' }];
  moved({ problems }, ['messages']);
  moved({}, ['messages'], { problems });
});
test('an order that is looked at is said', () => moved({ ...PLACED, status: 'under-review' }, ['messages']));
test('an order placed has changed nothing else', () => moved({ ...PLACED, items: [], steps: [], method: undefined, country: undefined }, []));

// ---- what a host chose

const HOME = { id: 'home', first_name: 'Kaisa', last_name: 'Laine', street_address: 'Runeberginkatu 22', postal_code: '00100', address_locality: 'Helsinki', address_country: 'FI' };
const to = (method) => ({ fulfillment: { methods: [{ id: 'm', type: 'shipping', line_item_ids: [], ...method }] } });
test('the address chosen is put into our fields', () => assert.deepEqual(addressOf(to({ destinations: [{ ...HOME, id: 'other' }, HOME], selected_destination_id: 'home' })).fields, { country: 'FI', name: 'Kaisa Laine', street: 'Runeberginkatu 22', postcode: '00100', city: 'Helsinki' }));
test('the only one is the chosen one', () => assert.equal(addressOf(to({ destinations: [HOME] })).destination.id, 'home'));
test('none is guessed among several', () => assert.equal(addressOf(to({ destinations: [HOME, { ...HOME, id: 'b' }] })), null));
test('what is no text is no address', () => assert.deepEqual(addressOf(to({ destinations: [{ id: 'x', street_address: { evil: 1 }, postal_code: 100, address_locality: 'Turku' }] })).fields, { city: 'Turku' }));
test('and without any there is none', () => [undefined, {}, to({}), to({ destinations: [{ id: 'x' }] }), to({ destinations: 'x' }), { fulfillment: { methods: [null] } }].forEach((one) => assert.equal(addressOf(one), null)));
test('a text is cut before it is a burden', () => assert.equal(addressOf(to({ destinations: [{ id: 'x', street_address: 'y'.repeat(5000) }] })).fields.street.length, 200));
test('the instrument chosen', () => assert.equal(instrumentsOf({ payment: { instruments: [{ id: 'a', handler_id: 'h', type: 'card' }, { id: 'b', handler_id: 'h', type: 'card', selected: true }] } }).selected.id, 'b'));
test('no instrument without its handler', () => assert.equal(instrumentsOf({ payment: { instruments: [{ id: 'a', type: 'card', selected: true }] } }), null));
