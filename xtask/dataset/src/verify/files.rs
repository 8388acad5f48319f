//! Pictures and masks: there, unchanged, decodable, and of one size.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use diagnostics::{Diagnostic, Diagnostics};

use crate::digest::Digest;
use crate::drawn;
use crate::examine::{LIMITS, examine};
use crate::files::read_within;
use crate::manifest::{Color, Mask};
use crate::parallel;
use crate::store::Item;

/// How many pictures are looked at between two reports of how far it is.
const AT_ONCE: usize = 128;

pub(super) fn check(
    root: &Path,
    items: &[&Item],
    found: &mut Diagnostics,
    mut done: impl FnMut(usize),
) {
    for (chunk, some) in items.chunks(AT_ONCE).enumerate() {
        for mistakes in parallel::map(some, |item| look(root, item)) {
            found.extend(mistakes);
        }
        done(chunk * AT_ONCE + some.len());
    }
}

fn look(root: &Path, item: &Item) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = picture(root, item).err().into_iter().collect();
    if let Some(drawn) = &item.line.mask {
        found.extend(mask(root, item, drawn));
    }
    found
}

fn picture(root: &Path, item: &Item) -> Result<(), Diagnostic> {
    let again = "take it from a backup, or add the picture again";
    let error =
        |code: &str, what: String| Diagnostic::error(code, item.place(), what).with_help(again);
    let path = item.facts.path();
    let bytes = match read_within(&root.join(&path), LIMITS.max_bytes) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(size)) => {
            let what = format!("{path} ({}) has grown to {size} bytes", item.told());
            return Err(error("dataset::checksum", what));
        }
        Err(source) if source.kind() == io::ErrorKind::NotFound => {
            return Err(error(
                "dataset::missing",
                format!("{path} ({}) is not there", item.told()),
            ));
        }
        Err(source) => {
            let what = format!("{path} ({}) cannot be read", item.told());
            return Err(error("dataset::unreadable", what).with_detail(source.to_string()));
        }
    };
    let digest = Digest::of(&bytes);
    if digest != item.facts.digest {
        let what = format!("{path} ({}) is not the picture that was added", item.told());
        let detail = format!("its SHA-256 is {digest}, and was {}", item.facts.digest);
        return Err(error("dataset::checksum", what).with_detail(detail));
    }
    let (facts, _) = examine(&item.facts.name, &bytes).map_err(|source| {
        error(
            "dataset::undecodable",
            format!("{path} ({}) cannot be decoded", item.told()),
        )
        .with_detail(source.to_string())
    })?;
    if facts != item.facts {
        let what = format!(
            "the manifest tells other facts of {} than its bytes",
            item.told()
        );
        let detail = format!(
            "bytes: {}\nmanifest: {}",
            facts.to_json(),
            item.facts.to_json()
        );
        return Err(
            Diagnostic::error("dataset::facts", item.place().join("picture"), what)
                .with_detail(detail)
                .with_help("write in the manifest what the bytes tell"),
        );
    }
    Ok(())
}

fn mask(root: &Path, item: &Item, mask: &Mask) -> Option<Diagnostic> {
    let place = item.place().join("anomaly-mask-ref");
    let again = "draw it again on the labelling page";
    let error =
        |code: &str, what: String| Diagnostic::error(code, place.clone(), what).with_help(again);
    let bytes = match read_within(&root.join(&mask.source), LIMITS.max_bytes) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(size)) => {
            let what = format!("the mask of {} has {size} bytes, too many", item.told());
            return Some(error("dataset::mask-undecodable", what));
        }
        Err(source) => {
            let what = format!(
                "{}, the mask of {}, cannot be read",
                mask.source,
                item.told()
            );
            return Some(error("dataset::mask-missing", what).with_detail(source.to_string()));
        }
    };
    let pixels = match drawn::decode(&bytes, (item.facts.width, item.facts.height)) {
        Ok(pixels) => pixels,
        Err(source) => {
            let code = match source {
                drawn::MaskError::Size { .. } => "dataset::mask-size",
                _ => "dataset::mask-undecodable",
            };
            let what = format!("the mask of {} is no mask of it", item.told());
            return Some(error(code, what).with_detail(source.to_string()));
        }
    };
    let known: BTreeSet<Color> = mask.colors.iter().map(|color| color.color).collect();
    let counts = drawn::colors(&pixels);
    let unknown = counts.iter().filter(|(color, _)| !known.contains(color));
    let (others, pixels) = unknown.fold((0, 0), |(others, sum), (_, count)| {
        (others + 1, sum + count)
    });
    (others > 0).then(|| {
        let what = format!("the mask of {} has colours that mean nothing", item.told());
        let known: Vec<String> = known.iter().map(Color::to_string).collect();
        Diagnostic::warning("dataset::mask-color", place.clone(), what)
            .with_detail(format!(
                "{pixels} pixels of {others} colours other than {}",
                known.join(", ")
            ))
            .with_help(again)
    })
}
