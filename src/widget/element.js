// The inside of <kassa-checkout>: lays it out, starts a checkout in it, and stands between that and the page. Bundled with
// the glue by scripts/embed.mjs; fetched by loader.js. Every instance has its own; what they share is the style sheet and
// the compiled program. Makes every element by hand: a page may forbid markup from text (Trusted Types).
//
// LATER and MORE, put in by scripts/embed.mjs: the style sheet and the script that no first step needs, each with its digest.
import { method } from './method.js';
import init, { kassa_act as act, kassa_mount as mount, kassa_unmount as unmount } from './app.js';
import { trust } from './trusted.js';

let sheet;
/** What no first step shows. */
let later;
/** Kept once that is here, or is not waited for any longer. */
let styled;
let files;
let bring;
let coming;
/** How many without a shadow root there are in each place that adopted the sheets. */
const lights = new Map();
/** Names of what is kept for the checkouts on this page: two of the same shop and session are told apart by their order. */
const names = new Set();
/** What says in each checkout on this page that the program has stopped: it is one program for all. */
const halts = new Set();

/** Once for the page: the program and the style sheets. `fetchScript` fetches a script of ours by its digest. */
export async function begin(wasm, style, folder, policy, fetchScript) {
  trust(policy);
  files = folder;
  bring = fetchScript;
  // Told by the program right before its end (src/app/panic.rs, REL-16).
  addEventListener('kassa:stopped', () => halts.forEach((halt) => halt()), { once: true });
  later = new CSSStyleSheet();
  const read = (answer, into) => answer.then((given) => given.text()).then((css) => {
    // Pictures of ours are where our files are.
    into.replaceSync(css.replaceAll('url(/', `url(${folder}`));
  });
  const [name, integrity] = LATER;
  const get = (tries) => read(fetch(new URL(name, folder), { integrity, cache: tries ? 'reload' : 'default' }), later).catch(() => (tries < 2 ? wait(500).then(() => get(tries + 1)) : undefined));
  // A page whose second sheet does not come still works.
  styled = Promise.race([get(0), wait(5_000)]);
  await Promise.all([init({ module_or_path: wasm }), read(style, (sheet = new CSSStyleSheet()))]);
}

const wait = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));

/** What no first step needs; asked for again after it failed. */
const more = () => (coming ??= bring(...MORE).catch((fault) => { coming = undefined; throw fault; }));

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const slot = (name) => make('slot', { name });
/** Slots that stand before and after a step, seen while that step is. */
const AROUND = { bag: ['line-item-extra'], contact: ['before-express', 'after-express', 'before-contact'], delivery: ['before-address', 'before-shipping'], payment: ['before-payment', 'trust-near-pay'], review: ['terms'], placed: ['confirmation-before'] };
const AFTER = { bag: ['empty'], contact: ['after-contact'], delivery: ['after-address', 'shipping-extra', 'after-shipping'], payment: ['after-payment'], review: [], placed: ['confirmation-after'] };

