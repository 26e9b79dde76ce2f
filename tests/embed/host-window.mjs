//! A host's window, with a place for a frame, and the window inside that frame.

export function hostWindow() {
  const window = new EventTarget();
  const inside = { posted: [], postMessage: (data, { targetOrigin, transfer }) => void inside.posted.push({ data: structuredClone(data, { transfer }), target: targetOrigin }) };
  const place = {
    children: [],
    append(frame) {
      place.children.push(frame);
      frame.contentWindow = inside;
    },
  };
  const createElement = () => {
    const attributes = new Map();
    return { attributes, contentWindow: null, setAttribute: (name, value) => attributes.set(name, value), remove() { place.children = place.children.filter((one) => one !== this); this.contentWindow = null; } };
  };
  return Object.assign(window, {
    inside, place, location: { href: 'https://host.example/cart' }, document: { createElement, querySelector: () => place },
    deliver: ({ data, origin, source, ports = [] }) => window.dispatchEvent(Object.assign(new Event('message'), { data, origin, source, ports })),
  });
}
