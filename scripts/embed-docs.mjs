//! Writes down the element's public interface, each from scripts/interface.mjs: types, manifest, the tables of docs/embedding.md,
//! and the header files of scripts/headers.mjs. `node scripts/embed-docs.mjs` writes, `--check` tells what is stale.
import fs from 'node:fs';
import path from 'node:path';
import { apacheFile, elementHeadersFile, nginxFile } from './headers.mjs';
import { KINDS } from '../src/widget/interface.js';
import { read } from './interface.mjs';

const root = path.join(import.meta.dirname, '..');
const DOCS = 'docs/embedding.md';
const WRITTEN = 'Written by scripts/embed-docs.mjs from src/widget; do not edit.';

/** Every file that is written, as it must be. */
export function written() {
  const all = read();
  const merchant = fs.readFileSync(path.join(root, DOCS), 'utf8');
  return {
    'packages/kassa-checkout/kassa-checkout.d.ts': types(all),
    'packages/kassa-checkout/custom-elements.json': `${JSON.stringify(manifest(all), null, 2)}\n`,
    [DOCS]: merchant.replace(/(<!-- ([a-z-]+): written by scripts\/embed-docs\.mjs -->\n)[\s\S]*?(<!-- end -->)/g, (_, opening, name, closing) => `${opening}${tables(all)[name]}\n${closing}`),
    'docs/headers/nginx.conf': nginxFile(all.version),
    'docs/headers/apache.htaccess': apacheFile(all.version),
    'docs/headers/_headers': elementHeadersFile(all.version),
  };
}

// --- types

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const plain = (sentence) => sentence.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
const says = (sentence, indent = '  ') => `${indent}/** ${capital(plain(sentence))}. */`;
const capital = (sentence) => sentence.replace(/^[a-z]/, (letter) => letter.toUpperCase());

function typeOf(kind) {
  if (!(kind in KINDS)) return kind.split(' | ').map((word) => `'${word}'`).join(' | ');
  return { number: 'number | string', switch: "boolean | ''" }[kind] ?? 'string';
}

const SCHEMA = JSON.parse(fs.readFileSync(path.join(root, 'public/config.schema.json'), 'utf8'));
const SAID = 'string | { en?: string; nb?: string; ar?: string }';

/** A schema as a type. Patterns and lengths are the schema's own affair; a word of it that this does not know is an error. */
function shape({ type, enum: words, anyOf, items, properties, required = [], additionalProperties }, indent = '') {
  if (anyOf) {
    const all = [...new Set(anyOf.map((one) => shape(one, indent)))];
    const isSaid = anyOf.length === 2 && anyOf[0].type === 'string' && Object.keys(anyOf[1].properties ?? {}).join() === 'ar,en,nb';
    return isSaid ? 'Said' : all.join(' | ');
  }
  if (words) return words.map((word) => JSON.stringify(word).replaceAll('"', "'")).join(' | ');
  if (type === 'array') return `Array<${shape(items, indent)}>`;
  if (type === 'object') {
    if (!properties || additionalProperties !== false) throw new Error('a schema that allows any name: see scripts/embed-docs.mjs');
    const member = ([name, of]) => `${of.description ? `${says(of.description, `${indent}  `)}\n` : ''}${indent}  ${/^[a-z]\w*$/i.test(name) ? name : `'${name}'`}${required.includes(name) ? '' : '?'}: ${shape(of, `${indent}  `)};`;
    return `{\n${Object.entries(properties).map(member).join('\n')}\n${indent}}`;
  }
  const plain = { string: 'string', boolean: 'boolean', integer: 'number', number: 'number' }[type];
  if (!plain) throw new Error(`a schema of a kind that is not known: ${type}`);
  return plain;
}

function union(words) {
  const lines = [[]];
  for (const word of words) {
    if (lines.at(-1).join(' | ').length > 100) lines.push([]);
    lines.at(-1).push(`'${word}'`);
  }
  return lines.map((line) => `  | ${line.join(' | ')}`).join('\n');
}

