//! What a merchant writes with the types: all of it must pass.
import { KassaCheckout, type Guard, type KassaBackend, type Snapshot } from 'kassa-checkout';
import 'kassa-checkout/auto';
import { Checkout } from 'kassa-checkout/react';
import 'kassa-checkout/vue';
import { createRef } from 'react';
import type { GlobalComponents } from 'vue';

declare const backend: KassaBackend;

const element = document.querySelector('kassa-checkout');
const cart: Snapshot['items'] | undefined = element?.checkout?.items;
element?.addEventListener('kassa-field-invalid', ({ detail }) => detail.field === 'postcode' && detail.fault === 'missing');
// Heard anywhere above it.
document.addEventListener('kassa-complete', ({ detail }) => detail.order?.toUpperCase());
addEventListener('kassa-before-submit', (event) => event.waitUntil(Promise.resolve({ message: 'Not today' })));
addEventListener('kassa-analytics', ({ detail }) => detail.ecommerce.items.map(({ item_id }) => item_id));

const mounted = KassaCheckout.mount('#here', { backend: 'js', adapter: backend, successUrl: '/thanks', 'shop-name': 'Strand', prefill: { email: 'kaisa@shop.example', address: { city: 'Oslo' } } });
const guard: Guard = ({ what }) => what !== 'submit' || { message: 'No' };
mounted.registerGuard(guard).registerField({ id: 'gift', step: 'delivery', label: { en: 'A greeting', nb: 'En hilsen' } });
mounted.registerPaymentMethod({ id: 'points', token: async () => ({ token: 'p-1' }) }).registerAddressProvider(async () => [{ street: 'Storgata 1' }]);
KassaCheckout.files = '/kassa/';

const ref = createRef<KassaCheckout>();
export const wrapped = <Checkout ref={ref} backend="demo" shopName="Strand" config={{ brand: {} }} onStep={({ detail }) => detail.step} onBeforeSubmit={(event) => event.waitUntil(false)} className="wide" />;
export const tag = <kassa-checkout backend="demo" shop-name="Strand" prefill={{ email: 'kaisa@shop.example' }} onkassa-complete={({ detail }) => detail.order} />;
export const known: keyof GlobalComponents = 'kassa-checkout';
export { cart };
