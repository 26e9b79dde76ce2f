// A stand-in for Stripe.js, our own: what the published interface (https://docs.stripe.com/js) says of the calls that Kassa
// makes, and nothing else. README.md says where it ends. What Stripe warns of, it throws: a test shall not pass over it.
(() => {
  const ORIGIN = new URL(document.currentScript.src).origin;

  class IntegrationError extends Error {
    name = 'IntegrationError';
  }
  const refuse = (message) => { throw new IntegrationError(message); };
  const only = (what, given, known) => {
    for (const name of Object.keys(given ?? {})) if (!known.includes(name)) refuse(`${what}: unrecognized parameter ${name}`);
  };
  const isLocale = (locale) => ['auto', 'en', 'nb', 'ar'].includes(locale) || refuse(`${locale} is not a supported locale`);

  /** A document of ours in the page, and a private line to it. */
  function frame(file, { title, hidden, name }) {
    const element = document.createElement('iframe');
    element.title = title;
    element.name = `__privateStripeFrame${name}`;
    element.setAttribute('allow', 'payment *');
    const { port1, port2 } = new MessageChannel();
    const waiting = new Map();
    const heard = {};
    let asked = 0;
    port1.onmessage = ({ data }) => {
      if ('answer' in data) {
        waiting.get(data.answer)?.(data.value);
        waiting.delete(data.answer);
      } else heard[data.tell]?.(data.value);
    };
    element.addEventListener('load', () => element.contentWindow.postMessage('stand-in', ORIGIN, [port2]), { once: true });
    element.src = `${ORIGIN}/${file}`;
    if (hidden) {
      element.setAttribute('aria-hidden', 'true');
      element.tabIndex = -1;
      Object.assign(element.style, { position: 'absolute', inlineSize: '1px', blockSize: '1px', border: '0', visibility: 'hidden' });
    }
    return {
      element,
      on: (what, act) => { heard[what] = act; },
      ask: (what, value) => new Promise((tell) => {
        waiting.set(asked += 1, tell);
        port1.postMessage({ ask: what, value, number: asked });
      }),
    };
  }

  const ELEMENTS = ['mode', 'amount', 'currency', 'paymentMethodTypes', 'setupFutureUsage', 'locale', 'appearance', 'clientSecret', 'customerSessionClientSecret'];
  const VARIABLES = ['colorPrimary', 'colorBackground', 'colorText', 'colorTextSecondary', 'colorTextPlaceholder', 'colorDanger', 'fontFamily', 'fontSizeBase', 'fontWeightNormal', 'fontWeightMedium', 'borderRadius'];

  function isMeant(options) {
    only('elements()', options, ELEMENTS);
    if (options.clientSecret) return;
    if (options.customerSessionClientSecret && !/^cuss_\w+_secret_\w+$/.test(options.customerSessionClientSecret)) refuse('elements(): invalid customer session client secret');
    if (!['payment', 'setup', 'subscription'].includes(options.mode)) refuse('elements(): mode must be payment, setup or subscription');
    if (options.mode === 'payment' && !(Number.isInteger(options.amount) && options.amount > 0)) refuse('elements(): amount must be a positive integer');
    if (options.mode === 'payment' && !/^[a-z]{3}$/.test(options.currency ?? '')) refuse('elements(): currency must be three lower-case letters');
    if (options.locale) isLocale(options.locale);
    only('appearance', options.appearance, ['theme', 'variables', 'rules', 'labels', 'inputs', 'disableAnimations']);
    only('appearance.variables', options.appearance?.variables, VARIABLES);
    for (const value of Object.values(options.appearance?.variables ?? {})) if (/var\(|calc\(/.test(value)) refuse(`appearance: ${value} is no value`);
  }

  globalThis.Stripe = function Stripe(key, settings = {}) {
    if (typeof key !== 'string' || !/^pk_(test|live)_\w+$/.test(key)) refuse('Please call Stripe() with your publishable key.');
    only('Stripe()', settings, ['locale', 'stripeAccount', 'apiVersion', 'betas']);
    if (settings.locale) isLocale(settings.locale);
    const api = frame('controller.html', { title: 'Payment controller', hidden: true, name: 'Controller' });
    document.body.append(api.element);
    const server = (path, body) => api.ask('request', { path, body, key });

    const stripe = {
      elements(options = {}) {
        isMeant(options);
        const now = { ...options };
        let payment;
        const group = {
          create(kind, given = {}) {
            if (kind !== 'payment') refuse(`the stand-in has no ${kind} Element`);
            if (payment) refuse('Can only create one Element of type payment');
            only('create()', given, ['layout', 'fields', 'wallets', 'terms', 'defaultValues', 'business', 'paymentMethodOrder', 'readOnly']);
            payment = element(given);
            return payment.face;
          },
          getElement: (kind) => (kind === 'payment' ? payment?.face ?? null : null),
          async update(changed) {
            isMeant({ ...now, ...changed });
            Object.assign(now, changed);
            await payment?.frame?.ask('update', now);
          },
          async submit() {
            if (!payment?.frame) refuse('elements.submit() was called before an Element was mounted');
            const error = await payment.frame.ask('submit');
            payment.submitted = !error;
            return error ? { error: { type: 'validation_error', ...error } } : { selectedPaymentMethod: 'card' };
          },
          async fetchUpdates() { return {}; },
        };
        inside.set(group, { get payment() { return payment; }, now });

        function element(given) {
          const hear = {};
          const emit = (name, value) => { for (const act of hear[name] ?? []) act({ elementType: 'payment', ...value }); };
          const own = { given, submitted: false, frame: undefined };
          own.face = {
            on(name, act) { (hear[name] ??= []).push(act); return own.face; },
            once(name, act) { return own.face.on(name, act); },
            off(name, act) { hear[name] = (hear[name] ?? []).filter((other) => act && other !== act); return own.face; },
            mount(target) {
              const place = typeof target === 'string' ? document.querySelector(target) : target;
              if (!(place instanceof Element) || !place.isConnected) refuse('The selector you specified applies to no DOM elements that are currently on the page.');
              if (place.getRootNode() instanceof ShadowRoot) refuse('Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.');
              own.frame = frame('elements.html', { title: 'Secure payment input frame', name: 'Payment' });
              Object.assign(own.frame.element.style, { display: 'block', inlineSize: '100%', blockSize: '1px', border: '0' });
              own.frame.on('height', (px) => { own.frame.element.style.blockSize = `${px}px`; });
              own.frame.on('focus', () => emit('focus'));
              own.frame.on('blur', () => emit('blur'));
              own.frame.on('escape', () => emit('escape'));
              own.frame.on('change', (value) => {
                own.submitted = false;
                emit('change', { empty: value.empty, complete: value.complete, collapsed: false, value: { type: 'card', ...(value.kept && { payment_method: { id: value.kept } }) } });
              });
              place.replaceChildren(own.frame.element);
              own.frame.ask('init', { now, given, key }).then((error) => (error ? emit('loaderror', { error }) : emit('ready')));
            },
            update(changed) { Object.assign(given, changed); return own.face; },
            focus() { own.frame?.element.focus(); own.frame?.ask('focus'); },
            blur() { own.frame?.ask('blur'); },
            clear() { own.frame?.ask('clear'); },
            collapse() {},
            unmount() { own.frame?.element.remove(); own.frame = undefined; },
            destroy() { own.face.unmount(); payment = undefined; },
          };
          return own;
        }
        return group;
      },

      async createConfirmationToken({ elements, params = {} }) {
        const group = inside.get(elements);
        if (!group?.payment?.frame) refuse('createConfirmationToken(): elements must have a mounted payment Element');
        if (!group.payment.submitted) refuse('elements.submit() must be called before stripe.createConfirmationToken().');
        only('createConfirmationToken()', params, ['payment_method_data', 'shipping', 'return_url']);
        const never = group.payment.given.fields?.billingDetails?.address?.country === 'never';
        if (never && !params.payment_method_data?.billing_details?.address?.country) refuse('You specified "never" for fields.billing_details.address.country when creating the payment Element, but did not pass it.');
        const answer = await group.payment.frame.ask('token', { params, key, setup_future_usage: group.now.setupFutureUsage ?? null });
        return answer.error ? { error: answer.error } : { confirmationToken: answer };
      },

      retrievePaymentIntent: (secret) => intent(secret, 'paymentIntent'),
      retrieveSetupIntent: (secret) => intent(secret, 'setupIntent'),
      handleNextAction: (options) => {
        only('handleNextAction()', options, ['clientSecret']);
        return act(options.clientSecret);
      },
      confirmPayment: (options) => confirm(options, 'paymentIntent'),
      confirmSetup: (options) => confirm(options, 'setupIntent'),
    };
    const inside = new WeakMap();

    async function intent(secret, name) {
      if (!/^(pi|seti)_\w+_secret_\w+$/.test(secret)) refuse('Invalid value for client secret');
      const answer = await server(`/v1/intents/${secret}`);
      return answer.error ? { error: answer.error } : { [name]: answer };
    }

    async function confirm({ clientSecret, confirmParams = {}, redirect = 'always', elements, ...rest }, name) {
      only('confirm', rest, []);
      if (elements) refuse('the stand-in confirms with a confirmation_token only');
      if (!confirmParams.return_url) refuse('confirmParams.return_url is required');
      only('confirmParams', confirmParams, ['return_url', 'confirmation_token']);
      const answer = await server(`/v1/intents/${clientSecret}/confirm`, confirmParams);
      if (answer.error) return { error: answer.error };
      const done = answer.status === 'requires_action' ? await act(clientSecret) : { [name]: answer };
      if (!done.error && redirect === 'always') location.assign(confirmParams.return_url);
      return done;
    }

    /** The bank's question: on a page of its own, or above this one. */
    async function act(secret) {
      const name = secret.startsWith('seti_') ? 'setupIntent' : 'paymentIntent';
      const known = await intent(secret, name);
      if (known.error) return known;
      const { status, next_action: next } = known[name];
      if (status !== 'requires_action') refuse(`handleNextAction: The ${name} supplied does not require any actions (${status})`);
      if (next.type === 'redirect_to_url') {
        location.assign(next.redirect_to_url.url);
        return new Promise(() => {});
      }
      if (next.use_stripe_sdk.silent) return new Promise(() => {});
      const above = frame(next.use_stripe_sdk.page, { title: 'Bank confirmation', name: 'Challenge' });
      Object.assign(above.element.style, { position: 'fixed', inset: '0', inlineSize: '100%', blockSize: '100%', border: '0', zIndex: '2147483647', colorScheme: 'normal' });
      document.body.append(above.element);
      await new Promise((done) => above.on('done', done));
      above.element.remove();
      const after = await intent(secret, name);
      const failed = after[name]?.last_payment_error ?? after[name]?.last_setup_error;
      return failed ? { error: { ...failed, type: 'invalid_request_error' } } : after;
    }
    return stripe;
  };
})();
