//! The names that a label and its mask have in a manifest: who runs a labelling job chooses them.

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::{Map, Value};

/// The type of a label's metadata.
pub(super) const CLASSIFICATION: &str = "groundtruth/image-classification";
/// The type of a mask's metadata.
pub(super) const SEGMENTATION: &str = "groundtruth/semantic-segmentation";

/// The names of the label's and the mask's attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributes {
    /// The label's.
    pub label: String,
    /// The mask's, which ends in `-ref`.
    pub mask: String,
}

impl Default for Attributes {
    /// As Lookout for Vision's own manifests have them, and ours.
    fn default() -> Self {
        Self {
            label: "anomaly-label".to_owned(),
            mask: "anomaly-mask-ref".to_owned(),
        }
    }
}

impl Attributes {
    /// The names in a manifest: those that are given, else those of the attributes whose metadata
    /// has the type of a label or of a mask, else the usual ones.
    ///
    /// # Errors
    /// When there are several and none is given: a chain of labelling jobs leaves one each. And when
    /// one is given that no line has: everything would come in without labels or masks.
    pub fn find(text: &str, label: Option<&str>, mask: Option<&str>) -> Result<Self, Diagnostics> {
        let lines: Vec<Map<String, Value>> = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        let usual = Self::default();
        let mut found = Diagnostics::new();
        let mut name = |given: Option<&str>, kind: &str, usual: String, option: &str| {
            let mut names: Vec<&str> = lines.iter().flat_map(|line| of_type(line, kind)).collect();
            names.sort_unstable();
            names.dedup();
            if let Some(given) = given {
                if !lines.iter().any(|line| line.contains_key(given)) {
                    found.push(on_no_line(given, kind, &names, option));
                }
                return given.to_owned();
            }
            match names[..] {
                [] => usual,
                [one] => one.to_owned(),
                _ if names.contains(&usual.as_str()) => usual,
                _ => {
                    let what = format!(
                        "several attributes are of type {kind}: {}",
                        names.join(", ")
                    );
                    found.push(
                        Diagnostic::error("dataset::which-attribute", Address::root(), what)
                            .with_help(format!("say which holds, with {option} NAME")),
                    );
                    usual
                }
            }
        };
        let names = Self {
            label: name(label, CLASSIFICATION, usual.label, "--label-attribute"),
            mask: name(mask, SEGMENTATION, usual.mask, "--mask-attribute"),
        };
        if found.is_empty() {
            Ok(names)
        } else {
            Err(found)
        }
    }

    /// All that a line has of a label and of a mask.
    pub(crate) fn in_a_line(self) -> impl Iterator<Item = String> {
        [self.label, self.mask]
            .into_iter()
            .flat_map(|name| [format!("{name}-metadata"), name])
    }
}

/// Refuses a name that was given and is nowhere, with those that are.
fn on_no_line(given: &str, kind: &str, names: &[&str], option: &str) -> Diagnostic {
    let help = match names {
        [] => format!("no line has one of type {kind}: leave {option} out"),
        _ => format!("of type {kind} are {}", names.join(", ")),
    };
    let what = format!("{option}: no line has an attribute {given:?}");
    Diagnostic::error("dataset::which-attribute", Address::root(), what).with_help(help)
}

/// The attributes of a line whose metadata has this type.
fn of_type<'a>(line: &'a Map<String, Value>, kind: &'a str) -> impl Iterator<Item = &'a str> {
    line.iter().filter_map(move |(name, metadata)| {
        let stem = name.strip_suffix("-metadata")?;
        (metadata.get("type")?.as_str()? == kind).then_some(stem)
    })
}
