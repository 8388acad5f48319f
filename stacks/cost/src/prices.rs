//! The price file: dated, each price with its source. Prices are AWS's public ones, in US dollars,
//! without tax, discounts and free tiers.

use std::collections::BTreeMap;

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde::{Deserialize, Serialize};

use crate::decimal::{divide, parse};
use crate::item::{INSTANCES, Item};
use crate::usd::Usd;

/// The file that is shipped.
const SHIPPED: &str = include_str!("../prices/2026-11.json");
/// Prices are read in millionths of a millionth of a dollar, lines are billionths.
const PRICE_DIGITS: usize = 12;
const PER_NANO: u128 = 1000;
/// The dearest price that is taken for one, in the unit above: a million dollars.
const DEAREST: u128 = 1_000_000_000_000_000_000;

/// How good the evidence for a price is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Grade {
    /// A stored copy of AWS's own page or documentation says it.
    Page,
    /// A stored document quotes the AWS Price List API.
    PriceList,
    /// A third party published it.
    Published,
}

/// Where prices come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Source {
    /// How good it is.
    pub grade: Grade,
    /// What it is.
    pub title: String,
    /// AWS's page, or the document.
    pub url: String,
    /// The day on which it was read, `YYYY-MM-DD`.
    pub read: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    date: String,
    currency: String,
    fallback_region: String,
    /// What the grades mean, for whoever reads the file.
    #[serde(rename = "grades")]
    _grades: BTreeMap<Grade, String>,
    sources: BTreeMap<String, Source>,
    prices: BTreeMap<String, FilePrice>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FilePrice {
    unit: String,
    regions: BTreeMap<String, FileRegion>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FileRegion {
    tiers: Vec<FileTier>,
    known_up_to: Option<String>,
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FileTier {
    up_to: Option<String>,
    usd: String,
}

/// The price of an item in a region.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Price {
    unit: String,
    /// The end of each tier in units, the last without one, and its price.
    tiers: Vec<(Option<u128>, u128)>,
    known_up_to: Option<u128>,
    source: String,
}

/// All prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceBook {
    date: String,
    fallback_region: String,
    sources: BTreeMap<String, Source>,
    /// By the item's name and the region.
    prices: BTreeMap<String, BTreeMap<String, Price>>,
}

/// What some usage costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quote<'a> {
    pub(crate) amount: Usd,
    /// The region whose price was taken.
    pub(crate) region: &'a str,
    pub(crate) source: &'a str,
    /// The usage in units up to which prices are known, where more was used: beyond, the last known
    /// price was taken.
    pub(crate) beyond: Option<u128>,
}

impl PriceBook {
    /// The prices that are shipped.
    ///
    /// # Errors
    /// What is wrong with the file; its tests show that nothing is.
    pub fn shipped() -> Result<Self, Diagnostics> {
        Self::parse(SHIPPED)
    }

    /// Reads a price file.
    ///
    /// # Errors
    /// Every mistake in it: its form, prices that are no numbers, tiers out of order, sources that
    /// are not listed.
    pub fn parse(text: &str) -> Result<Self, Diagnostics> {
        let file: File = serde_json::from_str(text).map_err(|error| {
            let text = format!("the price file cannot be read: {error}");
            Diagnostics::from_iter([Diagnostic::error("cost::prices", Address::root(), text)])
        })?;
        let mut found = Diagnostics::new();
        let mut wrong = |address: &Address, text: String| {
            found.push(Diagnostic::error("cost::prices", address.clone(), text));
        };
        if file.currency != "USD" {
            let text = format!("the currency is {:?}; USD is allowed", file.currency);
            wrong(&Address::root(), text);
        }
        let mut prices: BTreeMap<String, BTreeMap<String, Price>> = BTreeMap::new();
        for (key, price) in file.prices {
            let regions = prices.entry(key.clone()).or_default();
            if price.regions.is_empty() {
                let place = Address::root().join(&key);
                wrong(&place, "no region has this price".to_owned());
            }
            for (region, told) in price.regions {
                let place = Address::root().join_all([key.as_str(), region.as_str()]);
                if !file.sources.contains_key(&told.source) {
                    wrong(&place, format!("there is no source {:?}", told.source));
                }
                match told.read(&price.unit) {
                    Ok(read) => {
                        regions.insert(region, read);
                    }
                    Err(text) => wrong(&place, text),
                }
            }
        }
        if found.has_errors() {
            return Err(found);
        }
        Ok(Self {
            date: file.date,
            fallback_region: file.fallback_region,
            sources: file.sources,
            prices,
        })
    }

    /// The day of the prices, `YYYY-MM-DD`.
    pub fn date(&self) -> &str {
        &self.date
    }

    /// The source of this name.
    pub(crate) fn source(&self, name: &str) -> Option<&Source> {
        self.sources.get(name)
    }

    /// The types of instances that have a price.
    pub fn instances(&self) -> impl Iterator<Item = &str> {
        self.prices
            .keys()
            .filter_map(|key| key.strip_prefix(INSTANCES))
    }

    /// What usage costs, in the region's own price or, where it is not known, that of the fallback
    /// region, or of the first region that has one. `None` where no region has one.
    pub(crate) fn quote(&self, item: &Item, usage: u128, region: &str) -> Option<Quote<'_>> {
        let metering = item.metering();
        let regions = self.prices.get(metering.key.as_ref())?;
        let (region, price) = regions
            .get_key_value(region)
            .or_else(|| regions.get_key_value(&self.fallback_region))
            .or_else(|| regions.first_key_value())?;
        Some(Quote {
            amount: price.of(usage, metering.per),
            region,
            source: &price.source,
            beyond: price.known_up_to.filter(|most| usage > most * metering.per),
        })
    }
}

