// Defines <kassa-checkout>.
import { KassaCheckout } from './index.js';

KassaCheckout.define();
export { KassaCheckout };
