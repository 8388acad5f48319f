//! A bill: usage at a region's prices, a line for each item.

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde::{Serialize, Serializer};

use crate::decimal::divide;
use crate::item::{Item, Service};
use crate::prices::{Grade, PriceBook};
use crate::usage::Usage;
use crate::usd::Usd;

/// A line of a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// The service.
    pub service: Service,
    /// What is paid for.
    pub item: String,
    /// How much of it in a month, in units, rounded to a thousandth; to a millionth below one.
    pub usage: String,
    /// The unit of the price.
    pub unit: &'static str,
    /// What it costs.
    pub usd: Usd,
    /// The region whose price was taken.
    pub price_region: String,
    /// How good the evidence for the price is.
    pub grade: Option<Grade>,
    /// Where the price comes from, a name in the price file.
    pub source: String,
    /// The usage in units beyond which the last known price was taken, where there was more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_up_to: Option<u128>,
}

impl Serialize for Service {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The bill of a month's usage in a region, by service and item.
///
/// # Errors
/// When something has no price in any region.
pub(crate) fn bill(
    book: &PriceBook,
    region: &str,
    usage: &Usage,
) -> Result<Vec<Line>, Diagnostics> {
    let mut lines = Vec::new();
    let mut found = Diagnostics::new();
    for (item, amount) in usage.iter() {
        let metering = item.metering();
        let Some(quote) = book.quote(item, amount, region) else {
            found.push(no_price(item));
            continue;
        };
        lines.push(Line {
            service: metering.service,
            item: metering.what.into_owned(),
            usage: shown(amount, metering.per),
            unit: metering.unit,
            usd: quote.amount,
            price_region: quote.region.to_owned(),
            grade: book.source(quote.source).map(|source| source.grade),
            source: quote.source.to_owned(),
            known_up_to: quote.beyond,
        });
    }
    lines.sort_by(|a, b| (a.service, &a.item).cmp(&(b.service, &b.item)));
    if found.is_empty() {
        Ok(lines)
    } else {
        Err(found)
    }
}

/// The sum of the bill of a month's usage in a region, without its lines.
///
/// # Errors
/// When something has no price in any region.
pub(crate) fn total(book: &PriceBook, region: &str, usage: &Usage) -> Result<Usd, Diagnostics> {
    let mut sum = Usd::ZERO;
    for (item, amount) in usage.iter() {
        let quote = book.quote(item, amount, region);
        let quote = quote.ok_or_else(|| Diagnostics::from_iter([no_price(item)]))?;
        sum = sum + quote.amount;
    }
    Ok(sum)
}

fn no_price(item: &Item) -> Diagnostic {
    let text = format!("{} has no price in any region", item.metering().key);
    Diagnostic::error("cost::no-price", Address::root(), text)
}

/// The sum of a bill.
pub(crate) fn sum(lines: &[Line]) -> Usd {
    lines.iter().map(|line| line.usd).sum()
}

/// To a thousandth, and what is less than one unit to a millionth; half up, without trailing zeros.
fn shown(amount: u128, per: u128) -> String {
    let digits = if amount < per { 6 } else { 3 };
    let one = 10_u128.pow(digits);
    let rounded = divide(amount * one, per);
    let width = digits as usize;
    let text = format!("{}.{:0width$}", rounded / one, rounded % one);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
