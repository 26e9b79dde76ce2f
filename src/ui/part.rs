//! Names by which a page around styles what is in the element: `kassa-checkout::part(button-primary)` (CSS Shadow Parts).
//!
//! Public: a name that is here stays (`docs/embedding.md`). Only the element's build has it; in the page everything is
//! reached by its class.

/// A class of ours and the part it is. The order is the documentation's.
pub const PARTS: &[(&str, &str)] = &[
    ("kassa-header", "header"),
    ("kassa-header__help", "help"),
    ("kassa-progress", "progress"),
    ("kassa-progress__item", "step"),
    ("kassa-progress__item--current", "step-active"),
    ("kassa-review__row", "step-summary"),
    ("kassa-section", "section"),
    ("kassa-title", "heading"),
    ("kassa-section__title", "heading"),
    ("kassa-field__label", "label"),
    ("kassa-input", "input"),
    ("kassa-select", "select"),
    ("kassa-check", "checkbox"),
    ("kassa-check--radio", "radio"),
    ("kassa-field__hint", "hint"),
    ("kassa-field__error", "error"),
    ("kassa-error-summary", "error-summary"),
    ("kassa-button", "button"),
    ("kassa-button--primary", "button-primary"),
    ("kassa-button--quiet", "button-secondary"),
    ("kassa-express__button", "express-button"),
    ("kassa-option", "method"),
    ("kassa-option__price", "method-fee"),
    ("kassa-mark", "method-logo"),
    ("kassa-summary", "summary"),
    ("kassa-bar__toggle", "summary-toggle"),
    ("kassa-item", "line-item"),
    ("kassa-item__media", "line-image"),
    ("kassa-quantity", "quantity"),
    ("kassa-totals", "total"),
    ("kassa-totals__row--grand", "total-grand"),
    ("kassa-badge", "badge"),
    ("kassa-notice", "alert"),
    ("kassa-dialog", "dialog"),
    ("kassa-footer", "footer"),
];

/// The parts that an element of these classes is; empty for none.
pub fn parts_of(classes: &str) -> String {
    let part = |class: &str| PARTS.iter().find(|(ours, _)| *ours == class).map(|(_, part)| *part);
    classes.split(' ').filter_map(part).collect::<Vec<_>>().join(" ")
}
