//! Values that must not leak: they do not print, compare or serialise.

use core::fmt;

/// Something the shopper trusts us with for a moment. Shows as `•••` wherever it is printed.
#[derive(Clone)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Takes a value in.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Gives the value out. Every caller is a place to review.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

/// What a payment provider hands back for card data: usable once, by our merchant only.
pub type Token = Secret<String>;

/// What signs a shopper in. It goes to the backend and nowhere else.
pub type Password = Secret<String>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_print() {
        let secret = Secret::new("4111111111111111");
        assert_eq!(format!("{secret:?}"), "•••");
        assert_eq!(secret.expose().len(), 16);
    }
}
