// A <kassa-checkout> that fills a frame or a web view, joined to the host around it by the Embedded Checkout Protocol.
//
// Always true: the shopper can buy whether the host speaks or not, unless it refused the handshake; the host learns what the
// snapshot holds and no more; the address of the page settles nothing but which session, in which language and market.

import { around, native } from './channel.js';
import { addressOf, changes, checkoutOf, instrumentsOf } from './checkout.js';
import { DELEGATIONS, matches, problem, Refusal, VERSIONS } from './message.js';
import { Talk } from './talk.js';

/** What an address may settle of the element: never where the shop is. */
const SETTLED = { session: /^[\w.:-]{1,128}$/, locale: /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, currency: /^[A-Z]{3}$/, country: /^[A-Z]{2}$/ };

/** What the host wrote into the address. */
export function asked(search) {
  const query = new URLSearchParams(search);
  const one = (name, pattern) => (query.getAll(name).length === 1 && pattern.test(query.get(name)) ? query.get(name) : undefined);
  const names = one('ec_delegate', /^[\w.,]{1,400}$/)?.split(',') ?? [];
  return {
    version: one('ec_version', /^\d{4}-\d\d-\d\d$/),
    auth: one('ec_auth', /^.{1,8192}$/s),
    delegate: DELEGATIONS.filter((name) => names.includes(name)),
    scheme: one('ec_color_scheme', /^(light|dark)$/),
    settled: Object.entries(SETTLED).map(([name, pattern]) => [name, one(name, pattern)]).filter(([, value]) => value),
  };
}

/** The same after the frame was left for a bank, and came back by an address that has none of it. The token is not kept. */
function recalled({ location, sessionStorage }) {
  const now = asked(location.search);
  const key = `kassa:v1:ecp:${new Map(now.settled).get('session') ?? ''}`;
  try {
    if (now.version) sessionStorage.setItem(key, `?${new URLSearchParams([...new URLSearchParams(location.search)].filter(([name]) => name.startsWith('ec_') && name !== 'ec_auth'))}`);
    else return { ...asked(sessionStorage.getItem(key) ?? ''), settled: now.settled };
  } catch {
    // A browser that keeps nothing: then such a frame is a checkout and no more.
  }
  return now;
}

/** The address without what was for the protocol: where a shopper goes on without a host. */
export function plainAddress(href) {
  const url = new URL(href);
  for (const name of [...url.searchParams.keys()]) if (name.startsWith('ec_')) url.searchParams.delete(name);
  url.hash = '';
  return url.href;
}

/**
 * Joins the element to its host. `hosts` are the origins that may be one, `allow` the delegations that the shop grants.
 * What needs the shop's own server is taken from functions of the merchant's, and not agreed to without them:
 * `authorize(credential)` with `auth`, the kind of credential wanted; `instrument(instrument)`, which is told what the host
 * chose; `credential(instrument)`, which gives the host's token to whoever charges it. `say(key)` answers with words.
 *
 * Answers with the conversation, or null where there is nobody to talk to.
 */
export async function join(element, { window = globalThis.window, hosts = [], allow = ['window.open', 'fulfillment.address_change'], auth, authorize, instrument, credential, say = async () => undefined, patience, timers } = {}) {
  const channel = native(window) ?? around(window, hosts);
  const { version, auth: token, delegate, scheme, settled } = channel ? recalled(window) : asked(window.location.search);
  for (const [name, value] of settled) element.setAttribute(name, value);
  if (scheme) {
    element.setAttribute('theme', scheme);
    window.document.documentElement.dataset.scheme = scheme;
  }
  const here = plainAddress(window.location.href);
  // A token does not stay in the history.
  const quiet = new window.URL(window.location.href);
  quiet.searchParams.delete('ec_auth');
  if (token) window.history.replaceState(window.history.state, '', quiet.href);
  if (!version || !channel) return null;
  if (!VERSIONS.includes(version)) {
    // Said in the version that is spoken here, to the hosts of the shop; there is no session to speak in.
    channel.post({ jsonrpc: '2.0', method: 'ec.error', params: { error: problem(VERSIONS[0], new Refusal('not_supported_error', `Versions spoken here: ${VERSIONS.join(', ')}.`, 'unrecoverable', here)) } });
    return null;
  }
  const able = { 'payment.instruments_change': instrument, 'payment.credential': credential, 'fulfillment.address_change': true, 'window.open': true };
  const agreed = delegate.filter((name) => allow.includes(name) && able[name]);
  const talk = new Talk(channel, version, { patience, timers });
  const wants = authorize && auth && !token ? auth : undefined;
  const absolute = (address) => new window.URL(address, here).href;
  const told = {
    id: element.getAttribute('session') ?? `kassa-${window.crypto.randomUUID?.() ?? Date.now().toString(36)}`,
    version, delegate: agreed,
    link: (name) => element.getAttribute(name) && absolute(element.getAttribute(name)),
    orderAt(number) {
      const url = new window.URL(element.getAttribute('success-url') ?? '/', here);
      url.searchParams.set('order', number);
      return url.href;
    },
  };
  const embedded = new Embedded(element, talk, told, { window, here, say, instrument, credential });
  embedded.listen();
  try {
    const result = await talk.meet(agreed, wants);
    if (authorize && (token || wants)) await embedded.authorize(auth, token ?? result.credential, authorize);
    const offered = agreed.includes('payment.instruments_change') && instrumentsOf(result.checkout);
    if (offered) await Promise.resolve(instrument(offered.selected, offered.all)).catch(() => {});
    embedded.begin();
  } catch (why) {
    // Nobody answered: the frame stays a checkout, and silent. A no ends it; that is the host's to show.
    if (why.code !== 'timeout_error') element.destroy();
    talk.end();
    embedded.leave();
    return null;
  }
  return { talk, renew: () => embedded.authorize(auth, undefined, authorize) };
}

