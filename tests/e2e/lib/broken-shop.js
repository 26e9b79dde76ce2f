//! The example shop with one function that does what it must not: `?break=place:throw` in the address, so often:
//! `?break=open:hang:2`, once unless told. For ever is until `mend` is in the tab's storage.
//!
//! Served beside it as a script of the merchant's page. `late` sets the object a second after the page, `never` not at all.
import { createShop } from '/shop.js';

delete window.kassaBackend; // the example sets itself
const shop = createShop(localStorage);
const [name, how, times = 1] = (new URLSearchParams(location.search).get('break') ?? '').split(':');

const does = {
  throw: () => undefined.price,
  hang: () => new Promise(() => {}),
  shape: async (answer) => {
    const whole = structuredClone(await answer());
    (whole.order ?? whole).totals.total = '12,90 kr';
    return whole;
  },
  circle: async () => {
    const circle = {};
    return Object.assign(circle, { circle });
  },
};

if (does[how]) {
  const good = shop[name];
  let left = +times;
  shop.facts.timeoutSeconds = 2;
  shop[name] = async (...given) => (left-- > 0 && !sessionStorage.getItem('mend') ? does[how](() => good(...given)) : good(...given));
}
const set = { late: () => setTimeout(() => (window.kassaBackend = Promise.resolve(shop)), 1000), never: () => {} }[name] ?? (() => (window.kassaBackend = shop));
set();
