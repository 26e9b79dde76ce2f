// Ten thousand messages that are nobody's business, to the frame and to the host: they change nothing and get no answer (SEC-15).
// The stream is pseudo-random from a fixed seed. What is thrown: every shape of the protocol, near misses of it, giants, and
// what was said before, from three foreign origins, from windows that are not the other side, and from it but unreadable.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EmbeddedHost } from '../../src/widget/ecp-host.js';
import { join } from '../../src/widget/ecp/frame.js';
import { answer, DELEGATIONS, fault, LIMIT, notification, problem, Refusal, refused, request, VERSIONS } from '../../src/widget/ecp/message.js';
import { checkoutOf } from '../../src/widget/ecp/checkout.js';
import { clock, dice, FakeElement, frameWindow, HOST, settle, SHOP, snapshot } from './fakes.mjs';
import { hostWindow } from './host-window.mjs';

const VERSION = VERSIONS[0];
const MANY = 10_000;
const FOREIGN = ['https://evil.example', 'http://host.example', 'null'];
const HOME = { id: 'home', street_address: 'Evil street 1', address_country: 'FI' };
const checkout = checkoutOf(snapshot({ status: 'placed', order: 'FORGED' }), { id: 'x', version: VERSION, delegate: [], link: () => null, orderAt: () => 'https://evil.example/' });

/** A message as the other side might send it; `known` are ids that are, or were, in use. */
function sound({ of, below }, known) {
  const id = of([...known, `r${below(1e6)}`, below(1e6)]);
  return of([
    () => answer(id, of([VERSION, '2026-08-25']), of([{}, { credential: 'stolen' }, { checkout: { fulfillment: { methods: [{ id: 'delivery', type: 'shipping', line_item_ids: [], destinations: [HOME], selected_destination_id: 'home' }] } } }, { checkout: { payment: { instruments: [{ id: 'i', handler_id: 'h', type: 'card', selected: true, credential: { type: 'token', token: 'evil' } }] } } }])),
    () => refused(id, VERSION, new Refusal('security_error', 'No.', 'unrecoverable')),
    () => fault(id, -32601, 'Method not found.'),
    () => request(id, of(['ec.ready', 'ec.auth', 'ec.x', ...DELEGATIONS.map((name) => `ec.${name}_request`)]), of([{}, { delegate: [] }, { type: 'jwt' }, { url: 'https://evil.example' }, { checkout }])),
    () => notification(of(['ec.start', 'ec.complete', 'ec.totals.change', 'ec.error']), of([{ checkout }, { error: problem(VERSION, new Refusal('x', 'x', 'unrecoverable', 'https://evil.example')) }])),
  ])();
}

/** One that cannot be read, whoever sends it. */
function unsound(all, known) {
  const { of, below } = all;
  const one = structuredClone(sound(all, known));
  return of([
    () => of([null, undefined, 0, '', 'ec.ready', true, [], {}, [one], JSON.stringify(one)]),
    () => ({ ...one, jsonrpc: of(['1.0', 2, null]) }),
    () => ({ ...one, surplus: below(9) }),
    () => ({ ...one, id: of([null, 1.5, {}, [], '', 'x'.repeat(200), ' ', '<b>']) }),
    () => ({ ...one, method: 'x'.repeat(81) }),
    () => ({ ...one, [of(['params', 'result', 'error'])]: of([7, 'x', [], null]) }),
    () => ({ ...one, method: 'ec.ready', params: {}, result: {}, error: {} }),
    () => notification('ec.complete', { checkout, giant: 'x'.repeat(LIMIT) }),
    () => notification('ec.complete', { checkout, giant: Array(LIMIT).fill(null) }),
    () => notification('ec.complete', { checkout, odd: of([new Map([[1, 2]]), new Date(0), new Uint8Array(9), NaN, -Infinity]) }),
  ])();
}

