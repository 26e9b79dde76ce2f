export { KassaCheckout } from './kassa-checkout.js';
