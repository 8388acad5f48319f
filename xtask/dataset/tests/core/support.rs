//! What the tests share: pictures, datasets of them, and items without pictures.

use std::path::{Path, PathBuf};

use contracts::{BatchName, DeviceClass, DeviceId};
use dataset::manifest::{Annotation, Group, Label, Labelled, Line};
use dataset::{Added, Dataset, DatasetError, Device, Digest, Facts, Item, Said, add};
pub(crate) use samples::shared;
use tempfile::TempDir;
use vision::picture::{Format, Pixels};

/// A small picture of soft spots: the same for the same seed, and unlike that of any other.
pub(crate) fn picture(seed: u64) -> Pixels {
    const SIDES: (u32, u32) = (96, 80);
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bd1_e995;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..8).for_each(|_| {
        random();
    });
    let spots: Vec<[f64; 4]> = (0..14)
        .map(|_| {
            [
                random() * 96.0,
                random() * 80.0,
                4.0 + 14.0 * random(),
                random(),
            ]
        })
        .collect();
    let mut data = Vec::new();
    for y in 0..SIDES.1 {
        for x in 0..SIDES.0 {
            let mut value = 110.0;
            for [spot_x, spot_y, radius, shade] in &spots {
                let distance = (f64::from(x) - spot_x).hypot(f64::from(y) - spot_y);
                value += (shade - 0.5) * 200.0 * (1.0 - distance / radius).max(0.0);
            }
            data.extend(
                [value, value * 0.9, value * 0.8].map(|value| value.clamp(0.0, 255.0) as u8),
            );
        }
    }
    Pixels::new(SIDES.0, SIDES.1, data).unwrap()
}

pub(crate) fn png(seed: u64) -> Vec<u8> {
    picture(seed).encode_png().unwrap()
}

/// A folder of pictures, and a dataset beside it.
pub(crate) struct Bench {
    pub(crate) folder: TempDir,
    pub(crate) dataset: Dataset,
}

impl Bench {
    /// With pictures of these seeds, named by them, which are not labelled.
    pub(crate) fn new(seeds: impl IntoIterator<Item = u64>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dataset = Dataset::create(&folder.path().join("dataset")).unwrap();
        let mut bench = Self { folder, dataset };
        for seed in seeds {
            bench.file(&format!("{seed}.png"), &png(seed));
        }
        bench.add(&said()).unwrap();
        bench
    }

    pub(crate) fn pictures(&self) -> PathBuf {
        self.folder.path().join("pictures")
    }

    pub(crate) fn root(&self) -> &Path {
        self.dataset.folder()
    }

    /// Writes a file below the folder of pictures.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) {
        let path = self.pictures().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Adds all of the folder of pictures.
    pub(crate) fn add(&mut self, said: &Said) -> Result<Added, DatasetError> {
        let mut files = files_below(&self.pictures());
        files.sort();
        add(
            &mut self.dataset,
            &files,
            said,
            jiff::Timestamp::UNIX_EPOCH,
            |_| {},
        )
    }

    /// The only item whose file had this name.
    pub(crate) fn item(&self, name: &str) -> Item {
        let mut items = self
            .dataset
            .items()
            .values()
            .filter(|item| item.facts.name == name);
        let item = items.next().unwrap_or_else(|| panic!("no {name}"));
        assert!(items.next().is_none(), "several {name}");
        item.clone()
    }

    /// Changes the item whose file had this name.
    pub(crate) fn change(&mut self, name: &str, change: impl FnOnce(&mut Item)) {
        let mut item = self.item(name);
        change(&mut item);
        self.dataset
            .change(|_| Ok::<_, DatasetError>(vec![item]))
            .unwrap();
    }

    /// Writes the dataset's manifest anew, as somebody does by hand.
    pub(crate) fn edit_manifest(&mut self, edit: impl FnOnce(String) -> String) {
        self.dataset.compact().unwrap();
        let path = self.root().join("manifest.jsonl");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, edit(text)).unwrap();
    }
}

pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// Meters of which nothing else is known.
pub(crate) fn said() -> Said {
    Said {
        device_class: DeviceClass::parse("meter").unwrap(),
        device: Device::Unknown,
        series: None,
        label: None,
        kinds: Vec::new(),
        masks: None,
        job: "test".to_owned(),
    }
}

pub(crate) fn labelled(label: Label, kinds: &[&str]) -> Labelled {
    Labelled {
        label,
        kinds: kinds.iter().map(|kind| kind.parse().unwrap()).collect(),
        by: Annotation::by_a_person("test", jiff::Timestamp::UNIX_EPOCH),
    }
}

/// An item without a picture: for what looks at the manifest alone.
pub(crate) fn item(
    number: u64,
    label: Option<Label>,
    device: Option<&str>,
    series: Option<&str>,
    hash: Option<[u8; 32]>,
) -> Item {
    let digest = Digest::of(&number.to_le_bytes());
    let hash = hash.map(|bytes| {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        digits.parse().unwrap()
    });
    let facts = Facts {
        id: digest.picture_id(),
        digest,
        format: Format::Png,
        width: 96,
        height: 80,
        bytes: 1000,
        hash,
        name: format!("{number}.png"),
    };
    let line = Line {
        source: facts.path(),
        label: label.map(|label| labelled(label, &[])),
        mask: None,
        group: Group {
            device_class: Some(DeviceClass::parse("meter").unwrap()),
            device: device.map(|device| DeviceId::parse(device).unwrap()),
            series: series.map(|series| BatchName::parse(series).unwrap()),
            part: None,
        },
        rest: serde_json::Map::new(),
    };
    Item { facts, line }
}
