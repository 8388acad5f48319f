//! Measures of a ranking: they need no threshold.

/// How many anomalous and normal pictures share a score.
struct Step {
    anomalous: u64,
    normal: u64,
}

/// The scores from the highest down, equal ones together.
fn steps(scored: &[(f64, bool)]) -> Vec<Step> {
    let mut sorted = scored.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    sorted
        .chunk_by(|a, b| a.0 == b.0)
        .map(|equal| {
            let anomalous = equal.iter().filter(|one| one.1).count() as u64;
            Step {
                anomalous,
                normal: equal.len() as u64 - anomalous,
            }
        })
        .collect()
}

/// The area under the receiver operating characteristic: the part of pairs of an anomalous and a
/// normal picture in which the anomalous one has the higher score, equal scores counting half.
/// 0.5 is guessing, 1 is perfect.
///
/// `scored` holds score and label (whether anomalous). `None` when one of the labels is missing.
/// Scores have to be finite.
pub fn auroc(scored: &[(f64, bool)]) -> Option<f64> {
    let (mut ordered, mut anomalous, mut normal) = (0.0, 0u64, 0u64);
    for step in steps(scored) {
        // The normal pictures of this step are below all anomalous ones so far.
        ordered += step.normal as f64 * (anomalous as f64 + step.anomalous as f64 / 2.0);
        anomalous += step.anomalous;
        normal += step.normal;
    }
    let pairs = anomalous as f64 * normal as f64;
    (pairs > 0.0).then(|| ordered / pairs)
}

/// Average precision: the mean of the precision over all recalls, a step at each score, without
/// interpolation (the definition of scikit-learn's `average_precision_score`). Guessing gives
/// the part of anomalous pictures, 1 is perfect.
///
/// `scored` holds score and label (whether anomalous). `None` when nothing is anomalous. Scores
/// have to be finite.
pub fn average_precision(scored: &[(f64, bool)]) -> Option<f64> {
    let total = scored.iter().filter(|one| one.1).count() as f64;
    let (mut sum, mut anomalous, mut seen) = (0.0, 0u64, 0u64);
    for step in steps(scored) {
        anomalous += step.anomalous;
        seen += step.anomalous + step.normal;
        sum += step.anomalous as f64 * (anomalous as f64 / seen as f64);
    }
    (total > 0.0).then(|| sum / total)
}
