//! The headers a shop's page and its card frame are served with (SEC-10, SEC-13), in one place for the server here,
//! the tests, and the file that static hosts read.

/** What a page whose provider is Stripe lets in beside its own (https://docs.stripe.com/security/guide#content-security-policy). */
export const STRIPE = {
  script: ['https://*.js.stripe.com', 'https://js.stripe.com'],
  frame: ['https://*.js.stripe.com', 'https://js.stripe.com', 'https://hooks.stripe.com'],
  connect: ['https://api.stripe.com'],
};

/** `vault` and `page` are origins; an origin of undefined means that both documents are served from one. `connect` are origins of
 * backends; `provider` are the sources of a payment provider that has a script of its own; `embed` is where the element is served
 * from, for a page that has the element in it instead of being the checkout, or `true` where that is the page's own origin; `hosts`
 * are the origins that may have the page in a frame. */
export function pageHeaders({ vault, report, connect = [], provider = {}, embed, hosts = [] } = {}) {
  const { script = [], frame: frames = [], connect: asks = [] } = provider;
  const cdn = typeof embed === 'string' ? [embed] : [];
  const policy = {
    'default-src': ["'none'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'", ...script, ...cdn],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'https:', 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...connect, ...asks, ...cdn],
    // This origin for the demo's bank (public/demo/bank.html), which plays the frame of a card's issuer.
    'frame-src': ["'self'", ...(vault ? [vault] : []), ...frames],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'object-src': ["'none'"],
    'frame-ancestors': hosts.length ? hosts : ["'none'"],
    'require-trusted-types-for': ["'script'"],
    // The page's own markup goes through the policy `default`; the element makes none and needs one for its script's address.
    'trusted-types': [embed ? 'kassa' : 'default'],
  };
  const frame = vault ? `(self "${vault}")` : '(self)';
  return {
    'content-security-policy': text(policy, report),
    ...common,
    'permissions-policy': `payment=${frame}, publickey-credentials-get=${frame}, geolocation=(), camera=(), microphone=()`,
    // PayPal and 3-D Secure windows break under plain same-origin; no COEP, which would break providers' frames.
    'cross-origin-opener-policy': 'same-origin-allow-popups',
  };
}

/** The page that a host shows in a frame (docs/embedded-protocol.md). Nobody may, where there are no `hosts`. */
export const embeddedHeaders = ({ hosts = [], ...rest } = {}) => pageHeaders({ ...rest, embed: true, hosts });

/** The card frame: its own scripts and styles, framed by the page alone, and no Trusted Types policy at all. */
export function vaultHeaders({ page, report } = {}) {
  const policy = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'form-action': ["'none'"],
    'base-uri': ["'none'"],
    'object-src': ["'none'"],
    'frame-ancestors': [page ?? "'self'"],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ["'none'"],
  };
  return { 'content-security-policy': text(policy, report), ...common, 'referrer-policy': 'no-referrer', 'permissions-policy': 'geolocation=(), camera=(), microphone=()' };
}

/** The demo's bank, which the page shows in a frame or goes to: under the rules of the card frame, framed by this origin alone. */
export const BANK = '/demo/bank.html';
export const bankHeaders = ({ report } = {}) => vaultHeaders({ report });

const common = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin',
};

// `report-uri`, not `report-to`: the newer one is sent up to a minute late and not by every engine.
function text(policy, report) {
  const rules = Object.entries(policy).map(([name, values]) => `${name} ${values.join(' ')}`);
  return [...rules, ...(report ? [`report-uri ${report}`] : [])].join('; ');
}

/** The same for hosts that read a `_headers` file (Netlify, Cloudflare Pages); page and frame from one origin. */
export function headersFile({ provider } = {}) {
  const block = (path, headers) => [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`), ''];
  // A static host adds up the headers of all rules that fit: the frame's must not meet the page's, so they are taken off first.
  const unset = Object.keys(pageHeaders()).map((name) => `  ! ${name}`);
  const instead = (path, headers) => [path, ...unset, ...block('', headers).slice(1)];
  return [...block('/*', pageHeaders({ provider })), ...instead('/vault/*', vaultHeaders()), ...instead(BANK, bankHeaders()), ...block('/return/*', { 'referrer-policy': 'no-referrer' })].join('\n');
}
