// The host's side of the Embedded Checkout Protocol, for a page that shows somebody's checkout in a frame, and for tests.
//
//     const host = EmbeddedHost.open('#checkout', { url: 'https://shop.example/kassa/0.1.0/embedded/?session=cs_1',
//       delegate: { 'window.open': ({ url }) => showInSheet(url) } });
//     host.addEventListener('totals.change', ({ detail }) => draw(detail.totals));
//     const { order } = await host.completed;
//
// Always true: only the frame that it opened, at the origin that it opened, is heard; of what that says only what the
// protocol has is acted on; nothing is sent to any other origin.

import { originOf, through } from './ecp/channel.js';
import { answer, DELEGATIONS, fault, isRecord, METHOD_NOT_FOUND, read, Refusal, refused, VERSIONS } from './ecp/message.js';

export { Refusal };

const NOTIFICATIONS = ['start', 'complete', 'line_items.change', 'buyer.change', 'payment.change', 'messages.change', 'totals.change', 'fulfillment.change'];
/** For a frame that opens its links itself. */
const POPUPS = ['allow-popups', 'allow-popups-to-escape-sandbox'];
const INVALID_PARAMS = -32602;

export class EmbeddedHost extends EventTarget {
  #options;
  #origin;
  #window;
  #version;
  #channel;
  #agreed = [];
  #state = 'new';
  #settle = {};
  #listener = (event) => this.#heard(event);