function types({ version, attributes, properties, methods, registries, statics, events, words }) {
  const list = attributes.flatMap(([, all]) => all);
  const member = ({ name, type, sentence, readonly }) => `${says(sentence)}\n  ${readonly ? 'readonly ' : ''}${name}: ${type};`;
  const method = (before) => ({ name, parameters, answer, sentence }) => `${says(sentence)}\n  ${before}${name}${parameters}: ${answer};`;
  const event = ({ name, sentence, detail, cancelable }) => {
    const members = Object.entries(detail).map(([of, [type]]) => (type.endsWith(' | undefined') ? `${of}?: ${type.slice(0, -12)}` : `${of}: ${type}`));
    const carried = members.length ? `Detail<{ ${members.join('; ')} }>` : 'Detail';
    return `${says(sentence)}\n  '${name}': ${cancelable ? 'Question' : 'CustomEvent'}<${carried}>;`;
  };
  return `// Kassa ${version}: <kassa-checkout>, its events, and what goes into it. ${WRITTEN}
import type { KassaBackend } from './kassa-backend.js';

export type { KassaBackend };

${Object.entries(words).map(([name, all]) => `export type ${name} =\n${union(all)};`).join('\n')}

/** An amount in minor units: 1290 is 12.90 in a currency with two decimals. */
export interface Money { amount: number; currency: string }

/** What a page may know of a checkout. Nothing of the shopper's own is in it. */
export interface Snapshot {
  readonly status: Exclude<Status, 'idle'>;
  readonly step?: Step;
  readonly steps: readonly { id: Step; status: StepStatus }[];
  readonly currency?: string;
  readonly country?: string;
  readonly total?: Money;
  /** What is left to pay. */
  readonly due?: Money;
  readonly totals: readonly { kind: TotalKind; amount: Money }[];
  readonly items: readonly { id: string; name: string; quantity: number; price: Money; total: Money }[];
  /** How many codes count. Which ones may be worth money. */
  readonly codes: number;
  readonly method?: string;
  readonly delivery?: string;
  readonly signedIn: boolean;
  readonly company: boolean;
  readonly problems: readonly { field: FieldName; fault: Fault }[];
  readonly order?: string;
}

export interface KassaError { code: ErrorCode; severity: 'recoverable' | 'unrecoverable'; recoverable: boolean }

/** What every event carries: which checkout of the page, and its snapshot. */
export type Detail<More = {}> = { id: string; checkout: Snapshot | null } & More;
/** An event that asks: \`preventDefault()\` says no, and so does a promise given to \`waitUntil\` that comes to a no. */
export interface Question<T> extends CustomEvent<T> { waitUntil(answer: Verdict | Promise<Verdict>): void }
/** \`false\`, or a sentence for the shopper, is a no; so is a promise that fails. Anything else is a yes. */
export type Verdict = boolean | void | { message: string };
/** Express: a wallet that skips steps is asked about, too. */
export type Guard = (asked: { what: 'step' | 'submit' | 'redirect'; checkout: Snapshot | null; express?: true; url?: string }) => Verdict | Promise<Verdict>;

type AddressPart = 'country' | 'name' | 'organization' | 'street' | 'line2' | 'postcode' | 'city' | 'region' | 'phone';
/** Fields by their names; an address may stand on its own. */
export type Answers = { [name in FieldName]?: string | boolean } & { address?: { [part in AddressPart]?: string }; billing?: { [part in AddressPart]?: string } };
export interface Consent { marketing?: boolean }
/** Its schema is config.schema.json (docs/configuration.md). */
export interface KassaConfiguration ${shape(SCHEMA)}
/** A text of the configuration, or one for each language of the catalogue. */
export type Said = ${SAID};
/** A text, or one for each language. */
export type Words = string | { [language: string]: string };
export interface FieldDefinition {
  /** A word of letters, digits and hyphens; its name in the order. */
  id: string;
  step: Exclude<Step, 'bag'>;
  label: Words;
  hint?: Words;
  /** Why it is asked; a required field says so. */
  purpose?: Words;
  required?: boolean;
  /** As of an input: \`text\`, \`email\`, \`tel\` … */
  type?: string;
  autocomplete?: string;
  maxlength?: number;
  /** What is said when it is required and empty. */
  missing?: string;
  /** What is wrong with a value, in words; nothing where it is right. */
  validate?(value: string): string | false | null | undefined | void;
}
export interface MethodContext { language: string; dark: boolean; amount?: string; currency?: string; country?: string }
export interface PaymentMethodDefinition {
  id: string;
  /** Draws into a place of your own page. */
  mount?(place: HTMLElement, context: MethodContext & { complete(is?: boolean): void; submit(): void }): void;
  /** What the backend is given to take the money with. */
  token(context: MethodContext): string | { token: string; last4?: string } | Promise<string | { token: string; last4?: string }>;
  [told: string]: unknown;
}
export interface FoundAddress { street: string; postcode?: string; city?: string; label?: string }
export type AddressProvider = (text: string, asked: { country?: string; signal: AbortSignal }) => FoundAddress[] | Promise<FoundAddress[]>;

/** Google's events for shops (GA4). */
export interface Ecommerce {
  currency?: string;
  value?: number;
  shipping?: number;
  tax?: number;
  shipping_tier?: string;
  payment_type?: string;
  transaction_id?: string;
  items: { item_id: string; item_name: string; price: number; quantity: number }[];
}

/** The attributes, as HTML and JSX write them. */
export interface KassaAttributes {
${list.map(({ name, kind, sentence, idle }) => `${says(idle ? `${plain(sentence)}. Understood; without effect in ${version}` : sentence)}\n  '${name}'?: ${typeOf(kind)};`).join('\n')}
}

export interface KassaProperties {
${properties.filter(({ readonly }) => !readonly).map(({ name, type, sentence }) => `${says(sentence)}\n  ${name}?: ${type};`).join('\n')}
}

type Camel<Name extends string> = Name extends \`\${infer First}-\${infer Rest}\` ? \`\${First}\${Capitalize<Camel<Rest>>}\` : Name;
/** Attributes and properties as one object; \`successUrl\` is \`success-url\`. */
export type MountOptions = { [Name in keyof KassaAttributes as Name | Camel<Name>]?: Name extends 'config' ? KassaProperties['config'] | string : KassaAttributes[Name] } & Omit<KassaProperties, 'config'>;

export interface KassaEventMap {
${events.map(event).join('\n')}
}

/** \`<kassa-checkout>\`. What is called before the program is there waits for it. */
export class KassaCheckout extends HTMLElement {
${statics.map(method('static ')).join('\n')}
  /** Where the element's own files are, ending in a slash: the folder \`files\` of the package as your site serves it. */
  static files: string;

${properties.map(member).join('\n')}

${[...methods, ...registries].map(method('')).join('\n')}
}

declare global {
  interface HTMLElementTagNameMap { 'kassa-checkout': KassaCheckout }
  // The events bubble and leave shadow roots: any element, the document and the window can listen.
  interface GlobalEventHandlersEventMap extends KassaEventMap {}
}
`;
}