class Embedded {
  #element;
  #talk;
  #told;
  #window;
  #here;
  #say;
  #hooks;
  #last;
  #isReady = false;
  #isBegun = false;
  #broken;
  #pending;
  #given;
  #chosen;
  #stop = [];

  constructor(element, talk, told, { window, here, say, ...hooks }) {
    this.#element = element;
    this.#talk = talk;
    this.#told = told;
    this.#window = window;
    this.#here = here;
    this.#say = say;
    this.#hooks = hooks;
  }

  listen() {
    const on = (name, hear, target = this.#element) => {
      target.addEventListener(name, hear);
      this.#stop.push(() => target.removeEventListener(name, hear));
    };
    on('kassa-snapshot', () => this.#moved());
    this.#window.customElements.whenDefined(this.#element.localName).then(() => this.#element.ready).then(() => {
      this.#isReady = true;
      this.#start();
    });
    on('kassa-error', ({ detail }) => {
      // One that the frame offers to try again is the shopper's and the shop's affair.
      if (detail.code === 'load' || detail.recoverable === false) this.#fail(detail.code === 'expired' ? 'session_expired' : 'not_loaded');
    });
    // The receipt stays: what comes after the order is the host's. The way to a bank is part of the purchase.
    on('kassa-before-redirect', (event) => ['placed', 'under-review'].includes(this.#element.checkout?.status) && event.preventDefault());
    on('kassa-before-step', (event) => this.#pending && event.waitUntil(this.#pending.then(() => true)));
    on('kassa-step', ({ detail }) => detail.step === 'delivery' && this.#given === undefined && this.#askAddress());
    on('kassa-before-submit', (event) => this.#isAgreed('payment.credential') && event.waitUntil(this.#askCredential()));
    on('click', (event) => this.#clicked(event), this.#window);
    this.#replaceOpen();
  }

  leave() {
    for (const stop of this.#stop.splice(0)) stop();
  }

  /** The handshake is done. */
  begin() {
    this.#isBegun = true;
    if (this.#broken) return this.#fail(this.#broken);
    if (this.#isAgreed('fulfillment.address_change')) this.#offer('before-address', 'door.elsewhere', () => this.#askAddress());
    if (this.#isAgreed('payment.instruments_change')) this.#offer('before-payment', 'action.other', () => this.#askInstruments());
    this.#start();
  }

  /** Gives a credential of the host's to the shop; without one asks for it. A second no is the end of the session. */
  async authorize(type, credential, authorize) {
    try {
      const token = credential ?? (await this.#talk.request('ec.auth', { type })).credential;
      if (typeof token !== 'string' || !(await authorize(token))) throw new Refusal('not_supported_error', 'The credential was not accepted.', 'unrecoverable');
    } catch (why) {
      this.#fail(why.code ?? 'not_supported_error');
      throw why;
    }
  }

  #isAgreed(name) { return this.#talk.isOpen && this.#told.delegate.includes(name); }

  #checkout(more = {}) {
    return { ...checkoutOf(this.#element.checkout, this.#told), ...more };
  }

  #start() {
    if (!this.#isReady || !this.#isBegun || this.#last) return;
    this.#last = this.#element.checkout;
    this.#talk.notify('ec.start', { checkout: this.#checkout() });
    // A page that was left for a bank comes back with the order placed.
    if (this.#last.status === 'placed') this.#talk.notify('ec.complete', { checkout: this.#checkout() });
    if (this.#last.step === 'delivery') this.#askAddress();
  }

  #moved() {
    const { checkout } = this.#element;
    if (!this.#last || checkout.status === 'loading') return;
    const before = this.#last;
    this.#last = checkout;
    for (const method of changes(before, checkout)) this.#talk.notify(method, { checkout: this.#checkout() });
    if (checkout.status === 'placed' && before.status !== 'placed') this.#talk.notify('ec.complete', { checkout: this.#checkout() });
  }

  /** The session cannot go on in this frame. */
  #fail(code) {
    if (!this.#talk.isOpen) this.#broken ??= code;
    else this.#talk.notify('ec.error', { error: problem(this.#told.version, new Refusal(code, code, 'unrecoverable', this.#here)) });
  }

  /** A request to which a person answers, one at a time; null where the host, or the person, said no. */
  async #ask(method, more) {
    if (this.#pending) return null;
    const going = this.#talk.request(method, { checkout: this.#checkout(more) }, 'person').catch(() => null);
    this.#pending = going;
    try {
      return await going;
    } finally {
      this.#pending = undefined;
    }
  }

  /** The host is shown the address that it gave itself, never one that was typed here. */
  async #askAddress() {
    if (!this.#isAgreed('fulfillment.address_change') || !this.#last) return;
    const known = this.#checkout();
    const destinations = this.#given ? { destinations: [this.#given], selected_destination_id: this.#given.id } : {};
    const ids = known.line_items.map(({ id }) => id);
    const [method = { id: 'delivery', type: 'shipping', line_item_ids: ids }] = known.fulfillment?.methods ?? [];
    this.#given ??= null;
    const answer = await this.#ask('ec.fulfillment.address_change_request', { fulfillment: { methods: [{ ...method, ...destinations }] } });
    const address = answer && addressOf(answer.checkout);
    if (!address) return;
    this.#given = address.destination;
    const { country, ...rest } = address.fields;
    // The country first: which fields there are depends on it.
    if (country) await this.#element.update({ country });
    await this.#element.update(rest);
  }

  async #askInstruments() {
    const answer = await this.#ask('ec.payment.instruments_change_request');
    const found = answer && instrumentsOf(answer.checkout);
    if (found) {
      this.#chosen = found.selected;
      await this.#hooks.instrument(found.selected, found.all);
    }
  }

  /** Whether the order may be sent: yes, no, or why not. */
  async #askCredential() {
    const chosen = this.#chosen ? { payment: { instruments: [{ ...this.#chosen, selected: true }] } } : {};
    const answer = await this.#ask('ec.payment.credential_request', chosen);
    const found = answer && instrumentsOf(answer.checkout);
    if (!found?.selected.credential) return false;
    const taken = await Promise.resolve(this.#hooks.credential(found.selected)).catch(() => false);
    return taken ? true : { message: await this.#say('fault.method.refused') };
  }

  /** A way to another page is the host's to show, or goes into a tab of its own: the checkout stays where it is. */
  #clicked(event) {
    const link = event.composedPath().find((one) => one.localName === 'a' && one.href);
    if (!link || event.defaultPrevented || !this.#leads(link.href)) return;
    if (this.#isAgreed('window.open')) {
      event.preventDefault();
      this.#openBy(link.href);
    } else if (!link.target) Object.assign(link, { target: '_blank', rel: 'noopener' });
  }

  #replaceOpen() {
    const before = this.#window.open;
    this.#window.open = (url, ...rest) => {
      const href = url ? new this.#window.URL(url, this.#here).href : '';
      if (!this.#isAgreed('window.open') || !this.#leads(href)) return before.call(this.#window, url, ...rest);
      this.#openBy(href);
      return null;
    };
    this.#stop.push(() => { this.#window.open = before; });
  }

  #openBy(url) {
    // A host that does not open it has told its shopper, or ought to have.
    this.#talk.request('ec.window.open_request', { url }).catch(() => {});
  }

  /** Whether an address is one of the web, outside of this page. An app's own is for the system, not for the host. */
  #leads(href) {
    return /^https?:/.test(href) && href.split('#')[0] !== this.#window.location.href.split('#')[0];
  }

  /** A button in a slot of the element, in words of the shopper's language; without words there is none. */
  async #offer(slot, key, press) {
    const words = await this.#say(key);
    if (!matches(/\S/, words)) return;
    const button = this.#window.document.createElement('button');
    Object.assign(button, { type: 'button', className: 'kassa-embedded__ask', textContent: words });
    button.slot = slot;
    // Not `disabled`, which would take the focus from it: while one question is open, another is not asked.
    button.addEventListener('click', () => {
      button.setAttribute('aria-disabled', 'true');
      press().finally(() => button.removeAttribute('aria-disabled'));
    });
    this.#element.append(button);
    this.#stop.push(() => button.remove());
  }
}
