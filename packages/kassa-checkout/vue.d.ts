import type { DefineComponent } from 'vue';
import type { KassaAttributes, KassaEventMap, KassaProperties } from './kassa-checkout.js';

type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Name;
type Handlers = { [Name in keyof KassaEventMap as `on${Capitalize<Camel<Name>>}`]?: (event: KassaEventMap[Name]) => void };
type Props = Omit<KassaAttributes, 'config' | 'key'> & Omit<KassaProperties, 'config'> & { config?: string | KassaProperties['config'] } & Handlers;

declare module 'vue' {
  interface GlobalComponents { 'kassa-checkout': DefineComponent<Props> }
}
