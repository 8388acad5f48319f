//! Outcomes as rows of the lake's tables.

use contracts::examination::{Examination, Shadow};
use contracts::finding::Finding;
use contracts::picture::{PreparedPicture, Rejection};
use contracts::{BatchName, DeviceId, ServiceError};
use runtime::Failure;
use schema::Timestamp;
use schema::tables::{
    BoxRow, DefectRow, FindingRow, LabelRow, PictureRow, RejectionRow, ShadowRow,
};

pub(crate) fn picture_row(
    batch: &BatchName,
    picture: &PreparedPicture,
) -> Result<PictureRow, Failure> {
    Ok(PictureRow {
        picture_id: picture.id.to_string(),
        batch: batch.to_string(),
        source_key: picture.source.clone(),
        prepared_key: picture.key.clone(),
        device_id: picture.device_id.to_string(),
        format: picture.format.as_str().to_owned(),
        width: i64::from(picture.width),
        height: i64::from(picture.height),
        bytes: bigint(picture.bytes),
        uploaded_at: timestamp(&picture.uploaded_at)?,
        captured_at: picture.captured_at.as_deref().map(timestamp).transpose()?,
        latitude: picture.latitude,
        longitude: picture.longitude,
        duplicate_of: picture.duplicate_of.clone(),
    })
}

pub(crate) fn finding_row(
    batch: &BatchName,
    picture: &PreparedPicture,
    finding: &Finding,
) -> FindingRow {
    FindingRow {
        picture_id: picture.id.to_string(),
        batch: batch.to_string(),
        device_id: picture.device_id.to_string(),
        suspicious: finding.suspicious,
        suspicion: finding.suspicion,
        reasons: finding.reasons.clone(),
        labels: finding
            .labels
            .iter()
            .map(|label| LabelRow {
                name: label.name.clone(),
                confidence: label.confidence,
            })
            .collect(),
        brightness: finding.brightness,
        sharpness: finding.sharpness,
        contrast: finding.contrast,
        dominant_color: finding.dominant_color.clone(),
        model: finding.model.clone(),
    }
}

/// The present, as it is written into rows.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_millis(jiff::Timestamp::now().as_millisecond())
}

/// `at` is when the examination is recorded.
pub(crate) fn defect_row(
    batch: &BatchName,
    device: &DeviceId,
    examination: &Examination,
    at: Timestamp,
) -> DefectRow {
    DefectRow {
        picture_id: examination.picture_id.to_string(),
        batch: batch.to_string(),
        device_id: device.to_string(),
        verdict: examination.verdict.as_str().to_owned(),
        score: examination.score,
        boxes: examination
            .boxes
            .iter()
            .map(|found| BoxRow {
                left: found.left,
                top: found.top,
                width: found.width,
                height: found.height,
                score: found.score,
            })
            .collect(),
        heat_map: examination.heat_map.clone(),
        model: examination.model.clone(),
        looked_at: Some(at),
    }
}

pub(crate) fn shadow_row(
    batch: &BatchName,
    picture: &PreparedPicture,
    shadow: &Shadow,
    live: &Examination,
) -> ShadowRow {
    ShadowRow {
        picture_id: picture.id.to_string(),
        batch: batch.to_string(),
        device_id: picture.device_id.to_string(),
        verdict: shadow.verdict.as_str().to_owned(),
        score: shadow.score,
        model: shadow.model.clone(),
        live_verdict: live.verdict.as_str().to_owned(),
        live_score: live.score,
        live_model: live.model.clone(),
    }
}

pub(crate) fn rejection_row(batch: &BatchName, rejection: &Rejection) -> RejectionRow {
    RejectionRow {
        batch: batch.to_string(),
        source_key: rejection.source.clone(),
        kept_at: rejection.kept_at.clone(),
        device_id: rejection.device_id.to_string(),
        reason: rejection.reason.as_str().to_owned(),
        detail: rejection.detail.clone(),
        bytes: bigint(rejection.bytes),
    }
}

/// No object has 2^63 bytes.
fn bigint(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

fn timestamp(text: &str) -> Result<Timestamp, Failure> {
    text.parse::<jiff::Timestamp>()
        .map(|at| Timestamp::from_millis(at.as_millisecond()))
        .map_err(|error| Failure::Service {
            error: ServiceError::InvalidInput,
            detail: format!("{text:?} is no time: {error}"),
        })
}

#[cfg(test)]
mod tests {
    use contracts::examination::Verdict;
    use contracts::picture::{PictureFormat, RejectionReason};
    use schema::tables::{DefectRow, PictureRow, RejectionRow};
    use schema::{AllowedValues, Row};

    /// The tables promise analysts that a column has no other words than these.
    fn words<T: Row>(column: &str) -> Vec<&'static str> {
        let mut columns = T::columns().into_iter();
        match columns
            .find(|own| own.name == column)
            .map(|own| own.allowed)
        {
            Some(AllowedValues::Values(words)) => words.to_vec(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn the_words_of_the_lake_are_those_that_the_tables_promise() {
        let reasons = RejectionReason::ALL.map(RejectionReason::as_str);
        assert_eq!(words::<RejectionRow>("reason"), reasons);
        let verdicts = [Verdict::Normal, Verdict::Anomalous].map(Verdict::as_str);
        assert_eq!(words::<DefectRow>("verdict"), verdicts);
        let formats = [PictureFormat::Jpeg, PictureFormat::Png].map(PictureFormat::as_str);
        assert_eq!(words::<PictureRow>("format"), formats);
    }
}
