// The element's public interface in sentences: what each name of names.js, each slot, part and token is for. Read by
// scripts/interface.mjs, which finds out what of it the source has; nothing here reaches a browser. A name that the source
// has and this file has not fails a test.

/** By subject, in the order of the documentation. */
export const ATTRIBUTES = {
  'The shop': {
    backend: 'which kind of backend sells ([backends](backends.md)). `demo` where it is missing',
    endpoint: 'where the backend is',
    session: 'the bag that the shop hands over, by the backend’s name or token for it',
    key: 'which shop it is, such as Medusa’s publishable key; anyone can read it',
    'shop-key': 'the same, for React and Vue, which keep the name `key` to themselves',
    currency: 'the currency that you expect; the console says when the shop answers in another',
    country: 'the country that is asked for first, and the market of the demo shop',
    countries: 'where the shop delivers, for backends that do not say: `NO SE FI`',
    methods: 'which of the backend’s ways to pay is which of ours: `stripe=card bank=invoice`',
    mode: 'whether consumers or companies buy',
    accounts: 'whether the page offers the accounts that the shop has; `no` leaves them out',
    demo: 'what the demo shop is to be like, in the words of its address: `cart=large&latency=0`',
  },
  'How it is shown': {
    locale: 'the language to begin with; the shopper’s own choice, then the browser’s, where it is missing',
    theme: 'the colours; `auto` follows the device',
    display: 'in its place in the page, in a dialog, or in a drawer at the edge',
    open: 'whether a dialog or drawer is open',
    layout: 'how the steps are laid out; whatever it says, as steps',
    render: '`light` draws into the page itself instead of a shadow root, for tools that cannot look into one; the page’s own rules then count',
    readonly: 'whether nothing can be changed',
    preset: 'a set of looks by its name',
  },
  'When it loads': {
    loading: '`eager` at once, `lazy` when it is nearly in view, `interaction` when it is pointed at, touched or has the focus',
    nonce: 'the page’s nonce, for a policy that wants one. It is passed on to the scripts and taken off the element',
    'log-level': 'how much it says in the console; `warn` where it is missing',
    environment: 'whether money moves',
  },
  'Where it leads': {
    'success-url': 'where to go once the order is placed; `?order=` is added. Without it the thank-you page is shown in the element',
    'cart-url': 'where the shop’s own bag is',
    'cancel-url': 'where to go when the shopper gives up',
    'return-url': 'where the bank sends the shopper back to',
    fallback: 'where to go when the checkout cannot be loaded: a link stands there instead. The slot `fallback` does the same with words of your own',
  },
  'What the shop says': {
    'shop-name': 'the shop’s name; it counts until the backend has told its own',
    seller: 'who sells: name, place and number of the company',
    'ships-from': 'where parcels are sent from',
    'returns-days': 'how many days there are to send something back',
    terms: 'version and day of the terms: `12 2026-10-01`',
    'policy-help': 'the page with help', 'policy-delivery': 'the page about delivery', 'policy-returns': 'the page about returns', 'policy-terms': 'the terms of sale',
    'policy-privacy': 'the page about privacy', 'policy-accessibility': 'the accessibility statement',
    config: 'where the [configuration](configuration.md) is; the property of the same name takes it as an object',
    experiment: 'the variant of an experiment',
  },
  'Who takes the money': {
    provider: 'who draws the card fields: `vault` or `stripe` ([providers](providers.md))',
    vault: 'where the hosted card fields are served; an address that ends in a slash. In the element’s own folder where it is missing',
    'stripe-key': 'Stripe’s publishable key', 'stripe-script': 'another release of Stripe’s script', 'stripe-customer': 'the client secret of a CustomerSession, where the shop knows the shopper',
    'google-pay': 'Google Pay of the device: `gateway=…; merchant=…` ([backends](backends.md))',
    'apple-pay': 'Apple Pay of the device: `merchant=…; country=FI; session=/path`',
  },
};

/** What an attribute of each kind takes, in words. */
export const KINDS = { address: 'address', text: 'text', tag: 'language tag, `nb-NO`', code: 'code, `NO`', number: 'number', switch: 'there or not' };

