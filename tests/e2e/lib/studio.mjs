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
export async function show(page, query, { whole = false } = {}) {
  const why = await page.evaluate(play, query);
  if (why || !whole) return why;
  await fields(page);
  await page.evaluate(pictures);
  return '';
}

/** The provider's fields are drawn, and their frame is as high as they are. Asked by the clock: a frame out of sight draws no pictures. */
async function fields(page) {
  const asked = { polling: 50, timeout: 20_000 };
  await page.waitForFunction(() => [...document.querySelectorAll('iframe.kassa-vault')].every((one) => !one.checkVisibility() || one.matches('.kassa-vault--here')), undefined, asked);
  const isHigh = () => innerHeight === Math.ceil(document.getElementById('card').getBoundingClientRect().height);
  for (const frame of page.frames()) if (/\/card\.html\b/.test(frame.url())) await frame.waitForFunction(isHigh, undefined, asked);
}

/** Run in a page: a picture is taken of all of it, so what waits until it is scrolled to is fetched now. */
async function pictures() {
  await Promise.all([...document.images].map((image) => Object.assign(image, { loading: 'eager' }).decode().catch(() => {})));
  await document.fonts.ready;
  await new Promise((drawn) => requestAnimationFrame(() => drawn()));
}

/** Run in a page: shows it, and waits until it is still. */
async function play(query) {
  const why = window.kassaFrame.show(query);
  if (why) return why;
  const frame = () => new Promise((drawn) => requestAnimationFrame(() => drawn()));
  // A shop that is being asked has not answered, and that is what is shown.
  const stands = () => {
    const { settled, node } = JSON.parse(window.kassaFrame.told(''));
    return settled || node === 'opening';
  };
  // What comes late (a part, a place to draw into) comes within a few frames: quiet is when nothing changed for three.
  // Frames are counted, because a clock may stand still.
  let [quiet, left] = [0, 300];
  const watch = new MutationObserver(() => { quiet = 0; });
  watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  while ((quiet < 3 || !stands()) && left > 0) {
    quiet += 1;
    left -= 1;
    await frame();
  }
  watch.disconnect();
  return '';
}
