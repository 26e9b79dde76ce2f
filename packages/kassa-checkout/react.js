// <kassa-checkout> for React 18 and 19: attributes in camel case, `on…` for each event, a ref to the element.
import { createElement, forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { KassaCheckout } from './index.js';
import { EVENTS, PROPERTIES } from './names.js';

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const handlers = new Map(EVENTS.map((name) => [`on-${name}`.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()), `kassa-${name}`]));
// React says so when a server is asked for a layout effect.
const useBeforePaint = typeof window === 'undefined' ? useEffect : useLayoutEffect;
/** An object written in place is another one at each drawing; a checkout that began anew each time would lose what was typed. */
const same = (name, a, b) => a === b || (name !== 'adapter' && JSON.stringify(a) === JSON.stringify(b));

export const Checkout = forwardRef(function Checkout({ children, ...given }, ref) {
  const own = useRef(null);
  const latest = useRef(given);
  const handed = useRef({});
  useImperativeHandle(ref, () => own.current, []);

  useBeforePaint(() => {
    latest.current = given;
    const element = own.current;
    for (const name of PROPERTIES) {
      // A configuration's address is the attribute of that name.
      if (!(name in given) || typeof given[name] === 'string' || same(name, handed.current[name], given[name])) continue;
      handed.current[name] = given[name];
      element[name] = given[name];
    }
  });
  useBeforePaint(() => {
    const element = own.current;
    const hear = ({ type }) => [...handlers].find(([, event]) => event === type)[0];
    // A checkout inside another's slots speaks for itself.
    const listen = (event) => event.target === element && latest.current[hear(event)]?.(event);
    for (const event of handlers.values()) element.addEventListener(event, listen);
    KassaCheckout.define();
    return () => { for (const event of handlers.values()) element.removeEventListener(event, listen); };
  }, []);

  const attributes = { ref: own };
  for (const [name, value] of Object.entries(given)) {
    if (handlers.has(name) || (PROPERTIES.includes(name) && typeof value !== 'string') || value === undefined || value === null || value === false) continue;
    if (name === 'className') attributes.class = value;
    else if (name === 'style' || /^on[A-Z]/.test(name)) attributes[name] = value;
    else attributes[kebab(name)] = value === true ? '' : value;
  }
  return createElement('kassa-checkout', attributes, children);
});
