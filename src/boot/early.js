// Runs before the page is drawn. A classic script, since a module would come after the first paint; a file of its
// own, since the policy forbids inline script (SEC-11); small, since what is below it waits for it. The style sheet comes
// beside it, and the page is read meanwhile.
//
// It chooses what the static page shows (one document serves every path), and says what may become script. It knows
// nothing of the checkout. What need not be there before the first paint is in begin.js.
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
})();
