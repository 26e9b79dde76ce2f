//! The address of the desk: the scenario, the frames, and the desk's own settings, as the text behind the question mark.
//!
//! Always true: what is as usual is not written; what is written reads back as the same; a word that is unknown is left out. It knows no
//! document, and the lists of a scenario only by their names: the words in them are the frames' (`lists` of their door).

/** What a scenario is made of, in the order of its query. */
export const SCENARIO = ['persona', 'bag', 'market', 'by', 'pay', 'offers', 'saving', 'fault', 'at', 'clock'];
/** What each is when nothing is said. */
export const USUAL = { persona: 'guest', bag: 'many', market: 'FI', by: 'ship', pay: 'card', offers: 'all', saving: 'none', fault: 'none', at: 'bag' };
/** How many frames there may be, and how wide. */
export const MOST = 6;
export const NARROWEST = 320;
export const WIDEST = 1440;
export const THEMES = ['light', 'dark', 'lyng'];
/** Languages beside the product's own: English made longer, with accents. */
export const PSEUDO = 'pseudo';

/** A frame as it is when nothing is said. `zoom` 0 fits; `at` '' is the scenario's place. */
export const FRAME = { width: 390, zoom: 0, lang: 'en', theme: 'light', forced: false, flip: false, large: false, still: false, at: '' };
const FLAGS = ['forced', 'flip', 'large', 'still'];

/** What stands side by side at first. */
export const SIDE_BY_SIDE = '1120,390,390.dark';
/** Frames to choose at once. */
export const PRESETS = {
  side: SIDE_BY_SIDE,
  desktop: '1120',
  phone: '390',
  steps: ['bag', 'contact', 'delivery', 'payment', 'review', 'thanks'].map((place) => `390.at-${place}`).join(','),
};

/** The settings in a query. Of a name said twice, the last counts. */
export function readAddress(query) {
  const settings = new Map();
  for (const [name, value] of new URLSearchParams(query)) if (/^[a-z][a-z-]*$/.test(name) && value !== '' && value !== USUAL[name]) settings.set(name, value);
  return settings;
}

/** A query of settings: the scenario first, the others by name. */
export function writeAddress(settings) {
  const rest = [...settings.keys()].filter((name) => !SCENARIO.includes(name)).sort();
  const said = (name) => settings.get(name) !== undefined && settings.get(name) !== '' && settings.get(name) !== USUAL[name];
  return [...SCENARIO, ...rest].filter(said).map((name) => `${name}=${quiet(settings.get(name))}`).join('&');
}

/** What may stand in a query as it is stays readable. */
const quiet = (value) => encodeURIComponent(value).replace(/%(2C|2F|3A|40|3B)/g, decodeURIComponent);

/** The query of a scenario alone. */
export const scenarioOf = (settings) => writeAddress(new Map([...settings].filter(([name]) => SCENARIO.includes(name))));

/** The piece of the kit that is shown instead of a purchase; nothing where there is none. */
export const pieceOf = (settings) => (settings.get('example') ? `example=${quiet(settings.get('example'))}` : '');

/** What a frame is asked to show: the scenario at its place, or a piece of the kit alone; its language and its theme. */
export function askedOf(settings, frame) {
  const scenario = new Map([...settings].filter(([name]) => SCENARIO.includes(name)));
  if (frame.at) scenario.set('at', frame.at);
  const language = frame.lang === PSEUDO ? 'en' : frame.lang;
  return [pieceOf(settings) || writeAddress(scenario), language === 'en' ? '' : `lang=${language}`, frame.theme === 'light' ? '' : `theme=${frame.theme}`].filter(Boolean).join('&');
}

/** Frames in words: `1120,390.dark.ar.z75.at-review`. The width first, then what is not as usual; at least one frame, at most six. */
export function readFrames(text) {
  const frames = String(text ?? '').split(',').filter(Boolean).slice(0, MOST).map((one) => {
    const frame = { ...FRAME };
    for (const word of one.split('.')) {
      if (/^\d+$/.test(word)) frame.width = within(+word, NARROWEST, WIDEST);
      else if (/^z\d+$/.test(word)) frame.zoom = within(+word.slice(1), 10, 200);
      else if (word.startsWith('at-')) frame.at = word.slice(3);
      else if (THEMES.includes(word)) frame.theme = word;
      else if (FLAGS.includes(word)) frame[word] = true;
      else if (word === PSEUDO || /^[a-z]{2}$/.test(word)) frame.lang = word;
    }
    return frame;
  });
  return frames.length ? frames : readFrames(SIDE_BY_SIDE);
}

/** The words of frames. */
export function writeFrames(frames) {
  return frames.map((frame) => [
    frame.width,
    frame.zoom && `z${frame.zoom}`,
    frame.lang !== FRAME.lang && frame.lang,
    frame.theme !== FRAME.theme && frame.theme,
    ...FLAGS.map((flag) => frame[flag] && flag),
    frame.at && `at-${frame.at}`,
  ].filter(Boolean).join('.')).join(',');
}

const within = (number, least, most) => Math.min(most, Math.max(least, Math.round(number)));
