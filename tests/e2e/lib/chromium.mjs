//! How Chromium is started.
import { browsers } from '../../../scripts/browsers.mjs';

const here = browsers();
const options = (executablePath) => ({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });

/** As everybody has it: for what the browser itself does, like filling forms. */
export const whole = options(here.chromium);
/** The same engine without a window around it, where this machine has that: the window costs more than most pages in it. */
export const engine = options(here.shell ?? here.chromium);
