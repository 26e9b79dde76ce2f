/**
 * A backend of your own for Kassa: an object of async functions that your page supplies.
 *
 * ```html
 * <meta name="kassa-backend" content="js">
 * <script type="module" src="/shop.js"></script>   <!-- sets window.kassaBackend -->
 * ```
 *
 * - Set `window.kassaBackend` to the object, or to a promise of it, before or after Kassa's own script: Kassa looks for
 *   it for ten seconds. No inline script is needed, so the strictest content policy allows it.
 * - Every answer crosses as JSON. Amounts are whole minor units (`1290` is 12.90), days are `2026-11-30`, moments are
 *   `2026-11-30T12:00:00Z`. What is marked `?` may be left out, be `undefined` or `null`.
 * - Members Kassa does not know are passed over. Of a list of names, one that Kassa does not know means "something
 *   else" and never fails.
 * - An answer of another shape is refused, and the console says which function, which place and what was expected.
 *   So is a function that throws, or takes longer than `facts.timeoutSeconds`. Nothing the shopper typed is lost.
 * - Refuse something by throwing a {@link Refusal}. Anything else that is thrown is taken as a fault of your shop.
 *
 * None of this is a check: whoever opens your page can call your server without it. See docs/js-backend.md for what your
 * server must enforce itself.
 *
 * Version 1. Apache-2.0.
 */
export interface KassaBackend {
  /** What your shop can do. Without it Kassa is cautious: no order is sent twice, and no field is shown that needs more. */
  facts?: Facts;

  /** Starts or resumes the checkout of this browser, and answers with its whole state. */
  open(context: OpenContext): Answer<Quote>;

  /** Applies changes in their order, all or none, and answers with the whole state. */
  apply(changes: Change[], context: Context): Answer<Quote>;

  /**
   * Places the order. The same `keys.order` must never become two orders; another total than `order.expectedTotal` is
   * refused with `stale` before anything is paid; a payment that is refused is `declined` and leaves no order.
   */
  place(attempt: Attempt, context: Context): Answer<Placed>;

  /** Gives up an attempt that waits for the shopper: its key can never become an order after this, known or not. */
  cancel(orderKey: string, context: Context): Answer<Quote>;

  /** An order this browser placed, for the thank-you page. Throw `unauthorized` for any other. */
  order(number: string, context: Context): Answer<Order>;

  /**
   * What became of an order key, asked when the answer of `place` was lost. It changes nothing. Answer `null` only when
   * the key was never seen: Kassa may then send the order again. Without this function nobody can say, and the shopper
   * is told so.
   */
  lookUp?(orderKey: string, context: Context): Answer<Fate>;

  /** Goes on after the shopper is back from the bank. Only for a shop that is not told by its provider. */
  resume?(orderKey: string, context: Context): Answer<Fate>;

  /** What of an order of this browser, or of whoever is signed in, can be had again and at which price. */
  reorder?(number: string, context: Context): Answer<Reorder>;
  /** Accounts. Without it nobody is asked to sign in. */
  accounts?: Accounts;

  /** Orders of whoever is signed in. */
  orders?: { list(): Answer<ListedOrder[]> };

  /** Sending things back. */
  returns?: { options(order: string): Answer<ReturnOptions>; request(wanted: ReturnRequest): Answer<Return> };
}

/** A promise is usual; an answer at once will do. */
export type Answer<T> = T | Promise<T>;

/** Whole minor units of the currency beside it: cents, øre; whole yen. Never a fraction. */
export type Amount = number;
/** A day of ISO 8601, such as `2026-11-30`. */
export type Day = string;
/** A moment of RFC 3339, such as `2026-11-30T12:00:00Z` or `new Date().toISOString()`. */
export type Moment = string;
/** What something is known by; a whole number will do. */
export type Id = string | number;
/** Names that Kassa knows, and any other. */
type Named<Known extends string> = Known | (string & {});

/** What every function is given last. */
export interface Context {
  /** The shopper's language (BCP 47), such as `nb` or `en-GB`. Answer with texts in the nearest one. */
  locale: string;
}

export interface OpenContext extends Context {
  /** The bag that your page hands over: `<meta name="kassa-session">`, or `?session=` in the address. */
  session: string | null;
}

// ---- Facts

