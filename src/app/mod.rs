//! The shell between the machine and the browser: the session signal, the runner of commands,
//! storage, the page's address, focus and other tabs.
//!
//! Always true: this is the only async code and the only writer of the session. Views read slices of
//! the session and dispatch events; they never call a backend.

mod focus;
mod host;
mod look;
mod nav;
mod panic;
pub mod pay;
mod places;
mod press;
mod run;
mod session;
mod start;
#[doc(hidden)] // For tests/web, which fill and forbid the storage itself.
pub mod store;
mod tabs;
pub mod wallets;

pub use focus::{focus_field, focus_id, focus_wish, settle};
#[cfg(feature = "widget")]
pub use host::Ears;
pub use host::Host;
pub use look::{dark, device_dark, name_on_page, own_shop, set_theme, speak};
pub use nav::{href, leave_visit, step_in_address, visit};
#[cfg(not(feature = "split"))]
pub use panic::watch;
pub use pay::provider;
pub use places::{MAIN, Place, fill, lay_out};
#[cfg(feature = "widget")]
pub use run::{forget, part};
pub use run::{now, random_key};
#[cfg(feature = "studio")]
pub use session::Hears;
pub use session::{Session, Tokenizer, use_session};
pub use start::{Keep, start};
pub use store::{copy_of_what_is_kept, erase_and_reload, note, noted};
