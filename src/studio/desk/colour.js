// Colours as numbers: read from CSS, contrast after WCAG 2.2, lightness in OKLCH, and the nearest colour that passes.
// Always true: a colour is `{red, green, blue, alpha}`, each from 0 to 1, red, green and blue with sRGB's curve; what sRGB cannot show has been brought
// into it with less chroma, its hue and lightness kept. No DOM here.

const clamp = (number, least = 0, most = 1) => Math.min(most, Math.max(least, number));
// A tenth of what eight bits tell apart.
const ROUGH = 4e-4;
const isShown = ({ red, green, blue }) => [red, green, blue].every((channel) => channel >= -ROUGH && channel <= 1 + ROUGH);

/** Takes sRGB's curve off a channel, and puts it on. WCAG 2.2 writes 0.04045. */
const straight = (channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const curved = (light) => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
const times = (matrix, [a, b, c]) => matrix.map((row) => row[0] * a + row[1] * b + row[2] * c);
const ofLight = ([red, green, blue], alpha = 1) => ({ red: curve(red), green: curve(green), blue: curve(blue), alpha });
const lightOf = ({ red, green, blue }) => [red, green, blue].map((channel) => Math.sign(channel) * straight(Math.abs(channel)));
const curve = (light) => Math.sign(light) * curved(Math.abs(light));

// Matrices of CSS Color 4.
const LMS = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]];
const OF_LMS = [[4.0767416621, -3.3077115913, 0.2309699292], [-1.2684380046, 2.6097574011, -0.3413193965], [-0.0041960863, -0.7034186147, 1.707614701]];
const LAB = [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]];
const OF_LAB = [[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.291485548]];
const OF_P3 = [[1.2249401763, -0.2249401763, 0], [-0.0420569547, 1.0420569547, 0], [-0.0196375546, -0.0786360456, 1.0982736002]];
const OF_XYZ = [[3.2409699419, -1.5373831776, -0.4986107603], [-0.9692436363, 1.8759675015, 0.0415550574], [0.0556300797, -0.2039769589, 1.0569715142]];
const D50_TO_D65 = [[0.9554734528, -0.0230985369, 0.063259309], [-0.0283697093, 1.0099954580, 0.0210413990], [0.0123140017, -0.0205076964, 1.3303659366]];
const D50 = [0.3457 / 0.3585, 1, (1 - 0.3457 - 0.3585) / 0.3585];

function ofOklab([lightness, a, b], alpha) {
  return ofLight(times(OF_LMS, times(OF_LAB, [lightness, a, b]).map((part) => part ** 3)), alpha);
}

function ofCieLab([lightness, a, b], alpha) {
  const middle = (lightness + 16) / 116;
  const back = (part) => (part ** 3 > 216 / 24389 ? part ** 3 : (116 * part - 16) / (24389 / 27));
  const xyz = [back(middle + a / 500), lightness > 8 ? middle ** 3 : lightness / (24389 / 27), back(middle - b / 200)];
  return ofLight(times(OF_XYZ, times(D50_TO_D65, xyz.map((part, at) => part * D50[at]))), alpha);
}

const round = ([lightness, chroma, hue]) => [lightness, chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];

function ofHsl([hue, saturation, lightness], alpha) {
  const channel = (at) => {
    const place = (at + hue / 30 + 1200) % 12;
    return lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(place - 3, 9 - place, 1));
  };
  return { red: channel(0), green: channel(8), blue: channel(4), alpha };
}

function ofHwb([hue, white, black], alpha) {
  if (white + black >= 1) return { red: white / (white + black), green: white / (white + black), blue: white / (white + black), alpha };
  const pure = ofHsl([hue, 1, 0.5], alpha);
  const mixed = (channel) => channel * (1 - white - black) + white;
  return { red: mixed(pure.red), green: mixed(pure.green), blue: mixed(pure.blue), alpha };
}

