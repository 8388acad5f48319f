//! What an environment costs, as a value.

use serde::Serialize;

use crate::assumptions::Assumptions;
use crate::bill::Line;
use crate::close_look::CloseLookKind;
use crate::item::Service;
use crate::usd::Usd;

/// What an environment costs in a month. Amounts are US dollars, exact to a billionth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The environment.
    pub environment: String,
    /// The day of the prices.
    pub prices_of: String,
    /// What is never in a price: free tiers, discounts, tax.
    pub not_counted: [&'static str; 3],
    /// Pictures in a month, in all regions.
    pub pictures: u64,
    /// What all regions cost.
    pub total: Usd,
    /// What a thousand pictures cost; nothing where there are none.
    pub per_thousand: Option<Usd>,
    /// Each region, in the order in which they were given.
    pub regions: Vec<RegionReport>,
    /// Services that can be named as a close look and have ended.
    pub ended: Vec<Ended>,
    /// What was assumed.
    pub assumptions: Assumptions,
}

/// What a region costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegionReport {
    /// The region.
    pub region: String,
    /// Its share of the pictures.
    pub pictures: u64,
    /// Those that are looked at closely.
    pub suspicious: u64,
    /// What looks closely in this bill.
    pub close_look: CloseLookKind,
    /// What it costs.
    pub total: Usd,
    /// What a thousand pictures cost; nothing where there are none.
    pub per_thousand: Option<Usd>,
    /// By service.
    pub services: Vec<ServiceCost>,
    /// By item.
    pub lines: Vec<Line>,
    /// What training costs.
    pub training: TrainingCost,
    /// What looking twice saves.
    pub two_looks: TwoLooks,
    /// What each close look costs.
    pub close_looks: Vec<CloseLookCost>,
    /// Where one of them overtakes another, up to a billion pictures.
    pub break_evens: Vec<BreakEven>,
    /// What is to be known of these numbers.
    pub notes: Vec<String>,
}

/// What a service costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceCost {
    /// The service.
    pub service: Service,
    /// In a month.
    pub usd: Usd,
    /// For a thousand pictures; nothing where there are none.
    pub per_thousand: Option<Usd>,
}

/// What training the models that look closely costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainingCost {
    /// What trains.
    pub by: String,
    /// Trainings of each class's model that are counted in a month.
    pub a_month: u64,
    /// What these cost; it is in the total.
    pub usd: Usd,
    /// What training each class's model once costs.
    pub once: Usd,
}

/// What looking twice saves: a first look at all pictures and a close one at the suspicious ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TwoLooks {
    /// Pictures that are spared the close look.
    pub spared: u64,
    /// What the close look at every picture would cost.
    pub close_look_at_all: Usd,
    /// What the close look at the suspicious ones costs.
    pub close_look: Usd,
    /// The difference: what the first look saves.
    pub saved: Usd,
    /// What the first look itself costs.
    pub first_look: Usd,
    /// What is left of the saving; negative where a close look at every picture, without a first one,
    /// would be cheaper.
    pub net: Usd,
    /// The largest share of suspicious pictures, in parts per million, up to which looking twice is
    /// not dearer than looking closely alone; nothing where it is at any share.
    pub worth_up_to_ppm: Option<u64>,
}

/// What a close look costs, beside everything else, which is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CloseLookCost {
    /// The close look.
    pub kind: CloseLookKind,
    /// At the suspicious pictures, in a month.
    pub usd: Usd,
    /// For a thousand pictures that are looked at closely; nothing where none is.
    pub per_thousand_looked: Option<Usd>,
    /// At every picture.
    pub at_all: Usd,
}

/// Where one close look stops to be dearer than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BreakEven {
    /// What is dearer for few pictures.
    pub kind: CloseLookKind,
    /// What it is dearer than.
    pub than: CloseLookKind,
    /// The fewest pictures in a month, at the same share of suspicious ones, from which on it is not.
    pub pictures: u64,
}

/// A service that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ended {
    /// The service.
    pub service: &'static str,
    /// The day, `YYYY-MM-DD`.
    pub on: &'static str,
    /// What to take in its place.
    pub instead: &'static str,
}
