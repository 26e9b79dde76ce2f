//! What the types must refuse: a line that they let pass fails the check, because then `@ts-expect-error` expects in vain.
import type { Answer, Fate, KassaBackend, Order, Placed, Quote, Refusal } from '../../public/kassa-backend';

declare const quote: Quote;
declare const order: Order;

// @ts-expect-error a backend has five functions at least
export const nothing: KassaBackend = { open: async () => quote };

// @ts-expect-error amounts are numbers, not texts
export const text: Quote['totals'] = { total: '12.90' };

// @ts-expect-error a quote has a currency
export const noCurrency: Quote = { id: 1, lines: [], totals: { total: 0 } };

// @ts-expect-error "never seen" is null and nothing else
export const forgotten: Answer<Fate> = undefined;

// @ts-expect-error an order is told from an action
export const bare: Placed = order;

// @ts-expect-error there is no such refusal
export const onStrike: Refusal = { kassa: 'on_strike' };

// @ts-expect-error a bag that has moved on comes with the refusal
export const stale: Refusal = { kassa: 'stale' };

// Names of tomorrow are no mistake.
export const tomorrow: Quote['delivery'] = { rates: [{ id: 1, title: 'Drone', price: 0, tag: 'greenest' }] };
