// A React app with a checkout in it.
import { StrictMode, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Checkout } from 'kassa-checkout/react';

function Shop() {
  const [step, setStep] = useState('');
  const checkout = useRef(null);
  return (
    <>
      <p className="note">
        <span role="status">{step && `The app knows: ${step}`}</span>{' '}
        <button type="button" onClick={() => checkout.current.goTo('bag')}>Back to the bag</button>
      </p>
      <Checkout ref={checkout} backend="demo" locale="en" shopName="Fjellvik" prefill={{ email: 'kaisa@shop.example' }} onStep={({ detail }) => setStep(detail.step)}>
        <p slot="loading">One moment …</p>
        <a slot="fallback" href="/classic-checkout">Continue to checkout</a>
      </Checkout>
    </>
  );
}

createRoot(document.getElementById('app')).render(<StrictMode><Shop /></StrictMode>);
