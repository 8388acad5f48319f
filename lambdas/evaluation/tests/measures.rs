//! The measures against values worked out by hand or published, and against their definitions.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use evaluation::drift::{Drift, DriftRule};
use evaluation::{Confusion, Overlap, OverlapError, Proportion, auroc, average_precision};
use proptest::prelude::*;

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-6, "{found}, not {wanted}");
}

#[test]
fn rankings_measure_what_scikit_learn_documents() {
    // The example of roc_auc_score and average_precision_score.
    let scored = [(0.1, false), (0.4, false), (0.35, true), (0.8, true)];
    near(auroc(&scored).unwrap(), 0.75);
    near(average_precision(&scored).unwrap(), 0.833_333_333);
    // Equal scores: half a pair each; one step of the precision.
    let tied = [(0.5, true), (0.5, false), (0.5, false), (0.1, false)];
    near(auroc(&tied).unwrap(), 2.0 / 3.0);
    near(average_precision(&tied).unwrap(), 1.0 / 3.0);
    assert_eq!(auroc(&[(0.3, true)]), None);
    assert_eq!(average_precision(&[(0.3, false)]), None);
}

#[test]
fn verdicts_are_counted_at_the_threshold_and_above() {
    let scored = [
        (0.5, true),
        (0.49, true),
        (0.9, false),
        (0.2, false),
        (0.7, true),
    ];
    let counts = Confusion::at(0.5, &scored);
    assert_eq!(counts.true_positives, 2);
    assert_eq!(counts.false_negatives, 1);
    assert_eq!(counts.false_positives, 1);
    assert_eq!(counts.true_negatives, 1);
    near(counts.precision().value().unwrap(), 2.0 / 3.0);
    near(counts.recall().value().unwrap(), 2.0 / 3.0);
    near(counts.f1().unwrap(), 2.0 / 3.0);
    near(counts.accuracy().value().unwrap(), 0.6);
    assert_eq!(Confusion::at(0.5, &[(0.1, false)]).f1(), None);
}

#[test]
fn what_a_part_proves() {
    // 0.05 ^ (1 / 22) and 0.025 ^ (1 / 22).
    near(Proportion::of(22, 0).lower_bound(0.95), 0.872_694_6);
    near(Proportion::of(22, 0).interval(0.95).lower, 0.845_628_2);
    near(Proportion::of(22, 0).interval(0.95).upper, 1.0);
    // R's binom.test(682, 925).
    let interval = Proportion::of(682, 925 - 682).interval(0.95);
    near(interval.lower, 0.707_668_3);
    near(interval.upper, 0.765_406_6);
    near(Proportion::of(0, 22).lower_bound(0.95), 0.0);
    assert_eq!(Proportion::of(0, 0).value(), None);
    assert_eq!(Proportion::trials_to_show(0.99, 0.95), 299);
    assert!(Proportion::of(299, 0).lower_bound(0.95) >= 0.99);
    assert!(Proportion::of(298, 0).lower_bound(0.95) < 0.99);
}

#[test]
fn overlap_counts_every_region_alike() {
    // Thirteen pixels in a row, ten of them sound; a region of one pixel and one of two.
    let mut scores = [0.0f32; 13];
    let mut mask = [false; 13];
    mask[0] = true;
    mask[5..7].fill(true);
    for (pixel, score) in [(0, 0.9), (2, 0.8), (5, 0.7), (9, 0.6), (10, 0.5)] {
        scores[pixel] = score;
    }
    let mut overlap = Overlap::default();
    overlap.add(&scores, &mask, 13).unwrap();
    // The overlap is 0.5 up to the first sound pixel, then 0.75 up to the third, where the rate is
    // 0.3: the ties at 0 come after.
    near(overlap.aupro().unwrap(), (0.05 + 0.075 + 0.075) / 0.3);

    // A map that says nothing: a straight line from nothing to everything.
    let mut flat = Overlap::default();
    flat.add(&[0.3; 13], &mask, 13).unwrap();
    near(flat.aupro().unwrap(), 0.15);

    // Pixels that touch at a corner are one region.
    let mut corner = Overlap::default();
    let scores = [0.9, 0.2, 0.2, 0.1];
    corner.add(&scores, &[true, false, false, true], 2).unwrap();
    // Half of the region at once, the other half below both sound pixels.
    near(corner.aupro().unwrap(), 0.5);

    let mut none = Overlap::default();
    none.add(&[0.1], &[false], 1).unwrap();
    assert_eq!(none.aupro(), None);
}

