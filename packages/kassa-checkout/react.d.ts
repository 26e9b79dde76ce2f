import type { ForwardRefExoticComponent, HTMLAttributes, ReactNode, Ref, RefAttributes } from 'react';
import type { KassaAttributes, KassaCheckout, KassaEventMap, KassaProperties } from './kassa-checkout.js';

type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Name;
type Handlers = { [Name in keyof KassaEventMap as Name extends `kassa-${infer Rest}` ? `on${Capitalize<Camel<Rest>>}` : never]?: (event: KassaEventMap[Name]) => void };
// `key` is React's own: the attribute of that name is `shopKey`.
type Attributes = { [Name in Exclude<keyof KassaAttributes, 'key'> as Camel<Name>]?: KassaAttributes[Name] };
type Host = Omit<HTMLAttributes<KassaCheckout>, keyof Handlers | keyof Attributes | keyof KassaProperties>;

export interface CheckoutProps extends Host, Handlers, Omit<Attributes, 'config'>, Omit<KassaProperties, 'config'> {
  /** Where the configuration is, or the configuration. */
  config?: string | KassaProperties['config'];
  children?: ReactNode;
}

export const Checkout: ForwardRefExoticComponent<CheckoutProps & RefAttributes<KassaCheckout>>;

/** The tag itself. React 19 sets what is a property as one and listens to `onkassa-…`; React 18 knows attributes only. */
interface Tag extends Omit<HTMLAttributes<KassaCheckout>, keyof KassaAttributes>, Omit<KassaAttributes, 'config' | 'key'>, Omit<KassaProperties, 'config'>, TagHandlers {
  config?: string | KassaProperties['config'];
  class?: string;
  ref?: Ref<KassaCheckout>;
  key?: string | number | null;
}
type TagHandlers = { [Name in keyof KassaEventMap as `on${Name}`]?: (event: KassaEventMap[Name]) => void };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements { 'kassa-checkout': Tag }
  }
}
// React 18, Preact, and whoever else reads the global one.
declare global {
  namespace JSX {
    interface IntrinsicElements { 'kassa-checkout': Tag }
  }
}