/** Property: type, sentence. Those that are only read come last. */
export const PROPERTIES = {
  config: ['KassaConfiguration | null | undefined', 'the configuration as an object; wins over the attribute'],
  adapter: ['KassaBackend | Promise<KassaBackend> | null | undefined', 'your own backend, an object of functions, with `backend="js"` ([the JavaScript door](js-backend.md))'],
  customer: ['Answers | null | undefined', 'what you know of the shopper; filled in where they have typed nothing'],
  consent: ['Consent | null | undefined', 'what the shopper has agreed to elsewhere in your page'],
  translations: ['Record<string, Record<string, string>> | null | undefined', 'words of your own, by language and key of the catalogue'],
  prefill: ['Answers | null | undefined', 'fields to begin with; wins over `customer`'],
};
export const READ_ONLY = {
  checkout: ['Snapshot | null', 'the latest snapshot, frozen; `null` until there is one'],
  status: ['Status', '`checkout.status` in short; `idle` before it begins'],
  error: ['KassaError | null', 'what the checkout cannot go on with'],
  ready: ['Promise<KassaCheckout>', 'kept once the first field can be typed into'],
  version: ['string', 'the version of Kassa'],
};

/** Method: parameters, what it answers with, sentence. */
export const METHODS = {
  open: ['()', 'Promise<void>', 'opens the dialog or drawer; loads what has not been loaded'],
  close: ['()', 'Promise<void>', 'closes it'],
  focus: ['(options?: FocusOptions)', 'void', 'puts the focus on the heading of the step'],
  load: ['()', 'Promise<KassaCheckout>', 'fetches the program now, whatever `loading` says'],
  refresh: ['()', 'Promise<void>', 'asks the shop anew, for instance when your page has changed the bag'],
  update: ['(patch: Answers)', 'Promise<string[]>', 'fills in fields; answers with the names it does not know'],
  goTo: ['(step: Step)', 'Promise<void>', 'wishes to go to a step; it stops at the first that still needs something'],
  validate: ['()', 'Promise<boolean>', 'whether the step is complete; shows what is not'],
  applyCode: ['(code: string)', 'Promise<void>', 'tries a promotion code; `kassa-code-applied` tells that it counts'],
  setConsent: ['(consent: Consent)', 'Promise<void>', 'ticks what the shopper has agreed to'],
  reset: ['()', 'Promise<void>', 'forgets what was typed and begins anew'],
  destroy: ['()', 'void', 'ends it and takes the element out of the page'],
};
export const REGISTRIES = {
  registerGuard: ['(guard: Guard)', 'this', 'is asked before each step, order and redirect, as the events `kassa-before-…` are, and by express ways to pay, too'],
  registerField: ['(field: FieldDefinition)', 'this', 'a field of your own after those of a step; it goes with the order'],
  registerPaymentMethod: ['(method: PaymentMethodDefinition)', 'this', 'a way to pay of your own, which the backend offers as `page:<id>` or the attribute `methods` makes one'],
  registerAddressProvider: ['(provider: AddressProvider)', 'this', 'who completes addresses while the street is typed'],
};
export const STATICS = {
  define: ['(tag?: string)', 'void', 'makes the tag known to the browser, under another name if you like'],
  mount: ['(target: string | Element, options?: MountOptions)', 'KassaCheckout', 'for pages that cannot write the tag: attributes and properties as one object'],
};

/** Event, without `kassa-`: sentence, and what `event.detail` has beside `id` and `checkout`. */
export const EVENTS = {
  ready: ['the first field can be typed into'],
  start: ['the shop has answered for the first time'],
  step: ['another step is shown', { step: ['Step', 'which'] }],
  update: ['the bag or a sum is another'],
  'field-invalid': ['a field is shown as wrong; what was typed is not told', { field: ['FieldName', 'its name'], fault: ['Fault', 'what is wrong'] }],
  'method-change': ['another way to pay is chosen', { method: ['string | undefined', 'its id'] }],
  'address-change': ['another country is delivered to', { country: ['string | undefined', 'its code'] }],
  'shipping-change': ['another way of shipping is chosen', { delivery: ['string | undefined', 'its id'] }],
  'code-applied': ['a promotion code counts; which one is not told'],
  consent: ['the box for news is ticked or not', { marketing: ['boolean', 'whether'] }],
  'help-needed': ['somebody seems to be stuck'],
  experiment: ['somebody is shown a variant', { experiment: ['string', 'of which experiment'], variant: ['string', 'which'] }],
  'payment-start': ['the order is on its way', { method: ['string | undefined', 'how it is paid'] }],
  'payment-action': ['the bank asks the shopper'],
  'payment-declined': ['a payment is refused; that a card was lost, stolen or suspected is told as `generic`', { reason: ['DeclineReason', 'why'] }],
  hold: ['the order is received and looked at by a person', { order: ['string | undefined', 'its number'] }],
  complete: ['the order is placed', { order: ['string | undefined', 'its number'] }],
  error: ['it cannot go on', { code: ['ErrorCode', 'why'], severity: ["'recoverable' | 'unrecoverable'", 'whether trying again can help'], recoverable: ['boolean', 'the same'] }],
  close: ['the dialog or drawer was closed'],
  analytics: ['one stream in the shape of GA4’s events for shops: `dataLayer.push(event.detail)`', { event: ['AnalyticsEvent', 'GA4’s name'], ecommerce: ['Ecommerce', 'GA4’s parameters'] }],
  'before-step': ['before the step is left', { express: ['true | undefined', 'for a wallet that needs no steps'] }],
  'before-submit': ['before the order is sent'],
  'before-redirect': ['before the page is left', { url: ['string | undefined', 'for where, where it is your `success-url`'] }],
};