#[test]
fn maps_that_do_not_fit_their_masks_are_refused() {
    let mut overlap = Overlap::default();
    let error = overlap.add(&[0.1, 0.2], &[true], 1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "2 scores and 1 pixels of a mask do not make a picture that is 1 pixels wide: both have \
         to be width x height"
    );
    let error = overlap
        .add(&[0.1, f32::NAN], &[true, false], 2)
        .unwrap_err();
    assert_eq!(error, OverlapError::NotFinite { index: 1 });
    assert!(overlap.add(&[0.1; 3], &[true; 3], 2).is_err());
    assert_eq!(overlap.aupro(), None, "nothing was added");
}

#[test]
fn drift_by_hand() {
    let reference: Vec<f64> = (1..=10).map(f64::from).collect();
    let drift = Drift::between(&reference, &[10.5; 10]).unwrap();
    // Nine bins of 0.1 that have none, told as 0.05, and one that has all.
    let wanted = 9.0 * (0.05 - 0.1) * 0.5f64.ln() + (1.0 - 0.1) * 10f64.ln();
    near(drift.population_stability_index, wanted);
    near(drift.kolmogorov_smirnov, 1.0);
    let half = Drift::between(&[1.0, 2.0, 3.0, 4.0], &[3.0, 4.0, 5.0, 6.0]).unwrap();
    near(half.kolmogorov_smirnov, 0.5);
    assert!(half.p_value > 0.3, "four pictures prove nothing: {half:?}");
    assert!(!DriftRule::default().is_alarm(&half));

    // The table of Kolmogorov's distribution has 0.049 at 1.36.
    let grid = |from: u32| (from..from + 2000).map(f64::from).collect::<Vec<_>>();
    let shifted = Drift::between(&grid(0), &grid(86)).unwrap();
    near(shifted.kolmogorov_smirnov, 0.043);
    assert!((shifted.p_value - 0.048).abs() < 0.001, "{shifted:?}");
    assert!(
        !DriftRule::default().is_alarm(&shifted),
        "significant, and small"
    );
    let far = Drift::between(&grid(0), &grid(1000)).unwrap();
    assert!(DriftRule::default().is_alarm(&far));
    assert!(Drift::between(&[f64::NAN], &[1.0]).is_none());
}

#[test]
fn a_sample_that_is_all_one_number_has_no_bins_to_divide_by() {
    let same = Drift::between(&[1.0; 20], &[1.0; 30]).unwrap();
    near(same.population_stability_index, 0.0);
    let other = Drift::between(&[1.0; 20], &[2.0; 30]).unwrap();
    assert!(other.population_stability_index > 1.0);
    assert!(DriftRule::default().is_alarm(&other));
}

fn scored() -> impl Strategy<Value = Vec<(f64, bool)>> {
    // Few values, so that there are ties.
    prop::collection::vec(((0..12u8).prop_map(f64::from), any::<bool>()), 1..60)
}

/// The part of (anomalous, normal) pairs in order, by counting.
fn by_pairs(scored: &[(f64, bool)]) -> Option<f64> {
    let of = |wanted: bool| scored.iter().filter(move |s| s.1 == wanted).map(|s| s.0);
    let pairs: Vec<f64> = of(true)
        .flat_map(|a| {
            of(false).map(move |n| match a.total_cmp(&n) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            })
        })
        .collect();
    (!pairs.is_empty()).then(|| pairs.iter().sum::<f64>() / pairs.len() as f64)
}

/// The probability of at least `right` of `total`, each with probability `p`.
fn tail(right: u64, total: u64, p: f64) -> f64 {
    let mut choose = 1.0;
    (0..=total)
        .map(|k| {
            let term = choose * p.powi(k as i32) * (1.0 - p).powi((total - k) as i32);
            choose *= (total - k) as f64 / (k + 1) as f64;
            if k >= right { term } else { 0.0 }
        })
        .sum()
}

/// The curve of the overlap at every threshold, with the region of each pixel found by itself.
fn overlap_by_thresholds(scores: &[u8], mask: &[bool]) -> Option<f64> {
    // Pixels two apart, in a row: each defective one is a region of its own.
    let regions = mask.iter().filter(|m| **m).count() as f64;
    let sound = mask.len() as f64 - regions;
    if regions == 0.0 || sound == 0.0 {
        return None;
    }
    let mut points = vec![(0.0, 0.0)];
    for threshold in (0..=255u8).rev() {
        let found = |wanted: bool| {
            let pairs = scores.iter().zip(mask);
            pairs
                .filter(|(s, m)| **s >= threshold && **m == wanted)
                .count() as f64
        };
        points.push((found(false) / sound, found(true) / regions));
    }
    let mut area = 0.0;
    for pair in points.windows(2) {
        let ((x, y), (next_x, next_y)) = (pair[0], pair[1]);
        let end = next_x.min(0.3f64);
        if end > x {
            let at_end = y + (next_y - y) * (end - x) / (next_x - x);
            area += (end - x) * (y + at_end) / 2.0;
        }
    }
    Some(area / 0.3)
}

