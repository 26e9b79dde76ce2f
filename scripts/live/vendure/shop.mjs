//! The Vendure that Kassa is tried against: how it is set up, what it sells and what its ways to pay do.
//!
//! Always true: it listens on 127.0.0.1 only, and its card method takes nothing but the tokens of Kassa's own card frame
//! (public/vault), whose last word says what will happen (src/backend/demo/README-sentinels.md). Run with the folder that
//! npm installed into as the working directory: Vendure is found there, and its database lies there. Vendure is GPLv3: a tool of
//! development, of which nothing is copied and nothing shipped.
import { createRequire } from 'node:module';
import path from 'node:path';

export const vendure = createRequire(path.join(process.cwd(), 'package.json'))('@vendure/core');
const { AddressBasedTaxZoneStrategy, defaultPaymentProcess, DefaultJobQueuePlugin, DefaultSearchPlugin, LanguageCode, PaymentMethodEligibilityChecker,
  PaymentMethodHandler, ShippingCalculator, ShippingEligibilityChecker } = vendure;

const text = (value) => [{ languageCode: LanguageCode.en, value }];
const countriesArg = { type: 'string', defaultValue: '' };
const among = (countries, order) => {
  const country = order.shippingAddress?.countryCode;
  return !countries || !country || countries.split(' ').includes(country);
};

// What the bank says, in the words most providers' plug-ins pass on (Stripe's decline codes).
const DECLINES = {
  generic: 'generic_decline', funds: 'insufficient_funds', expired: 'expired_card', code: 'incorrect_cvc', number: 'incorrect_number',
  lost: 'lost_card', stolen: 'stolen_card', limit: 'card_velocity_exceeded', notpermitted: 'transaction_not_allowed',
  authentication: 'authentication_required', fraud: 'fraudulent', issuer: 'issuer_not_available', later: 'try_again_later',
};

// What fails once only has struck these orders already.
const struck = new Set();
const once = (order, outcome) => {
  const key = `${order.code} ${outcome}`;
  return !struck.has(key) && struck.add(key);
};
const seconds = (count) => new Promise((done) => { setTimeout(done, count * 1000); });

/** Set by server.mjs: settles a payment that was only begun, as a provider's webhook would. */
export const webhook = { settle: undefined };

/** Cards: authorised now, captured when the goods leave. */
const card = new PaymentMethodHandler({
  code: 'kassa-card', description: text('Cards, through the frame of Kassa'), args: {},
  createPayment: async (ctx, order, amount, _args, metadata) => {
    const [, brand, last4, outcome] = /^tok_([a-z]+)_(\d{4})_([a-z]+)$/.exec(metadata.token ?? '') ?? [];
    if (!outcome) return { amount, state: 'Error', errorMessage: 'no such token', metadata: {} };
    const face = { brand, last4 };
    const decline = DECLINES[outcome];
    if (decline) return { amount, state: 'Declined', errorMessage: `Declined: ${decline}`, metadata: { public: { ...face, decline_code: decline } } };
    if (outcome === 'slow') await seconds(6);
    if (outcome === 'server' && once(order, outcome)) throw new Error('The provider is out of order');
    if (outcome === 'lostbefore' && once(order, outcome)) {
      // Thrown: Vendure rolls back, nothing has happened; and nobody hears so.
      ctx.req.kassaFault = 'cut';
      throw new Error('cut');
    }
    // Done, and the answer never arrives, or arrives as something else.
    if (outcome === 'lostanswer') ctx.req.kassaFault = 'cut';
    if (outcome === 'malformed') ctx.req.kassaFault = 'garble';
    const done = { amount, transactionId: `tx_${order.code}`, metadata: { public: face } };
    if (outcome !== 'poll') return { ...done, state: 'Authorized' };
    setTimeout(() => webhook.settle?.(order.id), 2500);
    return { ...done, state: 'Validating' };
  },
  settlePayment: async () => ({ success: true }),
});

/** Nothing is asked and nothing taken: the bill comes later. */
const invoice = new PaymentMethodHandler({
  code: 'kassa-invoice', description: text('Bought on invoice'), args: {},
  createPayment: async (_ctx, order, amount) => ({ amount, state: 'Authorized', transactionId: `inv_${order.code}`, metadata: {} }),
  settlePayment: async () => ({ success: true }),
});

