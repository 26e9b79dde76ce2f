//! Line icons on a grid of 24, drawn in the colour of the text around them.
//!
//! Each drawing is one path in a constant of its own, so the linker keeps only those in use and an
//! icon of a later step is cut with that step's code. An icon never speaks (WCAG 1.1.1): the words
//! stand beside it, or the control has a name.

use leptos::prelude::*;

/// The drawings.
pub mod path {
    /// A warning.
    pub const ALERT: &str = "M12 4.5 3.5 19h17zM12 10.5v4M12 16.8v.1";
    /// An error.
    pub const ALERT_CIRCLE: &str = "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0zM12 7.7v5M12 16v.1";
    /// An arrow to where the shopper came from; mirrored.
    pub const BACK: &str = "M19 12H5.5M11 6l-6 6 6 6";
    /// The bag.
    pub const BAG: &str = "M6 8.5h12l.9 11H5.1zM9 11V7a3 3 0 0 1 6 0v4";
    /// A bank card.
    pub const CARD: &str = "M6 5.5h12a2.5 2.5 0 0 1 2.5 2.5v8a2.5 2.5 0 0 1 -2.5 2.5h-12a2.5 2.5 0 0 1 -2.5 -2.5v-8a2.5 2.5 0 0 1 2.5 -2.5zM3.5 10h17M7 15h3.5";
    /// Help.
    pub const CHAT: &str = "M4.5 5.5h15v10.5h-8l-4 3.5v-3.5h-3z";
    /// Done.
    pub const CHECK: &str = "M5.5 12.5l4.2 4.2L18.5 8";
    /// A success.
    pub const CHECK_CIRCLE: &str = "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0zM8.3 12.3l2.6 2.6 4.8-5.2";
    /// Time.
    pub const CLOCK: &str = "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0zM12 7.5V12l3 2";
    /// Light and dark.
    pub const CONTRAST: &str = "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0zM12 3.5v17M12 7.8h7M12 12h8.5M12 16.2h7";
    /// Copying text.
    pub const COPY: &str = "M10.5 8.5h7a2 2 0 0 1 2 2v7a2 2 0 0 1 -2 2h-7a2 2 0 0 1 -2 -2v-7a2 2 0 0 1 2 -2zM15.5 8.5v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2";
    /// Opens downwards.
    pub const DOWN: &str = "M6.5 9.5l5.5 5.5 5.5-5.5";
    /// A document.
    pub const FILE: &str = "M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4M9.5 12.5h5M9.5 16h5";
    /// A gift.
    pub const GIFT: &str = "M4 8.5h16v4H4zM5.5 12.5v7h13v-7M12 8.5v11M12 8.5c-1-3.5-5.5-4.5-5.5-2 0 1.6 2.5 2 5.5 2zm0 0c1-3.5 5.5-4.5 5.5-2 0 1.6-2.5 2-5.5 2z";
    /// Language.
    pub const GLOBE: &str = "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0zM3.5 12h17M12 3.5c2.5 2.5 3.5 5.5 3.5 8.5s-1 6-3.5 8.5c-2.5-2.5-3.5-5.5-3.5-8.5s1-6 3.5-8.5z";
    /// The shop's mark.
    pub const GLYPH: &str = "M3 20 9.8 7.5l3.6 6.3 2.2-3.6L21 20zM15 5.5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z";
    /// A side note.
    pub const INFO: &str = "M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0 -17 0zM12 11.2v5M12 8v.1";
    /// A passkey.
    pub const KEY: &str = "M4 15.5a4 4 0 1 0 8 0a4 4 0 1 0 -8 0zM11 12.7 19.5 4.5M15.5 8.3l3 3M17.8 6.2l2 2";
    /// Lower emissions.
    pub const LEAF: &str = "M19 5C10 5 5 8.5 5 14a5 5 0 0 0 5 5c6 0 9-5 9-14zM5 20c1.5-4.5 4.5-8 8.5-10";
    /// Safe.
    pub const LOCK: &str = "M7.5 10.5h9a2.5 2.5 0 0 1 2.5 2.5v4.5a2.5 2.5 0 0 1 -2.5 2.5h-9a2.5 2.5 0 0 1 -2.5 -2.5v-4.5a2.5 2.5 0 0 1 2.5 -2.5zM8 10.5V8a4 4 0 0 1 8 0v2.5";
    /// A message.
    pub const MAIL: &str = "M6 5.5h12a2.5 2.5 0 0 1 2.5 2.5v8a2.5 2.5 0 0 1 -2.5 2.5h-12a2.5 2.5 0 0 1 -2.5 -2.5v-8a2.5 2.5 0 0 1 2.5 -2.5zM4.5 7.5l7.5 5.5 7.5-5.5";
    /// One less.
    pub const MINUS: &str = "M5.5 12h13";
    /// A telephone.
    pub const PHONE: &str = "M9.5 3.5h5a2.5 2.5 0 0 1 2.5 2.5v12a2.5 2.5 0 0 1 -2.5 2.5h-5a2.5 2.5 0 0 1 -2.5 -2.5v-12a2.5 2.5 0 0 1 2.5 -2.5zM11 17.5h2";
    /// A place.
    pub const PIN: &str = "M12 20.5s6.5-5.6 6.5-11a6.5 6.5 0 1 0-13 0c0 5.4 6.5 11 6.5 11zM9.7 9.5a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0 -4.6 0z";
    /// One more.
    pub const PLUS: &str = "M12 5.5v13M5.5 12h13";
    /// Printing.
    pub const PRINT: &str = "M7 9V4h10v5M7 16.5H4.5V9h15v7.5H17M7 13.5h10v6.5H7z";
    /// Trying again.
    pub const REFRESH: &str = "M19 8.5A7.5 7.5 0 1 0 19.5 13M19.5 4.5v4.5H15";
    /// Searching.
    pub const SEARCH: &str = "M5 11a6 6 0 1 0 12 0a6 6 0 1 0 -12 0zM15.5 15.5l4 4";
    /// Protection.
    pub const SHIELD: &str = "M12 3.5 5 6v5.5c0 4.3 2.9 7.4 7 9 4.1-1.6 7-4.7 7-9V6zM9 12l2.2 2.2L15.2 10";
    /// A star.
    pub const STAR: &str = "M12 3.8l2.5 5.2 5.700.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z";
    /// A shop to collect from.
    pub const STORE: &str = "M4.5 10v9.5h15V10M3.5 9.5 5.5 4.5h13l2 5a2.8 2.8 0 0 1-5.6 0 2.8 2.8 0 0 1-5.8 0 2.8 2.8 0 0 1-5.6 0zM10 19.5v-5h4v5";
    /// A promotion code.
    pub const TAG: &str =
        "M4.5 11V5.5a1 1 0 0 1 1-1H11l8.2 8.2a1.4 1.4 0 0 1 0 2l-4.5 4.5a1.4 1.4 0 0 1-2 0zM8.5 8.5v.1";
    /// Delivery.
    pub const TRUCK: &str = "M3.5 7h10v9.5h-10zM13.5 10.5h3.6l3.4 3.4v2.6h-7M5.7 17.5a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0zM15 17.5a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0 -3.6 0z";
    /// Undoing, returning.
    pub const UNDO: &str = "M8.5 5 4.5 9l4 4M5 9h8.5a5 5 0 0 1 0 10H9";
    /// A person.
    pub const USER: &str = "M8.5 8.5a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0zM5 19.5c.7-3.5 3.5-5.5 7-5.5s6.3 2 7 5.5";
    /// Removing, closing.
    pub const X: &str = "M6.5 6.5l11 11M17.5 6.5l-11 11";
}

