// The names of the element's public interface, which the loader, the inside and the documentation share. A name that is here
// stays. What each means is in interface.js, which reaches no browser: sentences are bytes.

/** Attributes and what they expect: a kind of text, or the words to choose from. */
export const ATTRIBUTES = {
  backend: 'demo | ucp | vendure | medusa | js',
  endpoint: 'address', session: 'text', locale: 'tag', currency: 'code', country: 'code', key: 'text', 'shop-key': 'text', countries: 'text', methods: 'text',
  mode: 'b2c | b2b', layout: 'steps | one-page | accordion', display: 'inline | dialog | drawer', theme: 'auto | light | dark | lyng',
  config: 'address', 'success-url': 'address', 'cart-url': 'address', 'cancel-url': 'address', 'return-url': 'address', preset: 'text', experiment: 'text', environment: 'live | test | mock',
  loading: 'eager | lazy | interaction', render: 'shadow | light', nonce: 'text', 'log-level': 'error | warn | info | silent',
  open: 'switch', readonly: 'switch', demo: 'text', provider: 'text', vault: 'address', fallback: 'address',
  'shop-name': 'text', seller: 'text', 'ships-from': 'text', 'returns-days': 'number', terms: 'text', accounts: 'yes | no',
  'policy-help': 'address', 'policy-delivery': 'address', 'policy-returns': 'address', 'policy-terms': 'address', 'policy-privacy': 'address', 'policy-accessibility': 'address',
  'stripe-key': 'text', 'stripe-script': 'address', 'stripe-customer': 'text', 'google-pay': 'text', 'apple-pay': 'text',
};

/** Attributes that are understood and change nothing yet: the console says so. Whoever gives one an effect takes it out. */
export const IDLE = ['layout', 'preset', 'environment', 'cancel-url', 'return-url', 'experiment'];
/** Attributes that count at once when they change; the others are read when the element starts. */
export const OBSERVED = ['locale', 'theme', 'open', 'backend', 'endpoint', 'session', 'currency', 'country', 'mode', 'layout', 'display', 'config', 'readonly'];
export const PROPERTIES = ['config', 'adapter', 'customer', 'consent', 'translations', 'prefill'];
/** What is called before the program is there waits for it and answers with a promise. */
export const METHODS = ['open', 'close', 'refresh', 'update', 'goTo', 'validate', 'applyCode', 'setConsent', 'reset'];
export const REGISTRIES = ['registerPaymentMethod', 'registerField', 'registerAddressProvider', 'registerGuard'];
/** Events without their `kassa-`. Those that begin with `before-` can be refused. */
export const EVENTS = [
  'ready', 'start', 'step', 'update', 'field-invalid', 'method-change', 'address-change', 'shipping-change', 'code-applied', 'consent', 'help-needed', 'experiment',
  'payment-start', 'payment-action', 'payment-declined', 'hold', 'complete', 'error', 'close', 'analytics', 'before-step', 'before-submit', 'before-redirect',
];