/** The bank takes its time: a state of our own, as Vendure's guide to payments has it. It cannot leave a payment in `Created`. */
const validating = {
  transitions: { Created: { to: ['Validating'], mergeStrategy: 'merge' }, Validating: { to: ['Authorized', 'Declined', 'Cancelled'] } },
};

const invoiceTerms = new PaymentMethodEligibilityChecker({
  code: 'kassa-invoice-terms', description: text('Countries and a limit'),
  args: { countries: countriesArg, limit: { type: 'int', defaultValue: 0 } },
  check: (_ctx, order, args) => {
    if (!among(args.countries, order)) return 'Not in this country';
    return order.totalWithTax <= args.limit || 'Too large for an invoice';
  },
});

const countryChecker = new ShippingEligibilityChecker({
  code: 'kassa-countries', description: text('Countries it goes to'), args: { countries: countriesArg },
  check: (_ctx, order, args) => among(args.countries, order),
});

/** A flat rate, free from a threshold on; says who carries it and how many days it takes. */
const flatRate = new ShippingCalculator({
  code: 'kassa-flat-rate', description: text('Flat, free from a threshold on'),
  args: { rate: { type: 'int' }, freeFrom: { type: 'int', defaultValue: 0 }, carrier: { type: 'string' }, fromDays: { type: 'int' }, toDays: { type: 'int' } },
  calculate: (_ctx, order, args) => ({
    price: args.freeFrom && order.subTotalWithTax >= args.freeFrom ? 0 : args.rate,
    priceIncludesTax: true, taxRate: 25.5,
    metadata: { carrier: args.carrier, fromDays: args.fromDays, toDays: args.toDays, ...(args.freeFrom ? { freeFrom: args.freeFrom } : {}) },
  }),
});

/** Carries out what the card method asked for: an answer that is cut off, or is not JSON. */
function faults(request, response, next) {
  const { end } = response;
  response.end = function (...args) {
    if (request.kassaFault === 'cut') return void response.socket.destroy();
    if (request.kassaFault === 'garble') {
      const page = '<!doctype html><title>Bad gateway</title>';
      response.removeHeader('etag');
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('content-length', page.length);
      return end.call(this, page);
    }
    return end.apply(this, args);
  };
  next();
}

/** Standard VAT of each country Kassa's shop sells to; the first is where prices are at home. */
export const ZONES = [
  { name: 'Finland', code: 'FI', standard: 25.5, reduced: 13.5 },
  { name: 'Norway', code: 'NO', standard: 25, reduced: 15 },
  { name: 'Sweden', code: 'SE', standard: 25, reduced: 12 },
  { name: 'Denmark', code: 'DK', standard: 25, reduced: 25 },
  { name: 'Germany', code: 'DE', standard: 19, reduced: 7 },
  { name: 'Netherlands', code: 'NL', standard: 21, reduced: 9 },
  // Sold to, says the shop; but nothing is carried there.
  { name: 'Iceland', code: 'IS', standard: 24, reduced: 11 },
];
const CARRIED = 'FI NO SE DK DE NL';

const op = (code, args) => ({ code, arguments: Object.entries(args).map(([name, value]) => ({ name, value: String(value) })) });

export const SHIPPING = [
  { code: 'standard', name: 'Standard', checker: op('kassa-countries', { countries: CARRIED }),
    calculator: op('kassa-flat-rate', { rate: 590, freeFrom: 15000, carrier: 'Posti', fromDays: 2, toDays: 4 }) },
  { code: 'express', name: 'Express', checker: op('kassa-countries', { countries: 'FI NO SE DK' }),
    calculator: op('kassa-flat-rate', { rate: 1490, carrier: 'Budbee', fromDays: 1, toDays: 1 }) },
];

export const PAYMENT = [
  { code: 'card', name: 'Card', handler: op('kassa-card', {}) },
  { code: 'invoice', name: 'Invoice, 14 days', handler: op('kassa-invoice', {}), checker: op('kassa-invoice-terms', { countries: 'FI NO SE DK', limit: 100000 }) },
];

