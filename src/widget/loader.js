// Defines <kassa-checkout> and fetches the rest when it is wanted: all that a merchant's page loads at first, at most 3 kB.
// What the element does is in element.js; until that is here, calls wait. Knows nothing of checkouts.
//
// BUILDS, put in by scripts/embed.mjs: for each backend, or `*`, the files and their digests. FILES is where they are, seen from
// here; KASSA_FILES is where a merchant's bundler says they are.

import { METHODS, OBSERVED, PROPERTIES, REGISTRIES } from './names.js';

const here = import.meta.url;
const trusted = globalThis.trustedTypes?.createPolicy('kassa', { createScriptURL: (url) => url, createHTML: (markup) => markup });
const coming = new Map();

/** A script of ours, by its digest. */
const bring = (url, integrity, nonce) => new Promise((done, fail) => {
  const tag = document.createElement('script');
  Object.assign(tag, { type: 'module', crossOrigin: 'anonymous', integrity, nonce: nonce ?? '' });
  tag.onload = () => import(/* @vite-ignore */ /* webpackIgnore: true */ url).then(done, fail);
  tag.onerror = () => fail(new Error('Kassa: its script did not come'));
  tag.src = trusted ? trusted.createScriptURL(url) : url;
  document.head.append(tag);
  tag.remove();
});

/** The rest of the program, once for each build; asked for again after it failed. */
function fetchBuild(name, nonce) {
  const build = BUILDS[name] ?? BUILDS['*'];
  if (!build) return Promise.reject(new Error(`Kassa: the attribute \`backend\` is \`${name}\`; this folder has: ${Object.keys(BUILDS).join(', ')}`));
  const [script, scriptDigest, program, programDigest, style, styleDigest] = build;
  const tries = coming.get(script)?.tries ?? 0;
  if (coming.get(script)?.made) return coming.get(script).made;
  // The program travels beside the script that runs it.
  const folder = new URL(KassaCheckout.files, document.baseURI).href;
  const get = (file, integrity) => fetch(new URL(file, folder), { integrity });
  const url = new URL(script + (tries ? `?again=${tries}` : ''), folder).href;
  const wasm = get(program, programDigest);
  wasm.catch(() => {});
  const made = bring(url, scriptDigest, nonce).then(async (module) => {
    let again = 0;
    const bringMore = (file, digest) => bring(new URL(file + (again++ ? `?again=${again}` : ''), folder).href, digest, nonce);
    await module.begin(wasm, get(style, styleDigest), folder, trusted, bringMore);
    return module;
  });
  coming.set(script, { made, tries });
  made.catch(() => coming.set(script, { tries: tries + 1 }));
  return made;
}

// A server that draws pages has no elements, and takes no harm.
export class KassaCheckout extends (globalThis.HTMLElement ?? class {}) {
  static files = new URL(typeof KASSA_FILES === 'string' ? KASSA_FILES : FILES, here).href;
  static observedAttributes = OBSERVED;
  static define(tag = 'kassa-checkout') {
    if (globalThis.customElements && !customElements.get(tag)) customElements.define(tag, tag === 'kassa-checkout' ? KassaCheckout : class extends KassaCheckout {});
  }
  static mount(target, options = {}) {
    KassaCheckout.define();
    const element = document.createElement('kassa-checkout');
    for (const [name, value] of Object.entries(options)) {
      if (PROPERTIES.includes(name) && typeof value !== 'string') element[name] = value;
      else element.setAttribute(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value);
    }
    (typeof target === 'string' ? document.querySelector(target) : target).append(element);
    return element;
  }

  static #last = 0;
  /** Which of the page's it is, in every event. */
  #id = `kassa-${(KassaCheckout.#last += 1)}`;
  #begun;
  #inside;
  #given = {};
  #made = [];
  /** What element.js keeps of it; nothing of the page's business. */
  #ready = Promise.withResolvers?.() ?? defer();
  checkout = null;
  status = 'idle';
  error = null;

  get ready() { return this.#ready.promise; }
  get version() { return VERSION; }

  connectedCallback() {
    // What was set before the element was known to the browser counts.
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    if (this.#begun) return void this.#inside?.attached();
    const loading = this.getAttribute('loading');
    if (loading === 'interaction') for (const kind of ['pointerover', 'focusin', 'touchstart']) this.addEventListener(kind, () => this.load(), { once: true, passive: true });
    else if (loading === 'lazy' && globalThis.IntersectionObserver) {
      const watch = new IntersectionObserver(([entry]) => {
        if (!entry.isIntersecting) return;
        watch.disconnect();
        this.load();
      }, { rootMargin: '400px' });
      watch.observe(this);
    } else this.load();
  }

  /** Fetches the program, if that has not begun. */
  load() {
    if (!this.isConnected) return this.ready;
    this.#begun ??= fetchBuild(this.getAttribute('backend') ?? 'demo', this.nonce || this.getAttribute('nonce')).then(({ attach }) => {
      this.#inside = attach(this, this.#given, (patch) => Object.assign(this, patch), this.#ready.resolve, this.#id);
      for (const [name, args, done] of this.#made.splice(0)) done(this.#inside[name](...args));
      this.removeAttribute('nonce');
    }, (fault) => {
      console.error(fault);
      this.#begun = undefined;
      this.status = 'failed';
      this.error = { code: 'load', severity: 'recoverable', recoverable: true };
      this.dispatchEvent(new CustomEvent('kassa-error', { bubbles: true, composed: true, detail: { id: this.#id, checkout: null, ...this.error } }));
      this.#fall();
    });
    return this.ready;
  }

  /** What the page has put here is seen as long as nothing else is; without words of its own, a link. */
  #fall() {
    const to = this.getAttribute('fallback');
    if (!/^(https?:\/\/|\/(?!\/)|\.|\?)/.test(to ?? '') || this.querySelector(':scope > [slot="fallback"]')) return;
    const link = document.createElement('a');
    Object.assign(link, { href: to, slot: 'fallback', lang: 'en', textContent: 'Continue to checkout' });
    this.append(link);
  }

  disconnectedCallback() { this.#inside?.detached(); }
  connectedMoveCallback() {}
  attributeChangedCallback(name, before, now) { if (before !== now) this.#inside?.changed(name, now); }
  focus(options) { this.#call('focus', [options]); }
  destroy() { this.#inside?.destroy(); this.remove(); }

  #call(name, args) {
    if (this.#inside) return Promise.resolve(this.#inside[name](...args));
    if (name === 'open') this.load();
    return new Promise((done) => this.#made.push([name, args, done]));
  }

  static {
    for (const name of METHODS) this.prototype[name] = function (...args) { return this.#call(name, args); };
    for (const name of REGISTRIES) this.prototype[name] = function (...args) { this.#call(name, args); return this; };
    for (const name of PROPERTIES) {
      Object.defineProperty(this.prototype, name, {
        configurable: true, enumerable: true,
        get() { return this.#given[name]; },
        set(value) {
          this.#given[name] = value;
          this.#inside?.given(name, value);
        },
      });
    }
  }
}

function defer() {
  const all = {};
  all.promise = new Promise((resolve) => { all.resolve = resolve; });
  return all;
}

if (AUTO) KassaCheckout.define();