/** Joins an element to a checkout of its own. */
export function attach(element, given, set, ready, id) {
  let running;
  let name;
  let gone = false;
  let dialog;
  let root;
  let box;
  let holder;
  let own;
  let forget;
  let watching;
  let seen;
  let stopped;
  let lit;
  /** Fields of the page's own that are not drawn yet: what draws them is on its way. */
  const waiting = [];
  const methods = new Map();
  const guards = [];
  const places = [];
  const log = (level, text) => {
    const levels = ['silent', 'error', 'warn', 'info'];
    if (levels.indexOf(element.getAttribute('log-level') ?? 'warn') >= levels.indexOf(level)) console[level](text);
  };
  const tell = (what, detail = {}, options = {}) => {
    const event = new CustomEvent(`kassa-${what}`, { bubbles: true, composed: true, ...options, detail: { id, checkout: element.checkout, ...detail } });
    if (options.waits) event.waitUntil = (promise) => void options.waits.push(promise);
    element.dispatchEvent(event);
    return event;
  };

  const light = element.getAttribute('render') === 'light';
  const shown = { element, get root() { return root; }, get scope() { return light ? element.getRootNode() : root; } };
  Object.assign(shown, {
    setting(what) {
      // React and Vue keep `key` to themselves.
      const value = element.getAttribute(what) ?? (what === 'key' ? element.getAttribute('shop-key') : null);
      if (what === 'config' && given.config && typeof given.config === 'object') return written(given.config) ?? value ?? undefined;
      // What the page's own fields hold: it goes with the order.
      if (what === 'extras') return own && JSON.stringify(own.values());
      return value ?? undefined;
    },
    object: (what) => (what.startsWith('method:') ? methods.get(what.slice(7)) : given[what]),
    tell(what, json) {
      const detail = JSON.parse(json);
      if (what === 'words') return void ({ stopped } = detail);
      if (detail.checkout) freeze(detail.checkout);
      if (what === 'snapshot') {
        const { checkout } = detail;
        box.setAttribute('data-step', checkout.step ?? checkout.status);
        own?.draw(root, box.lang);
        set({ checkout, status: checkout.status, ...(checkout.status === 'failed' ? {} : { error: null }) });
        // For whoever stands right beside it and needs every one, such as the frame's page: it does not bubble.
        return void tell('snapshot', {}, { bubbles: false, composed: false });
      }
      if (what === 'error') {
        const { code, severity, recoverable } = detail;
        set({ error: { code, severity, recoverable } });
      }
      if (what === 'start') {
        const [asked, is] = [element.getAttribute('currency'), element.checkout?.currency];
        if (asked && is && asked.toUpperCase() !== is) log('warn', `Kassa: the attribute \`currency\` is \`${asked}\`; the shop answers in ${is}.`);
      }
      if (what === 'ready') return void styled.then(show);
      tell(what, detail);
      if (what === 'complete' || what === 'hold') leave(detail);
    },
    ask(what, json) {
      root.querySelector('#kassa-refused').hidden = true;
      // A field that must be filled in is asked, however long it takes to come.
      if (waiting.length) return draw().then(() => shown.ask(what, json), () => false);
      const waits = [];
      const event = tell(`before-${what}`, JSON.parse(json), { cancelable: true, waits });
      if (event.defaultPrevented) return false;
      if (own && what !== 'redirect' && !own.judge(root, what === 'step' ? element.checkout?.step : undefined)) return false;
      waits.push(...guards.map((guard) => {
        try { return guard({ what, checkout: element.checkout, ...JSON.parse(json) }); } catch (fault) {
          // One that breaks down has not said yes.
          log('error', `Kassa: a guard: ${fault?.message ?? fault}`);
          return false;
        }
      }));
      const pending = waits.filter((one) => typeof one?.then === 'function');
      if (waits.some((one) => refuses(one))) return false;
      return pending.length ? Promise.all(pending).then((all) => !all.some((one) => refuses(one)), (why) => { refuses({ message: why?.message ?? String(why) }); return false; }) : true;
    },
    place(of, inside) {
      const outside = make('div', { slot: of });
      inside.replaceChildren(light ? outside : slot(of));
      if (!light) element.append(outside);
      places.push(outside);
      return outside;
    },
  });

  /** It can be looked at. */
  function show() {
    if (running === undefined) return;
    box.hidden = false;
    const shut = dialog?.querySelector('button');
    // Until the words were here it spoke English.
    const words = [[shut, act(running, 'word', 'close')], [element.hasAttribute('shop-name') ? undefined : dialog, act(running, 'word', 'checkout')]];
    for (const [of, word] of words) if (of && word) of.setAttribute('aria-label', word);
    if (words[0][1]) shut?.removeAttribute('lang');
    for (const one of root.querySelectorAll('[data-until-ready]')) one.hidden = true;
    if (seen) return;
    seen = true;
    ready(element);
    tell('ready');
    if (['warn', 'info'].includes(element.getAttribute('log-level') ?? 'warn')) more().then(({ wrong }) => wrong(element).forEach((text) => log('warn', text)), () => {});
  }

  /** The program has stopped: what is on screen and what was typed stay, and only the page can begin anew. */
  function halt() {
    const error = { code: 'stopped', severity: 'unrecoverable', recoverable: false };
    set({ status: 'failed', error });
    if (stopped) refuses({ message: stopped });
    root.querySelector('#kassa-refused').scrollIntoView({ block: 'nearest' });
    tell('error', error);
  }

  /** Whether an answer is no; its message, if it has one, is said above the step. */
  function refuses(answer) {
    if (answer !== false && !answer?.message) return false;
    const said = root.querySelector('#kassa-refused');
    said.textContent = answer?.message ?? '';
    said.hidden = !answer?.message;
    return true;
  }

  /** As JSON; what cannot be written is told and left out. */
  function written(value) {
    try { return JSON.stringify(value); } catch (fault) { log('error', `Kassa: the property \`config\` cannot be written as JSON: ${fault.message}`); }
  }

  async function leave({ order }) {
    const url = element.getAttribute('success-url');
    if (!url || !/^(https:\/\/|\/(?!\/)|\.|\?)/.test(url)) return;
    if (!(await shown.ask('redirect', JSON.stringify({ url })))) return;
    const target = new URL(url, document.baseURI);
    if (order) target.searchParams.set('order', order);
    location.assign(target);
  }

  function lay() {
    const display = element.getAttribute('display');
    root = light ? element : element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const tree = element.getRootNode();
    // Taken out again while the program was coming: then nobody looks.
    const scope = !light ? root : tree.adoptedStyleSheets ? tree : document;
    if (!scope.adoptedStyleSheets.includes(sheet)) scope.adoptedStyleSheets = [...scope.adoptedStyleSheets, sheet, later];
    if (light) lights.set((lit = scope), (lights.get(scope) ?? 0) + 1);
    const around = (lists) => Object.entries(lists).flatMap(([step, all]) => all.map((one) => make('div', { class: 'kassa-around', 'data-at': step }, slot(one))));
    const place = (of) => make('div', { class: 'kassa-place', id: `kassa-${of}` });
    holder = make('div', { id: 'kassa-main', class: 'kassa-main', part: 'main' });
    const refused = make('p', { id: 'kassa-refused', class: 'kassa-refused', role: 'alert', hidden: '' });
    const owns = ['contact', 'delivery', 'payment', 'review'].map((step) => make('div', { class: 'kassa-own', 'data-own': step }));
    const layout = make('div', { id: 'kassa-layout', class: 'kassa-frame kassa-layout' }, make('div', { class: 'kassa-column' }, refused, ...around(AROUND), holder, ...owns, ...around(AFTER)), place('side'));
    box = make('section', { class: `kassa kassa--element kassa--${display ?? 'inline'}`, part: 'root', hidden: '' },
      make('div', { class: 'kassa-slots' }, slot('logo'), slot('header')), place('top'), slot('summary-before'), layout, slot('summary-after'), slot('trust-badges'), slot('help'), slot('chat'), place('foot'), slot('footer'));
    const waiting = light ? [] : [make('div', { 'data-until-ready': '' }, slot('loading'), make('slot'))];
    if (display === 'dialog' || display === 'drawer') {
      const shut = make('button', { type: 'button', class: 'kassa-sheet__close', 'aria-label': 'Close', lang: 'en' }, '×');
      shut.addEventListener('click', () => inside.close());
      dialog = make('dialog', { class: `kassa-sheet kassa-sheet--${display}`, part: 'dialog', 'aria-label': element.getAttribute('shop-name') ?? 'Checkout' }, make('div', { class: 'kassa-sheet__body' }, shut, box));
      dialog.addEventListener('close', () => {
        element.removeAttribute('open');
        tell('close');
      });
      root.append(...waiting, dialog);
    } else root.append(...waiting, box);
    box.inert = element.hasAttribute('readonly');
    dress();
    box.addEventListener('click', ({ target }) => { if (target.closest('.kassa-header__help')) tell('help-needed'); });
    // Nothing takes them out of sight where there is no shadow root.
    if (light) for (const child of element.querySelectorAll(':scope > :is([slot="loading"], [slot="fallback"], :not([slot], .kassa, dialog))')) {
      child.setAttribute('data-until-ready', '');
      child.hidden = false;
    }
  }

  /** Without a shadow root the theme stands on our own box. */
  function dress() {
    const theme = element.getAttribute('theme');
    if (light && theme) box.dataset.theme = theme;
    else delete box.dataset.theme;
  }

  function start() {
    seen = false;
    lay();
    const of = ['backend', 'endpoint', 'session', 'currency', 'country', 'demo'].map((one) => element.getAttribute(one) ?? '').join('|');
    let at = 0;
    do name = `${digest(of)}${at ? `-${at}` : ''}`; while (names.has(name) && (at += 1));
    names.add(name);
    halts.add(halt);
    watch();
    running = mount(shown, holder, name, files);
    prefill();
    if (element.hasAttribute('open')) inside.open();
  }

  /** A step may be drawn later than it is told, and anew: the page's own fields find their place in it again. */
  function watch() {
    if (!own) return;
    watching?.disconnect();
    watching = new MutationObserver(() => own.draw(root, box.lang));
    watching.observe(holder, { childList: true, subtree: true });
    own.draw(root, box.lang);
  }

  /** Draws what the page has added, once what draws it is here. */
  function draw() {
    return more().then(({ OwnFields }) => {
      own ??= new OwnFields(`kassa:v1:own:${name}`);
      for (const definition of waiting.splice(0)) {
        const why = OwnFields.wrong(definition);
        if (why) log('error', `Kassa: registerField: ${why}.`);
        else own.add(definition);
      }
      if (running !== undefined) watch();
    }, (fault) => {
      log('error', `Kassa: registerField: ${fault.message}`);
      throw fault;
    });
  }

  /** What the page asks waits until there is something to see: what answers it comes with that. */
  const asked = (what, text = '') => element.ready.then(() => (running === undefined ? undefined : act(running, what, text)));

  function prefill() {
    const patch = { ...given.customer, ...given.prefill };
    if (Object.keys(patch).length) inside.update(patch);
    if (given.consent) inside.setConsent(given.consent);
  }

  function stop() {
    if (running === undefined) return;
    // A program that has stopped may not be able to.
    try { unmount(running); } catch { /* told when it stopped */ }
    watching?.disconnect();
    running = undefined;
    names.delete(name);
    halts.delete(halt);
    if (lit) {
      const left = lights.get(lit) - 1;
      lights.set(lit, left);
      if (!left) {
        lights.delete(lit);
        lit.adoptedStyleSheets = lit.adoptedStyleSheets.filter((one) => one !== sheet && one !== later);
      }
      lit = undefined;
    }
    for (const one of places.splice(0)) one.remove();
    for (const one of [...root.children]) if (!light || one.matches('.kassa, dialog')) one.remove();
    dialog = undefined;
  }

  const inside = {
    attached() { if (gone) { gone = false; start(); } },
    // An element that is moved is taken out and put back in one task.
    detached() {
      queueMicrotask(() => {
        if (element.isConnected || gone) return;
        gone = true;
        stop();
      });
    },
    destroy() { gone = true; stop(); },
    changed(what, value) {
      if (gone || running === undefined) return;
      if (what === 'locale' && value) asked('speak', value);
      else if (what === 'open') value === null ? inside.close() : inside.open();
      else if (what === 'readonly') box.inert = value !== null;
      else if (what === 'theme') {
        dress();
        asked('theme', value ?? 'auto');
      }
      else { stop(); start(); }
    },
    given(what) {
      if (gone || running === undefined) return;
      if (['config', 'adapter'].includes(what)) { stop(); start(); } else prefill();
    },
    open() {
      if (!dialog || dialog.open) return;
      dialog.showModal();
      if (!element.hasAttribute('open')) element.setAttribute('open', '');
    },
    close() {
      if (dialog?.open) dialog.close();
    },
    focus: () => asked('focus'),
    refresh: () => asked('refresh'),
    /** Fields by their names; answers with the names it did not know. */
    update: (patch) => element.ready.then(() => Object.entries(flat(patch)).filter(([field, value]) => act(running, typeof value === 'boolean' ? 'choose' : 'type', `${field}=${value === true ? '1' : value === false ? '' : value}`) === undefined).map(([field]) => field)),
    goTo: (step) => asked('go', String(step)),
    validate: () => asked('validate').then((answer) => answer === 'true'),
    applyCode: (code) => asked('code', String(code)),
    setConsent: ({ marketing }) => marketing !== undefined && asked('choose', `news=${marketing ? '1' : ''}`),
    reset() {
      act(running, 'forget', '');
      stop();
      start();
    },
    registerGuard: (guard) => void guards.push(guard),
    /** A way to pay that the backend offers as `page:<id>`, or the setting `methods` makes one. */
    registerPaymentMethod(definition) {
      if (typeof definition?.token !== 'function' || !definition.id) return log('error', 'Kassa: registerPaymentMethod expects an object with `id` and a function `token`.');
      methods.set(definition.id, method(definition, log));
    },
    registerField(definition) {
      waiting.push(definition);
      draw().catch(() => {});
    },
    registerAddressProvider(find) {
      if (typeof find !== 'function') return log('error', 'Kassa: registerAddressProvider expects a function.');
      more().then(({ suggest }) => {
        forget?.();
        forget = suggest(root, find, (found) => {
          const { street, postcode, city } = found;
          inside.update(Object.fromEntries(Object.entries({ street, postcode, city }).filter(([, value]) => typeof value === 'string')));
        }, () => element.checkout?.country);
      }, (fault) => log('error', `Kassa: registerAddressProvider: ${fault.message}`));
    },
  };
  start();
  return inside;
}

/** `{ email, address: { postcode } }` as fields by their names. */
function flat(patch) {
  const { address, billing, ...rest } = patch ?? {};
  const billed = Object.entries(billing ?? {}).map(([name, value]) => [`billing-${name}`, value]);
  return { ...rest, ...address, ...Object.fromEntries(billed) };
}

function freeze(value) {
  for (const one of Object.values(value)) if (one && typeof one === 'object') freeze(one);
  return Object.freeze(value);
}

/** A short name for a text (FNV-1a): sets apart, protects nothing. */
function digest(text) {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0), 16777619);
  return (hash >>> 0).toString(36);
}
