//! Labelled pictures on their way into the bucket: prepared as the pipeline prepares them, named by
//! their content, and listed in a manifest.

use std::path::Path;

use bytes::Bytes;
use contracts::picture::PictureLimits;
use contracts::training::TrainingPicture;
use contracts::{DeviceClass, PictureId, layout};
use futures::{StreamExt, TryStreamExt};
use sha2::{Digest, Sha256};
use ui::Problem;
use vision::picture::{Limits, Pixels, decode};

use super::labelled::{Labelled, Mask};
use crate::normals::Normal;
use crate::objects::{self, Body, CONCURRENCY, Upload};
use crate::package::hex;
use crate::session::Session;

/// Longest side of a mask: heat maps are much coarser.
const MASK_SIDE: u32 = 512;

/// A picture as it is uploaded.
struct Ready {
    line: TrainingPicture,
    uploads: Vec<Upload>,
}

/// Uploads pictures and their manifest; gives the manifest's key. What is there already is not
/// sent again: names are contents.
pub(crate) async fn upload(
    session: &Session,
    class: &DeviceClass,
    pictures: Vec<Labelled>,
) -> anyhow::Result<String> {
    let all = ui::count(pictures.len(), "picture");
    let progress = session.ui.progress("Upload", &all);
    let limits = session.manifest().picture_limits.clone();
    let bucket = &session.manifest().names.pictures_bucket;
    let s3 = &session.clients.s3;
    let prepared = pictures.into_iter().map(|picture| {
        let (class, limits) = (class.clone(), limits.clone());
        async move {
            let ready = tokio::task::spawn_blocking(move || prepare(&class, &picture, &limits));
            let ready = ready.await??;
            for upload in ready.uploads {
                if !objects::exists(s3, bucket, &upload.key).await? {
                    objects::put(s3, bucket, upload).await?;
                }
            }
            anyhow::Ok(ready.line)
        }
    });
    let mut lines: Vec<TrainingPicture> = Vec::new();
    // In their order, on which the model depends.
    let mut prepared = futures::stream::iter(prepared).buffered(CONCURRENCY);
    while let Some(line) = prepared.try_next().await? {
        lines.push(line);
        progress.update(format!("{} of {all}", lines.len()));
    }
    let mut text = String::new();
    for line in &lines {
        text.push_str(&serde_json::to_string(line)?);
        text.push('\n');
    }
    let digest = hex(&Sha256::digest(&text));
    let key = format!("{}datasets/{digest}.jsonl", layout::training_prefix(class));
    let manifest = Upload {
        key: key.clone(),
        body: Body::Bytes(text.into()),
    };
    objects::put(s3, bucket, manifest).await?;
    progress.done(format!("{all} of {class}, the dataset {}", &digest[..16]));
    Ok(key)
}

fn prepare(
    class: &DeviceClass,
    picture: &Labelled,
    limits: &PictureLimits,
) -> anyhow::Result<Ready> {
    let normal = Normal {
        name: picture.name.clone(),
        shown: picture.name.clone(),
        body: picture.body.clone(),
    };
    let prepared = normal.prepare(limits).map_err(|unreadable| {
        let what = format!("{} cannot be used", ui::shown(&unreadable.shown));
        Problem::new(what)
            .because(unreadable.why)
            .next("take it out of the dataset, or mend it")
    })?;
    let digest: [u8; 32] = Sha256::digest(&prepared.jpeg).into();
    let id = PictureId::of_sha256(&digest);
    let key = layout::training_picture_key(class, &id);
    let mut uploads = vec![Upload {
        key: key.clone(),
        body: Body::Bytes(prepared.jpeg.into()),
    }];
    let mask = match &picture.mask {
        Some(mask) => {
            let png = whitened(mask)?;
            let digest = hex(&Sha256::digest(&png));
            let key = format!("{}masks/{digest}.png", layout::training_prefix(class));
            uploads.push(Upload {
                key: key.clone(),
                body: Body::Bytes(png),
            });
            Some(key)
        }
        None => None,
    };
    Ok(Ready {
        line: TrainingPicture {
            key,
            sha256: hex(&digest),
            name: picture.name.clone(),
            anomalous: picture.anomalous,
            device: picture.device.clone(),
            group: picture.group.clone(),
            mask,
            part: picture.part,
            landed: None,
            landed_from: None,
            assumed: false,
        },
        uploads,
    })
}

/// The mask as the evaluation takes it: white where it is sound, black where it is not.
fn whitened(mask: &Mask) -> anyhow::Result<Bytes> {
    let cannot = |path: &Path| format!("cannot read the mask {}", path.display());
    let bytes = std::fs::read(&mask.file)
        .map_err(|error| Problem::new(cannot(&mask.file)).because(error))?;
    let limits = Limits {
        min_side: 1,
        ..dataset::LIMITS
    };
    let pixels = decode(&bytes, &limits)
        .map_err(|error| Problem::new(cannot(&mask.file)).because(error))?
        .pixels;
    let step = pixels
        .width()
        .max(pixels.height())
        .div_ceil(MASK_SIDE)
        .max(1) as usize;
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    // A place is wrong where any of its pixels is: a scratch is a few pixels wide. Nothing is mixed, since
    // between two colours of a mask there is none.
    let is_wrong =
        |x: usize, y: usize| pixels.data()[(y * width + x) * 3..][..3] != mask.background;
    let data = (0..height).step_by(step).flat_map(|top| {
        let is_wrong = &is_wrong;
        (0..width).step_by(step).flat_map(move |left| {
            let mut rows = top..(top + step).min(height);
            let wrong = rows.any(|y| (left..(left + step).min(width)).any(|x| is_wrong(x, y)));
            [if wrong { 0 } else { 0xff }; 3]
        })
    });
    let data = data.collect();
    let (width, height) = (width.div_ceil(step), height.div_ceil(step));
    let small = Pixels::new(width as u32, height as u32, data)?;
    Ok(Bytes::from(small.encode_png()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_thinner_than_a_place_stays_in_a_mask_that_is_made_smaller() {
        const SIDE: usize = 1024;
        // Rows that no second pixel is of, and a pixel in the last corner.
        let is_wrong = |x: usize, y: usize| y == 301 || (x, y) == (SIDE - 1, SIDE - 1);
        let data = (0..SIDE * SIDE).flat_map(|at| match is_wrong(at % SIDE, at / SIDE) {
            true => [200, 0, 0],
            false => [7; 3],
        });
        let drawn = Pixels::new(SIDE as u32, SIDE as u32, data.collect()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mask.png");
        std::fs::write(&file, drawn.encode_png().unwrap()).unwrap();
        let mask = Mask {
            file,
            background: [7; 3],
        };
        let small = decode(&whitened(&mask).unwrap(), &dataset::LIMITS).unwrap();
        let small = small.pixels;
        assert_eq!((small.width(), small.height()), (512, 512));
        let black = |at: usize| small.data()[at * 3..][..3] == [0; 3];
        let wrong: Vec<usize> = (0..512 * 512).filter(|at| black(*at)).collect();
        let expected = (150 * 512..151 * 512).chain([512 * 512 - 1]);
        assert!(expected.eq(wrong.iter().copied()), "{} places", wrong.len());
    }
}