proptest! {
    #[test]
    fn auroc_is_the_part_of_pairs_in_order(scored in scored()) {
        let found = auroc(&scored);
        prop_assert_eq!(found.is_some(), by_pairs(&scored).is_some());
        if let (Some(found), Some(wanted)) = (found, by_pairs(&scored)) {
            prop_assert!((found - wanted).abs() < 1e-12);
            // Only the order counts, and turning it round turns the area round.
            let stretched: Vec<_> = scored.iter().map(|s| (s.0.powi(3), s.1)).collect();
            prop_assert_eq!(auroc(&stretched), Some(found));
            let turned: Vec<_> = scored.iter().map(|s| (-s.0, s.1)).collect();
            prop_assert!((auroc(&turned).unwrap() + found - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn average_precision_is_at_least_that_of_the_worst_order(scored in scored()) {
        if let Some(found) = average_precision(&scored) {
            let anomalous = scored.iter().filter(|s| s.1).count() as f64;
            prop_assert!(found <= 1.0 + 1e-12 && found > 0.0);
            let best: Vec<_> = scored.iter().map(|s| (f64::from(u8::from(s.1)), s.1)).collect();
            prop_assert_eq!(average_precision(&best), Some(1.0));
            let flat: Vec<_> = scored.iter().map(|s| (0.0, s.1)).collect();
            let guessed = average_precision(&flat).unwrap();
            prop_assert!((guessed - anomalous / scored.len() as f64).abs() < 1e-12);
        }
    }

    /// Exactly as few as were right would come by chance in one case of twenty.
    #[test]
    fn the_lower_bound_is_where_luck_is_one_in_twenty(right in 1..60u64, wrong in 0..60u64) {
        let part = Proportion::of(right, wrong);
        let bound = part.lower_bound(0.95);
        prop_assert!((tail(right, right + wrong, bound) - 0.05).abs() < 1e-6, "{bound}");
        let interval = part.interval(0.95);
        prop_assert!(interval.lower < bound && bound < part.value().unwrap());
        prop_assert!(interval.upper >= part.value().unwrap());
    }

    #[test]
    fn overlap_is_the_area_below_its_curve(
        pixels in prop::collection::vec((any::<u8>(), any::<bool>()), 1..40)
    ) {
        // A sound pixel after each keeps the regions apart.
        let spread: Vec<(u8, bool)> = pixels.iter().flat_map(|p| [*p, (0, false)]).collect();
        let (scores, mask): (Vec<u8>, Vec<bool>) = spread.into_iter().unzip();
        let mut overlap = Overlap::default();
        let floats: Vec<f32> = scores.iter().map(|s| f32::from(*s)).collect();
        overlap.add(&floats, &mask, mask.len()).unwrap();
        match (overlap.aupro(), overlap_by_thresholds(&scores, &mask)) {
            (Some(found), Some(wanted)) => prop_assert!((found - wanted).abs() < 1e-9),
            (found, wanted) => prop_assert_eq!(found, wanted),
        }
    }

    #[test]
    fn drift_of_anything_is_in_its_range(
        one in prop::collection::vec(-5.0..5.0f64, 1..80),
        other in prop::collection::vec(-5.0..5.0f64, 1..80),
    ) {
        let drift = Drift::between(&one, &other).unwrap();
        prop_assert!(drift.population_stability_index >= 0.0);
        prop_assert!((0.0..=1.0).contains(&drift.kolmogorov_smirnov));
        prop_assert!((0.0..=1.0).contains(&drift.p_value));
        let back = Drift::between(&other, &one).unwrap();
        prop_assert_eq!(back.kolmogorov_smirnov, drift.kolmogorov_smirnov);
        let none = Drift::between(&one, &one).unwrap();
        prop_assert_eq!(none.population_stability_index, 0.0);
        prop_assert_eq!(none.kolmogorov_smirnov, 0.0);
        prop_assert_eq!(none.p_value, 1.0);
    }
}