export interface Facts {
  /**
   * What keeps an order from being placed twice: `keys` (your server remembers `keys.order`), `bag` (a bag becomes one
   * order, whenever it is placed), `none` (nothing; Kassa then never sends an order twice). Default `none`.
   */
  idempotency?: Named<'keys' | 'bag' | 'none'>;
  /** How your server remembers keys; for `idempotency: 'keys'`. */
  keys?: {
    /** For how many hours. Default 24. */
    hours?: number;
    /** Whether it repeats every answer for a key, or those of success only. Default `all`. */
    replays?: Named<'all' | 'succeeded'>;
    /** Whether another order under the same key is refused. Default false. */
    mismatchRefused?: boolean;
  };
  /** What `lookUp` finds an order by. Default `key`. */
  lookUp?: Named<'key' | 'bag'>;
  /** Whether ways of shipping need the whole address; else country and postcode are enough. Default false. */
  fullAddressForRates?: boolean;
  /** Whether the bag cannot be changed while a payment is under way. Default false. */
  linesLockWhilePaying?: boolean;
  /** Whether promotion codes are taken: shows their field. Default false. */
  codes?: boolean;
  /** Whether the wish for news is kept: shows its box. Default false. */
  news?: boolean;
  /** Whether items can be put (back) into the bag: shows "undo" and suggestions. Default false. */
  add?: boolean;
  /** Whether your payment provider keeps cards for next time: shows the box that asks for it. Default false. */
  cards?: boolean;
  /** Whether a company can say that it buys: shows the question (`set_company`). Default false. */
  business?: boolean;
  /** Whether accounts have passwords; false where a code by e-mail is all. Default true. */
  passwords?: boolean;
  /** How long a function may take, 1 to 120. Default 10 for those that read, 20 for those that change something. */
  timeoutSeconds?: number;
}

// ---- What is asked

/** A change the shopper wants. Kassa may come to want more kinds: pass over those you do not know. */
export type Change =
  /** So many of a line; zero takes it out. */
  | { kind: 'set_quantity'; line: string; quantity: number }
  /** Put an item in the bag, or back into it. Only with `facts.add`. */
  | { kind: 'add_item'; item: string; quantity: number }
  /** Begin a new bag after an order. */
  | { kind: 'start_anew' }
  /** Note the company that buys; `null` for a person. Only with `facts.business`. */
  | { kind: 'set_company'; company: { name: string; vat: string | null } | null }
  /** Use a promotion code, or take it off. Only with `facts.codes`. */
  | { kind: 'apply_code'; code: string }
  | { kind: 'remove_code'; code: string }
  /** Note who buys. */
  | { kind: 'set_contact'; contact: Contact }
  /** Note where the goods will go, as far as it is known; `postcode` is null until it is complete. */
  | { kind: 'set_destination'; country: string; postcode: string | null }
  /** Note whether to ship or collect. */
  | { kind: 'set_how'; how: 'ship' | 'collect' }
  /** Note the way of shipping. */
  | { kind: 'set_rate'; rate: string }
  /** Look for places to collect from, near a postcode or city. */
  | { kind: 'find_points'; near: string }
  /** Note the place to collect from. */
  | { kind: 'set_point'; point: string }
  /** Note the way to pay; fees follow. */
  | { kind: 'set_method'; method: string };

export interface Contact {
  email: string;
  /** Whether the shop may also write about offers. */
  news: boolean;
}

/** An address. Kassa gives only what its country has; in your answers every part but `country` may be left out. */
export interface Address {
  /** Two letters of ISO 3166-1. */
  country: string;
  name?: string;
  organization?: string;
  street?: string;
  line2?: string;
  postcode?: string;
  city?: string;
  region?: string;
  /** `+4791234567`. */
  phone?: string;
}

/** An attempt to place an order. */
export interface Attempt {
  keys: {
    /** One for each intent to buy: 32 hexadecimal digits. */
    order: string;
    /** One for each attempt to pay under it. */
    payment: string;
  };
  order: OrderRequest;
  payment: {
    /** The payment provider's token, for ways to pay that have one. Card data never comes here. */
    token: string | null;
    /** What may be shown of the card. */
    card: Card | null;
    /** Whether the shopper wants the card kept for next time; only where `facts.cards` says that it can be. */
    save: boolean;
  };
}

