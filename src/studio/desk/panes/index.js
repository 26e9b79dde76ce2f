//! The panes of the right column, in the order of their tabs. A pane is a module with `name` (its title is `pane.<name>`) and
//! `draw(desk, host)`, which is called once, as the desk opens.

export const PANES = [];