/** Spaces by the names that CSS and the Design Tokens format share; components as the format writes them (shares of hsl and hwb are in percent there). */
const SPACES = {
  'srgb': ([red, green, blue], alpha) => ({ red, green, blue, alpha }),
  'srgb-linear': ofLight,
  'display-p3': (parts, alpha) => ofLight(times(OF_P3, parts.map((part) => Math.sign(part) * straight(Math.abs(part)))), alpha),
  'xyz-d65': (parts, alpha) => ofLight(times(OF_XYZ, parts), alpha),
  'xyz-d50': (parts, alpha) => ofLight(times(OF_XYZ, times(D50_TO_D65, parts)), alpha),
  'hsl': ([hue, saturation, lightness], alpha) => ofHsl([hue, saturation / 100, lightness / 100], alpha),
  'hwb': ([hue, white, black], alpha) => ofHwb([hue, white / 100, black / 100], alpha),
  'oklab': ofOklab,
  'oklch': (parts, alpha) => ofOklab(round(parts), alpha),
  'lab': ofCieLab,
  'lch': (parts, alpha) => ofCieLab(round(parts), alpha),
};

/** A colour of a space, brought into sRGB; `undefined` for a space that is unknown here. `isOutside` says whether it had to be brought. */
export function ofSpace(space, components, alpha = 1) {
  if (!Object.hasOwn(SPACES, space) || components.length !== 3 || ![...components, alpha].every(Number.isFinite)) return;
  const colour = SPACES[space](components, clamp(alpha));
  return { colour: into(colour), isOutside: !isShown(colour) };
}

