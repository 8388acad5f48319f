//! Shadow runs: the candidate of a device class looks at a share of the pictures that the live model looked
//! at. What it says is recorded apart and decides nothing; what goes wrong is logged and changes nothing.

use std::collections::BTreeMap;
use std::future::Future;

use contracts::close_look::ShadowRules;
use contracts::examination::{Examination, Shadow};
use contracts::lineage::{Candidate, ModelVersion};
use contracts::model::LiveModel;
use contracts::picture::PreparedPicture;
use contracts::{DeviceClass, PictureId, layout};
use futures::stream::{self, StreamExt};
use runtime::Storage;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, timeout_at};

use super::{CloseLookDetector, CloseLooked};

/// Most bytes of what is read of a candidate.
const LARGEST: u64 = 1024 * 1024;

/// What candidates say of those of the examined pictures that are theirs to look at, until `ends`.
pub(super) async fn look(
    detector: &dyn CloseLookDetector,
    lake: &dyn Storage,
    rules: ShadowRules,
    ends: Instant,
    examined: &[(PreparedPicture, Examination)],
    at_once: usize,
) -> Vec<Shadow> {
    let mut shadows = Vec::new();
    if rules.percent == 0 {
        return shadows;
    }
    let Some(candidates) = in_time(ends, candidates(lake, examined)).await else {
        return shadows;
    };
    let looking: Vec<_> = examined
        .iter()
        .filter(|(picture, _)| is_picked(&picture.id, rules.percent))
        .filter_map(|(picture, live)| {
            let candidate = candidates.get(&picture.device_class)?.as_ref()?;
            // It may be live already.
            (candidate.version != live.model).then(|| one(detector, picture, candidate))
        })
        .collect();
    let mut looking = stream::iter(looking).buffered(at_once);
    while let Some(Some(shadow)) = in_time(ends, looking.next()).await {
        shadows.extend(shadow);
    }
    shadows
}

/// What some work gives; nothing when it would end too late.
async fn in_time<T>(ends: Instant, work: impl Future<Output = T>) -> Option<T> {
    let done = timeout_at(ends, work).await.ok();
    if done.is_none() {
        tracing::warn!("no time is left for candidates to look");
    }
    done
}

/// Whether a picture is among a share of all: by its content, so that a retry picks the same.
fn is_picked(id: &PictureId, percent: u32) -> bool {
    let digits = id.as_str().get(..8).unwrap_or_default();
    u32::from_str_radix(digits, 16).is_ok_and(|number| number % 100 < percent)
}

/// The candidates of the pictures' classes, as models to look with.
async fn candidates(
    lake: &dyn Storage,
    examined: &[(PreparedPicture, Examination)],
) -> BTreeMap<DeviceClass, Option<LiveModel>> {
    let mut found = BTreeMap::new();
    for (picture, _) in examined {
        let class = &picture.device_class;
        if !found.contains_key(class) {
            found.insert(class.clone(), candidate(lake, class).await);
        }
    }
    found
}

async fn candidate(lake: &dyn Storage, class: &DeviceClass) -> Option<LiveModel> {
    let candidate: Candidate = read(lake, &layout::candidate_key(class)).await?;
    let key = layout::version_key(class, &candidate.version);
    let version: ModelVersion = read(lake, &key).await?;
    Some(LiveModel {
        close_look: version.file,
        version: version.version.to_string(),
        sha256: version.sha256,
        first_look: None,
        fitted_from: String::new(),
        asked: None,
    })
}

async fn read<T: DeserializeOwned>(lake: &dyn Storage, key: &str) -> Option<T> {
    match lake.get(key, LARGEST).await {
        Ok(object) => serde_json::from_slice(&object?.body)
            .inspect_err(|error| tracing::error!(key, %error, "a candidate cannot be read"))
            .ok(),
        Err(error) => {
            tracing::error!(key, %error, "a candidate cannot be read");
            None
        }
    }
}

/// What a candidate says of a picture; nothing where it cannot say anything.
async fn one(
    detector: &dyn CloseLookDetector,
    picture: &PreparedPicture,
    candidate: &LiveModel,
) -> Option<Shadow> {
    match detector.shadow(picture, candidate).await {
        Ok(Some(CloseLooked::Examined(examination))) => Some(Shadow {
            picture_id: examination.picture_id,
            verdict: examination.verdict,
            score: examination.score,
            model: examination.model,
        }),
        Ok(Some(CloseLooked::Refused(detail))) => {
            tracing::warn!(key = picture.key, detail, "a candidate refuses a picture");
            None
        }
        Ok(None) => None,
        Err(error) => {
            tracing::error!(key = picture.key, %error, "a candidate fails");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_picked_by_content() {
        let picked = |percent| {
            let ids = (0..10_000_u32).map(|number| {
                // Spread as digests are.
                let digits = number.wrapping_mul(2_654_435_761);
                PictureId::parse(format!("{digits:08x}{:024}", 0)).unwrap()
            });
            ids.filter(|id| is_picked(id, percent)).count()
        };
        assert_eq!((picked(0), picked(100)), (0, 10_000));
        assert!((1_900..2_100).contains(&picked(20)), "{}", picked(20));
    }
}