export interface OrderRequest {
  contact: Contact;
  delivery:
    | { how: 'ship'; address: Address; rate: string }
    | { how: 'collect'; point: string; name: string; phone: string }
    | { how: 'none' };
  /** Whom the bill is made out to, when it is not the delivery address. */
  billing: Address | null;
  /** `null` when nothing is to be paid. */
  method: string | null;
  /** The total the shopper saw and agreed to. Refuse any other with `stale`. */
  expectedTotal: Amount;
  currency: string;
  /** The terms the shopper agreed to; empty where you have none. */
  termsVersion: string;
  /** Whether the shopper has approved what is taken again and again; `false` where nothing is. */
  subscribes: boolean;
  /** A company's own references, where the way to pay asks for them. */
  purchase: { number: string; costCentre: string; invoiceEmail: string | null } | null;
  /** What else the shopper agreed to, each apart (docs/configuration.md). Keep it with the order. */
  consents: Consent[];
  /** What fields of your page's own hold, by their ids (`registerField`, docs/embedding.md). */
  extras: Record<string, string>;
}

export interface Consent {
  id: string;
  version: string;
  /** The language in which it was read. */
  language: string;
  /** FNV-1a, 64 bits, of the text as it was read, in 16 hexadecimal digits: tells one wording from another. */
  textDigest: string;
  /** When the box was ticked, in milliseconds since 1970. */
  at: number;
  marketing: boolean;
}

export interface Card {
  /** `visa`, `mastercard`, … */
  brand: string;
  last4: string;
}

// ---- The quote

/** Everything about the checkout at one moment. Kassa shows it as it is and adds nothing up. */
export interface Quote {
  /** Which bag: the same while it lives, another one after it became an order. */
  id: Id;
  /** ISO 4217. Of every amount in here. */
  currency: string;
  lines: Line[];
  totals: Totals;
  /** Where the goods go. Default: the first of `countries`. */
  country?: string;
  /** Where you deliver. Default: `<meta name="kassa-countries">`, or `country` alone. */
  countries?: string[];
  delivery?: Delivery;
  /** Ways to pay, in your order; a name alone will do. Leave out or empty when nothing is to be paid. */
  methods?: (Named<'card' | 'invoice' | 'collect'> | Method)[];
  /** Ways to pay that are not offered here, and why. */
  notOffered?: { id: string; why: Named<'country' | 'above_limit' | 'below_limit' | 'collect_only' | 'currency' | 'companies_only' | 'consumers_only' | 'once' | 'never'>; limit?: Amount }[];
  /** The way to pay you have noted. */
  method?: string;
  /** Codes on the order. */
  codes?: { code: string; /** What it gives. */ title?: string }[];
  suggestions?: { item: Id; title: string; image?: string; price: Amount }[];
  /** What you give or offer without being asked. */
  offers?: Offer[];
  /** What you changed by yourself since the last answer. */
  changes?: Changed[];
  /** The order, if this bag has become one. */
  order?: Id;
  /** Grows with every change; an answer with a lower one is dropped. Default: the order in which answers come. */
  revision?: number;
  /** Your clock. Default: the browser's. */
  now?: Moment;
  /** Goes before what the page says in `<meta name="kassa-shop-name">` and so on. */
  shop?: Shop;
  /**
   * Who is signed in; leave out or `null` for a guest. In every quote: by it two tabs know that they are the same
   * person's, and what was typed by one is not shown to the next.
   */
  customer?: Customer | null;
  /** Default `consumer`. */
  buyer?: Named<'consumer' | 'company'>;
  /** The company that buys, as far as you know it. */
  company?: Company | null;
}

export interface Company {
  name?: string;
  /** Its number for value added tax, and what the register says of it. Default `unverified`. */
  vat?: { id: string; standing?: Named<'checked' | 'unverified' | 'refused'> } | null;
  /** Why it pays no tax, in your words. */
  exempt?: string;
}

export interface Line {
  /** Which line, stable while the bag lives. */
  id: Id;
  title: string;
  quantity: number;
  /** What one costs. */
  unitPrice: Amount;
  /** What the line costs. */
  total: Amount;
  /** What it is, for putting it back into the bag. Default: `id`. */
  item?: Id;
  /** Variant or note, such as `Spruce · M`. */
  detail?: string;
  /** `https:`, or relative to the page. */
  image?: string;
  /** `virtual` needs no delivery; `gift` is added by you and cannot be changed. Default `goods`. */
  kind?: Named<'goods' | 'virtual' | 'gift'>;
  /** The most that can be bought. Default: `left`, or 99. */
  limit?: number;
  /** How many there are, where that is worth saying; 0 is sold out. */
  left?: number;
  /** A reduced price: what it was, and the lowest of the last 30 days (Directive 98/6/EC art. 6a). */
  reduced?: { listPrice: Amount; lowest30Days: Amount };
  rating?: Rating;
  /** When it would arrive at the soonest. */
  arrives?: Window;
  returnsDays?: number;
  /** What is taken again and again: how much, every so many months, when for the first time and when after that. Approved by the shopper before Pay. */
  recurring?: { amount: Amount; months: number; first: Day; next: Day };
}

