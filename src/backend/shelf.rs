//! Where an adapter keeps what must survive a reload: a session's handle, a shop's whole state.
//!
//! Always true: one text under one name, replaced whole. Nothing secret of the shopper's is put here but what the
//! backend itself gave this browser to be known by. Knows no format.

use core::cell::RefCell;

/// A place for one text.
pub trait Shelf {
    /// What was kept last; `None` if nothing, or if it cannot be read.
    fn load(&self) -> Option<String>;

    /// Keeps a text in place of the last.
    ///
    /// # Errors
    /// [`Full`] when it cannot; the adapter then goes on in memory.
    fn save(&self, text: &str) -> Result<(), Full>;

    /// Forgets it.
    fn clear(&self);
}

/// Nothing more can be kept: storage is full or forbidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// A shelf in memory, for tests and for browsers without storage.
#[derive(Debug, Default)]
pub struct Memory(RefCell<Option<String>>);

impl Shelf for Memory {
    fn load(&self) -> Option<String> {
        self.0.borrow().clone()
    }

    fn save(&self, text: &str) -> Result<(), Full> {
        self.0.replace(Some(text.to_owned()));
        Ok(())
    }

    fn clear(&self) {
        self.0.replace(None);
    }
}

impl<T: Shelf + ?Sized> Shelf for std::rc::Rc<T> {
    fn load(&self) -> Option<String> {
        (**self).load()
    }

    fn save(&self, text: &str) -> Result<(), Full> {
        (**self).save(text)
    }

    fn clear(&self) {
        (**self).clear();
    }
}

/// A name in the `localStorage` of the page's origin.
#[cfg(target_arch = "wasm32")]
#[derive(Clone, Debug)]
pub struct Browser(pub String);

#[cfg(target_arch = "wasm32")]
impl Browser {
    /// Reading the property alone throws where storage is forbidden.
    fn storage() -> Option<web_sys::Storage> {
        web_sys::window()?.local_storage().ok()?
    }
}

#[cfg(target_arch = "wasm32")]
impl Shelf for Browser {
    fn load(&self) -> Option<String> {
        Self::storage()?.get_item(&self.0).ok()?
    }

    fn save(&self, text: &str) -> Result<(), Full> {
        Self::storage().ok_or(Full)?.set_item(&self.0, text).map_err(|_| Full)
    }

    fn clear(&self) {
        if let Some(storage) = Self::storage() {
            // Nothing more to do where even that is refused.
            let _ = storage.remove_item(&self.0);
        }
    }
}