/** `payment-{code}` stands for a slot of each way to pay that draws itself. */
export const SLOTS = {
  '': 'anything else in the element: seen until the checkout is there, and when it cannot be loaded',
  loading: 'seen while the program comes', fallback: 'the other way to buy: seen until the checkout is there, and when it cannot be loaded',
  logo: 'your logo', header: 'above everything', footer: 'below everything',
  'before-express': 'above wallets', 'after-express': 'below wallets', 'before-contact': 'above the contact step', 'after-contact': 'below it',
  'before-address': 'above the delivery step', 'before-shipping': 'above the ways of shipping', 'after-address': 'below the address', 'shipping-extra': 'with the ways of shipping', 'after-shipping': 'below the delivery step',
  'before-payment': 'above the payment step', 'after-payment': 'below it', 'trust-near-pay': 'reasons to trust, beside paying',
  'payment-{code}': 'made by Kassa, in your page, for a provider that cannot draw into a shadow root',
  'summary-before': 'above the step and the receipt', 'summary-after': 'below them', 'line-item-extra': 'above the lines of the bag', empty: 'below the bag',
  terms: 'what is agreed to, at the review', 'trust-badges': 'reasons to trust', help: 'how to get help', chat: 'a chat', 'confirmation-before': 'above the thank-you page', 'confirmation-after': 'below it',
};

/** Which of them the source has is read from it. */
export const PARTS = {
  root: 'everything', main: 'the step', header: 'the head', progress: 'where the shopper is', step: 'a step in it', 'step-active': 'the current one', 'step-summary': 'a finished step in short',
  section: 'a group of fields', heading: 'a heading', label: 'the label of a field', input: 'a text field', 'input-invalid': 'one that is wrong', select: 'a list to choose from', checkbox: 'a box to tick', radio: 'one choice of several',
  hint: 'the sentence under a field', error: 'what is wrong with it', 'error-summary': 'everything that is wrong', button: 'any button', 'button-primary': 'the way forward', 'button-secondary': 'another way', 'express-button': 'a wallet’s button',
  method: 'a way to pay', 'method-selected': 'the chosen one', 'method-fee': 'what it costs', 'method-logo': 'its picture', summary: 'the receipt', 'summary-toggle': 'what opens it on a phone',
  'line-item': 'a line of the bag', 'line-image': 'its picture', quantity: 'how many', total: 'the sums', 'total-grand': 'the last of them', badge: 'a short remark', alert: 'a notice', dialog: 'the dialog or drawer', help: 'the way to help', footer: 'the small print',
};

/** Their values are read from style/tokens.css. */
export const TOKENS = {
  'color-primary': 'buttons, links, what is chosen', 'color-on-primary': 'text on them', 'color-background': 'behind everything', 'color-surface': 'cards and fields', 'color-text': 'text', 'color-text-secondary': 'quieter text',
  'color-border': 'lines', 'color-border-strong': 'the edge of fields', 'color-danger': 'what is wrong', 'color-success': 'what went well', 'color-warning': 'what to look at', 'color-focus': 'the ring of the focus',
  'font-family': 'of all text', 'font-family-heading': 'of headings', 'font-size-base': 'all other sizes follow; at least 16px, or phones zoom into fields', 'font-weight-regular': 'of text', 'font-weight-medium': 'of labels', 'font-weight-bold': 'of headings and sums', 'line-height': 'of text',
  'space-unit': 'all distances are multiples', radius: 'corners of cards', 'input-radius': 'corners of fields', 'button-radius': 'corners of buttons', 'input-height': 'of fields', 'button-height': 'of the way forward', 'tap-size': 'what a finger needs; at least 44px',
  shadow: 'under cards', 'max-width': 'of everything', 'summary-width': 'of the receipt beside the step', 'sticky-offset': 'what your page keeps at the top', motion: '1, or 0 for none',
};
