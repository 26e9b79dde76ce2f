// Pictures: marks of brands on a white plate (own, generic drawings) and signs. Made node by node,
// because a strict policy allows no markup from text.

const SVG = "http://www.w3.org/2000/svg";

const rect = (x, y, width, height, more) => ["rect", { x, y, width, height, ...more }];
const circle = (cx, fill, more) => ["circle", { cx, cy: 12, r: 6, fill, ...more }];
const label = (text, size, fill, more) => [
  "text",
  { x: 19, y: 12, dy: ".36em", "text-anchor": "middle", "font-size": size, "font-weight": 700, fill, ...more },
  text,
];

const PLATE = rect(0.5, 0.5, 37, 23, { rx: 4.5, fill: "#ffffff", stroke: "#d3dbd8" });
const MARKS = {
  visa: [label("VISA", 10.5, "#1b3a7a", { "font-style": "italic", "letter-spacing": 0.2 })],
  mastercard: [circle(15.5, "#c8553d"), circle(22.5, "#e0a13a", { "fill-opacity": 0.88 })],
  maestro: [circle(15.5, "#2f6d9c"), circle(22.5, "#c8553d", { "fill-opacity": 0.88 })],
  amex: [rect(5, 5, 28, 14, { rx: 2, fill: "#2f6d9c" }), label("AMEX", 8, "#ffffff", { "letter-spacing": 0.3 })],
  bancontact: [rect(5, 5, 28, 6.5, { rx: 2, fill: "#27458f" }), rect(5, 12.5, 28, 6.5, { rx: 2, fill: "#e0a13a" })],
  cb: [rect(5, 5, 28, 14, { rx: 3, fill: "#1f6f5c" }), label("CB", 9, "#ffffff", { "letter-spacing": 0.6 })],
  dankort: [rect(5, 5, 28, 14, { rx: 7, fill: "#b3332b" }), label("DK", 9, "#ffffff", { "letter-spacing": 0.6 })],
};

const SIGNS = {
  alert: [
    ["circle", { cx: 12, cy: 12, r: 8.5 }],
    ["path", { d: "M12 7.7v5M12 16v.1" }],
  ],
  card: [rect(3.5, 5.5, 17, 13, { rx: 2.5 }), ["path", { d: "M3.5 10h17M7 15h3" }]],
  lock: [rect(5, 10.5, 14, 9.5, { rx: 2.5 }), ["path", { d: "M8 10.5V8a4 4 0 0 1 8 0v2.5" }]],
};

/** The mark of a brand, named for people unless its name stands beside it; else a plain card. */
export function mark(document, brand, isNamed = false) {
  const shapes = MARKS[brand?.id];
  const picture = shapes
    ? draw(document, "kassa-mark", "0 0 38 24", [PLATE, ...shapes])
    : sign(document, "card", "kassa-icon kassa-icon--card");
  if (brand && !isNamed) {
    picture.removeAttribute("aria-hidden");
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", brand.name);
  }
  return picture;
}

export function sign(document, name, style = "kassa-icon") {
  return draw(document, style, "0 0 24 24", SIGNS[name]);
}

function draw(document, style, viewBox, shapes) {
  const svg = node(document, ["svg", { class: style, viewBox, "aria-hidden": true, focusable: false }]);
  svg.append(...shapes.map((shape) => node(document, shape)));
  return svg;
}

function node(document, [name, attributes, text]) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}
