//! What one more look costs: of a picture that is looked at, and not of a month. What is paid whether
//! pictures are looked at or not (an instance, a running model) is no part of it, nor is what is paid for a
//! chunk, which runs for its other pictures anyway.

use diagnostics::Diagnostics;

use crate::assumptions::Assumptions;
use crate::bill::total;
use crate::close_look::CloseLookKind;
use crate::item::{Architecture, HOURS_PER_MONTH, Item};
use crate::prices::PriceBook;
use crate::usage::Usage;
use crate::usd::Usd;

/// As many looks as are priced together, so that rounding does not show.
const LOOKS: u128 = 1000;

/// What a first look depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstLookTerms {
    /// Memory of its function in MB, on arm64.
    pub memory_mb: u32,
    /// Pictures of Rekognition's group 2 that are paid for each picture: properties alone are none.
    pub group_2_calls: u32,
    /// Whether the properties of pictures are asked for.
    pub image_properties: bool,
    /// Calls for each picture, that of a custom labels model included: each reads it from S3.
    pub calls: u32,
}

/// What a close look depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseLookTerms<'a> {
    /// What looks.
    pub kind: CloseLookKind,
    /// Memory of its function in MB, on arm64.
    pub memory_mb: u32,
    /// The type of the instances of a job; of no meaning for what runs whether pictures come or not.
    pub instance: &'a str,
    /// Memory of a serverless endpoint in MB; of no meaning for others.
    pub endpoint_memory_mb: u32,
    /// How many days a heat map is kept, the time as an old version included.
    pub kept_days: u32,
}

impl FirstLookTerms {
    /// What a thousand first looks cost in a region, at the price of each item's first tier.
    ///
    /// # Errors
    /// When something has no price in any region.
    pub fn per_thousand(
        &self,
        region: &str,
        assumptions: &Assumptions,
        book: &PriceBook,
    ) -> Result<Usd, Diagnostics> {
        let mut usage = Usage::default();
        let group_2 = u128::from(self.group_2_calls);
        usage.add(Item::RekognitionGroup2, LOOKS * group_2);
        if self.image_properties {
            usage.add(Item::ImageProperties, LOOKS);
        }
        usage.add(Item::Get, LOOKS * u128::from(self.calls));
        let milliseconds = assumptions.first_look_milliseconds.get();
        run(&mut usage, self.memory_mb, milliseconds);
        total(book, region, &usage)
    }
}

impl CloseLookTerms<'_> {
    /// What a thousand close looks cost in a region.
    ///
    /// # Errors
    /// When something has no price in any region.
    pub fn per_thousand(
        &self,
        region: &str,
        assumptions: &Assumptions,
        book: &PriceBook,
    ) -> Result<Usd, Diagnostics> {
        let mut usage = Usage::default();
        let model = assumptions.close_look_milliseconds.get();
        let call = assumptions.call_milliseconds.get();
        let data = assumptions.prepared_bytes.get() + assumptions.answer_bytes.get();
        match self.kind {
            CloseLookKind::Embedded => run(&mut usage, self.memory_mb, model),
            CloseLookKind::RealTime | CloseLookKind::Marketplace => {
                run(&mut usage, self.memory_mb, model + call);
                usage.add(Item::EndpointData, LOOKS * data);
            }
            CloseLookKind::Serverless => {
                run(&mut usage, self.memory_mb, model + call);
                let memory = u128::from(self.endpoint_memory_mb);
                usage.add(Item::ServerlessDuration, LOOKS * model * memory);
                usage.add(Item::EndpointData, LOOKS * data);
            }
            CloseLookKind::Asynchronous => {
                run(&mut usage, self.memory_mb, model + call);
                results(&mut usage);
            }
            CloseLookKind::BatchTransform => {
                run(&mut usage, self.memory_mb, call);
                let instance = Item::Instance(self.instance.to_owned());
                usage.add(instance, (LOOKS * model).div_ceil(1000));
                results(&mut usage);
            }
            CloseLookKind::CustomLabels => run(&mut usage, self.memory_mb, model + call),
        }
        // The picture is read.
        usage.add(Item::Get, LOOKS);
        if self.kind.draws() {
            usage.add(Item::Put, LOOKS);
            let passed = assumptions.months.get().max(1) * HOURS_PER_MONTH;
            let kept = u128::from(self.kept_days) * 24;
            let hours = passed.min(kept);
            let bytes = assumptions.heat_map_bytes.get();
            usage.add(Item::Storage, LOOKS * bytes * hours);
            // EventBridge is told of it; later it becomes an old version, and goes.
            usage.add(Item::Events, LOOKS * if kept < passed { 3 } else { 1 });
        }
        total(book, region, &usage)
    }
}

/// What comes back through S3 is written once and read once.
fn results(usage: &mut Usage) {
    usage.add(Item::Put, LOOKS);
    usage.add(Item::Get, LOOKS);
}

fn run(usage: &mut Usage, memory_mb: u32, milliseconds: u128) {
    let duration = LOOKS * milliseconds * u128::from(memory_mb);
    usage.add(Item::LambdaDuration(Architecture::Arm64), duration);
}
