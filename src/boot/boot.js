// Starts the app; bundled with the glue by scripts/page.mjs. Until the app has taken over, the static page works and
// `begin.js` speaks for us: a failure is told to it, never thrown into an empty page.
import init from './app.js';

const wait = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));

// No answer, half an answer and a wrong digest may go away by asking again; a browser that cannot run it stays one.
const isFinal = (fault) => fault instanceof WebAssembly.RuntimeError || (fault instanceof WebAssembly.CompileError && /unsafe-eval|Content.Security/i.test(fault.message));

/** The sheet of all that the static page does not show. It is asked for first and is small, so the program, which could
 * otherwise show something bare, hardly waits; a page whose sheet does not come still works. */
function styled({ href, integrity }, tries = 2) {
  return new Promise((done) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href, integrity });
    link.addEventListener('load', done);
    link.addEventListener('error', () => {
      link.remove();
      done(tries ? wait(500).then(() => styled({ href, integrity }, tries - 1)) : undefined);
    });
    document.head.append(link);
  });
}
const style = Promise.race([styled(LATER_STYLE), wait(5_000)]);
// `begin.js` starts us as soon as it can: the places that the app draws into may still be on their way.
const parsed = document.readyState === 'loading' && new Promise((done) => document.addEventListener('DOMContentLoaded', done));

async function start(restarted = false) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      // Begun by `begin.js`; asked for again here if it did not come.
      const answer = checked(attempt || restarted ? fetch(new URL('./app_bg.wasm', import.meta.url)) : document.documentElement.program);
      return await init({ module_or_path: Promise.all([answer, style, parsed]).then(([response]) => response) });
    } catch (fault) {
      console.error(fault);
      if (attempt === 2 || isFinal(fault)) return document.dispatchEvent(new CustomEvent('kassa:failed', { bubbles: true }));
      await wait(500 * 2 ** attempt);
    }
  }
}

/** A connection may hang instead of failing, and an error page is no module. Only the first byte has a time limit:
 * a slow body is still coming, and starting beside it would start the app twice. */
async function checked(answer) {
  const response = await Promise.race([answer, wait(20_000)]);
  if (!response) throw new Error('no answer');
  if (!response.ok) throw new Error(`the checkout answered ${response.status}`);
  return response;
}

document.addEventListener('kassa:again', (event) => {
  event.preventDefault(); // we are here: no need to load us again
  start(true);
});

if (globalThis.WebAssembly) await start();
else document.dispatchEvent(new CustomEvent('kassa:failed', { bubbles: true }));