/** What a style sheet or a computed style says, as a colour; `undefined` if it is none that is understood. */
export function read(text) {
  const said = String(text).trim().toLowerCase();
  const hex = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(said)?.[1];
  if (hex) {
    const pairs = hex.length < 6 ? [...hex].map((digit) => digit + digit) : hex.match(/../g);
    const [red, green, blue, alpha = 1] = pairs.map((pair) => Number.parseInt(pair, 16) / 255);
    return { red, green, blue, alpha };
  }
  if (said === 'transparent') return { red: 0, green: 0, blue: 0, alpha: 0 };
  const found = /^(rgba?|hsla?|hwb|oklab|oklch|lab|lch|color)\(([^()]*)\)$/.exec(said);
  if (!found) return;
  const [, called, inside] = found;
  const isOld = inside.includes(',');
  if (isOld && !/^(rgb|hsl)a?$/.test(called)) return;
  const [before, after, ...rest] = inside.split('/');
  if (rest.length || (isOld && after !== undefined)) return;
  let words = (isOld ? before.split(',') : before.trim().split(/\s+/)).map((word) => word.trim());
  let space = called.replace(/^(rgb|hsl)a$/, '$1');
  if (called === 'color') [space, ...words] = words;
  if (space === 'xyz') space = 'xyz-d65';
  let opacity = after?.trim();
  if (isOld && words.length === 4) opacity = words.pop();
  if (words.length !== 3) return;
  const most = { rgb: [255, 255, 255], hsl: [1, 100, 100], hwb: [1, 100, 100], oklab: [1, 0.4, 0.4], oklch: [1, 0.4, 1], lab: [100, 125, 125], lch: [100, 150, 1] }[space] ?? [1, 1, 1];
  const isHue = (at) => ((space === 'hsl' || space === 'hwb') && at === 0) || (/lch$/.test(space) && at === 2);
  const parts = words.map((word, at) => (isHue(at) ? angle(word) : share(word, most[at])));
  const alpha = opacity === undefined ? 1 : share(opacity, 1);
  if (space === 'rgb') [space, parts[0], parts[1], parts[2]] = ['srgb', ...parts.map((part) => clamp(part / 255))];
  return ofSpace(space, parts, alpha)?.colour;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/;
const share = (word, whole) => (word === 'none' ? 0 : word.endsWith('%') && NUMBER.test(word.slice(0, -1)) ? (Number(word.slice(0, -1)) / 100) * whole : NUMBER.test(word) ? Number(word) : Number.NaN);
function angle(word) {
  const [, number, unit = 'deg'] = /^(.*?)(deg|turn|rad|grad)?$/.exec(word);
  return number === 'none' ? 0 : NUMBER.test(number) ? Number(number) * { deg: 1, turn: 360, rad: 180 / Math.PI, grad: 0.9 }[unit] : Number.NaN;
}

/** As a style sheet of the configuration may write it: `#rrggbb`, with two more digits when it lets something through. */
export function hex({ red, green, blue, alpha }) {
  const digits = (channel) => Math.round(clamp(channel) * 255).toString(16).padStart(2, '0');
  return `#${digits(red)}${digits(green)}${digits(blue)}${Math.round(alpha * 255) < 255 ? digits(alpha) : ''}`;
}

/** `{lightness, chroma, hue}` of OKLCH; the hue in degrees. */
export function toOklch(colour) {
  const [lightness, a, b] = oklab(colour);
  const chroma = Math.hypot(a, b);
  return { lightness, chroma, hue: chroma < 1e-6 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360 };
}

const oklab = (colour) => times(LAB, times(LMS, lightOf(colour)).map(Math.cbrt));

/** The colour of that lightness and hue, with as much of the chroma as sRGB has. */
export function ofOklch({ lightness, chroma, hue }, alpha = 1) {
  const of = (chroma) => ofOklab(round([lightness, chroma, hue]), alpha);
  if (lightness >= 1 - 1e-6) return { red: 1, green: 1, blue: 1, alpha };
  if (lightness <= 1e-6) return { red: 0, green: 0, blue: 0, alpha };
  let [low, high] = [0, chroma];
  if (isShown(of(high))) low = high;
  else {
    while (high - low > 1e-4) {
      const middle = (low + high) / 2;
      if (isShown(of(middle))) low = middle;
      else high = middle;
    }
  }
  const { red, green, blue } = of(low);
  return { red: clamp(red), green: clamp(green), blue: clamp(blue), alpha };
}

const into = (colour) => (isShown(colour) ? { red: clamp(colour.red), green: clamp(colour.green), blue: clamp(colour.blue), alpha: colour.alpha } : ofOklch(toOklch(colour), colour.alpha));

/** `share` (0 to 1) of the first and the rest of the second, as `color-mix(in oklab, …)` has it. */
export function mix(one, other, share) {
  const [first, second] = [oklab(one), oklab(other)];
  return into(ofOklab(first.map((part, at) => part * share + second[at] * (1 - share)), one.alpha * share + other.alpha * (1 - share)));
}

/** What is seen of a colour in front of one that is solid. */
export function over(front, back) {
  const seen = (name) => front[name] * front.alpha + back[name] * (1 - front.alpha);
  return { red: seen('red'), green: seen('green'), blue: seen('blue'), alpha: 1 };
}

/** Relative luminance (WCAG 2.2). */
export function luminance(colour) {
  const [red, green, blue] = lightOf(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of a colour in front of another (WCAG 2.2), 1 to 21. */
export function contrast(front, back) {
  const white = { red: 1, green: 1, blue: 1, alpha: 1 };
  const solid = over(back, white);
  const [one, other] = [luminance(over(front, solid)), luminance(solid)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Lightness is moved in steps of this. */
export const STEP = 0.001;

/**
 * The colour that passes and is nearest to this one: same hue, lightness moved as little as can be, chroma kept as far as sRGB has it.
 * `passes(colour)` is asked about colours as they can be written (`#rrggbb`). Answers `{hex, moved}`, or nothing when none passes.
 */
export function nearest(colour, passes) {
  for (const { found, moved } of ladder(colour)) if (passes(found)) return { hex: hex(found), moved };
  return undefined;
}

/** A colour's hue at every lightness, the nearest first; kept, since one colour is tried on several others. */
function ladder(colour) {
  const key = hex(colour);
  if (!ladders.has(key)) {
    if (ladders.size > 40) ladders.clear();
    const from = toOklch(colour);
    const rungs = [{ found: inBytes(colour), moved: 0 }];
    const last = { '-1': hex(rungs[0].found), 1: hex(rungs[0].found) };
    for (let step = 1; step * STEP <= 1; step += 1) {
      // Darker before lighter: on paper, more ink is the lesser change.
      for (const way of [-1, 1]) {
        const lightness = from.lightness + way * step * STEP;
        if (lightness < 0 || lightness > 1) continue;
        const found = inBytes(ofOklch({ ...from, lightness }));
        if (hex(found) !== last[way]) rungs.push({ found, moved: step * STEP });
        last[way] = hex(found);
      }
    }
    ladders.set(key, rungs);
  }
  return ladders.get(key);
}
const ladders = new Map();

/** As it can be written, and nothing seen through it. */
function inBytes({ red, green, blue }) {
  const round = (channel) => Math.round(clamp(channel) * 255) / 255;
  return { red: round(red), green: round(green), blue: round(blue), alpha: 1 };
}