export interface Rating {
  /** 0 to 5, such as 4.6. */
  stars: number;
  count: number;
}

/** A day, or days from and to, with hours where they are promised: `{ from: '2026-11-30', hours: [17, 21] }`. */
export type Window = Day | { from: Day; to?: Day; hours?: Hours };
/** From and to, in whole hours of the day. */
export type Hours = [number, number];

export interface Totals {
  /** What is to be paid. */
  total: Amount;
  /** What makes it, in your order. Rows that do not add up to the total are shown, and told in the console. */
  rows?: {
    kind: Named<'items' | 'discount' | 'delivery' | 'fee' | 'tax' | 'other'>;
    /** Negative for what is taken off. */
    amount: Amount;
    /** Your words for it; needed where the kind does not say it. */
    label?: string;
    /** Whether it may still change: shown as "from". */
    estimate?: boolean;
  }[];
  /** Taxes in the total. */
  taxes?: { amount: Amount; /** Such as 25.5. */ percent?: number }[];
  /** How many pieces. Default: those of the lines, without gifts. */
  pieces?: number;
}

export interface Delivery {
  /** Whether anything has to be delivered. Default: whether a line is `goods`. */
  needed?: boolean;
  /** What you have noted. Default `ship`. */
  how?: Named<'ship' | 'collect'>;
  /** Ways of shipping. Leave out while you need more of the address; empty when you do not deliver there. */
  rates?: Rate[];
  /** The way of shipping you have noted. */
  rate?: Id;
  /** The least that shipping costs, before an address is known. */
  shipFrom?: Amount;
  /** Places to collect from, nearest first. */
  points?: Point[];
  /** The place you have noted. */
  point?: Id;
}

export interface Rate {
  id: Id;
  title: string;
  price: Amount;
  carrier?: string;
  note?: string;
  arrives?: Window;
  tag?: Named<'cheapest' | 'fastest' | 'recommended'>;
}

export interface Point {
  id: Id;
  title: string;
  /** Street and city in one line. */
  address: string;
  /** When the parcel is there. */
  ready: Window;
  /** Of seven days from Monday on, null for closed; or `always`. */
  hours: 'always' | (Hours | null)[];
  /** Default 0. */
  price?: Amount;
  distanceMetres?: number;
  /** Days it is kept. Default 7. */
  keptDays?: number;
  /** Whether it is your own shop. */
  ownShop?: boolean;
  note?: string;
}

export interface Method {
  /** One of ours, or any other with a `title`. */
  id: Named<'card' | 'applepay' | 'googlepay' | 'mobilepay' | 'vipps' | 'swish' | 'ideal' | 'bancontact' | 'paypal' | 'paylater' | 'invoice' | 'transfer' | 'cheque' | 'account' | 'collect'>;
  /** What you call a method that Kassa has no name for: then it is drawn under this, and goes on as your answers say. */
  title?: string;
  /** What it means for the shopper, in a sentence. */
  text?: string;
  /** What you charge for it. */
  fee?: Amount;
  /** When the money is taken. */
  charged?: Named<'now' | 'at_dispatch' | 'at_collection' | 'first' | 'monthly' | 'in_parts'> | { daysAfterDispatch: number };
  /** Brands of cards: `visa`, `mastercard`, … */
  brands?: string[];
}

export type Offer =
  | { kind: 'free_delivery_from'; missing: Amount; threshold: Amount }
  | { kind: 'free_delivery' }
  | { kind: 'automatic'; title: string };

export type Changed =
  | { kind: 'price'; line: Id; was: Amount }
  | { kind: 'reduced'; line: Id; was: number }
  | { kind: 'sold_out'; title: string }
  /** What the account's own bag held came beside what was in this one: the names of its lines. */
  | { kind: 'merged'; titles: string[] }
  | { kind: 'code_lapsed'; code: string };

export interface Shop {
  name?: string;
  /** Legal name, seat and registration, in one line. */
  seller?: string;
  shipsFrom?: string;
  returnsDays?: number;
  rating?: Rating;
  terms?: { version: Id; from: Day };
  /** Addresses of pages. */
  policies?: { help?: string; delivery?: string; returns?: string; terms?: string; privacy?: string; accessibility?: string };
}

// ---- Placing and orders