impl FileRegion {
    fn read(&self, unit: &str) -> Result<Price, String> {
        let whole = |text: &str| {
            parse(text, 0).map_err(|why| format!("{text:?} is no number of units: {why}"))
        };
        let mut tiers = Vec::new();
        let mut end = Some(0);
        for tier in &self.tiers {
            let price = parse(&tier.usd, PRICE_DIGITS)
                .map_err(|why| format!("{:?} is no price: {why}", tier.usd))?;
            if price > DEAREST {
                return Err(format!("{:?} is no price: more than a million", tier.usd));
            }
            let up_to = tier.up_to.as_deref().map(whole).transpose()?;
            if end.is_none_or(|end| up_to.is_some_and(|up_to| up_to <= end)) {
                return Err("tiers rise, and the last has no end".to_owned());
            }
            end = up_to;
            tiers.push((up_to, price));
        }
        if tiers.is_empty() || end.is_some() {
            return Err("the last tier has no end".to_owned());
        }
        Ok(Price {
            unit: unit.to_owned(),
            tiers,
            known_up_to: self.known_up_to.as_deref().map(whole).transpose()?,
            source: self.source.clone(),
        })
    }
}

impl Price {
    /// What usage costs, of which `per` are one unit: each tier's share at its own price, added up
    /// exactly and rounded once.
    fn of(&self, usage: u128, per: u128) -> Usd {
        let mut begin = 0;
        let mut sum = 0;
        for (up_to, price) in &self.tiers {
            let end = up_to.map_or(usage, |up_to| usage.min(up_to * per));
            sum += end.saturating_sub(begin) * price;
            begin = begin.max(end);
        }
        Usd::nanos(divide(sum, per * PER_NANO).cast_signed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_has_a_price_in_the_unit_that_it_is_metered_in() {
        let book = PriceBook::shipped().unwrap();
        for item in Item::fixed() {
            let metering = item.metering();
            let regions = book.prices.get(metering.key.as_ref());
            let regions = regions.unwrap_or_else(|| panic!("{} has no price", metering.key));
            for (region, price) in regions {
                assert_eq!(price.unit, metering.unit, "{} in {region}", metering.key);
            }
        }
        let known: Vec<String> = Item::fixed()
            .iter()
            .map(|item| item.metering().key.into_owned())
            .chain(book.instances().map(|name| format!("{INSTANCES}{name}")))
            .collect();
        for key in book.prices.keys() {
            assert!(known.contains(key), "nothing is metered as {key}");
        }
    }

    #[test]
    fn every_source_is_used_and_dated() {
        let book = PriceBook::shipped().unwrap();
        let used: Vec<&String> = book
            .prices
            .values()
            .flat_map(BTreeMap::values)
            .map(|price| &price.source)
            .collect();
        for (name, source) in &book.sources {
            assert!(used.contains(&name), "{name} is the source of nothing");
            assert_eq!(source.read.len(), "2026-11-30".len(), "{name}");
            assert!(source.read.as_str() <= book.date(), "{name}");
            assert!(source.url.starts_with("https://"), "{name}");
        }
    }

    #[test]
    fn each_tier_is_paid_at_its_own_price() {
        let book = PriceBook::shipped().unwrap();
        let cost = |images| {
            let quote = book.quote(&Item::RekognitionGroup2, images, "us-east-1");
            quote.unwrap().amount
        };
        assert_eq!(cost(1_000_000), Usd::cents(100_000));
        // 1,000,000 x 0.001 + 1 x 0.0008
        assert_eq!(cost(1_000_001).to_string(), "1000.0008");
        // 1,000,000 x 0.001 + 4,000,000 x 0.0008 + 1,000,000 x 0.0006
        assert_eq!(cost(6_000_000), Usd::cents(480_000));
    }

    #[test]
    fn a_price_that_is_not_known_is_borrowed_and_said_to_be() {
        let book = PriceBook::shipped().unwrap();
        let region = |item, region| book.quote(item, 1, region).unwrap().region.to_owned();
        assert_eq!(region(&Item::Put, "ap-southeast-2"), "ap-southeast-2");
        assert_eq!(region(&Item::Put, "eu-central-1"), "us-east-1");
        // Known in one region alone, which is not the fallback.
        assert_eq!(region(&Item::EndpointData, "us-east-1"), "eu-west-1");
        let unknown = Item::Instance("ml.none".to_owned());
        assert_eq!(book.quote(&unknown, 1, "us-east-1"), None);
    }

    #[test]
    fn usage_beyond_what_is_known_is_told() {
        let book = PriceBook::shipped().unwrap();
        let beyond = |images| {
            let quote = book.quote(&Item::ImageProperties, images, "us-east-1");
            quote.unwrap().beyond
        };
        assert_eq!(beyond(5_000_000), None);
        assert_eq!(beyond(5_000_001), Some(5_000_000));
    }

    #[test]
    fn every_mistake_in_a_price_file_is_told() {
        let text = r#"{
            "date": "2026-11-30", "currency": "EUR", "fallbackRegion": "us-east-1", "grades": {},
            "sources": {},
            "prices": {
                "s3.put": { "unit": "1,000 requests", "regions": {
                    "us-east-1": { "tiers": [{ "usd": "1e-3" }], "source": "none" },
                    "us-east-2": { "tiers": [{ "upTo": "5", "usd": "1" }], "source": "none" },
                    "us-west-1": { "tiers": [{ "usd": "1" }, { "usd": "2" }], "source": "none" }
                } },
                "s3.get": { "unit": "1,000 requests", "regions": {} }
            }
        }"#;
        let told = PriceBook::parse(text).unwrap_err().to_string();
        insta::assert_snapshot!(told);
    }
}
