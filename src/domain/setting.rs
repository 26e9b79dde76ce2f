//! What a merchant's page says, when it cannot be used: the one shape of that complaint, for backends and for providers.

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Its name, without `kassa-`.
    pub name: &'static str,
    /// What it must be.
    pub expects: &'static str,
    /// What it is; `None` when it is missing.
    pub is: Option<String>,
}

impl Wrong {
    /// The sentence for the console.
    pub fn sentence(&self) -> String {
        let name = ["kassa-", self.name].concat();
        match &self.is {
            Some(is) => format!("Kassa: the setting `{name}` is `{is}`, but must be {}.", self.expects),
            None => format!("Kassa: the setting `{name}` is missing: {}.", self.expects),
        }
    }
}
