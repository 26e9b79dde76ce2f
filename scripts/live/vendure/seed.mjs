//! Fills an empty database with the shop of shop.mjs, through Vendure's own importer and services.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { COUPONS, CUSTOMER, PAYMENT, PRODUCTS, SHIPPING, ZONES, config, vendure } from './shop.mjs';

const { ChannelService, CustomerService, PaymentMethodService, PromotionService, RequestContextService, ShippingMethodService, TaxRateService, TransactionalConnection, User } = vendure;
const { populate } = createRequire(path.join(process.cwd(), 'package.json'))('@vendure/core/cli');

const named = (name) => [{ languageCode: 'en', name, description: '' }];

/** Prices are in euros and contain VAT. Before anything has a price. */
async function begin() {
  const app = await vendure.bootstrap(config);
  const channels = app.get(ChannelService);
  const { id } = await channels.getDefaultChannel();
  await channels.update(vendure.RequestContext.empty(), { id, defaultCurrencyCode: 'EUR', availableCurrencyCodes: ['EUR'], pricesIncludeTax: true });
  return app;
}

fs.mkdirSync('assets', { recursive: true });
fs.writeFileSync('products.csv', PRODUCTS);
const app = await populate(begin, {
  defaultLanguage: 'en', defaultZone: ZONES[0].name,
  countries: ZONES.map(({ name, code }) => ({ name, code, zone: name })),
  taxRates: [{ name: 'Standard', percentage: ZONES[0].standard }, { name: 'Reduced', percentage: ZONES[0].reduced }],
  shippingMethods: [], paymentMethods: [], collections: [],
}, path.resolve('products.csv'));

const user = await app.get(TransactionalConnection).rawConnection.getRepository(User).findOne({ where: { identifier: config.authOptions.superadminCredentials.identifier } });
const ctx = await app.get(RequestContextService).create({ apiType: 'admin', user });
// The importer gives each country the same rates.
for (const rate of (await app.get(TaxRateService).findAll(ctx, { take: 100 })).items) {
  const [kind, ...zone] = rate.name.split(' ');
  const value = ZONES.find(({ name }) => name === zone.join(' '))[kind.toLowerCase()];
  await app.get(TaxRateService).update(ctx, { id: rate.id, value });
}
for (const { code, name, checker, calculator } of SHIPPING) {
  await app.get(ShippingMethodService).create(ctx, { code, translations: named(name), fulfillmentHandler: 'manual-fulfillment', checker, calculator });
}
for (const { code, name, handler, checker } of PAYMENT) {
  await app.get(PaymentMethodService).create(ctx, { code, enabled: true, translations: named(name), handler, checker });
}
for (const { code, name, ...rest } of COUPONS) {
  const made = await app.get(PromotionService).createPromotion(ctx, { enabled: true, couponCode: code, translations: named(name), ...rest });
  if (made.errorCode) throw new Error(`${code}: ${made.message}`);
}
const { email, password, first, last, addresses } = CUSTOMER;
const customer = await app.get(CustomerService).create(ctx, { emailAddress: email, firstName: first, lastName: last }, password);
if (customer.errorCode) throw new Error(customer.message);
for (const address of addresses) await app.get(CustomerService).createAddress(ctx, customer.id, address);

await app.close();
// Vendure's queues keep the process alive.
process.exit(0);
