// Which design tokens a page may set in the frame, and what their values may look like (SEC-23).
//
// Always true: what passes is one flat value without url(), var(), comments, escapes or semicolons.

const COLOR = /^(?:#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})|[a-z]{3,24}|(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([\d.%+\-/, deg]{1,80}\)|color\((?:srgb|srgb-linear|display-p3) [\d.%+\-/ ]{1,80}\))$/i;
const LENGTH = /^(?:0|\d{1,4}(?:\.\d{1,4})?(?:px|rem|em))$/;
const NUMBER = /^(?:\d{1,4}|\d?\.\d{1,4})$/;
const FONT = String.raw`(?:[a-z_-][\w-]*(?: [a-z_-][\w-]*){0,5}|"[\w .-]{1,60}"|'[\w .-]{1,60}')`;
const FONTS = new RegExp(`^${FONT}(?:, ?${FONT}){0,20}$`, "i");

const GRAMMAR = {
  "color-text": COLOR,
  "color-text-secondary": COLOR,
  "color-surface": COLOR,
  "color-border-strong": COLOR,
  "color-danger": COLOR,
  "color-focus": COLOR,
  "color-autofill": COLOR,
  "font-family": FONTS,
  "font-size-base": LENGTH,
  "font-weight-regular": NUMBER,
  "font-weight-medium": NUMBER,
  "space-unit": LENGTH,
  "input-radius": LENGTH,
  "input-height": LENGTH,
  hairline: LENGTH,
  motion: NUMBER,
};

export const TOKENS = Object.keys(GRAMMAR).map((name) => `--kassa-${name}`);

/** The tokens that may be set, as `[name, value]`. */
export function allowedTokens(tokens) {
  return Object.entries(GRAMMAR).flatMap(([name, grammar]) => {
    const key = `--kassa-${name}`;
    const value = Object.hasOwn(tokens, key) ? tokens[key] : null;
    if (typeof value !== "string" || value.length > 400) return [];
    return grammar.test(value.trim()) ? [[key, value.trim()]] : [];
  });
}
