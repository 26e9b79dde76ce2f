//! A picture of every screen into tests/shots/new/: `make shots`.
import { test } from '../lib/test.mjs';
import { everyScreen, restOfScreens } from '../lib/screens.mjs';

test.describe('pictures', { tag: '@chromium' }, () => {
  test.skip(!process.env.SHOTS, 'only in a run of make shots');
  for (const width of [390, 1280]) {
    for (const colorScheme of ['light', 'dark']) {
      for (const language of ['en', 'ar']) {
        for (const part of ['way', 'rest']) test(`every screen, ${part}, ${width} px, ${colorScheme}, ${language}`, async ({ page, shopper, faults }) => {
          test.setTimeout(120_000);
          await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
          await page.emulateMedia({ colorScheme });
          const shot = (name) => shopper.shot(`${language}-${colorScheme}-${width}-${name}`);
          if (part === 'way') await everyScreen(shopper, { language }, shot);
          else await restOfScreens(shopper, faults, { language }, shot);
        });
      }
    }
  }
});
