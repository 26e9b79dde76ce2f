//! `make bench-element`: how long the element takes on a page, from its tag to a first field that can be typed into; plain, and
//! with a CPU four times slower, cold each time. RUNS sets how often (default 5). Loopback, so bytes cost nothing here: they are
//! in `make size`.
import { chromium } from '@playwright/test';
import { browsers } from '../scripts/browsers.mjs';
import { serve } from '../scripts/serve.mjs';

const runs = +(process.env.RUNS ?? 5);
const dist = process.env.E2E_EMBED_DIST ?? 'dist-embed';
const served = await serve(dist, { port: 0, embed: true });
const browser = await chromium.launch({ executablePath: browsers().chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] });

/** Milliseconds from the tag to the field, in a browser that has seen nothing of it. */
async function once(rate) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  await page.addInitScript(() => {
    new MutationObserver((_, watch) => {
      const element = document.querySelector('kassa-checkout');
      if (!element) return;
      watch.disconnect();
      const tag = performance.now();
      // A shop with a page of its own for the bag: the first step has the first field.
      element.setAttribute('cart-url', '/');
      element.setAttribute('demo', 'latency=0');
      element.addEventListener('kassa-ready', () => {
        const look = () => {
          const field = element.shadowRoot.querySelector('#email');
          if (field?.offsetParent) window.took = performance.now() - tag;
          else requestAnimationFrame(look);
        };
        look();
      });
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(served.page);
  await page.waitForFunction(() => window.took, undefined, { timeout: 60_000 });
  const took = await page.evaluate(() => window.took);
  await context.close();
  return took;
}

const median = (numbers) => numbers.toSorted((one, two) => one - two)[numbers.length >> 1];
for (const rate of [1, 4]) {
  const took = [];
  for (let run = 0; run < runs; run += 1) took.push(await once(rate));
  console.log(`CPU ${rate}x: from the tag to the first field ${median(took).toFixed(0)} ms (median of ${runs}; ${took.map((ms) => ms.toFixed(0)).join(', ')})`);
}
await browser.close();
served.close();
