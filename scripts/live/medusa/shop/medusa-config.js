// The configuration of the Medusa that live tests talk to. Event bus, cache, workflows and locks in memory are its defaults: no Redis.
const { defineConfig } = require('@medusajs/framework/utils');

// Pages that may talk to the shop: a list with commas; `/…/` is a pattern. By default any page of this machine.
const cors = process.env.KASSA_LIVE_CORS || '/^http:\\/\\/(127\\.0\\.0\\.1|localhost)(:\\d+)?$/';

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    databaseDriverOptions: { connection: { ssl: false } },
    // The secrets guard a shop on loopback that is made anew at each start.
    http: { storeCors: cors, authCors: cors, adminCors: cors, jwtSecret: 'local-only', cookieSecret: 'local-only', host: '127.0.0.1' },
  },
  admin: { disable: true },
  modules: [{ resolve: '@medusajs/medusa/payment', options: { providers: [{ resolve: require.resolve('./testpay'), id: 'test' }] } }],
});