// --- the manifest (https://github.com/webcomponents/custom-elements-manifest, schema 2.1.0)

function manifest({ attributes, properties, methods, registries, statics, events, slots, parts, tokens }) {
  const callable = (isStatic) => ({ name, parameters, answer, sentence }) => ({
    kind: 'method', name, description: plain(sentence), ...(isStatic && { static: true }),
    parameters: [...parameters.matchAll(/(\w+)(\?)?: ([^,)]+)/g)].map(([, of, optional, type]) => ({ name: of, ...(optional && { optional: true }), type: { text: type } })),
    return: { type: { text: answer } },
  });
  return {
    schemaVersion: '2.1.0',
    modules: [
      {
        kind: 'javascript-module',
        path: 'index.js',
        declarations: [{
          kind: 'class', customElement: true, name: 'KassaCheckout', tagName: 'kassa-checkout', superclass: { name: 'HTMLElement' },
          description: 'A whole checkout in any page.',
          attributes: attributes.flatMap(([, all]) => all).map(({ name, kind, sentence, idle }) => ({ name, description: plain(sentence) + (idle ? '; without effect yet' : ''), type: { text: typeOf(kind) } })),
          members: [
            ...properties.map(({ name, type, sentence, readonly }) => ({ kind: 'field', name, type: { text: type }, description: plain(sentence), ...(readonly && { readonly: true }) })),
            ...[...methods, ...registries].map(callable(false)), ...statics.map(callable(true)),
          ],
          events: events.map(({ name, sentence, detail, cancelable }) => ({ name, type: { text: cancelable ? 'Question' : 'CustomEvent' }, description: [plain(sentence), ...Object.entries(detail).map(([of, [type, what]]) => `detail.${of} (${type}): ${what}`)].join('; ') })),
          slots: slots.map(({ name, sentence }) => ({ name, description: sentence })),
          cssParts: parts.map(({ name, sentence }) => ({ name, description: sentence })),
          cssProperties: tokens.map(({ name, sentence, value }) => ({ name, description: sentence, default: value })),
        }],
        exports: [{ kind: 'js', name: 'KassaCheckout', declaration: { name: 'KassaCheckout', module: 'index.js' } }],
      },
      { kind: 'javascript-module', path: 'auto.js', declarations: [], exports: [{ kind: 'custom-element-definition', name: 'kassa-checkout', declaration: { name: 'KassaCheckout', module: 'index.js' } }] },
    ],
  };
}

