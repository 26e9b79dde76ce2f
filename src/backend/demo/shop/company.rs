//! Companies: who they are, what the register says of their numbers, and which tax they pay.
//!
//! Always true: a number that the register refuses, or that nobody gave, leaves the buyer a consumer. Tax is left out
//! only for a number that was checked. The shop is in Finland.

use super::{
    bill::share,
    catalogue::at,
    market::{Market, finnish_time},
    paying::{APPROVED_TO, APPROVER},
    record::{Firm, State},
    words::{Language, Text},
};
use crate::domain::{
    check::vat::VatId,
    company::{Agreed, Company, CompanyAsked, May, Role, Vat, VatStanding},
    country::Country,
    day::{Day, Instant},
    money::Money,
    payment::{Approval, Buyer},
    totals::Untaxed,
};
use std::sync::Arc;

/// The company of whoever is in the shop as a company's buyer.
const NAME: &str = "Tunturi Guides Oy";
const NUMBER: &str = "FI20774740";
/// Whose budgets it has.
const COST_CENTRES: [&str; 3] = ["410 Rental gear", "420 Guides", "430 Office"];
/// The offer that was handed over, how long it holds, and what it takes off in percent.
const REFERENCE: &str = "Q-2026-0417";
const HOLDS_DAYS: i64 = 14;
const AGREED_PERCENT: i64 = 85;

/// Numbers that the register does not know, and numbers for which it cannot be asked (`README-sentinels.md`).
const REFUSED: [&str; 3] = ["FI91286226", "DE824778423", "NO660208445"];
const UNREACHABLE: [&str; 3] = ["FI22486240", "DE791351734", "NO550660849"];
/// A company that is exempt, and why.
const EXEMPT: &str = "FI39191182";
const EXEMPT_WHY: Text = [
    "certificate FI-2026-114, valid to 31 Dec 2027",
    "bevis FI-2026-114, gyldig til 31.12.2027",
    "شهادة FI-2026-114، سارية حتى 31 ديسمبر 2027",
];

/// The countries of the Union that the shop delivers to or takes numbers of.
const UNION: [&str; 16] =
    ["AT", "BE", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "IE", "IT", "LU", "NL", "PL", "PT", "SE"];

/// How a bill is taxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taxed {
    /// The tax is in the prices.
    Gross,
    /// It comes on top.
    Net,
    /// None is charged.
    Not(Untaxed),
}

impl Taxed {
    const ALL: [Self; 5] = [
        Self::Gross,
        Self::Net,
        Self::Not(Untaxed::ReverseCharge),
        Self::Not(Untaxed::Export),
        Self::Not(Untaxed::Exempt),
    ];

    /// As it is kept.
    pub(super) fn number(self) -> u8 {
        Self::ALL.iter().position(|known| *known == self).and_then(|at| u8::try_from(at).ok()).unwrap_or_default()
    }

    pub(super) fn numbered(number: u8) -> Self {
        Self::ALL.get(usize::from(number)).copied().unwrap_or(Self::Gross)
    }

    /// A price with tax, as it is shown.
    pub(super) fn of(self, minor: i64, market: &Market) -> i64 {
        let whole = 10_000 + i64::from(market.tax);
        if self == Self::Gross { minor } else { share(minor, 10_000, whole) }
    }

    /// A price as it was shown, with tax.
    pub(super) fn gross(self, minor: i64, market: &Market) -> i64 {
        if self == Self::Gross { minor } else { minor + share(minor, i64::from(market.tax), 10_000) }
    }
}

/// What the register says of a number.
fn standing(number: &str) -> VatStanding {
    if REFUSED.contains(&number) {
        VatStanding::Refused
    } else if UNREACHABLE.contains(&number) {
        VatStanding::Unverified
    } else {
        VatStanding::Checked
    }
}

impl Firm {
    /// The company that the shop knows.
    pub(super) fn known(role: May) -> Self {
        Self { name: NAME.to_owned(), vat: Some(NUMBER.to_owned()), role: role_number(role) }
    }

    fn standing(&self) -> Option<VatStanding> {
        self.vat.as_deref().map(standing)
    }

    /// Whether the shop knows it beyond this purchase.
    pub(super) fn has_account(&self) -> bool {
        self.role > 0
    }

    pub(super) fn may(&self) -> Option<May> {
        match self.role {
            1 => Some(May::Buy),
            2 => Some(May::Approve),
            3 => Some(May::Prepare),
            _ => None,
        }
    }

