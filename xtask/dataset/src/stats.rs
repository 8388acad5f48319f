//! What a dataset has, in numbers.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::manifest::Label;
use crate::store::{Dataset, DatasetError};

/// How many pictures a dataset should have at least. Of 1,000, 150 are left to judge by: all of them
/// right proves at least 97.6 % (Clopper-Pearson, 95 % confidence). Of 100 pictures it would be 78 %.
pub const ADVISED_PICTURES: usize = 1000;

/// The numbers.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    /// Pictures.
    pub pictures: usize,
    /// Pictures of sound devices.
    pub normal: usize,
    /// Pictures that show something else.
    pub anomalous: usize,
    /// Pictures that nobody labelled.
    pub unlabelled: usize,
    /// Pictures with a mask.
    pub masks: usize,
    /// What was kept aside.
    pub aside: usize,
    /// Pictures by kind of anomaly; one may have several.
    pub kinds: BTreeMap<String, usize>,
    /// Pictures by device class, `unknown` where nobody says.
    pub device_classes: BTreeMap<String, ClassStats>,
    /// Pictures by part of the split.
    pub parts: BTreeMap<&'static str, usize>,
    /// Sizes, where there is a picture.
    pub sizes: Option<Sizes>,
    /// How many pictures are advised: see [`ADVISED_PICTURES`].
    pub advised_pictures: usize,
}

/// The numbers of a device class.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClassStats {
    /// Pictures.
    pub pictures: usize,
    /// Pictures of sound devices.
    pub normal: usize,
    /// Pictures that show something else.
    pub anomalous: usize,
    /// Pictures by device, `unknown` where nobody says.
    pub devices: BTreeMap<String, usize>,
    /// Capture series.
    pub series: BTreeMap<String, usize>,
}

/// The smallest, the middle and the largest.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Range {
    /// The smallest.
    pub least: u64,
    /// Half are at most this.
    pub median: u64,
    /// The largest.
    pub most: u64,
}

/// Sizes of pictures.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sizes {
    /// Bytes of a file.
    pub bytes: Range,
    /// Pixels of the shorter side.
    pub shorter_side: Range,
    /// Pixels of the longer side.
    pub longer_side: Range,
    /// Bytes of all files.
    pub total_bytes: u64,
}

/// Counts a dataset.
///
/// # Errors
/// When the list of what was kept aside cannot be read.
pub fn stats(dataset: &Dataset) -> Result<Stats, DatasetError> {
    let mut stats = Stats {
        pictures: dataset.items().len(),
        aside: dataset.aside()?.len(),
        advised_pictures: ADVISED_PICTURES,
        ..Stats::default()
    };
    for item in dataset.items().values() {
        let line = &item.line;
        let name = |text: Option<&str>| text.unwrap_or("unknown").to_owned();
        let class = name(line.group.device_class.as_ref().map(|class| class.as_str()));
        let class = stats.device_classes.entry(class).or_default();
        class.pictures += 1;
        let device = name(line.group.device.as_ref().map(|device| device.as_str()));
        *class.devices.entry(device).or_default() += 1;
        if let Some(series) = &line.group.series {
            *class.series.entry(series.to_string()).or_default() += 1;
        }
        match line.label.as_ref().map(|label| label.label) {
            Some(Label::Normal) => {
                class.normal += 1;
                stats.normal += 1;
            }
            Some(Label::Anomalous) => {
                class.anomalous += 1;
                stats.anomalous += 1;
            }
            None => stats.unlabelled += 1,
        }
        for kind in line.label.iter().flat_map(|label| &label.kinds) {
            *stats.kinds.entry(kind.to_string()).or_default() += 1;
        }
        stats.masks += usize::from(line.mask.is_some());
        if let Some(part) = line.group.part {
            *stats.parts.entry(part.as_str()).or_default() += 1;
        }
    }
    stats.sizes = sizes(dataset);
    Ok(stats)
}

fn sizes(dataset: &Dataset) -> Option<Sizes> {
    let facts = || dataset.items().values().map(|item| &item.facts);
    Some(Sizes {
        bytes: range(facts().map(|facts| facts.bytes))?,
        shorter_side: range(facts().map(|facts| facts.width.min(facts.height).into()))?,
        longer_side: range(facts().map(|facts| facts.width.max(facts.height).into()))?,
        total_bytes: facts().map(|facts| facts.bytes).sum(),
    })
}

fn range(values: impl Iterator<Item = u64>) -> Option<Range> {
    let mut values: Vec<u64> = values.collect();
    values.sort_unstable();
    Some(Range {
        least: *values.first()?,
        median: *values.get(values.len() / 2)?,
        most: *values.last()?,
    })
}
