// Before anything else in a frame of the studio: a storage of its own in memory, an address that stays, and no other tabs. So frames side
// by side are strangers to one another, and going through a purchase leaves nothing behind. A classic script of its own file (SEC-11).
(() => {
  // The demo's bank is a page inside the frame and writes down there what was decided; the desk's own notes are nobody else's.
  const SHARED = 'kassa-demo-bank';
  const real = (() => { try { return window.localStorage; } catch {} })();
  const kept = new Map();
  const storage = {
    getItem: (name) => (name === SHARED ? real?.getItem(name) ?? null : kept.get(String(name)) ?? null),
    setItem: (name, value) => void (name === SHARED ? real?.setItem(name, value) : kept.set(String(name), String(value))),
    removeItem: (name) => void (name === SHARED ? real?.removeItem(name) : kept.delete(String(name))),
    clear: () => kept.clear(),
    key: (at) => [...kept.keys()][at] ?? null,
    get length() { return kept.size; },
  };
  const put = (object, name, value) => Object.defineProperty(object, name, { configurable: true, value });
  put(window, 'localStorage', storage);
  // Back in the desk's window shall not walk through a frame's steps.
  put(history, 'pushState', () => {});
  put(history, 'replaceState', () => {});
  put(window, 'BroadcastChannel', class extends EventTarget { postMessage() {} close() {} });
  // One purchase pays at a time in each frame, whatever the others do.
  const own = crypto.randomUUID();
  const request = navigator.locks?.request.bind(navigator.locks);
  if (request) put(navigator.locks, 'request', (name, ...rest) => request(`${own} ${name}`, ...rest));
})();