export const COUPONS = [
  { name: '10 % off', code: 'VILLMARK10', conditions: [], actions: [op('order_percentage_discount', { discount: 10 })] },
  { name: 'Free delivery', code: 'FREESHIP', conditions: [], actions: [op('free_shipping', {})] },
  { name: '20 euros off from 200', code: 'TAKK20', conditions: [op('minimum_order_amount', { amount: 20000, taxInclusive: true })], actions: [op('order_fixed_discount', { discount: 2000 })] },
  { name: 'Summer', code: 'SOMMER', conditions: [], actions: [op('order_percentage_discount', { discount: 50 })], endsAt: new Date('2020-09-01') },
  { name: 'Welcome', code: 'VELKOMMEN', conditions: [], actions: [op('order_percentage_discount', { discount: 5 })], perCustomerUsageLimit: 1 },
];

/** Who has an account, and where parcels for them go. */
export const CUSTOMER = {
  email: 'kari.nordmann@example.com', password: 'Fjelltur-2026', first: 'Kari', last: 'Nordmann',
  addresses: [
    { fullName: 'Kari Nordmann', streetLine1: 'Storgata 14', streetLine2: '', city: 'Oslo', postalCode: '0155', countryCode: 'NO', phoneNumber: '+47 412 34 567', defaultShippingAddress: true, defaultBillingAddress: true },
    { fullName: 'Kari Nordmann', company: 'Villmark AS', streetLine1: 'Mannerheimintie 5', streetLine2: 'C 42', city: 'Helsinki', postalCode: '00100', countryCode: 'FI', phoneNumber: '' },
  ],
};

/** Without pictures, as shops have them too. Columns as Vendure's importer names them; prices contain Finnish VAT. */
export const PRODUCTS = `name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets
Wool blanket,wool-blanket,Woven in Røros,,,colour|size,Spruce|130 × 200,BLANKET-SP,89.00,standard,100,false,,
,,,,,,Cloud|130 × 200,BLANKET-CL,89.00,standard,100,false,,
Storm kettle,storm-kettle,Boils a litre with twigs,,,,,KETTLE,64.50,standard,100,false,,
Coffee from Bodø,coffee-bodo,Half a kilo of beans,,,,,COFFEE,12.90,reduced,100,false,,
Merino socks,merino-socks,Two pairs,,,size,36–40,SOCKS-S,24.90,standard,12,true,,
,,,,,,41–45,SOCKS-L,24.90,standard,12,true,,
Head torch,head-torch,Four hundred lumens,,,,,TORCH,49.00,standard,2,true,,
Canvas tent,canvas-tent,For six and a stove,,,,,TENT,1290.00,standard,100,false,,
`;

const ORIGINS = (process.env.KASSA_ORIGINS ?? 'http://localhost:8080,http://127.0.0.1:8080').split(',');

export const config = {
  apiOptions: {
    port: Number(process.env.PORT ?? 3100), hostname: '127.0.0.1', adminApiPath: 'admin-api', shopApiPath: 'shop-api',
    // Vendure's default reflects any origin and allows credentials. A list, as a shop should have; or `*`, which is harmless without cookies.
    cors: { origin: ORIGINS.includes('*') ? '*' : ORIGINS, credentials: false, exposedHeaders: ['vendure-auth-token'], maxAge: 600 },
    middleware: [{ route: '/shop-api', handler: faults, beforeListen: true }],
  },
  authOptions: {
    // No cookies: a browser would share them among all ports of a host.
    tokenMethod: ['bearer'],
    requireVerification: false,
    superadminCredentials: { identifier: 'superadmin', password: 'superadmin' },
  },
  dbConnectionOptions: { type: 'better-sqlite3', synchronize: process.env.SEED === '1', logging: false, database: path.join(process.cwd(), process.env.DATABASE ?? 'shop.sqlite') },
  paymentOptions: { process: [defaultPaymentProcess, validating], paymentMethodHandlers: [card, invoice], paymentMethodEligibilityCheckers: [invoiceTerms] },
  shippingOptions: { shippingEligibilityCheckers: [countryChecker], shippingCalculators: [flatRate] },
  taxOptions: { taxZoneStrategy: new AddressBasedTaxZoneStrategy() },
  importExportOptions: { importAssetsDir: path.join(process.cwd(), 'assets') },
  logger: new vendure.DefaultLogger({ level: vendure.LogLevel.Warn, timestamp: false }),
  plugins: [DefaultJobQueuePlugin.init({}), DefaultSearchPlugin.init({ bufferUpdates: false })],
};
