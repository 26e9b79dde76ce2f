//! Stand-ins for what the protocol's script meets: windows that post, an element that is told of snapshots, a clock.

export const SHOP = 'https://shop.example';
export const HOST = 'https://host.example';

/** A snapshot as the demo shop gives it (src/widget/snapshot.rs), with changes. */
export function snapshot(change = {}) {
  const money = (amount) => ({ amount, currency: 'EUR' });
  const steps = ['bag', 'contact', 'delivery', 'payment', 'review'].map((id, at) => ({ id, status: at < 1 ? 'done' : at === 1 ? 'current' : 'ahead' }));
  return {
    status: 'open', step: 'contact', steps, currency: 'EUR', country: 'FI', total: money(40700), due: money(40700),
    totals: [{ kind: 'items', amount: money(40700) }, { kind: 'delivery', amount: money(0) }],
    items: [
      { id: 'jacket', name: 'Lofoten shell jacket', quantity: 1, price: money(24900), total: money(24900) },
      { id: 'base', name: 'Vidda merino base layer', quantity: 2, price: money(7900), total: money(15800) },
      { id: 'mug', name: 'Enamel mug', quantity: 1, price: money(0), total: money(0) },
    ],
    codes: 0, method: 'card', signedIn: false, company: false, problems: [], ...change,
  };
}

/** Lets everything that waits for a promise go on. */
export const settle = () => new Promise((done) => setImmediate(done));

/** Timers that go off when they are told to. */
export function clock() {
  const due = new Map();
  let last = 0;
  return {
    setTimeout(run, ms) {
      due.set((last += 1), { run, ms });
      return last;
    },
    clearTimeout: (id) => void due.delete(id),
    get waiting() { return due.size; },
    strike() { for (const [id, { run }] of [...due]) { due.delete(id); run(); } },
  };
}

/** The window of a frame at an address, with a parent that keeps what it was sent. */
export function frameWindow({ search = '?ec_version=2026-04-08', ancestors = [HOST], referrer = '', top = false, ...more } = {}) {
  const window = new EventTarget();
  const href = `${SHOP}/kassa/1.0.0/embedded/${search}`;
  const location = { href, search, ...(ancestors && { ancestorOrigins: ancestors }) };
  const posted = [];
  const kept = new Map();
  Object.assign(window, {
    sessionStorage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
    location, posted, URL, crypto: globalThis.crypto,
    document: { referrer, documentElement: { dataset: {} }, createElement: (tag) => new FakeElement(tag) },
    history: { state: null, replaceState: (_, __, url) => { location.href = url; location.search = new URL(url).search; } },
    customElements: { whenDefined: () => Promise.resolve() },
    opened: [],
    open: (url) => void window.opened.push(url),
    /** A message as the browser brings it. */
    deliver({ data, origin = HOST, source = window.parent, ports = [] }) {
      window.dispatchEvent(Object.assign(new Event('message'), { data, origin, source, ports }));
    },
    ...more,
  });
  window.parent = top ? window : { name: 'host', postMessage: (data, target) => posted.push({ data: structuredClone(data), target }) };
  return window;
}

/** As much of an element as the page needs. */
export class FakeElement extends EventTarget {
  attributes = new Map();
  children = [];
  made = [];
  gone = false;

  constructor(tag = 'kassa-checkout') {
    super();
    this.localName = tag;
    this.ready = new Promise((done) => { this.isReady = () => done(this); });
  }
  getAttribute(name) { return this.attributes.get(name) ?? null; }
  setAttribute(name, value) { this.attributes.set(name, String(value)); }
  removeAttribute(name) { this.attributes.delete(name); }
  append(child) { this.children.push(child); }
  remove() {}
  destroy() { this.gone = true; }
  async update(patch) { this.made.push(patch); return []; }

  /** The checkout has moved. */
  shows(checkout) {
    this.checkout = checkout;
    this.dispatchEvent(new CustomEvent('kassa-snapshot', { detail: { checkout } }));
  }
  /** Something happened; a `before` event answers with what its listeners want waited for. */
  happens(name, detail = {}) {
    const event = new CustomEvent(`kassa-${name}`, { detail, cancelable: true });
    const waits = [];
    event.waitUntil = (promise) => void waits.push(promise);
    this.dispatchEvent(event);
    return { event, waits };
  }
}

/** A pseudo-random stream (mulberry32): the same ten thousand messages every time. */
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, below: (n) => Math.floor(next() * n), of: (list) => list[Math.floor(next() * list.length)] };
}
