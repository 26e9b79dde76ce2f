// What the shop sells, to whom, and for how much: run once by `medusa exec ./seed.js` on an empty database.
// What a test needs to know of it (keys, ids) goes into seed-out.json.
const { ContainerRegistrationKeys: K, Modules } = require('@medusajs/framework/utils');
const f = require('@medusajs/core-flows');
const fs = require('node:fs');

// Rates of VAT in percent. Finland's 25.5 makes amounts that are no whole cents.
const VAT = { no: 25, se: 25, dk: 25, fi: 25.5, de: 19, nl: 21, fr: 20, at: 20, gb: 20 };
const EURO = ['se', 'dk', 'fi', 'de', 'nl', 'fr', 'at'];
const PROVIDERS = ['pp_testpay_test', 'pp_system_default'];
const CUSTOMER = { email: 'ada@example.com', password: 'test-password-1', first_name: 'Ada', last_name: 'Tester', phone: '+358401234567' };
const ADDRESSES = [
  { address_name: 'Home', first_name: 'Ada', last_name: 'Tester', address_1: 'Mannerheimintie 1 A 2', city: 'Helsinki', postal_code: '00100', country_code: 'fi', phone: '+358401234567', is_default_shipping: true, is_default_billing: true },
  { address_name: 'Cabin', first_name: 'Ada', last_name: 'Tester', company: 'Tester Oy', address_1: 'Storgata 5', address_2: '3rd floor', city: 'Oslo', postal_code: '0155', country_code: 'no', phone: '+4790000000' },
];
// Title, handle, whether it travels, [size, sku, euro, kroner, how many there are].
const PRODUCTS = [
  ['Fjell shell jacket', 'fjell-jacket', true, [['S', 'JACKET-S', 219, 2490, 40], ['M', 'JACKET-M', 219, 2490, 40]]],
  ['Enamel mug', 'enamel-mug', true, [['One size', 'MUG-1', 14.9, 169, 1000]]],
  ['Glimt head torch', 'head-torch', true, [['One size', 'TORCH-1', 59.95, 679, 1]]],
  ['Wool socks', 'wool-socks', true, [['36-39', 'SOCKS-36', 18.99, 215, 5], ['40-43', 'SOCKS-40', 18.99, 215, 500]]],
  ['Trail map, PDF', 'trail-map', false, [['Download', 'MAP-PDF', 4.5, 49, 100000]]],
];

