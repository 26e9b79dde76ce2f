// Kassa 0.1.0: <kassa-checkout>, its events, and what goes into it. Written by scripts/embed-docs.mjs from src/widget; do not edit.
import type { KassaBackend } from './kassa-backend.js';

export type { KassaBackend };

export type Status =
  | 'idle' | 'loading' | 'open' | 'placing' | 'acting' | 'placed' | 'under-review' | 'failed' | 'closed';
export type Step =
  | 'bag' | 'contact' | 'delivery' | 'payment' | 'review';
export type StepStatus =
  | 'done' | 'current' | 'ahead';
export type TotalKind =
  | 'items' | 'discount' | 'delivery' | 'fee' | 'tax' | 'other';
export type FieldName =
  | 'email' | 'news' | 'how' | 'rate' | 'near' | 'point' | 'collect-name' | 'collect-phone' | 'bill-elsewhere'
  | 'method' | 'save-card' | 'purchase-number' | 'business' | 'vat' | 'cost-centre' | 'invoice-email' | 'gift-card'
  | 'subscribe' | 'consent-1' | 'consent-2' | 'consent-3' | 'consent-4' | 'consent-5' | 'consent-6' | 'consent-7'
  | 'consent-8' | 'code' | 'order-number' | 'country' | 'name' | 'organization' | 'street' | 'line2' | 'postcode'
  | 'city' | 'region' | 'phone' | 'billing-country' | 'billing-name' | 'billing-organization' | 'billing-street'
  | 'billing-line2' | 'billing-postcode' | 'billing-city' | 'billing-region' | 'billing-phone';
export type Fault =
  | 'missing' | 'too-short' | 'too-long' | 'bad-character' | 'no-letter' | 'looks-like-email' | 'no-at' | 'two-ats'
  | 'no-mailbox' | 'no-domain' | 'no-domain-ending' | 'space' | 'dots' | 'shape' | 'checksum' | 'unknown-country'
  | 'unsupported-brand' | 'card-number' | 'expired' | 'too-far' | 'no-such-month' | 'not-a-number' | 'too-many'
  | 'gone' | 'not-served' | 'code-unknown' | 'code-expired' | 'code-below-minimum' | 'code-wrong-market' | 'code-used'
  | 'code-already-applied' | 'refused';
export type DeclineReason =
  | 'generic' | 'insufficient-funds' | 'expired-card' | 'wrong-code' | 'wrong-number' | 'limit-reached' | 'not-permitted'
  | 'authentication-failed' | 'issuer-unavailable' | 'try-later';
export type ErrorCode =
  | 'load' | 'stopped' | 'offline' | 'malformed-answer' | 'server' | 'setup' | 'no-answer' | 'expired';
export type AnalyticsEvent =
  | 'view_cart' | 'begin_checkout' | 'add_shipping_info' | 'add_payment_info' | 'purchase';

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
/** An event that asks: `preventDefault()` says no, and so does a promise given to `waitUntil` that comes to a no. */
export interface Question<T> extends CustomEvent<T> { waitUntil(answer: Verdict | Promise<Verdict>): void }
/** `false`, or a sentence for the shopper, is a no; so is a promise that fails. Anything else is a yes. */
export type Verdict = boolean | void | { message: string };
/** Express: a wallet that skips steps is asked about, too. */
export type Guard = (asked: { what: 'step' | 'submit' | 'redirect'; checkout: Snapshot | null; express?: true; url?: string }) => Verdict | Promise<Verdict>;