  /**
   * `url` is the checkout's address. `delegate` has a function for each task that this host takes on, by the name of the
   * delegation: it gets what the request carries, and answers with the part of the checkout that changes. One that throws a
   * `Refusal` says no in its words. `credential(type)` answers with what the shop asks for; `authorization` goes into the address.
   * `instruments` are shown from the start, if their change is delegated. `port: false` stays with plain `postMessage`. `sandbox`
   * are further words for the frame that host and shop agree on.
   */
  constructor({ url, version = VERSIONS[0], delegate = {}, credential, authorization, colorScheme, instruments, port = true, sandbox = [], title = 'Checkout', window = globalThis.window }) {
    super();
    const address = new URL(url, window.location.href);
    if (!/^https?:$/.test(address.protocol)) throw new TypeError(`EmbeddedHost: no address of a checkout: ${address.protocol}`);
    const unknown = Object.keys(delegate).filter((name) => !DELEGATIONS.includes(name));
    if (unknown.length) throw new TypeError(`EmbeddedHost: no such delegation: ${unknown.join(', ')}`);
    address.searchParams.set('ec_version', version);
    const names = Object.keys(delegate);
    if (names.length) address.searchParams.set('ec_delegate', names.join(','));
    if (authorization) address.searchParams.set('ec_auth', authorization);
    if (colorScheme) address.searchParams.set('ec_color_scheme', colorScheme);
    this.#options = { delegate, credential, instruments, port };
    this.#origin = address.origin;
    this.#window = window;
    this.#version = version;
    this.frame = frameAt(window.document, address.href, title, [...(names.includes('window.open') ? [] : POPUPS), ...sandbox]);
    for (const name of ['ready', 'started', 'completed']) {
      this[name] = new Promise((done, fail) => { this.#settle[name] = { done, fail }; });
      // A host that waits for none of them is told by the event `error`.
      this[name].catch(() => {});
    }
  }

  /** Makes one and puts its frame into an element. */
  static open(into, options) {
    const host = new EmbeddedHost(options);
    host.open(into);
    return host;
  }

  open(into) {
    this.#window.addEventListener('message', this.#listener);
    (typeof into === 'string' ? this.#window.document.querySelector(into) : into).append(this.frame);
  }

  /** Takes the frame away; nothing of it is heard from here on. */
  close(why = new Refusal('abort_error', 'The host closed the checkout.')) {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#window.removeEventListener('message', this.#listener);
    this.#channel?.close();
    this.frame.remove();
    for (const { fail } of Object.values(this.#settle)) fail(why);
  }

  #heard({ data, origin, source, ports }) {
    if (source === null || source !== this.frame.contentWindow || origin !== this.#origin || ports?.length) return;
    const message = read(data);
    if (!message) return;
    // A frame that was left for a bank and came back begins anew; until then, with a port, this way is shut.
    const isReady = message.kind === 'request' && message.method === 'ec.ready';
    if (this.#channel && !isReady) return;
    if (this.#channel) {
      this.#channel.close();
      this.#channel = undefined;
    }
    this.#act(message, (reply, transfer = []) => this.frame.contentWindow?.postMessage(reply, { targetOrigin: this.#origin, transfer }), isReady && this.#options.port);
  }

  #act(message, post, upgrades) {
    const { kind, id, method, params } = message;
    if (kind === 'notification') return void this.#told(method, params);
    if (kind !== 'request') return;
    const say = (reply, transfer) => this.#state !== 'closed' && post(reply, transfer);
    if (method === 'ec.ready') return void this.#shake(id, params, say, upgrades);
    if (this.#state !== 'open') return void say(refused(id, this.#version, new Refusal('invalid_state_error', 'No handshake yet.', 'unrecoverable')));
    if (method === 'ec.auth') return void this.#answer(id, say, async () => ({ credential: await this.#credential(params.type) }));
    const name = method.replace(/^ec\.|_request$/g, '');
    if (!method.endsWith('_request') || !this.#agreed.includes(name)) return void say(fault(id, METHOD_NOT_FOUND, 'Method not found.'));
    if (name === 'window.open') return void this.#answer(id, say, () => this.#opened(params.url));
    if (!isCheckout(params.checkout)) return void say(fault(id, INVALID_PARAMS, 'Invalid params.'));
    this.#answer(id, say, async () => ({ checkout: await this.#options.delegate[name](params.checkout) }));
  }

  async #shake(id, { delegate, auth }, say, upgrades) {
    const isMeant = Array.isArray(delegate) && delegate.every((name) => Object.hasOwn(this.#options.delegate, name));
    if (!isMeant) {
      const why = new Refusal('security_error', 'Delegations that were not offered.', 'unrecoverable');
      say(refused(id, this.#version, why));
      return this.#failed(why);
    }
    if (upgrades) {
      const { port1, port2 } = new MessageChannel();
      this.#channel = through(port1);
      this.#channel.open((message) => this.#act(message, (reply) => port1.postMessage(reply)));
      return say(answer(id, this.#version, { upgrade: { port: port2 } }), [port2]);
    }
    this.#agreed = delegate;
    await this.#answer(id, say, async () => {
      const credential = isRecord(auth) ? await this.#credential(auth.type) : undefined;
      const { instruments } = this.#options;
      const shown = instruments && delegate.includes('payment.instruments_change');
      this.#state = 'open';
      this.#settle.ready.done(delegate);
      return { ...(credential && { credential }), ...(shown && { checkout: { payment: { instruments } } }) };
    });
  }

  async #credential(type) {
    const given = await this.#options.credential?.(type);
    if (typeof given !== 'string') throw new Refusal('not_supported_error', 'No such authorization.', 'unrecoverable');
    return given;
  }

  async #opened(url) {
    // The frame is somebody else's: what it wants opened is an address of the web, or nothing.
    const isSafe = typeof url === 'string' && (/^https:\/\//.test(url) || /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url)) && originOf(url);
    if (!isSafe) throw new Refusal('window_open_rejected_error', 'Not an https address.', 'unrecoverable');
    await this.#options.delegate['window.open']({ url });
    return {};
  }

  /** Every request is answered, and a function of the host's that fails says no without its reasons. */
  async #answer(id, say, make) {
    try {
      say(answer(id, this.#version, await make()));
    } catch (why) {
      say(refused(id, this.#version, why instanceof Refusal ? why : new Refusal('abort_error', 'The host could not do it.')));
    }
  }

  #told(method, params) {
    const name = method.replace(/^ec\./, '');
    if (method === 'ec.error') {
      const { error } = params;
      const said = isRecord(error) && Array.isArray(error.messages) ? error.messages.find(isRecord) : undefined;
      const next = typeof error?.continue_url === 'string' && originOf(error.continue_url) === this.#origin ? error.continue_url : undefined;
      return this.#failed(new Refusal(String(said?.code ?? 'unknown'), String(said?.content ?? ''), 'unrecoverable', next));
    }
    if (this.#state !== 'open' || method !== `ec.${name}` || !NOTIFICATIONS.includes(name) || !isCheckout(params.checkout)) return;
    this.checkout = params.checkout;
    if (name === 'start') this.#settle.started.done(params.checkout);
    if (name === 'complete') this.#settle.completed.done(params.checkout);
    this.dispatchEvent(new CustomEvent(name, { detail: params.checkout }));
  }

  /** The session is over: the frame goes, and whoever listens learns where the shopper can go on. */
  #failed(why) {
    this.close(why);
    this.dispatchEvent(new CustomEvent('error', { detail: { code: why.code, content: why.message, continueUrl: why.continueUrl } }));
  }
}

function frameAt(document, src, title, more) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', ['allow-scripts', 'allow-forms', 'allow-same-origin', ...more].join(' '));
  frame.setAttribute('allow', 'payment; publickey-credentials-get; publickey-credentials-create');
  frame.setAttribute('referrerpolicy', 'strict-origin');
  frame.title = title;
  frame.src = src;
  return frame;
}

const isCheckout = (checkout) => isRecord(checkout) && typeof checkout.id === 'string' && typeof checkout.status === 'string' && Array.isArray(checkout.line_items) && Array.isArray(checkout.totals);