/** An order, or what the shopper has to do first. */
export type Placed = { order: Order } | { action: Action };

/** What became of an order key; `null` for one that was never seen. */
export type Fate = { order: Order } | { action: Action } | { declined: Decline } | { pending: true } | null;

export type Action =
  /** Leave the page and come back. */
  | { kind: 'redirect'; url: string }
  /** Answer the bank in a frame (3-D Secure). */
  | { kind: 'frame'; url: string }
  /** Confirm in an app: its link (`https`, `mobilepay:`, `vipps:` or `swish:`), and when it gives up. Kassa asks `lookUp` meanwhile. */
  | { kind: 'app'; url: string; until: Moment }
  /** Wait while you find out; Kassa asks `lookUp` again after so many milliseconds (default 2000). */
  | { kind: 'poll'; until: Moment; afterMs?: number }
  /** Let the payment provider's script go on, with what it needs for it: Stripe's `client_secret` of a PaymentIntent. Kassa then asks `lookUp`. */
  | { kind: 'confirm'; provider: 'stripe'; client: string };

export interface Order {
  /** The number by which shopper and shop speak of it. */
  number: Id;
  placed: Moment;
  /** Where the receipt went. */
  email: string;
  currency: string;
  lines: Line[];
  totals: Totals;
  /** How it reaches the shopper; leave out when nothing is delivered. */
  delivery?:
    | { how: 'ship'; address: Address; title?: string; carrier?: string; arrives?: Window }
    | { how: 'collect'; point: Point; name?: string; phone?: string };
  billing?: Address | null;
  method?: string | null;
  card?: Card | null;
  charged?: Method['charged'];
  returnsUntil?: Day;
  /** A person looks at it before it is confirmed, at the latest then. Leave out for a confirmed order. */
  underReviewUntil?: Moment;
}

/** A name of these, or Stripe's `decline_code` as it is. */
export type Decline = Named<
  | 'generic' | 'insufficient_funds' | 'expired_card' | 'wrong_code' | 'wrong_number' | 'lost_or_stolen' | 'limit_reached'
  | 'not_permitted' | 'authentication_failed' | 'suspected_fraud' | 'issuer_unavailable' | 'try_later'
>;

// ---- Accounts, orders, returns: each group as a whole, or not at all

export interface Accounts {
  /** Who is signed in. */
  me(): Answer<Customer | null>;
  /**
   * Signs in; the bag stays. Throw `unauthorized` for whatever is wrong, `busy` after too many tries. An account that
   * wants one thing more answers with `second`; its code then comes with that handle.
   */
  signIn(who: { email: string; password: string } | { email: string; code: string } | { second: string; code: string }): Answer<Customer | { second: Second }>;
  /** Makes an account and signs in. Never tell whether the address had one: throw `unauthorized` then, too. */
  register(who: { profile: { email: string; name: string | null } } & Key): Answer<Customer>;
  /** Signs out; what was the account's is no longer at hand. */
  signOut(): Answer<void>;
  addresses(): Answer<SavedAddress[]>;
  /** Adds an address, or replaces the one of that id. */
  keepAddress(kept: { id: string | null; address: Partial<Address> }): Answer<SavedAddress>;
  forgetAddress(id: string): Answer<void>;
  /** Parcels go there from now on, unless another is chosen. */
  preferAddress(id: string): Answer<void>;

  // Each of these by itself; without it, what it is for is not drawn.

  /** Sends a code to the address, for signing in or for making an account; the same whether it has an account or not. */
  sendCode?(email: string): Answer<void>;
  /** Whether the address has an account. Leave it out if you do not want to say so. */
  knows?(email: string): Answer<boolean>;
  /** Turns an order that this browser placed as a guest into one of a new account of its e-mail address, and signs in. */
  claim?(what: { order: string } & Key): Answer<Customer>;
  /** Whether this browser is remembered after this visit; `false` forgets it at once and signs out. */
  remember?(remembered: boolean): Answer<void>;
}

/** By what an account will know its owner: a password, or the code that was sent to the address. */
export type Key = { password: string } | { code: string };

/** What an account asks for beside the first proof. */
export interface Second {
  /** What you know the attempt by. */
  handle: string;
  /** Whether the code comes from an app or in a message. Default `app`. */
  from?: Named<'app' | 'sent'>;
  /** Where the message went, as you show it: `+358 •• ••• 567`. */
  to?: string;
}

