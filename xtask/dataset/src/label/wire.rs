//! What the page and its server say to each other, as JSON.

use contracts::PictureId;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::manifest::Label;
use crate::store::Item;

/// A picture, as the page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PictureView {
    /// The picture.
    pub id: PictureId,
    /// Pixels across, the right way up.
    pub width: u32,
    /// Pixels down, the right way up.
    pub height: u32,
    /// The file's name where it came from.
    pub name: String,
    /// What it belongs to: device class, device and series, where they are known.
    pub belongs_to: Vec<String>,
    /// `normal` or `anomalous`, once somebody has said so.
    pub label: Option<String>,
    /// What is wrong with it.
    pub kinds: Vec<String>,
    /// Whether somebody has drawn where.
    pub has_mask: bool,
    /// What changes whenever the label or the mask does. Whoever labels says which one was seen, so
    /// that nobody's label is replaced by somebody who has not seen it.
    pub revision: String,
}

impl PictureView {
    pub(super) fn of(item: &Item) -> Self {
        let (line, group) = (&item.line, &item.line.group);
        let belongs_to = [
            group.device_class.as_ref().map(ToString::to_string),
            group
                .device
                .as_ref()
                .map(|device| format!("device {device}")),
            group
                .series
                .as_ref()
                .map(|series| format!("series {series}")),
        ];
        let label = line.label.as_ref();
        let kinds = label.iter().flat_map(|label| &label.kinds);
        Self {
            id: item.facts.id.clone(),
            width: item.facts.width,
            height: item.facts.height,
            name: item.facts.name.clone(),
            belongs_to: belongs_to.into_iter().flatten().collect(),
            label: label.map(|label| label.label.to_string()),
            kinds: kinds.map(ToString::to_string).collect(),
            has_mask: line.mask.is_some(),
            revision: revision(item),
        }
    }
}

/// See [`PictureView::revision`].
pub(super) fn revision(item: &Item) -> String {
    Digest::of(item.to_line().as_bytes())
        .picture_id()
        .to_string()
}

/// A label, as the page gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// `normal` or `anomalous`.
    pub label: String,
    /// What is wrong; none of a normal picture.
    #[serde(default)]
    pub kinds: Vec<String>,
}

/// A kind of anomaly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindView {
    /// Its name.
    pub name: String,
    /// Its colour in masks, such as `#2ca02c`; none of those beyond the palette.
    pub color: Option<String>,
}

/// How far it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Pictures.
    pub pictures: usize,
    /// Of sound devices.
    pub normal: usize,
    /// The others that have a label.
    pub anomalous: usize,
}

impl Counts {
    pub(super) fn of<'a>(items: impl Iterator<Item = &'a Item>) -> Self {
        let mut counts = Self::default();
        for item in items {
            counts.pictures += 1;
            match item.line.label.as_ref().map(|label| label.label) {
                Some(Label::Normal) => counts.normal += 1,
                Some(Label::Anomalous) => counts.anomalous += 1,
                None => {}
            }
        }
        counts
    }
}

/// What the page begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The dataset's name.
    pub dataset: String,
    /// The kinds of anomaly; the first nine are on the digits.
    pub kinds: Vec<KindView>,
    /// How far it is.
    pub counts: Counts,
}

/// What the page asks for when it needs more pictures.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Wanted {
    /// How many.
    pub count: usize,
    /// Those that the page has, and goes on to hold.
    #[serde(default)]
    pub holding: Vec<PictureId>,
    /// Those that it has left behind without a label: skipped, before the next are chosen.
    #[serde(default)]
    pub passed: Vec<PictureId>,
}

/// Pictures for the page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pictures {
    /// The pictures.
    pub pictures: Vec<PictureView>,
    /// How far it is.
    pub counts: Counts,
}

/// A picture that was changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Changed {
    /// As it is now.
    pub picture: PictureView,
    /// How far it is.
    pub counts: Counts,
}
