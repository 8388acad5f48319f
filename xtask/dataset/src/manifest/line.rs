//! A picture's line.

use contracts::{BatchName, DeviceClass, DeviceId};
use serde_json::{Map, Value};

use super::attributes::Attributes;
use super::fields::Fields;
use super::label::Labelled;
use super::mask::Mask;
use crate::names::Part;

/// What a manifest says of one picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Where the picture is: `source-ref`, a path within the dataset's folder or `s3://...`.
    pub source: String,
    /// What it shows, once somebody has said so.
    pub label: Option<Labelled>,
    /// Where it is wrong, once somebody has drawn it.
    pub mask: Option<Mask>,
    /// What it belongs to.
    pub group: Group,
    /// What else the manifest says, in its order.
    pub rest: Map<String, Value>,
}

/// What a picture belongs to. Pictures of one device, or of one series, are alike in more than
/// what is wrong: a split keeps them on one side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// The class of devices that look alike: `device-class`.
    pub device_class: Option<DeviceClass>,
    /// The device, within its class: `device`.
    pub device: Option<DeviceId>,
    /// What was captured in one go, such as a batch of the pipeline: `capture-series`.
    pub series: Option<BatchName>,
    /// The part that it was given to: `split`.
    pub part: Option<Part>,
}

impl Line {
    pub(crate) fn parse(fields: &mut Fields<'_>, names: &Attributes) -> Option<Self> {
        let source = fields.required("source-ref", "it says where the picture is");
        let label = Labelled::parse(fields, &names.label);
        let mask = Mask::parse(fields, &names.mask);
        let group = Group {
            device_class: fields.parsed("device-class"),
            device: fields.parsed("device"),
            series: fields.parsed("capture-series"),
            part: fields.parsed("split"),
        };
        Some(Self {
            source: source?,
            label,
            mask,
            group,
            rest: fields.rest(),
        })
    }

    /// As a JSON object, the attributes of ours behind those of the format.
    pub fn to_json(&self) -> Map<String, Value> {
        let names = Attributes::default();
        let mut line = Map::new();
        line.insert("source-ref".to_owned(), self.source.as_str().into());
        if let Some(label) = &self.label {
            label.render(&names.label, &mut line);
        }
        if let Some(mask) = &self.mask {
            mask.render(&names.mask, &mut line);
        }
        let group = &self.group;
        let own = [
            (
                "device-class",
                group.device_class.as_ref().map(DeviceClass::as_str),
            ),
            ("device", group.device.as_ref().map(DeviceId::as_str)),
            (
                "capture-series",
                group.series.as_ref().map(BatchName::as_str),
            ),
            ("split", group.part.map(Part::as_str)),
        ];
        for (name, value) in own {
            if let Some(value) = value {
                line.insert(name.to_owned(), value.into());
            }
        }
        for (name, value) in &self.rest {
            line.entry(name.as_str()).or_insert_with(|| value.clone());
        }
        line
    }
}