export interface Customer {
  /** By which one is told from another; never shown. Default: the address. */
  id?: Id;
  email: string;
  name?: string;
  /** How you know. Who is only `remembered` is asked again before the account changes. Default `password`. */
  recognised?: Named<'password' | 'code' | 'passkey' | 'remembered'>;
}

export interface SavedAddress {
  id: Id;
  address: Partial<Address>;
  /** Whether parcels go there unless another is chosen. */
  preferred?: boolean;
}

export interface Reorder {
  currency: string;
  /** In the order's order; gifts are not among them. */
  lines: {
    item: Id;
    title: string;
    /** How many were bought. */
    quantity: number;
    /** What one cost then, if that can be compared. */
    was?: Amount;
    /** What one costs now; leave out what is no longer sold. */
    price?: Amount;
    /** How many can be bought now, beside what is in the bag. */
    available: number;
  }[];
}

export interface ListedOrder {
  number: Id;
  placed: Moment;
  currency: string;
  total: Amount;
  pieces: number;
}

export interface ReturnOptions {
  lines: { line: Id; title: string; quantity: number }[];
  /** None need be given where there are none. */
  reasons?: { id: Id; title: string }[];
  /** Ways of sending it, with what they cost the shopper. */
  ways?: { id: Id; title: string; price?: Amount }[];
  /** Of the prices; needed with `ways`. */
  currency?: string;
}

export interface ReturnRequest {
  order: string;
  lines: { line: string; quantity: number }[];
  reason: string | null;
  note: string;
  way: string | null;
}

export interface Return {
  number: Id;
  /** What will be given back, if you can say so already. */
  refund?: Amount;
  currency?: string;
}

// ---- Refusals

/**
 * What a function throws to say why it did not do what was asked; an Error with these members will do.
 *
 * Nothing was done for `offline`, `stale`, `declined`, `rejected`, `unauthorized`, `already_placed` and `busy`. After
 * `no_answer` and `fault` it may have been: Kassa asks `lookUp` before anything is paid again.
 */
export type Refusal =
  /** The device has no connection; nothing was sent. */
  | { kassa: 'offline' }
  /** Your server was asked, and no usable answer came. */
  | { kassa: 'no_answer' }
  /** The bag has moved on; here it is. */
  | { kassa: 'stale'; quote: Quote }
  | { kassa: 'declined'; reason?: Decline }
  /** Answers you do not accept, each with its field. */
  | { kassa: 'rejected'; problems: Problem[] }
  /** The session is over or was never there; a wrong password. */
  | { kassa: 'unauthorized' }
  /** This bag already became that order. */
  | { kassa: 'already_placed'; number: Id }
  /** Too many requests; wait so long (default 2000). */
  | { kassa: 'busy'; waitMs?: number }
  /** Your shop has a fault; its reference for support. */
  | { kassa: 'fault'; reference?: string }
  /** This page and your server do not fit together. */
  | { kassa: 'setup'; what?: Named<'settings' | 'endpoint' | 'origin' | 'key' | 'not_json' | 'currency' | 'other_shop'> };

type AddressField = 'country' | 'name' | 'organization' | 'street' | 'line2' | 'postcode' | 'city' | 'region' | 'phone';

/** What is wrong, and where the shopper mends it. */
export interface Problem {
  field: Named<
    | 'email' | 'news' | 'how' | 'rate' | 'near' | 'point' | 'collect_name' | 'collect_phone' | 'bill_elsewhere' | 'method' | 'card' | 'code'
    | 'quantity' | AddressField | `billing_${AddressField}`
  >;
  /** Default `refused`: no reason Kassa knows. */
  fault?: Named<
    | 'missing' | 'too_short' | 'too_long' | 'bad_character' | 'no_letter' | 'looks_like_email' | 'no_at' | 'two_ats' | 'no_mailbox' | 'no_domain'
    | 'no_domain_ending' | 'space' | 'dots' | 'shape' | 'checksum' | 'unknown_country' | 'unsupported_brand' | 'expired' | 'too_far' | 'no_such_month'
    | 'not_a_number' | 'too_many' | 'gone' | 'not_served' | 'code_unknown' | 'code_expired' | 'code_below_minimum' | 'code_wrong_market' | 'code_used'
    | 'code_already_applied' | 'refused'
  >;
  /** The limit of `too_short`, `too_long`, `too_many`; the least amount of `code_below_minimum`, with `currency`. */
  limit?: number;
  currency?: string;
  /** That of `bad_character`. */
  character?: string;
}

declare global {
  interface Window {
    kassaBackend?: KassaBackend | Promise<KassaBackend>;
  }
}