// shows: SEC-15
test(`${MANY} messages to a frame that waits for its host`, async () => {
  const all = dice(1);
  const window = frameWindow({ search: `?ec_version=${VERSION}&ec_delegate=fulfillment.address_change,window.open` });
  const element = new FakeElement();
  const timers = clock();
  const joined = join(element, { window, hosts: [HOST], timers, say: async () => undefined });
  await settle();
  const known = [];
  const pester = async (times) => {
    const before = { posted: structuredClone(window.posted), attributes: [...element.attributes], waiting: timers.waiting, href: window.location.href };
    for (let at = 0; at < times; at += 1) {
      const { port1, port2 } = new MessageChannel();
      const ports = all.below(8) === 0 ? [port2] : [];
      const stranger = { postMessage: () => assert.fail('a stranger was answered') };
      const [origin, source, data] = all.of([
        () => [all.of(FOREIGN), stranger, sound(all, known)],
        () => [all.of(FOREIGN), window.parent, sound(all, known)],
        () => [HOST, stranger, sound(all, known)],
        () => [HOST, null, sound(all, known)],
        () => [SHOP, window, sound(all, known)],
        () => [HOST, window.parent, unsound(all, known)],
      ])();
      window.deliver({ data, origin, source, ports });
      port1.close();
    }
    await settle();
    assert.deepEqual({ posted: window.posted, attributes: [...element.attributes], waiting: timers.waiting, href: window.location.href }, before);
    assert.deepEqual([element.made, element.gone, window.opened], [[], false, []]);
  };
  const id = () => {
    known.push(window.posted.at(-1).data.id);
    return known.at(-1);
  };

  id();
  await pester(MANY / 4); // during the handshake, whose id they know
  window.deliver({ data: answer(id(), VERSION) });
  element.checkout = snapshot({ step: 'bag' });
  element.isReady();
  await settle();
  assert.equal(window.posted.at(-1).data.method, 'ec.start');
  await pester(MANY / 4);
  element.happens('step', { step: 'delivery' });
  await settle();
  assert.equal(window.posted.at(-1).data.method, 'ec.fulfillment.address_change_request');
  id();
  await pester(MANY / 4); // while a request is under way
  // None of that stands in the way of the one that may answer; once.
  const home = (street) => answer(known.at(-1), VERSION, { checkout: { fulfillment: { methods: [{ id: 'delivery', type: 'shipping', line_item_ids: [], destinations: [{ id: 'h', street_address: street }], selected_destination_id: 'h' }] } } });
  window.deliver({ data: home('Runeberginkatu 22') });
  window.deliver({ data: home('Runeberginkatu 99') });
  await settle();
  assert.deepEqual(element.made.splice(0), [{ street: 'Runeberginkatu 22' }]);
  await pester(MANY / 4);
  assert.ok(await joined);
});

test('the host itself says again what it said: nothing changes and nothing is answered', async () => {
  const window = frameWindow();
  const element = new FakeElement();
  join(element, { window, hosts: [HOST], timers: clock() });
  await settle();
  const { id } = window.posted.at(-1).data;
  window.deliver({ data: answer(id, VERSION) });
  await settle();
  for (let at = 0; at < 1000; at += 1) window.deliver({ data: at % 2 ? answer(id, VERSION) : refused(id, VERSION, new Refusal('security_error', 'No.', 'unrecoverable')) });
  await settle();
  assert.equal(window.posted.length, 1);
  assert.equal(element.gone, false);
});

test(`${MANY} messages to a host that waits for its frame`, async () => {
  const all = dice(2);
  const window = hostWindow();
  const done = [];
  const host = new EmbeddedHost({ url: `${SHOP}/kassa/1.0.0/embedded/`, window, port: false, delegate: { 'window.open': ({ url }) => done.push(url) } });
  for (const name of ['start', 'complete', 'totals.change', 'error']) host.addEventListener(name, () => done.push(name));
  host.open(window.place);
  const pester = async (times) => {
    for (let at = 0; at < times; at += 1) {
      const stranger = { postMessage: () => assert.fail('a stranger was answered') };
      const [origin, source, data] = all.of([
        () => [all.of(FOREIGN), stranger, sound(all, [])],
        () => [all.of([...FOREIGN, HOST]), window.inside, sound(all, [])],
        () => [SHOP, stranger, sound(all, [])],
        () => [SHOP, null, sound(all, [])],
        () => [SHOP, window.inside, unsound(all, [])],
      ])();
      window.deliver({ data, origin, source });
    }
    await settle();
    assert.deepEqual(done, []);
    assert.equal(window.place.children.length, 1);
  };
  await pester(MANY / 2);
  assert.deepEqual(window.inside.posted, []);
  window.deliver({ data: request('r1', 'ec.ready', { delegate: ['window.open'] }), origin: SHOP, source: window.inside });
  await settle();
  assert.equal(window.inside.posted.length, 1);
  await pester(MANY / 2);
  assert.equal(window.inside.posted.length, 1);
  window.deliver({ data: notification('ec.start', { checkout }), origin: SHOP, source: window.inside });
  assert.deepEqual(done, ['start']);
});
