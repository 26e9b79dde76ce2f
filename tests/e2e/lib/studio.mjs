//! Frames of the studio for tests and pictures: a page of its build, driven by `window.kassaFrame` (src/studio/frame.rs).
import path from 'node:path';
import { serve } from '../../../scripts/serve.mjs';

const root = path.join(import.meta.dirname, '../../..');

/** The studio's build, served; `E2E_STUDIO_DIST` names its folder. */
export const studio = (told = {}) => serve(path.resolve(root, process.env.E2E_STUDIO_DIST ?? 'dist-studio'), { port: 0, ...told });

/** Opens a page as a frame; answers with what a scenario is made of. */
export async function open(page, origin, query = '') {
  await page.goto(`${origin}/${query}`);
  await page.waitForFunction(() => window.kassaFrame && JSON.parse(window.kassaFrame.told('')).settled, undefined, { timeout: 30_000 });
  return page.evaluate(() => JSON.parse(window.kassaFrame.lists('')));
}

/**
 * Shows a scenario or an example, and waits until all of it is there. Answers with nothing, or why it cannot be.
 * Pictures and the provider's fields are waited for only with `whole`.
 */
export const show = (page, query, { whole = false } = {}) => page.evaluate(async ([query, whole]) => {
  const why = window.kassaFrame.show(query);
  if (why) return why;
  const frame = () => new Promise((drawn) => requestAnimationFrame(() => drawn()));
  const told = () => JSON.parse(window.kassaFrame.told(''));
  const until = performance.now() + 5_000;
  // What comes late (a part, a place to draw into) comes within a few frames: quiet is when nothing changed for three.
  let quiet = 0;
  const watch = new MutationObserver(() => { quiet = 0; });
  watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  while ((quiet < 3 || !told().settled) && performance.now() < until) {
    quiet += 1;
    await frame();
  }
  watch.disconnect();
  if (!whole) return '';
  await Promise.all([...document.images].filter((image) => image.loading !== 'lazy').map((image) => image.decode().catch(() => {})));
  await document.fonts.ready;
  await frame();
  return '';
}, [query, whole]);
