//! The panes of the right column, in the order of their tabs. A pane is a module with `name` (its title is `pane.<name>`) and
//! `draw(desk, host)`, which is called once, as the desk opens.
import * as mail from './mail.js';
import * as theme from './theme.js';
import * as words from './words.js';

export const PANES = [theme, words, mail];