// --- the tables

const cell = (said) => said.replaceAll('|', '\\|');
const code = (said) => `\`${cell(said)}\``;
const table = (heads, rows) => ['', `| ${heads.join(' | ')} |`, `|${heads.map(() => '---').join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`), ''].join('\n');

function tables({ attributes, properties, methods, registries, statics, events, slots, parts, tokens, words }) {
  const takes = (kind) => KINDS[kind] ?? kind.split(' | ').map((word) => `\`${word}\``).join(', ');
  const name = ({ name: of, observed, idle }) => `\`${of}\`${observed ? ' ↻' : ''}${idle ? ' ○' : ''}`;
  return {
    attributes: attributes.map(([subject, all]) => `\n**${subject}**\n${table(['attribute', 'takes', 'is'], all.map((one) => [name(one), takes(one.kind), cell(one.sentence)]))}`).join(''),
    properties: table(['property', 'type', 'is'], properties.map(({ name: of, type, sentence, readonly, idle }) => [`\`${of}\`${readonly ? ', read only' : ''}${idle ? ' ○' : ''}`, code(type.replace(' | null | undefined', '')), cell(sentence)])),
    methods: table(['method', 'answers with', 'does'], [...methods, ...statics.map((one) => ({ ...one, name: `KassaCheckout.${one.name}` }))].map(({ name: of, parameters, answer, sentence }) => [code(of + parameters), code(answer), cell(sentence)])),
    registries: table(['registry', 'takes'], registries.map(({ name: of, parameters, sentence, idle }) => [code(of + parameters) + (idle ? ' ○' : ''), cell(sentence)])),
    events: table(['event', 'when', '`event.detail` has, beside `id` and `checkout`'], events.map(({ name: of, sentence, detail, cancelable }) => [`\`${of}\`${cancelable ? ' ⏸' : ''}`, cell(sentence), Object.entries(detail).map(([member, [type, what]]) => `\`${member}\`: ${cell(what)}`).join('; ') || '–'])),
    slots: table(['slot', 'stands'], slots.map(({ name: of, sentence }) => [of ? code(of) : 'none', cell(sentence)])),
    parts: table(['part', 'is'], parts.map(({ name: of, sentence }) => [code(of), cell(sentence)])),
    tokens: table(['token', 'unless you say otherwise', 'is'], tokens.map(({ name: of, value, sentence }) => [code(of), code(value), cell(sentence)])),
    words: Object.entries(words).map(([of, all]) => `\n**${of}**: ${all.map((word) => `\`${word}\``).join(', ')}.\n`).join(''),
  };
}

if (process.argv[1] === import.meta.filename) {
  let stale = 0;
  for (const [file, content] of Object.entries(written())) {
    const at = path.join(root, file);
    if (fs.existsSync(at) && fs.readFileSync(at, 'utf8') === content) continue;
    stale += 1;
    if (process.argv.includes('--check')) console.error(`${file} is stale: run \`node scripts/embed-docs.mjs\``);
    else {
      fs.mkdirSync(path.dirname(at), { recursive: true });
      fs.writeFileSync(at, content);
      console.log(`wrote ${file}`);
    }
  }
  const { planned } = read();
  if (planned.length && !process.argv.includes('--check')) console.log(`has a sentence, is not in the source yet: ${planned.join(', ')}`);
  if (stale && process.argv.includes('--check')) process.exit(1);
}
