//! Starts the shop of shop.mjs on the port PORT; prints one line of JSON when it answers, and ends when its input does.
import { config, vendure, webhook } from './shop.mjs';

const { JobQueueService, OrderService, RequestContextService, TransactionalConnection } = vendure;

const app = await vendure.bootstrap(config);
// Jobs run in this process: no worker beside it.
await app.get(JobQueueService).start();

webhook.settle = async (orderId) => {
  const ctx = await app.get(RequestContextService).create({ apiType: 'admin' });
  await app.get(TransactionalConnection).withTransaction(ctx, async (inside) => {
    const payments = await app.get(OrderService).getOrderPayments(inside, orderId);
    const waiting = payments.find(({ state }) => state === 'Validating');
    if (waiting) await app.get(OrderService).transitionPaymentToState(inside, waiting.id, 'Authorized');
  }).catch((error) => console.error('webhook', error));
};

console.log(JSON.stringify({ ready: `http://127.0.0.1:${config.apiOptions.port}/shop-api` }));
// Whoever started it holds this pipe: when they are gone, however that came, so is the server.
process.stdin.on('end', () => process.exit(0)).resume();
process.on('SIGTERM', () => process.exit(0));
