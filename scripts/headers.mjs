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
    'img-src': ["'self'", 'https:', 'data:', ...cdn],
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
export function headersFile({ provider, hosts } = {}) {
  const block = (path, headers) => [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`), ''];
  // A static host adds up the headers of all rules that fit: the frame's must not meet the page's, so they are taken off first.
  const unset = Object.keys(pageHeaders()).map((name) => `  ! ${name}`);
  const instead = (path, headers) => [path, ...unset, ...block('', headers).slice(1)];
  return [...block('/*', pageHeaders({ provider, hosts })), ...instead('/vault/*', vaultHeaders()), ...instead(BANK, bankHeaders()), ...block('/return/*', { 'referrer-policy': 'no-referrer' })].join('\n');
}

/** Whoever puts the element into a page of theirs: the page, the element's folder, and in it the card fields. Origins are examples. */
const PLACES = { shop: 'https://shop.example', folder: 'https://cdn.example', backend: 'https://api.shop.example', host: 'https://host.example' };
const merchantsPage = () => pageHeaders({ vault: PLACES.folder, embed: PLACES.folder, connect: [PLACES.backend] });
/** The frame's page lies in the folder: everything it loads is from there, but for what the backend says. */
const framedPage = () => ({ ...embeddedHeaders({ hosts: [PLACES.host], connect: [PLACES.backend] }), 'cache-control': 'no-cache' });
const folderHeaders = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin', 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' };
const FOREVER = 'public, max-age=31536000, immutable';
const quoted = (value) => `"${value.replaceAll('"', '\\"')}"`;
const proper = (name) => name.replace(/(^|-)(\w)/g, (_, dash, letter) => dash + letter.toUpperCase());

/** The comment at the head of each file. */
const head = (version) => `# Kassa ${version}: headers for a page with <kassa-checkout> in it, and for the element's folder.
# Written by scripts/embed-docs.mjs from scripts/headers.mjs, under which the tests run; do not edit here.
#
# Put in yours:  ${PLACES.shop}       the page
#                ${PLACES.folder}        where the element's folder is; take it out where that is the page's own site
#                ${PLACES.backend}   the backend; take it out where that is the page's own site, or for the demo
#                ${PLACES.host}       who may show the checkout in a frame of theirs (docs/embedded-protocol.md); 'none' where nobody may
# The element itself needs of the policy: script-src with 'wasm-unsafe-eval' and the folder, style-src 'self', connect-src with the
# folder and the backend, frame-src with the folder (or whoever serves the card fields), and, where the page requires Trusted Types,
# the policy named kassa. The rest is good manners: loosen it as far as the rest of your page needs.
# Card fields that are served from the page's own site are not kept apart from it: see SECURITY.md.
`;

export function nginxFile(version) {
  const lines = (headers, indent) => Object.entries(headers).map(([name, value]) => `${indent}add_header ${proper(name)} ${quoted(value)} always;`).join('\n');
  return `${head(version)}
# The page.
location = /checkout {
${lines(merchantsPage(), '    ')}
}

# The element's folder. A location with headers of its own inherits none, so they are said again.
location /kassa/ {
    types {
        text/html html;
        text/css css;
        text/javascript js;
        application/json json;
        application/wasm wasm;
        image/svg+xml svg;
        image/avif avif;
        image/jpeg jpg;
        image/png png;
        image/webp webp;
        application/octet-stream bin;
    }
    gzip on;
    gzip_vary on;
    gzip_types text/css text/javascript application/json application/wasm image/svg+xml;
    # brotli on;  brotli_types text/css text/javascript application/json application/wasm image/svg+xml;   # a fifth less, where the module is there
${lines(folderHeaders, '    ')}

    # Names that change with their content.
    location ~ "-[0-9a-f]{16}\\.[a-z]+$" {
${lines({ ...folderHeaders, 'cache-control': FOREVER }, '        ')}
    }

    # The page for other hosts' frames.
    location ~ /embedded/(index\\.html)?$ {
${lines(framedPage(), '        ')}
    }

    # The card fields.
    location ~ /vault/ {
${lines({ ...vaultHeaders({ page: PLACES.shop }), 'cache-control': 'no-cache' }, '        ')}
    }
}
`;
}

export function apacheFile(version) {
  const lines = (headers, indent) => Object.entries(headers).map(([name, value]) => `${indent}Header always set ${proper(name)} ${quoted(value)}`).join('\n');
  return `${head(version)}# Needs mod_headers and mod_mime; mod_brotli or mod_deflate make the files a quarter of their size.

# The page: into the .htaccess of its folder.
<Files "checkout.html">
${lines(merchantsPage(), '    ')}
</Files>

# The element's folder: into kassa/.htaccess.
<IfModule mod_mime.c>
    AddType application/wasm .wasm
    AddType text/javascript .js
</IfModule>
<IfModule mod_brotli.c>
    AddOutputFilterByType BROTLI_COMPRESS text/css text/javascript application/json application/wasm image/svg+xml
</IfModule>
<If "%{REQUEST_URI} =~ m#/kassa/#">
${lines(folderHeaders, '    ')}
</If>
# Names that change with their content.
<If "%{REQUEST_URI} =~ m#/kassa/.*-[0-9a-f]{16}\\.[a-z]+$#">
    Header always set Cache-Control "${FOREVER}"
</If>
# The page for other hosts' frames.
<If "%{REQUEST_URI} =~ m#/kassa/.*/embedded/(index\\.html)?$#">
${lines(framedPage(), '    ')}
</If>
# The card fields.
<If "%{REQUEST_URI} =~ m#/kassa/.*/vault/#">
    Header always unset Access-Control-Allow-Origin
    Header always unset Cross-Origin-Resource-Policy
${lines(vaultHeaders({ page: PLACES.shop }), '    ')}
</If>
`;
}

/** For Netlify and Cloudflare Pages. A host adds up the rules that fit: what one takes back it names with `!`. */
export function elementHeadersFile(version) {
  const lines = (headers) => Object.entries(headers).map(([name, value]) => `  ${proper(name)}: ${value}`).join('\n');
  const without = (headers) => Object.keys(headers).map((name) => `  ! ${proper(name)}`).join('\n');
  return `${head(version)}
/checkout
${lines(merchantsPage())}

/kassa/*
${lines(folderHeaders)}

${['app-', 'element-', 'more-', 'style-', 'later-', 'split_', 'chunk_', 'shared-'].map((stem) => `
/kassa/${version}/${stem}*
  ! Cache-Control
  Cache-Control: ${FOREVER}`).join('\n')}

/kassa/${version}/embedded/
${without({ 'cache-control': 1, 'x-content-type-options': 1 })}
${lines(framedPage())}

/kassa/${version}/vault/*
${without({ 'access-control-allow-origin': 1, 'cross-origin-resource-policy': 1, 'x-content-type-options': 1 })}
${lines(vaultHeaders({ page: PLACES.shop }))}
`;
}
