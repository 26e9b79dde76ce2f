// Ways to a host: a window around the frame, a port that it gave, or an object that a native app put into the page.
//
// Always true: what arrives is from the one who may send, and readable, or it does not arrive. Nothing is ever sent to whoever
// happens to be there. A channel is `{ post(message), open(hear), close() }`; `hear(message, port)` gets what `read` made.

import { read, readText } from './message.js';

const CONSUMER = 'EmbeddedCheckoutProtocolConsumer';
const RECEIVER = 'EmbeddedCheckoutProtocol';

/** The window around, if its origin is one of `hosts`, which the shop decides; null where nobody is to be talked to. */
export function around(window, hosts) {
  if (window.parent === window) return null;
  const { location, document } = window;
  // The browser's own word on who is around, where it gives it; else where the frame came from, if that was a host and not a
  // bank. Else what is sent to each of them reaches the one that is.
  const known = location.ancestorOrigins?.[0] ?? hosts.find((host) => host === originOf(document.referrer));
  let allowed = known === undefined ? [...hosts] : hosts.filter((host) => host === known);
  if (allowed.length === 0) return null;
  let listener;
  return {
    post(message) {
      for (const origin of allowed) window.parent.postMessage(message, origin);
    },
    open(hear) {
      listener = ({ data, origin, source, ports }) => {
        if (!allowed.includes(origin) || source !== window.parent || ports?.length > 1) return;
        const message = read(data, ports?.[0]);
        if (!message) return;
        allowed = [origin];
        hear(message, ports?.[0]);
      };
      window.addEventListener('message', listener);
    },
    close: () => window.removeEventListener('message', listener),
  };
}

/** A port that the other side gave. Whoever holds its other end may send. */
export function through(port) {
  return {
    post: (message) => port.postMessage(message),
    open(hear) {
      port.onmessage = ({ data, ports }) => {
        const message = !ports?.length && read(data);
        if (message) hear(message);
      };
    },
    close() {
      port.onmessage = null;
      port.close();
    },
  };
}

/** A native app around a page of its own: the object that it gave (Android), or the handler (iOS); null where there is neither. */
export function native(window) {
  if (window.parent !== window) return null;
  const given = [window[CONSUMER], window.webkit?.messageHandlers?.[CONSUMER]];
  const consumer = given.find((one) => typeof one?.postMessage === 'function');
  if (!consumer) return null;
  return {
    post: (message) => consumer.postMessage(JSON.stringify(message)),
    open(hear) {
      const postMessage = (sent) => {
        const message = typeof sent === 'string' ? readText(sent) : read(sent);
        if (message) hear(message);
      };
      Object.defineProperty(window, RECEIVER, { value: Object.freeze({ postMessage }), configurable: true });
    },
    close: () => void delete window[RECEIVER],
  };
}

/** `undefined` where there is none. */
export function originOf(text) {
  try {
    return new URL(text).origin;
  } catch {
    return undefined;
  }
}
