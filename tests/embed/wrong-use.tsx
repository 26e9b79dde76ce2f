//! What the types must refuse: a line that they let pass fails the check, because then `@ts-expect-error` expects in vain.
import { KassaCheckout, type Status } from 'kassa-checkout';
import { Checkout } from 'kassa-checkout/react';

declare const element: KassaCheckout;

// @ts-expect-error the snapshot is only read
element.checkout = null;

// @ts-expect-error the shopper's e-mail address is in no snapshot
export const email = element.checkout?.email;

// @ts-expect-error there is no such step
element.goTo('thanks');

// @ts-expect-error what is called may have to wait for the program
export const valid: boolean = element.validate();

// @ts-expect-error a field has another name
element.update({ mail: 'kaisa@shop.example' });

// @ts-expect-error a backend has five functions at least
element.adapter = {};

// @ts-expect-error there is no such display
KassaCheckout.mount('#here', { display: 'popup' });

// @ts-expect-error only an event that asks can wait
addEventListener('kassa-complete', (event) => event.waitUntil(true));

// @ts-expect-error no such thing is told
addEventListener('kassa-step', ({ detail }) => detail.order);

// @ts-expect-error a field of one's own stands in a step
element.registerField({ id: 'gift', label: 'A greeting' });

// @ts-expect-error there is no such status
export const status: Status = 'paid';

// @ts-expect-error there is no such theme
export const wrapped = <Checkout theme="pink" />;

// @ts-expect-error an attribute of the tag is written as HTML writes it
export const tag = <kassa-checkout shopName="Strand" />;
