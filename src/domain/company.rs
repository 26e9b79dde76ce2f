//! A company that buys: what the shop knows of it, and what its buyers may do.
//!
//! Always true: the shop says all of it. Whether a number is registered only the tax office knows; an outage of its
//! service changes what is charged, never whether one can buy (TAX-01).

use crate::domain::{check::vat::VatId, day::Day, payment::Approval};

/// A company as the shop knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Company {
    /// Its name.
    pub name: String,
    /// Its number for value added tax, if it has given one.
    pub vat: Option<Vat>,
    /// What the one who buys may do; `None` for a company that the shop knows from this purchase only.
    pub role: Option<Role>,
    /// Whose budget it can be, for choosing.
    pub cost_centres: Vec<String>,
    /// Who agrees above which amount.
    pub approval: Option<Approval>,
    /// Why the company pays no tax, in the shop's words: the certificate it has shown.
    pub exempt: Option<String>,
    /// Prices that were agreed on for this bag.
    pub agreed: Option<Agreed>,
}

/// A number and what the register says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vat {
    /// `DE136695976`.
    pub id: String,
    /// What the register says.
    pub standing: VatStanding,
}

/// What the register says of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VatStanding {
    /// It knows the number.
    Checked,
    /// It could not be asked: tax is charged, and nothing waits for it.
    Unverified,
    /// It does not know the number: the purchase is one of a consumer.
    Refused,
}

/// What somebody may do for the company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// What it comes to here.
    pub may: May,
    /// What the company calls it.
    pub title: String,
}

/// What a role comes to in a checkout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Buy, up to the limit without asking.
    Buy,
    /// Buy and agree to what others buy.
    Approve,
    /// Look, and put things together for somebody else.
    Prepare,
}

/// An offer the shop made, handed over as a bag: nothing in it can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// By which both speak of it.
    pub reference: String,
    /// Until when it holds, that day included.
    pub until: Day,
}

/// What a shopper says of the company they buy for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyAsked {
    /// Its name.
    pub name: String,
    /// Its number for value added tax; not every company has one.
    pub vat: Option<VatId>,
}

impl Company {
    /// Whether the shop knows it as this.
    pub fn is(&self, asked: &CompanyAsked) -> bool {
        self.name == asked.name && self.vat.as_ref().map(|vat| vat.id.as_str()) == asked.vat.as_ref().map(VatId::as_str)
    }
}