module.exports.default = async ({ container }) => {
  const link = container.resolve(K.LINK);
  const fulfilment = container.resolve(Modules.FULFILLMENT);
  const run = async (workflow, input) => (await workflow(container).run({ input })).result;

  const [store] = await container.resolve(Modules.STORE).listStores();
  const [channel] = await run(f.createSalesChannelsWorkflow, { salesChannelsData: [{ name: 'Web' }] });
  await run(f.updateStoresWorkflow, { selector: { id: store.id }, update: {
    name: 'Fjell & Fjord', default_sales_channel_id: channel.id, supported_currencies: ['eur', 'nok'].map((currency_code, index) => ({ currency_code, is_default: index === 0, is_tax_inclusive: true })) } });

  // Prices contain the tax, as shops in Europe show them: a property of the currency, and of the region for prices of its own.
  const region = (name, currency_code, countries) => ({ name, currency_code, countries, payment_providers: PROVIDERS, is_tax_inclusive: true });
  const [euro, norway] = await run(f.createRegionsWorkflow, { regions: [region('Europe', 'eur', EURO), region('Norway', 'nok', ['no'])] });
  await run(f.createTaxRegionsWorkflow, Object.entries(VAT).map(([country_code, rate]) => ({
    country_code, provider_id: 'tp_system', default_tax_rate: { name: 'VAT', code: `vat-${country_code}`, rate } })));

  const [warehouse] = await run(f.createStockLocationsWorkflow, { locations: [{ name: 'Warehouse', address: { city: 'Tampere', country_code: 'FI', address_1: 'Varastotie 3' } }] });
  const at = { [Modules.STOCK_LOCATION]: { stock_location_id: warehouse.id } };
  await link.create({ ...at, [Modules.FULFILLMENT]: { fulfillment_provider_id: 'manual_manual' } });
  const profile = (await fulfilment.listShippingProfiles({ type: 'default' }))[0]
    ?? (await run(f.createShippingProfilesWorkflow, { data: [{ name: 'Default', type: 'default' }] }))[0];
  const set = await fulfilment.createFulfillmentSets({ name: 'Delivery', type: 'shipping', service_zones: [{
    name: 'Nordics and neighbours', geo_zones: [...EURO, 'no'].map((country_code) => ({ country_code, type: 'country' })) }] });
  await link.create({ ...at, [Modules.FULFILLMENT]: { fulfillment_set_id: set.id } });
  const option = (name, description, eur, nok, isReturn) => ({
    name, price_type: 'flat', provider_id: 'manual_manual', service_zone_id: set.service_zones[0].id, shipping_profile_id: profile.id,
    type: { label: name, description, code: name.toLowerCase().replaceAll(' ', '-') },
    prices: [{ currency_code: 'eur', amount: eur }, { currency_code: 'nok', amount: nok }, { region_id: euro.id, amount: eur }, { region_id: norway.id, amount: nok }],
    rules: [{ attribute: 'enabled_in_store', value: 'true', operator: 'eq' }, { attribute: 'is_return', value: `${isReturn}`, operator: 'eq' }] });
  await run(f.createShippingOptionsWorkflow, [
    option('Standard', 'To your door in 2 to 4 days', 5.9, 69, false), option('Express', 'To your door tomorrow', 12.5, 149, false),
    option('Return parcel', 'With our label, from any post office', 0, 0, true)]);
  await run(f.linkSalesChannelsToStockLocationWorkflow, { id: warehouse.id, add: [channel.id] });

  const products = await run(f.createProductsWorkflow, { products: PRODUCTS.map(([title, handle, travels, variants]) => ({
    title, handle, status: 'published', sales_channels: [{ id: channel.id }], ...(travels && { shipping_profile_id: profile.id }),
    options: [{ title: 'Size', values: variants.map(([size]) => size) }],
    variants: variants.map(([size, sku, eur, nok]) => ({ title: size, sku, options: { Size: size }, manage_inventory: true,
      prices: [{ amount: eur, currency_code: 'eur' }, { amount: nok, currency_code: 'nok' }] })) })) });
  const stock = Object.fromEntries(PRODUCTS.flatMap(([, , , variants]) => variants.map(([, sku, , , quantity]) => [sku, quantity])));
  const { data: items } = await container.resolve(K.QUERY).graph({ entity: 'inventory_item', fields: ['id', 'sku', 'requires_shipping'] });
  await run(f.createInventoryLevelsWorkflow, { inventory_levels: items.map(({ id, sku }) => ({ location_id: warehouse.id, inventory_item_id: id, stocked_quantity: stock[sku] })) });
  await run(f.updateInventoryItemsWorkflow, { updates: items.filter(({ sku }) => sku === 'MAP-PDF').map(({ id }) => ({ id, requires_shipping: false })) });

  // The same codes as in the demo shop, as far as Medusa knows such a thing.
  const promotion = (code, type, target_type, value, more) => ({ code, type: 'standard', status: 'active', is_automatic: false, is_tax_inclusive: true,
    application_method: { type, target_type, allocation: target_type === 'order' ? 'across' : 'each', ...(target_type !== 'order' && { max_quantity: 1 }), value, currency_code: 'eur' }, ...more });
  const past = { name: 'Summer', campaign_identifier: 'summer', starts_at: new Date('2026-06-01T00:00:00Z'), ends_at: new Date('2026-08-31T00:00:00Z') };
  await run(f.createPromotionsWorkflow, { promotionsData: [
    promotion('VILLMARK10', 'percentage', 'order', 10), promotion('FREESHIP', 'percentage', 'shipping_methods', 100),
    promotion('SOMMER', 'percentage', 'order', 15, { campaign: past })] });
  await run(f.createReturnReasonsWorkflow, { data: [{ value: 'wrong_size', label: 'Wrong size' }, { value: 'not_as_described', label: 'Not as described' }, { value: 'changed_mind', label: 'Changed my mind' }] });

  const { email, password, ...person } = CUSTOMER;
  const { authIdentity } = await container.resolve(Modules.AUTH).register('emailpass', { body: { email, password } });
  const customer = await run(f.createCustomerAccountWorkflow, { authIdentityId: authIdentity.id, customerData: { email, ...person } });
  await run(f.createCustomerAddressesWorkflow, { addresses: ADDRESSES.map((address) => ({ customer_id: customer.id, ...address })) });

  const [publishable, secret] = await run(f.createApiKeysWorkflow, { api_keys: [
    { title: 'Web', type: 'publishable', created_by: '' }, { title: 'Tests', type: 'secret', created_by: '' }] });
  await run(f.linkSalesChannelsToApiKeyWorkflow, { id: publishable.id, add: [channel.id] });
  const variants = products.flatMap((product) => product.variants);
  fs.writeFileSync('seed-out.json', `${JSON.stringify({
    key: publishable.token, secret: secret.token, warehouse: warehouse.id, regions: { euro: euro.id, norway: norway.id }, customer: { email, password },
    variants: Object.fromEntries(variants.map(({ sku, id }) => [sku, id])), products: Object.fromEntries(variants.map(({ sku, product_id }) => [sku, product_id])),
    inventory: Object.fromEntries(items.map(({ sku, id }) => [sku, id])) }, null, 1)}\n`);
};
