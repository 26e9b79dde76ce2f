//! Looks for card numbers wherever a page can put them (SEC-05): requests, storage, document, console, title, address,
//! messages, events. `const watch = await Leaks.of(page)` before the page is opened; then `await watch.look()`.

/** Digits of other scripts and percent-encoding as ASCII, without what stands between digits. */
const plain = (text) => {
  let decoded = String(text);
  for (let round = 0; round < 2; round += 1) decoded = decoded.replace(/(?:%[\da-f]{2})+/gi, (run) => { try { return decodeURIComponent(run); } catch { return run; } });
  return decoded
    .replace(/[\u0660-\u0669]/g, (c) => c.charCodeAt(0) - 0x660).replace(/[\u06f0-\u06f9]/g, (c) => c.charCodeAt(0) - 0x6f0).replace(/[\uff10-\uff19]/g, (c) => c.charCodeAt(0) - 0xff10)
    .replace(/(?<=\d)(?:[\s.\-+_,]|%20)+(?=\d)/g, '');
};

/** Sent to the page before anything of its own runs; notes what passes through it. */
function listen() {
  if (location.pathname.endsWith('/card.html')) return; // the provider's own document
  const seen = [];
  Object.defineProperty(window, 'seenByTest', { value: seen });
  const text = (value) => { try { return typeof value === 'string' ? value : JSON.stringify(value) ?? ''; } catch { return ''; } };
  const note = (where, ...values) => seen.push([where, values.map(text).join(' ')]);
  const wrap = (owner, name, where) => {
    const own = owner[name];
    owner[name] = function wrapped(...given) { note(where, ...given.map((one) => (one instanceof Event ? one.detail : one))); return own.apply(this, given); };
  };
  wrap(Storage.prototype, 'setItem', 'storage');
  wrap(window, 'postMessage', 'message');
  wrap(MessagePort.prototype, 'postMessage', 'message');
  wrap(BroadcastChannel.prototype, 'postMessage', 'broadcast');
  wrap(EventTarget.prototype, 'dispatchEvent', 'event');
  wrap(History.prototype, 'pushState', 'history');
  wrap(History.prototype, 'replaceState', 'history');
  wrap(navigator.__proto__, 'sendBeacon', 'beacon');
  addEventListener('message', ({ data }) => note('message', data), true);
  const { set, ...rest } = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    ...rest,
    set(hear) { set.call(this, hear && function heard(event) { note('message', event.data); return hear.call(this, event); }); },
  });
  // What is saved "within half a second" is saved at once, so that every entry is saved and not the last one only.
  const wait = window.setTimeout;
  window.setTimeout = (act, after, ...more) => wait(act, window.isHurried ? 0 : after, ...more);
}

/** Sent to the page: everything that it keeps and shows. */
async function kept() {
  const found = window.seenByTest?.splice(0) ?? [];
  const all = (root) => [...root.querySelectorAll('*')].flatMap((one) => (one.shadowRoot ? [one.shadowRoot.innerHTML, ...all(one.shadowRoot)] : []));
  found.push(['document', document.documentElement.outerHTML], ...all(document).map((html) => ['document', html]));
  found.push(['title', document.title], ['address', location.href], ['history', JSON.stringify(history.state) ?? ''], ['cookie', document.cookie]);
  for (const [where, storage] of [['storage', localStorage], ['storage', sessionStorage]]) found.push(...Object.entries(storage).map((entry) => [where, entry.join(' ')]));
  for (const key of await caches.keys()) {
    const cache = await caches.open(key);
    for (const request of await cache.keys()) found.push(['cache', request.url]);
  }
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done, fail) => { const ask = indexedDB.open(name); ask.onsuccess = () => done(ask.result); ask.onerror = fail; });
    for (const store of base.objectStoreNames) {
      const values = await new Promise((done, fail) => { const ask = base.transaction(store).objectStore(store).getAll(); ask.onsuccess = () => done(ask.result); ask.onerror = fail; });
      found.push(['database', JSON.stringify(values)]);
    }
    base.close();
  }
  return found;
}

export class Leaks {
  static async of(page, secrets) {
    const leaks = new Leaks(page, secrets);
    await page.addInitScript(listen);
    page.on('console', (message) => leaks.note('console', message.text()));
    page.on('request', (request) => leaks.note('request', [request.url(), JSON.stringify(request.headers()), request.postData() ?? ''].join('\n')));
    page.on('websocket', (socket) => { leaks.note('request', socket.url()); socket.on('framesent', ({ payload }) => leaks.note('request', String(payload))); });
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    session.on('Network.requestWillBeSent', ({ request }) => leaks.note('request', JSON.stringify(request)));
    session.on('Network.requestWillBeSentExtraInfo', ({ headers }) => leaks.note('request', JSON.stringify(headers)));
    return leaks;
  }

  constructor(page, secrets) {
    Object.assign(this, { page, secrets, noted: [], looked: 0 });
  }

  note(where, text) { this.noted.push([where, text]); }

  /** Where one of the secrets is, as `storage 4242424242424242`. */
  async look() {
    const frames = this.page.frames().filter((frame) => !frame.url().includes('/card.html'));
    const found = [...this.noted.splice(0), ...(await Promise.all(frames.map((frame) => frame.evaluate(kept)))).flat()];
    for (const cookie of await this.page.context().cookies()) found.push(['cookie', JSON.stringify(cookie)]);
    this.looked += found.length;
    return [...new Set(found.flatMap(([where, text]) => {
      const digits = plain(text);
      return this.secrets.filter((secret) => digits.includes(secret)).map((secret) => `${where} ${secret}`);
    }))].sort();
  }
}