/// How an icon is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IconLook {
    /// 20 px, an outline.
    #[default]
    Plain,
    /// 16 px, for a line of text.
    Small,
    /// 16 px, and points the other way in right-to-left text.
    SmallMirrored,
    /// 16 px, turns over when its disclosure opens.
    SmallTurning,
    /// Filled instead of outlined.
    Solid,
}

impl IconLook {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "kassa-icon",
            Self::Small => "kassa-icon kassa-icon--sm",
            Self::SmallMirrored => "kassa-icon kassa-icon--sm kassa-icon--mirror",
            Self::SmallTurning => "kassa-icon kassa-icon--sm kassa-icon--turn",
            Self::Solid => "kassa-icon kassa-icon--solid",
        }
    }
}

/// One icon.
#[component]
pub fn Icon(
    /// The drawing, one of [`path`].
    path: &'static str,
    #[prop(optional)] look: IconLook,
) -> impl IntoView {
    icon(path, look)
}

/// As [`Icon`], for use inside the kit: a plain function costs no builder.
pub fn icon(path: &'static str, look: IconLook) -> AnyView {
    // Elements of SVG have a namespace, which `el` does not know.
    view! {
        <svg class=look.class() aria-hidden="true" viewBox="0 0 24 24">
            <path d=path></path>
        </svg>
    }
    .into_any()
}
