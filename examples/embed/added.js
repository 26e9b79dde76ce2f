// What a shop adds from outside: a field, a guard, a way to pay, and addresses to choose from.
import { createShop } from './shop.js';

const checkout = document.querySelector('kassa-checkout');
const shop = createShop(sessionStorage);

// The backend offers the way to pay: `page:` and the id it is registered under.
const offering = (quote) => ({ ...quote, methods: [...quote.methods, { id: 'page:points', title: 'Bonus points', text: 'You have 100,000.' }] });
checkout.adapter = { ...shop, open: async (context) => offering(await shop.open(context)), apply: async (...all) => offering(await shop.apply(...all)) };

checkout
  .registerField({ id: 'greeting', step: 'delivery', label: 'A greeting for the parcel', purpose: 'It is printed on the card in the parcel.', required: true, missing: 'Write a word or two.', maxlength: 80 })
  .registerGuard(({ what, checkout: { items } }) => what !== 'submit' || items.some(({ quantity }) => quantity > 0) || { message: 'Nothing is in the bag.' })
  .registerAddressProvider(async (text) => ['Storgata 1', 'Storgata 2'].filter((street) => street.startsWith(text)).map((street) => ({ street, postcode: '5003', city: 'Bergen' })))
  .registerPaymentMethod({
    id: 'points',
    mount(place, { complete }) {
      const agrees = document.createElement('input');
      agrees.type = 'checkbox';
      agrees.addEventListener('change', () => complete(agrees.checked));
      const label = document.createElement('label');
      label.append(agrees, ' Use my points');
      place.replaceChildren(label);
    },
    token: async () => ({ token: 'points-100' }),
  });

checkout.addEventListener('kassa-complete', ({ detail }) => {
  document.getElementById('thanks').textContent = `The page knows of order ${detail.order}.`;
});
