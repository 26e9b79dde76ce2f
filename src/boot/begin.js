// Runs at the end of the static page, and so after the style sheet: what is started here shares the line with nothing that
// the first paint needs. It lets the static form wait for the app, starts the app, and tells the shopper when it cannot be
// loaded. It knows nothing of the checkout.
(() => {
  const root = document.documentElement;
  const setting = (name) => document.querySelector(`meta[name="kassa-${name}"]`)?.content;
  const shell = () => document.getElementById('kassa-shell');
  let tries = 0;

  // Hidden, so that nobody lays the page out before it has its style sheet, which shows it (`.kassa` has a display of its
  // own): the first layout is the one that is seen. Here in case that sheet does not come.
  document.getElementById('kassa').hidden = false;

  // A door chosen before the app is there is open when it comes (src/account/door.rs).
  addEventListener('change', ({ target }) => { if (shell()?.contains(target) && target.name === 'door') root.dataset.door = target.value; });

  // The static form waits for the app, which then goes on by itself (`ui/shell.rs`).
  addEventListener('submit', (event) => {
    if (!shell()?.contains(event.target)) return;
    event.preventDefault();
    shell().dataset.sent = '';
    event.submitter?.setAttribute('aria-busy', 'true');
  });

  // scripts/page.mjs names what is started here.
  const named = (rel) => document.querySelector(`link[rel="kassa-${rel}"]`);
  function load() {
    const { href, integrity } = named('script');
    const script = Object.assign(document.createElement('script'), { type: 'module', crossOrigin: 'anonymous', integrity });
    // Another address: a module that failed to load is remembered as failed under the old one.
    script.src = tries ? `${href}?again=${tries}` : href;
    tries += 1;
    document.head.append(script);
  }

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

  // The program is fetched beside the script that runs it (boot.js takes it over), because on a slow device that script
  // waits for the first paint.
  const { href, integrity } = named('program');
  root.program = fetch(href, { integrity });
  root.program.catch(() => {}); // boot.js asks again
  load();
})();
