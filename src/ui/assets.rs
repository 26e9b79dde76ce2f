//! Where the page's own files are.
//!
//! Steps live under deep paths and the policy forbids `<base>` (SEC-10), so a relative address of a
//! file would change with the step. The host says once where its files are.

use leptos::prelude::*;

/// The folder of the page's own files, ending in a slash.
#[derive(Clone, Copy)]
pub struct Assets(StoredValue<String>);

impl Assets {
    /// Files under `folder`, which ends in a slash.
    pub fn under(folder: &str) -> Self {
        Self(StoredValue::new(folder.to_owned()))
    }

    /// The address of a file; addresses that are complete stay as they are.
    pub fn of(self, file: &str) -> String {
        if file.starts_with("https://") || file.starts_with('/') || file.starts_with("data:image/") {
            return file.to_owned();
        }
        self.0.with_value(|folder| [folder.as_str(), file].concat())
    }
}

/// The files of the host above this view; the server's root without one.
pub fn use_assets() -> Assets {
    use_context().unwrap_or_else(|| Assets::under("/"))
}
