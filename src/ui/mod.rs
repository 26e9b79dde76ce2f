//! The kit: what every screen is built of.
//!
//! A component shows what it is given as signals, reports what the shopper wants through callbacks,
//! and holds at most what only the widget itself needs. It knows the words ([`words`]) and the names
//! of fields, never the checkout, a backend or a step. Its looks are in `style/components`; the
//! requirement behind a decision is named in its file.
//!
//! Fields: [`TextField`], [`SecretField`], [`SelectField`], [`Suggestion`], [`CheckBox`], [`RadioTiles`], [`Segmented`],
//! [`OptionList`] with [`OptionRow`], [`Quantity`]. Actions: [`Button`], [`LinkButton`], [`Link`],
//! [`Actions`]. Saying: [`Notice`], [`ErrorSummary`], [`LiveRegions`] with [`Announcer`], [`Badge`].
//! Showing: [`LineItem`], [`LargeLineItem`], [`Totals`], [`FreeDelivery`], [`SummaryBar`],
//! [`ReviewRows`], [`Timeline`], [`Rating`], [`Trust`], [`Mark`], [`Skeleton`], [`QrPlate`],
//! [`CopyRows`], [`Plan`], [`Meter`], [`Countdown`], [`Express`]. Frame: [`Header`],
//! [`Progress`], [`Footer`], [`Switch`], [`Disclosure`], [`Dialog`]. From the static page to the app: `Handover`.

// The component macro turns each argument into a field of a public builder.
#![allow(clippy::must_use_candidate, missing_docs)]

pub mod assets;
pub mod badge;
pub mod button;
pub mod choice;
pub mod copy_rows;
pub mod countdown;
pub mod dialog;
pub mod disclosure;
pub mod el;
pub mod entry;
pub mod error_summary;
pub mod express;
pub mod field;
pub mod frame;
pub mod icon;
pub mod line_item;
pub mod live;
pub mod mark;
pub mod meter;
pub mod notice;
#[cfg(feature = "widget")]
pub mod part;
pub mod plan;
pub mod progress;
pub mod purpose;
pub mod qr;
pub mod quantity;
pub mod rating;
pub mod review_rows;
pub mod secret;
#[cfg(not(feature = "widget"))]
pub mod shell;
pub mod skeleton;
pub mod summary_bar;
pub mod timeline;
pub mod totals;
pub mod trust;
pub mod words;

pub use assets::{Assets, use_assets};
pub use badge::{Badge, BadgeTint};
pub use button::{Button, ButtonLook, Link, LinkButton, LinkLook};
pub use choice::{CheckBox, OptionList, OptionRow, RadioTiles, Segment, Segmented, Tile};
pub use copy_rows::{CopyRow, CopyRows};
pub use countdown::Countdown;
pub use dialog::Dialog;
pub use disclosure::Disclosure;
pub use error_summary::{ERROR_SUMMARY_ID, ErrorSummary};
pub use express::{Express, ExpressButton};
pub use field::{SelectField, SelectItem, Suggestion, TextField};
pub use frame::{Actions, Footer, Header, Switch};
pub use icon::{Icon, IconLook, path};
pub use line_item::{LargeLineItem, LineFact, LineItem, RemovedLine};
pub use live::{Announcer, LiveRegions};
pub use mark::Mark;
pub use meter::Meter;
pub use notice::{Notice, NoticeKind};
pub use plan::{Plan, PlanCost, PlanPart};
pub use progress::{Progress, StepMark, StepState};
pub use purpose::{WhyAsked, own};
pub use qr::QrPlate;
pub use quantity::Quantity;
pub use rating::Rating;
pub use review_rows::{ReviewRow, ReviewRows};
pub use secret::SecretField;
#[cfg(not(feature = "widget"))]
pub use shell::Handover;
pub use skeleton::{Coming, Skeleton};
pub use summary_bar::SummaryBar;
pub use timeline::{Stop, Timeline};
pub use totals::{FreeDelivery, Totals, TotalsLine};
pub use trust::{Reassure, Trust};
pub use words::{Speech, use_words};
