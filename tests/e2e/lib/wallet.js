//! A stand-in for the browser's `PaymentRequest`, for `page.addInitScript({ path })`: the wallets of a
//! device that a test plays. What it does stands in `localStorage["test-wallet"]`: approves (also without the entry),
//! cancels, fails (a sheet that gives no token), throws (it does not open at all), refuses (`canMakePayment` says no), slow (it says yes after a second), never
//! (it does not say), absent (there is no such thing); write the entry before this script runs. `localStorage["test-wallet-address"]` holds members of
//! another address than the usual one. What it was given stands in `window.walletSeen`. Apple's sheet asks the merchant's server to vouch for the
//! page, as Apple's does, and closes where it does not.
(() => {
  const how = () => {
    try {
      return localStorage.getItem('test-wallet') ?? 'approves';
    } catch {
      return 'approves';
    }
  };
  if (how() === 'absent') {
    delete window.PaymentRequest;
    return;
  }
  const seen = { opened: 0, ended: [] };
  window.walletSeen = seen;
  const buyer = {
    payerName: 'Kaisa Laine', payerEmail: 'kaisa.laine@example.fi', payerPhone: '+358 40 123 4567',
    shippingAddress: { country: 'FI', addressLine: ['Runeberginkatu 22 A 9'], city: 'Helsinki', dependentLocality: '', region: '', postalCode: '00100', sortingCode: '', organization: '', recipient: 'Kaisa Laine', phone: '+358 40 123 4567' },
  };
  const paid = {
    'https://google.com/pay': { paymentMethodData: { type: 'CARD', description: 'Visa •••• 7718', info: { cardNetwork: 'VISA', cardDetails: '7718' }, tokenizationData: { type: 'PAYMENT_GATEWAY', token: 'tok_wallet_google' } } },
    'https://apple.com/apple-pay': { token: { paymentData: { data: 'tok_wallet_apple' }, paymentMethod: { network: 'Visa', displayName: 'Visa 7718', type: 'credit' }, transactionIdentifier: 'T1' } },
  };
  window.PaymentRequest = class PaymentRequest {
    constructor(methods, details, options = {}) {
      if (!details?.total?.amount?.value || !methods?.[0]?.supportedMethods) throw new TypeError('no sum or no method');
      if (options.requestShipping && !details.shippingOptions?.some((option) => option.selected)) throw new TypeError('a sheet with an address and no way to ship cannot pay');
      Object.assign(this, { method: methods[0].supportedMethods, options });
      Object.assign(seen, { method: this.method, data: methods[0].data, details, options });
    }
    async canMakePayment() {
      if (how() === 'never') await new Promise(() => {});
      if (how() === 'slow') await new Promise((wake) => setTimeout(wake, 1000));
      return how() !== 'refuses' && this.method in paid;
    }
    async show() {
      // As a browser does: no sheet without a press.
      if (!navigator.userActivation?.isActive) throw new DOMException('no press', 'NotAllowedError');
      if (how() === 'throws') throw new DOMException('no sheet', 'OperationError');
      seen.opened += 1;
      if (this.method === 'https://apple.com/apple-pay') {
        const validationURL = 'https://apple-pay-gateway.apple.com/paymentservices/startSession';
        const vouched = new Promise((tell, fail) => this.onmerchantvalidation({ validationURL, complete: (session) => session.then(tell, fail) }));
        seen.session = await vouched.catch(() => { throw new DOMException('nobody vouches for this page', 'AbortError'); });
      }
      if (how() === 'cancels') throw new DOMException('closed', 'AbortError');
      const { requestPayerName, requestPayerEmail, requestPayerPhone, requestShipping } = this.options;
      return {
        methodName: this.method,
        details: how() === 'fails' ? {} : structuredClone(paid[this.method]),
        payerName: requestPayerName ? buyer.payerName : null,
        payerEmail: requestPayerEmail ? buyer.payerEmail : null,
        payerPhone: requestPayerPhone ? buyer.payerPhone : null,
        shippingAddress: requestShipping ? { ...buyer.shippingAddress, ...JSON.parse(localStorage.getItem('test-wallet-address') ?? '{}') } : null,
        async complete(ending = 'unknown') {
          seen.ended.push(ending);
        },
      };
    }
    async abort() {}
  };
})();