type AddressPart = 'country' | 'name' | 'organization' | 'street' | 'line2' | 'postcode' | 'city' | 'region' | 'phone';
/** Fields by their names; an address may stand on its own. */
export type Answers = { [name in FieldName]?: string | boolean } & { address?: { [part in AddressPart]?: string }; billing?: { [part in AddressPart]?: string } };
export interface Consent { marketing?: boolean }
/** Its schema is config.schema.json (docs/configuration.md). */
export interface KassaConfiguration {
  '$schema'?: string;
  /** Reasons to trust the shop. */
  badges?: Array<{
    /** Under the receipt, at the button that buys, or in the small print; under the receipt unless you say so. */
    at?: 'summary' | 'pay' | 'footer';
    /** Where one reads more. */
    href?: string;
    /** Its picture; a shield unless you say so. */
    icon?: 'lock' | 'shield' | 'truck' | 'returns' | 'leaf';
    /** The words after them. */
    text?: Said;
    /** The bold words. */
    title: Said;
  }>;
  /** Name, logo and looks. */
  brand?: {
    /** The same for the dark theme. Colours in `tokens` hold in the light theme only, so that words stay readable. */
    dark?: {
      /** Height of buttons: a length such as 44px, at least 44px and at most 80px. */
      'button-height'?: string;
      /** Corners of buttons: a length such as 0px, at least 0px and at most 999px. */
      'button-radius'?: string;
      /** The page: a colour such as #0b5566 or rgb(11 85 102). */
      'color-background'?: string;
      /** Lines: a colour such as #0b5566 or rgb(11 85 102). */
      'color-border'?: string;
      /** Outlines of fields: a colour such as #0b5566 or rgb(11 85 102). */
      'color-border-strong'?: string;
      /** What has to be mended: a colour such as #0b5566 or rgb(11 85 102). */
      'color-danger'?: string;
      /** The ring of the keyboard focus: a colour such as #0b5566 or rgb(11 85 102). */
      'color-focus'?: string;
      /** Behind pictures: a colour such as #0b5566 or rgb(11 85 102). */
      'color-media'?: string;
      /** Words on a button: a colour such as #0b5566 or rgb(11 85 102). */
      'color-on-primary'?: string;
      /** Buttons, links and what is chosen: a colour such as #0b5566 or rgb(11 85 102). */
      'color-primary'?: string;
      /** What went well: a colour such as #0b5566 or rgb(11 85 102). */
      'color-success'?: string;
      /** Fields and cards: a colour such as #0b5566 or rgb(11 85 102). */
      'color-surface'?: string;
      /** The receipt: a colour such as #0b5566 or rgb(11 85 102). */
      'color-surface-sunken'?: string;
      /** Text: a colour such as #0b5566 or rgb(11 85 102). */
      'color-text'?: string;
      /** Quiet text: a colour such as #0b5566 or rgb(11 85 102). */
      'color-text-secondary'?: string;
      /** What to look at: a colour such as #0b5566 or rgb(11 85 102). */
      'color-warning'?: string;
      /** Text: font families such as Inter, "Segoe UI", sans-serif. */
      'font-family'?: string;
      /** Headings: font families such as Inter, "Segoe UI", sans-serif. */
      'font-family-heading'?: string;
      /** Text; all other sizes follow: a length such as 14px, at least 14px and at most 24px. */
      'font-size-base'?: string;
      /** Headings: a weight from 100 to 900. */
      'font-weight-bold'?: string;
      /** Labels: a weight from 100 to 900. */
      'font-weight-medium'?: string;
      /** Text: a weight from 100 to 900. */
      'font-weight-regular'?: string;
      /** Height of fields: a length such as 44px, at least 44px and at most 72px. */
      'input-height'?: string;
      /** Corners of fields: a length such as 0px, at least 0px and at most 40px. */
      'input-radius'?: string;
      /** Between lines: a number from 1.20 to 2.00. */
      'line-height'?: string;
      /** Width of the checkout: a length such as 320px, at least 320px and at most 1600px. */
      'max-width'?: string;
      /** 0 stills everything that moves: 0. */
      motion?: string;
      /** Corners of cards: a length such as 0px, at least 0px and at most 40px. */
      radius?: string;
      /** The unit of all distances: a length such as 3px, at least 3px and at most 6px. */
      'space-unit'?: string;
      /** What stands above the receipt while it stays in view: a length such as 0px, at least 0px and at most 200px. */
      'sticky-offset'?: string;
      /** The least size of what is pressed: a length such as 44px, at least 44px and at most 64px. */
      'tap-size'?: string;
    };
    /** A picture in place of the glyph before the name; 24 pixels high. */
    logo?: string;
    /** The shop's name. */
    name?: string;
    /** Design tokens, by their names without `--kassa-`. */
    tokens?: {
      /** Height of buttons: a length such as 44px, at least 44px and at most 80px. */
      'button-height'?: string;
      /** Corners of buttons: a length such as 0px, at least 0px and at most 999px. */
      'button-radius'?: string;
      /** The page: a colour such as #0b5566 or rgb(11 85 102). */
      'color-background'?: string;
      /** Lines: a colour such as #0b5566 or rgb(11 85 102). */
      'color-border'?: string;
      /** Outlines of fields: a colour such as #0b5566 or rgb(11 85 102). */
      'color-border-strong'?: string;
      /** What has to be mended: a colour such as #0b5566 or rgb(11 85 102). */
      'color-danger'?: string;
      /** The ring of the keyboard focus: a colour such as #0b5566 or rgb(11 85 102). */
      'color-focus'?: string;
      /** Behind pictures: a colour such as #0b5566 or rgb(11 85 102). */
      'color-media'?: string;
      /** Words on a button: a colour such as #0b5566 or rgb(11 85 102). */
      'color-on-primary'?: string;
      /** Buttons, links and what is chosen: a colour such as #0b5566 or rgb(11 85 102). */
      'color-primary'?: string;
      /** What went well: a colour such as #0b5566 or rgb(11 85 102). */
      'color-success'?: string;
      /** Fields and cards: a colour such as #0b5566 or rgb(11 85 102). */
      'color-surface'?: string;
      /** The receipt: a colour such as #0b5566 or rgb(11 85 102). */
      'color-surface-sunken'?: string;
      /** Text: a colour such as #0b5566 or rgb(11 85 102). */
      'color-text'?: string;
      /** Quiet text: a colour such as #0b5566 or rgb(11 85 102). */
      'color-text-secondary'?: string;
      /** What to look at: a colour such as #0b5566 or rgb(11 85 102). */
      'color-warning'?: string;
      /** Text: font families such as Inter, "Segoe UI", sans-serif. */
      'font-family'?: string;
      /** Headings: font families such as Inter, "Segoe UI", sans-serif. */
      'font-family-heading'?: string;
      /** Text; all other sizes follow: a length such as 14px, at least 14px and at most 24px. */
      'font-size-base'?: string;
      /** Headings: a weight from 100 to 900. */
      'font-weight-bold'?: string;
      /** Labels: a weight from 100 to 900. */
      'font-weight-medium'?: string;
      /** Text: a weight from 100 to 900. */
      'font-weight-regular'?: string;
      /** Height of fields: a length such as 44px, at least 44px and at most 72px. */
      'input-height'?: string;
      /** Corners of fields: a length such as 0px, at least 0px and at most 40px. */
      'input-radius'?: string;
      /** Between lines: a number from 1.20 to 2.00. */
      'line-height'?: string;
      /** Width of the checkout: a length such as 320px, at least 320px and at most 1600px. */
      'max-width'?: string;
      /** 0 stills everything that moves: 0. */
      motion?: string;
      /** Corners of cards: a length such as 0px, at least 0px and at most 40px. */
      radius?: string;
      /** The unit of all distances: a length such as 3px, at least 3px and at most 6px. */
      'space-unit'?: string;
      /** What stands above the receipt while it stays in view: a length such as 0px, at least 0px and at most 200px. */
      'sticky-offset'?: string;
      /** The least size of what is pressed: a length such as 44px, at least 44px and at most 64px. */
      'tap-size'?: string;
    };
  };
  /** What is agreed to, each apart and never ticked. */
  consents?: Array<{
    /** What you call it; recorded with the order. */
    id: string;
    /** Whether it lets you write about other things: it stands at the e-mail address, apart from the rest. */
    marketing?: boolean;
    /** A quiet line under it. */
    note?: Said;
    /** A text of the shop that belongs to it. */
    policy?: 'terms' | 'privacy' | 'returns' | 'delivery' | 'accessibility' | 'help';
    /** Whether there is no order without it. Not for marketing. */
    required?: boolean;
    /** What is agreed to. */
    text: Said;
    /** The version of its text; recorded with the order. Another text needs another version. */
    version: string;
  }>;
  /** What is tried out. */
  experiments?: Array<{
    /** What you call it. */
    id: string;
    /** What is compared: two at least. */
    variants: Array<{
      /** What you call it. */
      name: string;
      /** How many of the shoppers see it, as a share of all weights; 1 unless you say so. */
      weight?: number;
    }>;
  }>;
  /** What is asked, and why. */
  fields?: {
    /** City. */
    city?: {
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** Who collects. */
    'collect-name'?: {
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** The number to text when the parcel is ready. */
    'collect-phone'?: {
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** Whose budget it is. */
    'cost-centre'?: {
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** E-mail. */
    email?: {
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** Where a company wants its invoice. */
    'invoice-email'?: {
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** Apartment, floor; optional unless you say so. */
    line2?: {
      /** Whether it is asked. What is `required` needs a `why`. */
      ask?: 'hidden' | 'optional' | 'required';
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** Name. */
    name?: {
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** Company in an address; optional unless you say so. */
    organization?: {
      /** Whether it is asked. What is `required` needs a `why`. */
      ask?: 'hidden' | 'optional' | 'required';
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** Telephone number for the carrier; required unless you say so. */
    phone?: {
      /** Whether it is asked. What is `required` needs a `why`. */
      ask?: 'hidden' | 'optional' | 'required';
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** Postcode. */
    postcode?: {
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** A company's own order number. */
    'purchase-number'?: {
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** State or province. */
    region?: {
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** Street and number. */
    street?: {
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
    /** VAT number of a company. */
    vat?: {
      /** How long it is kept. */
      kept?: 'delivered' | 'books' | 'withdrawn' | {
        /** So many days after the order. */
        days: number;
      } | Said;
      /** Who gets it. */
      who?: 'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said | Array<'shop' | 'carrier' | 'payment' | 'bookkeeper' | 'authorities' | Said>;
      /** Why it is asked: a word of ours, or your own words. */
      why?: 'order' | 'delivery' | 'updates' | 'invoice' | 'law' | 'fraud' | 'help' | 'marketing' | Said;
    };
  };
  /** Who helps. */
  help?: {
    /** A page where one can chat. */
    chat?: string;
    /** A mailbox. */
    email?: string;
    /** When somebody answers it. */
    hours?: Said;
    /** A telephone number. */
    phone?: string;
  };
  /** Where and how the shop sells: it narrows what the backend offers, and never widens it. */
  markets?: {
    /** Where to deliver, of those that the backend serves. */
    countries?: Array<string>;
    /** What the shop sells in: an answer in another is told to the console. */
    currency?: string;
    /** The languages offered, the first one where the shopper's is not among them. */
    languages?: Array<'en' | 'nb' | 'ar'>;
  };
  /** Ways to pay. */
  methods?: {
    /** Ways to pay that are not offered. */
    hidden?: Array<string>;
    /** The first ways to pay, in this order; the others follow as the backend has them. */
    order?: Array<string>;
  };
  /** The shop's texts. */
  policies?: {
    /** Accessibility statement. */
    accessibility?: {
      /** The day since which it holds. */
      from?: string;
      /** Where the text is. */
      href: string;
      /** Its version. */
      version?: string;
    };
    /** Delivery. */
    delivery?: {
      /** The day since which it holds. */
      from?: string;
      /** Where the text is. */
      href: string;
      /** Its version. */
      version?: string;
    };
    /** Help; `help` below has words of ours for it. */
    help?: {
      /** The day since which it holds. */
      from?: string;
      /** Where the text is. */
      href: string;
      /** Its version. */
      version?: string;
    };
    /** Privacy. */
    privacy?: {
      /** The day since which it holds. */
      from?: string;
      /** Where the text is. */
      href: string;
      /** Its version. */
      version?: string;
    };
    /** Returns and withdrawal. */
    returns?: {
      /** The day since which it holds. */
      from?: string;
      /** Where the text is. */
      href: string;
      /** Its version. */
      version?: string;
    };
    /** Terms of sale. With `version` and `from` they are what the shopper agrees to. */
    terms?: {
      /** The day since which it holds. */
      from?: string;
      /** Where the text is. */
      href: string;
      /** Its version. */
      version?: string;
    };
  };
}
/** A text of the configuration, or one for each language of the catalogue. */
export type Said = string | { en?: string; nb?: string; ar?: string };
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
  /** As of an input: `text`, `email`, `tel` … */
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
  /** Which kind of backend sells (backends). `demo` where it is missing. */
  'backend'?: 'demo' | 'ucp' | 'vendure' | 'medusa' | 'js';
  /** Where the backend is. */
  'endpoint'?: string;
  /** The bag that the shop hands over, by the backend’s name or token for it. */
  'session'?: string;
  /** Which shop it is, such as Medusa’s publishable key; anyone can read it. */
  'key'?: string;
  /** The same, for React and Vue, which keep the name `key` to themselves. */
  'shop-key'?: string;
  /** The currency that you expect; the console says when the shop answers in another. */
  'currency'?: string;
  /** The country that is asked for first, and the market of the demo shop. */
  'country'?: string;
  /** Where the shop delivers, for backends that do not say: `NO SE FI`. */
  'countries'?: string;
  /** Which of the backend’s ways to pay is which of ours: `stripe=card bank=invoice`. */
  'methods'?: string;
  /** Whether consumers or companies buy. */
  'mode'?: 'b2c' | 'b2b';
  /** Whether the page offers the accounts that the shop has; `no` leaves them out. */
  'accounts'?: 'yes' | 'no';
  /** What the demo shop is to be like, in the words of its address: `cart=large&latency=0`. */
  'demo'?: string;
  /** The language to begin with; the shopper’s own choice, then the browser’s, where it is missing. */
  'locale'?: string;
  /** The colours; `auto` follows the device. */
  'theme'?: 'auto' | 'light' | 'dark' | 'lyng';
  /** In its place in the page, in a dialog, or in a drawer at the edge. */
  'display'?: 'inline' | 'dialog' | 'drawer';
  /** Whether a dialog or drawer is open. */
  'open'?: boolean | '';
  /** How the steps are laid out; whatever it says, as steps. Understood; without effect in 0.1.0. */
  'layout'?: 'steps' | 'one-page' | 'accordion';
  /** `light` draws into the page itself instead of a shadow root, for tools that cannot look into one; the page’s own rules then count. */
  'render'?: 'shadow' | 'light';
  /** Whether nothing can be changed. */
  'readonly'?: boolean | '';
  /** A set of looks by its name. Understood; without effect in 0.1.0. */
  'preset'?: string;
  /** `eager` at once, `lazy` when it is nearly in view, `interaction` when it is pointed at, touched or has the focus. */
  'loading'?: 'eager' | 'lazy' | 'interaction';
  /** The page’s nonce, for a policy that wants one. It is passed on to the scripts and taken off the element. */
  'nonce'?: string;
  /** How much it says in the console; `warn` where it is missing. */
  'log-level'?: 'error' | 'warn' | 'info' | 'silent';
  /** Whether money moves. Understood; without effect in 0.1.0. */
  'environment'?: 'live' | 'test' | 'mock';
  /** Where to go once the order is placed; `?order=` is added. Without it the thank-you page is shown in the element. */
  'success-url'?: string;
  /** Where the shop’s own bag is. */
  'cart-url'?: string;
  /** Where to go when the shopper gives up. Understood; without effect in 0.1.0. */
  'cancel-url'?: string;
  /** Where the bank sends the shopper back to. Understood; without effect in 0.1.0. */
  'return-url'?: string;
  /** Where to go when the checkout cannot be loaded: a link stands there instead. The slot `fallback` does the same with words of your own. */
  'fallback'?: string;
  /** The shop’s name; it counts until the backend has told its own. */
  'shop-name'?: string;
  /** Who sells: name, place and number of the company. */
  'seller'?: string;
  /** Where parcels are sent from. */
  'ships-from'?: string;
  /** How many days there are to send something back. */
  'returns-days'?: number | string;
  /** Version and day of the terms: `12 2026-10-01`. */
  'terms'?: string;
  /** The page with help. */
  'policy-help'?: string;
  /** The page about delivery. */
  'policy-delivery'?: string;
  /** The page about returns. */
  'policy-returns'?: string;
  /** The terms of sale. */
  'policy-terms'?: string;
  /** The page about privacy. */
  'policy-privacy'?: string;
  /** The accessibility statement. */
  'policy-accessibility'?: string;
  /** Where the configuration is; the property of the same name takes it as an object. */
  'config'?: string;
  /** The variant of an experiment. Understood; without effect in 0.1.0. */
  'experiment'?: string;
  /** Who draws the card fields: `vault` or `stripe` (providers). */
  'provider'?: string;
  /** Where the hosted card fields are served; an address that ends in a slash. In the element’s own folder where it is missing. */
  'vault'?: string;
  /** Stripe’s publishable key. */
  'stripe-key'?: string;
  /** Another release of Stripe’s script. */
  'stripe-script'?: string;
  /** The client secret of a CustomerSession, where the shop knows the shopper. */
  'stripe-customer'?: string;
  /** Google Pay of the device: `gateway=…; merchant=…` (backends). */
  'google-pay'?: string;
  /** Apple Pay of the device: `merchant=…; country=FI; session=/path`. */
  'apple-pay'?: string;
}

export interface KassaProperties {
  /** The configuration as an object; wins over the attribute. */
  config?: KassaConfiguration | null | undefined;
  /** Your own backend, an object of functions, with `backend="js"` (the JavaScript door). */
  adapter?: KassaBackend | Promise<KassaBackend> | null | undefined;
  /** What you know of the shopper; filled in where they have typed nothing. */
  customer?: Answers | null | undefined;
  /** What the shopper has agreed to elsewhere in your page. */
  consent?: Consent | null | undefined;
  /** Words of your own, by language and key of the catalogue. */
  translations?: Record<string, Record<string, string>> | null | undefined;
  /** Fields to begin with; wins over `customer`. */
  prefill?: Answers | null | undefined;
}

type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Name;
/** Attributes and properties as one object; `successUrl` is `success-url`. */
export type MountOptions = { [Name in keyof KassaAttributes as Name | Camel<Name>]?: Name extends 'config' ? KassaProperties['config'] | string : KassaAttributes[Name] } & Omit<KassaProperties, 'config'>;

export interface KassaEventMap {
  /** The first field can be typed into. */
  'kassa-ready': CustomEvent<Detail>;
  /** The shop has answered for the first time. */
  'kassa-start': CustomEvent<Detail>;
  /** Another step is shown. */
  'kassa-step': CustomEvent<Detail<{ step: Step }>>;
  /** The bag or a sum is another. */
  'kassa-update': CustomEvent<Detail>;
  /** A field is shown as wrong; what was typed is not told. */
  'kassa-field-invalid': CustomEvent<Detail<{ field: FieldName; fault: Fault }>>;
  /** Another way to pay is chosen. */
  'kassa-method-change': CustomEvent<Detail<{ method?: string }>>;
  /** Another country is delivered to. */
  'kassa-address-change': CustomEvent<Detail<{ country?: string }>>;
  /** Another way of shipping is chosen. */
  'kassa-shipping-change': CustomEvent<Detail<{ delivery?: string }>>;
  /** A promotion code counts; which one is not told. */
  'kassa-code-applied': CustomEvent<Detail>;
  /** The box for news is ticked or not. */
  'kassa-consent': CustomEvent<Detail<{ marketing: boolean }>>;
  /** Somebody seems to be stuck. */
  'kassa-help-needed': CustomEvent<Detail>;
  /** Somebody is shown a variant. */
  'kassa-experiment': CustomEvent<Detail<{ experiment: string; variant: string }>>;
  /** The order is on its way. */
  'kassa-payment-start': CustomEvent<Detail<{ method?: string }>>;
  /** The bank asks the shopper. */
  'kassa-payment-action': CustomEvent<Detail>;
  /** A payment is refused; that a card was lost, stolen or suspected is told as `generic`. */
  'kassa-payment-declined': CustomEvent<Detail<{ reason: DeclineReason }>>;
  /** The order is received and looked at by a person. */
  'kassa-hold': CustomEvent<Detail<{ order?: string }>>;
  /** The order is placed. */
  'kassa-complete': CustomEvent<Detail<{ order?: string }>>;
  /** It cannot go on. */
  'kassa-error': CustomEvent<Detail<{ code: ErrorCode; severity: 'recoverable' | 'unrecoverable'; recoverable: boolean }>>;
  /** The dialog or drawer was closed. */
  'kassa-close': CustomEvent<Detail>;
  /** One stream in the shape of GA4’s events for shops: `dataLayer.push(event.detail)`. */
  'kassa-analytics': CustomEvent<Detail<{ event: AnalyticsEvent; ecommerce: Ecommerce }>>;
  /** Before the step is left. */
  'kassa-before-step': Question<Detail<{ express?: true }>>;
  /** Before the order is sent. */
  'kassa-before-submit': Question<Detail>;
  /** Before the page is left. */
  'kassa-before-redirect': Question<Detail<{ url?: string }>>;
}

/** `<kassa-checkout>`. What is called before the program is there waits for it. */
export class KassaCheckout extends HTMLElement {
  /** Makes the tag known to the browser, under another name if you like. */
  static define(tag?: string): void;
  /** For pages that cannot write the tag: attributes and properties as one object. */
  static mount(target: string | Element, options?: MountOptions): KassaCheckout;
  /** Where the element's own files are, ending in a slash: the folder `files` of the package as your site serves it. */
  static files: string;

  /** The configuration as an object; wins over the attribute. */
  config: KassaConfiguration | null | undefined;
  /** Your own backend, an object of functions, with `backend="js"` (the JavaScript door). */
  adapter: KassaBackend | Promise<KassaBackend> | null | undefined;
  /** What you know of the shopper; filled in where they have typed nothing. */
  customer: Answers | null | undefined;
  /** What the shopper has agreed to elsewhere in your page. */
  consent: Consent | null | undefined;
  /** Words of your own, by language and key of the catalogue. */
  translations: Record<string, Record<string, string>> | null | undefined;
  /** Fields to begin with; wins over `customer`. */
  prefill: Answers | null | undefined;
  /** The latest snapshot, frozen; `null` until there is one. */
  readonly checkout: Snapshot | null;
  /** `checkout.status` in short; `idle` before it begins. */
  readonly status: Status;
  /** What the checkout cannot go on with. */
  readonly error: KassaError | null;
  /** Kept once the first field can be typed into. */
  readonly ready: Promise<KassaCheckout>;
  /** The version of Kassa. */
  readonly version: string;

  /** Opens the dialog or drawer; loads what has not been loaded. */
  open(): Promise<void>;
  /** Closes it. */
  close(): Promise<void>;
  /** Puts the focus on the heading of the step. */
  focus(options?: FocusOptions): void;
  /** Fetches the program now, whatever `loading` says. */
  load(): Promise<KassaCheckout>;
  /** Asks the shop anew, for instance when your page has changed the bag. */
  refresh(): Promise<void>;
  /** Fills in fields; answers with the names it does not know. */
  update(patch: Answers): Promise<string[]>;
  /** Wishes to go to a step; it stops at the first that still needs something. */
  goTo(step: Step): Promise<void>;
  /** Whether the step is complete; shows what is not. */
  validate(): Promise<boolean>;
  /** Tries a promotion code; `kassa-code-applied` tells that it counts. */
  applyCode(code: string): Promise<void>;
  /** Ticks what the shopper has agreed to. */
  setConsent(consent: Consent): Promise<void>;
  /** Forgets what was typed and begins anew. */
  reset(): Promise<void>;
  /** Ends it and takes the element out of the page. */
  destroy(): void;
  /** Is asked before each step, order and redirect, as the events `kassa-before-…` are, and by express ways to pay, too. */
  registerGuard(guard: Guard): this;
  /** A field of your own after those of a step; it goes with the order. */
  registerField(field: FieldDefinition): this;
  /** A way to pay of your own, which the backend offers as `page:<id>` or the attribute `methods` makes one. */
  registerPaymentMethod(method: PaymentMethodDefinition): this;
  /** Who completes addresses while the street is typed. */
  registerAddressProvider(provider: AddressProvider): this;
}

declare global {
  interface HTMLElementTagNameMap { 'kassa-checkout': KassaCheckout }
  // The events bubble and leave shadow roots: any element, the document and the window can listen.
  interface GlobalEventHandlersEventMap extends KassaEventMap {}
}
