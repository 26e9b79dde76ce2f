// What can go wrong between shop and shopper at the moment of buying, once for each cart. The token of the cart's payment
// says which (src/backend/demo/README-sentinels.md): `lostbefore`, `lostanswer`, `malformed`.
const { defineMiddlewares } = require('@medusajs/framework/http');

const struck = new Set();

async function outcome(req) {
  const query = req.scope.resolve('query');
  const { data: [cart] } = await query.graph({ entity: 'cart', fields: ['payment_collection.payment_sessions.data'], filters: { id: req.params.id } });
  const tokens = (cart?.payment_collection?.payment_sessions ?? []).map((session) => session?.data?.token ?? '');
  return tokens.map((token) => token.split('_').pop()).find((name) => ['lostbefore', 'lostanswer', 'malformed'].includes(name));
}

async function faults(req, res, next) {
  const fault = await outcome(req);
  if (!fault || struck.has(req.params.id)) return next();
  struck.add(req.params.id);
  if (fault === 'lostbefore') return req.socket.destroy();
  res.json = () => (fault === 'lostanswer' ? req.socket.destroy() : res.type('json').end('{"type":"ord'));
  next();
}

exports.default = defineMiddlewares({ routes: [{ matcher: '/store/carts/:id/complete', method: 'POST', middlewares: [faults] }] });