    /// Where its number is from.
    fn country(&self) -> Option<Country> {
        let number = self.vat.as_deref()?;
        VatId::typed(number, Country::parse(number.get(..2)?)?).ok()?.country()
    }
}

const fn role_number(role: May) -> u8 {
    match role {
        May::Buy => 1,
        May::Approve => 2,
        May::Prepare => 3,
    }
}

impl State {
    /// Who buys, by the law.
    pub(super) fn buyer(&self) -> Buyer {
        if self.company { Buyer::Company } else { Buyer::Consumer }
    }

    /// Takes the company for what it says it is. One that has an account is the account's to change.
    pub(super) fn set_company(&mut self, asked: Option<&CompanyAsked>) {
        if self.firm.as_ref().is_some_and(Firm::has_account) {
            return;
        }
        self.firm = asked.map(|asked| Firm {
            name: asked.name.clone(),
            vat: asked.vat.as_ref().map(|vat| vat.as_str().to_owned()),
            role: 0,
        });
        let standing = self.firm.as_ref().and_then(Firm::standing);
        self.company = matches!(standing, Some(VatStanding::Checked | VatStanding::Unverified));
    }

    /// How what goes to this market is taxed.
    pub(super) fn taxed(&self, market: &Market) -> Taxed {
        let Some(firm) = self.firm.as_ref().filter(|_| self.company) else { return Taxed::Gross };
        if firm.standing() != Some(VatStanding::Checked) {
            return Taxed::Net;
        }
        let union = |code: &str| UNION.contains(&code);
        let from = firm.country();
        let (from, to) = (from.as_ref().map_or("", Country::code), market.country());
        match to.code() {
            _ if firm.vat.as_deref() == Some(EXEMPT) => Taxed::Not(Untaxed::Exempt),
            // Out of the Union, to a company registered where it goes.
            "NO" if from == "NO" => Taxed::Not(Untaxed::Export),
            // The goods have to leave Finland, and the number has to be of another country than Finland.
            to if to != "FI" && union(to) && from != "FI" && union(from) => Taxed::Not(Untaxed::ReverseCharge),
            _ => Taxed::Net,
        }
    }

    /// A price of the list as it is shown to whoever buys.
    pub(super) fn shown(&self, market: &Market, minor: i64) -> Money {
        market.money(self.taxed(market).of(minor, market))
    }

    /// What an agreed price is of the list's.
    pub(super) fn agreed_price(&self, price: i64) -> i64 {
        if self.agreed_until.is_some() { share(price, AGREED_PERCENT, 100) } else { price }
    }

    /// The last day on which an offer handed over now holds.
    pub(super) fn holds_until(now: Instant) -> i64 {
        finnish_time(now).0.plus(HOLDS_DAYS).0
    }

    /// The company as it is told.
    pub(super) fn told_company(&self, market: &Market, language: Language) -> Option<Arc<Company>> {
        let firm = self.firm.as_ref()?;
        let agreed = self.agreed_until.map(|until| Agreed { reference: REFERENCE.to_owned(), until: Day(until) });
        Some(Arc::new(Company { agreed, ..firm.told(market, language) }))
    }
}

impl Firm {
    pub(super) fn told(&self, market: &Market, language: Language) -> Company {
        let role = self.may().map(|may| Role { may, title: language.say(title(may)) });
        let limit = match self.may() {
            Some(May::Buy) => Some(market.money(at(&APPROVED_TO, market.slot))),
            Some(May::Prepare) => Some(market.money(0)),
            Some(May::Approve) | None => None,
        };
        let exempt = self.vat.as_deref() == Some(EXEMPT);
        Company {
            name: self.name.clone(),
            vat: self.vat.as_ref().map(|id| Vat { id: id.clone(), standing: standing(id) }),
            cost_centres: if role.is_some() { COST_CENTRES.map(str::to_owned).to_vec() } else { Vec::new() },
            role,
            approval: limit.map(|limit| Approval { by: APPROVER.to_owned(), limit }),
            exempt: exempt.then(|| language.say(&EXEMPT_WHY)),
            agreed: None,
        }
    }
}

const fn title(may: May) -> &'static Text {
    match may {
        May::Buy => &["Purchasing, guides", "Innkjøp, guider", "المشتريات، قسم المرشدين"],
        May::Approve => &["Head of purchasing", "Innkjøpssjef", "رئيس المشتريات"],
        May::Prepare => &["Assistant", "Assistent", "مساعد"],
    }
}
