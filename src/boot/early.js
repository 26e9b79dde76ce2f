// Runs before the page is drawn. A classic script, since a module would come after the first paint; a file of its
// own, since the policy forbids inline script (SEC-11); small, since the page waits for it beside the style sheet.
//
// It chooses what the static page shows (one document serves every path), lets its form wait for the app, and tells
// the shopper when the app cannot be loaded. It knows nothing of the checkout.
(() => {
  const root = document.documentElement;
  const step = location.pathname.replaceAll('/', '');
  root.dataset.shell = step === 'contact' ? 'contact' : step === '' || step === 'index.html' ? 'bag' : 'step';
  const kept = (name) => {
    try { return localStorage.getItem(`kassa:v1:${name}`); } catch {} // a browser that forbids storage has nothing of ours
  };
  const theme = kept('theme');
  if (/^(light|dark|lyng)$/.test(theme)) root.dataset.theme = theme;
  // The words are English until the app is there, but it shall not turn the page over when it comes. LANGUAGES are the
  // catalogues there are, put in by scripts/page.mjs.
  const primary = (tag) => tag.split(/[-_]/)[0].toLowerCase();
  const wanted = [new URLSearchParams(location.search).get('lang') ?? kept('language'), ...navigator.languages];
  const language = wanted.find((tag) => tag && LANGUAGES.includes(primary(tag)));
  if (/^(ar|fa|he|ur)/i.test(language)) root.dir = 'rtl';

  // Leptos clones static markup from a <template> filled by innerHTML, which only a policy named `default` sees.
  // What gets there is compiled in; the pattern is a tripwire, not a sanitiser. Scripts: our own, once more, and the one of
  // the payment provider that the page names: exactly that address.
  const setting = (name) => document.querySelector(`meta[name="kassa-${name}"]`)?.content;
  const isProvider = (url) => setting('provider') === 'stripe' && url === (setting('stripe-script') || 'https://js.stripe.com/v3/');
  globalThis.trustedTypes?.createPolicy('default', {
    createHTML: (text) => (/<(script|iframe|object|embed|base|meta|link)|\son\w+=|javascript:/i.test(text) ? null : text),
    createScriptURL: (url) => (new URL(url, location).origin === location.origin || isProvider(url) ? url : null),
  });

  if (setting('accounts') !== 'yes') root.dataset.accounts = 'no';
  // Somebody is known here: the place of who is signed in, instead of the doors (src/account/known.rs).
  else if (kept('known') || new URLSearchParams(location.search).has('shopper')) root.dataset.accounts = 'known';
  const shell = () => document.getElementById('kassa-shell');
  let tries = 0;

  // A door chosen before the app is there is open when it comes (src/account/door.rs).
  addEventListener('change', ({ target }) => { if (shell()?.contains(target) && target.name === 'door') root.dataset.door = target.value; });

  // The static form waits for the app, which then goes on by itself (`ui/shell.rs`).
  addEventListener('submit', (event) => {
    if (!shell()?.contains(event.target)) return;
    event.preventDefault();
    shell().dataset.sent = '';
    event.submitter?.setAttribute('aria-busy', 'true');
  });

  // What comes after the style sheet; scripts/page.mjs names it. The program is fetched beside the script that runs it
  // (boot.js takes it over), because on a slow device that script waits for the first paint.
  const named = (rel) => document.querySelector(`link[rel="kassa-${rel}"]`);
  function load() {
    const { href, integrity } = named('script');
    const script = Object.assign(document.createElement('script'), { type: 'module', crossOrigin: 'anonymous', integrity });
    // Another address: a module that failed to load is remembered as failed under the old one.
    script.src = tries ? `${href}?again=${tries}` : href;
    tries += 1;
    document.head.append(script);
  }
  const { href, integrity } = named('program');
  root.program = fetch(href, { integrity });
  root.program.catch(() => {}); // boot.js asks again
  load();

  function tell() {
    const notice = document.getElementById('kassa-boot-notice');
    if (!notice) return;
    const link = document.getElementById('kassa-boot-link');
    const href = setting('fallback');
    if (href && /^(https:|mailto:|\/(?!\/))/.test(href)) link.href = href;
    else link.hidden = true;
    notice.hidden = false;
    for (const button of shell().querySelectorAll('button[aria-busy]')) button.removeAttribute('aria-busy');
  }

  function press(event) {
    if (!event.target.closest?.('#kassa-boot-again')) return;
    document.getElementById('kassa-boot-notice').hidden = true;
    // Either the boot script is here and starts again, or it never came.
    if (document.dispatchEvent(new CustomEvent('kassa:again', { cancelable: true }))) load();
  }

  addEventListener('click', press);
  addEventListener('kassa:failed', tell);
  addEventListener('kassa:stopped', () => { document.getElementById('kassa-stopped').hidden = false; });
  addEventListener('error', ({ target }) => {
    if (target?.type !== 'module') return;
    if (tries < 3) setTimeout(load, 250 << tries);
    else tell();
  }, true);
})();
