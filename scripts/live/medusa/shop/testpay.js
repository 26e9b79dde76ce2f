// A payment provider of ours, so that every outcome can be had: it takes `data.token` as Kassa's card frame hands it out
// (`tok_<brand>_<last4>_<outcome>`; src/backend/demo/README-sentinels.md) and says what became of it in `data`:
//
//   decline_code  why the bank refused; the names are those that card processors share
//   next_action   { type: 'frame' | 'wait', url? }: what the shopper has to do before it can be asked again
//   card          { brand, last4 }
//
// What happens on the wire, not at the bank (a lost answer), is done by src/api/middlewares.js.
const { AbstractPaymentProvider, ModuleProvider, Modules, MedusaError } = require('@medusajs/framework/utils');
const { challenge } = require('./challenges');

const DECLINES = {
  generic: 'generic_decline', funds: 'insufficient_funds', expired: 'expired_card', code: 'incorrect_cvc', number: 'incorrect_number',
  lost: 'lost_card', stolen: 'stolen_card', limit: 'card_velocity_exceeded', notpermitted: 'transaction_not_allowed',
  authentication: 'authentication_failed', fraud: 'fraudulent', issuer: 'issuer_not_available', later: 'try_again_later',
};
const SLOW_MILLISECONDS = 6000;
// 4000 0000 0000 3220 asks for 3-D Secure at every bank that is a test. The frame has no word of its own for it.
const CHALLENGED = '3220';

const parts = (token) => /^tok_([a-z]+)_(\d{4})_([a-z0-9]+)$/.exec(token ?? '')?.slice(1);
/** Sessions whose fault has struck; each does once. */
const struck = new Set();

class TestPay extends AbstractPaymentProvider {
  static identifier = 'testpay';

  async initiatePayment({ data = {}, amount, currency_code }) {
    const card = parts(data.token);
    const id = `tp_${crypto.randomUUID()}`;
    return { id, status: 'pending', data: { ...data, id, amount, currency_code, ...(card && { card: { brand: card[0], last4: card[1] } }) } };
  }

  async authorizePayment({ data = {} }) {
    const [, last4, outcome] = parts(data.token) ?? [undefined, undefined, 'number'];
    const declined = (code) => ({ status: 'error', data: { ...data, next_action: null, decline_code: code } });
    const again = (next_action) => ({ status: 'requires_more', data: { ...data, next_action } });
    if (DECLINES[outcome]) return declined(DECLINES[outcome]);
    if (outcome === 'server' && !struck.has(data.id)) {
      struck.add(data.id);
      throw new MedusaError(MedusaError.Types.UNEXPECTED_STATE, 'The payment provider is down');
    }
    if (outcome === 'slow') await new Promise((wake) => setTimeout(wake, SLOW_MILLISECONDS));
    if (outcome === 'poll' && !struck.has(data.id)) {
      struck.add(data.id);
      return again({ type: 'wait' });
    }
    if (last4 === CHALLENGED) {
      const { url, answer } = challenge(data.id);
      if (!answer) return again({ type: 'frame', url });
      if (answer === 'refused') return declined('authentication_failed');
    }
    return { status: 'authorized', data: { ...data, next_action: null } };
  }

  async updatePayment({ data, amount, currency_code }) { return { data: { ...data, amount, currency_code } }; }
  async capturePayment({ data }) { return { data }; }
  async refundPayment({ data }) { return { data }; }
  async cancelPayment({ data }) { return { data }; }
  async deletePayment({ data }) { return { data }; }
  async retrievePayment({ data }) { return { data }; }
  async getPaymentStatus({ data }) { return { status: 'authorized', data }; }
  async getWebhookActionAndData() { return { action: 'not_supported' }; }
}

exports.default = ModuleProvider(Modules.PAYMENT, { services: [TestPay] });
