//! Pictures of sound devices, which models are fitted on: the project's own samples, or a folder
//! of the user's.

use std::fs::File;
use std::path::Path;

use bytes::Bytes;
use contracts::DeviceClass;
use contracts::picture::PictureLimits;
use samples::Sample;
use sha2::{Digest, Sha256};
use ui::Problem;
use vision::picture::{Limits, Pixels, decode, decode_within};

use crate::objects::Body;
use crate::package::{hex, sha256};
use crate::walk::{safe_name, walk};

/// Which way of fitting made a model. Raised when the same pictures would give another model, in either
/// look, so that the next deploy fits anew.
const FITTING: &str = "4";
/// What a model's `fittedFrom` begins with when it was fitted on the project's own samples.
const SAMPLES: &str = "samples-";

/// Pictures of one device class.
#[derive(Debug)]
pub(crate) struct Normals {
    pub class: DeviceClass,
    /// What a model that is fitted on them says that it was fitted from.
    pub fitted_from: String,
    pub pictures: Vec<Normal>,
    /// Pictures of defects, for what learns from both labels. No model is fitted on them here.
    pub defects: Vec<Normal>,
}

/// One of them.
#[derive(Debug, Clone)]
pub(crate) struct Normal {
    /// Its name among the others, fit for a key.
    pub name: String,
    /// Its name for people.
    pub shown: String,
    pub body: Body,
}

/// A picture that cannot be fitted on.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub shown: String,
    pub why: String,
}

/// What a model says that deploy fitted on the present samples of a class; `None` when there are
/// none. Told from the first of them: whatever changes how they are drawn shows in each.
pub(crate) fn fitted_from_samples(class: &DeviceClass) -> Option<String> {
    let first = samples::normals(class.as_str()).next()?;
    let mut hash = Sha256::new();
    hash.update(format!("{FITTING}/{}/", samples::NORMALS));
    hash.update(first.bytes);
    Some(format!("{SAMPLES}{}", hex(&hash.finalize())))
}

/// Whether deploy made the model, and so may replace it.
pub(crate) fn is_from_samples(fitted_from: &str) -> bool {
    fitted_from.starts_with(SAMPLES)
}

/// The project's own samples of a class; `None` when it has none.
pub(crate) fn of_samples(class: &DeviceClass) -> Option<Normals> {
    let normal = |sample: Sample| Normal {
        name: sample.file.clone(),
        shown: sample.file,
        body: Body::Bytes(Bytes::from(sample.bytes)),
    };
    Some(Normals {
        class: class.clone(),
        fitted_from: fitted_from_samples(class)?,
        pictures: samples::normals(class.as_str()).map(normal).collect(),
        defects: samples::defects(class.as_str()).map(normal).collect(),
    })
}

/// The pictures of a folder, named by their content.
pub(crate) fn of_folder(class: &DeviceClass, folder: &Path) -> anyhow::Result<Normals> {
    let found = walk(folder)?;
    if found.is_empty() {
        return Err(
            Problem::new(format!("there are no pictures in {}", folder.display()))
                .next("give a folder with 4 or more, better 20, pictures of sound devices")
                .into(),
        );
    }
    let mut all = Sha256::new();
    all.update(FITTING);
    let mut pictures = Vec::with_capacity(found.len());
    for (at, found) in found.into_iter().enumerate() {
        let hash = File::open(&found.path)
            .and_then(|mut file| sha256(&mut file))
            .map_err(|error| {
                Problem::new(format!("cannot read {}", found.path.display())).because(error)
            })?;
        all.update(hash);
        pictures.push(Normal {
            name: format!("{at:05}-{}", safe_name(&found.relative, 100)),
            shown: found.relative,
            body: Body::File(found.path),
        });
    }
    Ok(Normals {
        class: class.clone(),
        fitted_from: format!("normals-{}", hex(&all.finalize())),
        pictures,
        defects: Vec::new(),
    })
}

/// A picture as the functions would prepare it.
pub(crate) struct Prepared {
    pub pixels: Pixels,
    pub jpeg: Vec<u8>,
}

impl Normal {
    /// Decoded, sized and compressed as the preparation does it, so that a model is fitted on what
    /// it will see.
    pub(crate) fn prepare(&self, limits: &PictureLimits) -> Result<Prepared, Unreadable> {
        let unreadable = |why: String| Unreadable {
            shown: self.shown.clone(),
            why,
        };
        let bytes = match &self.body {
            Body::Bytes(bytes) => bytes.clone(),
            Body::File(path) => read_within(path, limits.max_bytes).map_err(unreadable)?,
        };
        let landing = Limits {
            max_bytes: limits.max_bytes,
            max_pixels: limits.max_pixels,
            min_side: limits.min_side,
        };
        let picture = decode_within(&bytes, &landing, limits.prepared_side)
            .map_err(|error| unreadable(error.to_string()))?;
        let jpeg = picture
            .to_jpeg(&bytes, limits.prepared_quality)
            .map_err(|error| unreadable(error.to_string()))?;
        // Within the same limits: what sizing made too narrow, the first look does not take.
        let pixels = decode(&jpeg, &landing)
            .map_err(|error| unreadable(error.to_string()))?
            .pixels;
        Ok(Prepared { pixels, jpeg })
    }
}

/// The file's bytes, unless they are more than a picture may have.
fn read_within(path: &Path, most: u64) -> Result<Bytes, String> {
    let size = path.metadata().map_err(|error| error.to_string())?.len();
    if size > most {
        return Err(format!("it is {size} bytes, and a picture may have {most}"));
    }
    std::fs::read(path)
        .map(Bytes::from)
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn class() -> DeviceClass {
        DeviceClass::parse("own").unwrap()
    }

    #[test]
    fn normals_are_known_by_their_content() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.jpg"), b"one").unwrap();
        let first = of_folder(&class(), folder.path()).unwrap();
        assert!(first.fitted_from.starts_with("normals-"));
        assert!(!is_from_samples(&first.fitted_from));
        fs::write(folder.path().join("a.jpg"), b"two").unwrap();
        let second = of_folder(&class(), folder.path()).unwrap();
        assert_ne!(first.fitted_from, second.fitted_from);
    }

    #[test]
    fn an_empty_folder_is_refused_with_what_is_needed() {
        let folder = tempfile::tempdir().unwrap();
        let error = of_folder(&class(), folder.path()).unwrap_err();
        assert!(ui::render_error(error.as_ref()).contains("sound devices"));
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let limits = PictureLimits {
            max_bytes: 10,
            max_pixels: 1_000_000,
            min_side: 80,
            prepared_side: 1024,
            prepared_quality: 90,
        };
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.jpg"), b"not a picture").unwrap();
        fs::write(folder.path().join("b.jpg"), b"nor this").unwrap();
        let normals = of_folder(&class(), folder.path()).unwrap();
        let why = |at: usize| normals.pictures[at].prepare(&limits).err().unwrap().why;
        assert!(why(0).contains("13 bytes"), "{}", why(0));
        assert!(!why(1).is_empty());
    }

    #[test]
    fn deploys_own_models_are_told_from_others() {
        let meter = DeviceClass::parse("meter").unwrap();
        let fitted_from = fitted_from_samples(&meter).unwrap();
        assert!(is_from_samples(&fitted_from));
        assert_eq!(fitted_from_samples(&meter), Some(fitted_from));
        assert!(!is_from_samples("0f3a"));
        assert_eq!(fitted_from_samples(&class()), None);
    }
}
