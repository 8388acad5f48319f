//! From distances to scores: what is usual among sound pictures makes the scale.

use serde::{Deserialize, Serialize};

/// The distances of held-out sound pictures, summed up, and the threshold that follows. Single
/// precision, which comes back from JSON exactly as it went there.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Scale {
    /// The usual distance of sound pictures.
    pub(crate) middle: f32,
    /// The distance from which a picture is no longer called sound.
    pub(crate) threshold: f32,
}

/// The median absolute deviation of a normal distribution, in standard deviations, inverted.
const DEVIATION_OF_MAD: f64 = 1.4826;
/// How far a threshold may be raised, in its distances from the middle of sound pictures. A sound picture
/// that is farther is more likely none.
const MOST_RAISED: f64 = 2.0;
/// How far above a sound picture a raised threshold is, in the same; a standard deviation of 2.5.
const ROOM: f64 = 0.4;

impl Scale {
    /// The threshold `deviations` standard deviations above the mean of sound pictures.
    ///
    /// Both are estimated by medians: among pictures from the field that are called sound there
    /// is often one that is not, or that was taken quite differently, and one such picture in
    /// thirty would move the threshold beyond most defects.
    pub(crate) fn from_sound(distances: &[f64], deviations: f64) -> Self {
        let middle = median(distances.to_vec());
        let apart = distances.iter().map(|d| (d - middle).abs()).collect();
        let deviation = median(apart) * DEVIATION_OF_MAD;
        // Pictures that are all the same still leave room for a little noise.
        let least = (middle.abs() * 1e-3).max(1e-6);
        Self {
            middle: middle as f32,
            threshold: (middle + (deviations * deviation).max(least)) as f32,
        }
    }

    /// The threshold raised to where it tells sound pictures from `anomalous` ones best, by the mean of the
    /// parts of both that are called so; the lowest of equals. Deviations say little where sound pictures
    /// differ by more than chance, by device or by light, and labelled defects then show how much room there
    /// is.
    ///
    /// Not more than [`MOST_RAISED`], as the next defect may be a smaller one, and never lowered: a few
    /// defects that look as sound pictures do would make an alarm of every fourth of those.
    pub(crate) fn raised(self, sound: &[f64], anomalous: &[f64]) -> Self {
        let threshold = f64::from(self.threshold);
        let reach = threshold - f64::from(self.middle);
        let most = f64::from(self.middle) + MOST_RAISED * reach;
        let all = || sound.iter().chain(anomalous).copied();
        let above = |distance: f64| {
            let farther = all().filter(|other| *other > distance);
            let next = farther.fold(f64::INFINITY, f64::min);
            (distance + (ROOM * reach).min((next - distance) / 2.0)).min(most)
        };
        let mut places: Vec<f64> = sound
            .iter()
            .filter(|distance| (threshold..most).contains(distance))
            .map(|distance| above(*distance))
            .collect();
        places.sort_by(f64::total_cmp);
        let told = |at: f64| {
            let spared = sound.iter().filter(|distance| **distance < at).count();
            let found = anomalous.iter().filter(|distance| **distance >= at).count();
            // Both parts by a common denominator: equals have to be equal.
            spared * anomalous.len().max(1) + found * sound.len().max(1)
        };
        let start = (threshold, told(threshold));
        let (best, _) = places.into_iter().fold(start, |best, place| {
            let here = told(place);
            if here > best.1 { (place, here) } else { best }
        });
        Self {
            threshold: best as f32,
            ..self
        }
    }

    /// The distance as a score between 0 and 1, 0.5 at the threshold, 0.25 at the middle of
    /// sound pictures. Strictly rising, so that it ranks as the distance does, however far it goes.
    pub(crate) fn score(&self, distance: f64) -> f64 {
        let (middle, threshold) = (f64::from(self.middle), f64::from(self.threshold));
        let above = (distance - threshold) / (threshold - middle);
        0.5 + 0.5 * above / (1.0 + above.abs())
    }

    /// Whether the numbers can be what a fit has given.
    pub(crate) fn is_sane(&self) -> bool {
        self.middle.is_finite() && self.threshold.is_finite() && self.threshold > self.middle
    }
}

/// The median; 0 of nothing.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.get(half) {
        None => 0.0,
        Some(upper) if values.len() % 2 == 1 => *upper,
        Some(upper) => (values[half - 1] + upper) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_is_in_the_middle_and_the_order_is_kept() {
        let scale = Scale::from_sound(&[9.0, 10.0, 11.0], 2.0 / DEVIATION_OF_MAD);
        assert_eq!(scale.score(12.0), 0.5);
        assert_eq!(scale.score(10.0), 0.25);
        let scores: Vec<f64> = (0..2000).map(|d| scale.score(f64::from(d))).collect();
        assert!(scores.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(scores.iter().all(|score| (0.0..1.0).contains(score)));
    }

    #[test]
    fn a_picture_that_is_quite_different_does_not_move_the_threshold_far() {
        let usual: Vec<f64> = (0..20).map(|i| 1.0 + f64::from(i % 5) * 0.1).collect();
        let without = Scale::from_sound(&usual, 2.5).threshold;
        let with = Scale::from_sound(&[usual, vec![9.0]].concat(), 2.5).threshold;
        assert!((with - without).abs() < 0.2, "{without} {with}");
    }

    #[test]
    fn labelled_defects_raise_the_threshold_above_sound_pictures_and_no_farther() {
        let mut sound: Vec<f64> = (0..40).map(|i| 1.0 + f64::from(i % 5) * 0.1).collect();
        let scale = Scale::from_sound(&sound, 2.5);
        let (middle, threshold) = (f64::from(scale.middle), f64::from(scale.threshold));
        let reach = threshold - middle;
        let at = |raised: Scale| f64::from(raised.threshold);
        // Where nothing is called wrongly there is nothing to raise.
        assert_eq!(scale.raised(&sound, &[9.0; 4]), scale);
        let odd = threshold + 0.3 * reach;
        sound.push(odd);
        // As far above it as there is room for, whether the defects are far or near.
        assert!((at(scale.raised(&sound, &[9.0; 4])) - odd - ROOM * reach).abs() < 1e-5);
        let near = odd + 0.2 * reach;
        assert!((at(scale.raised(&sound, &[near; 4])) - odd - 0.1 * reach).abs() < 1e-5);
        // Nor beyond the most.
        let last = [&sound[..40], &[middle + 1.9 * reach]].concat();
        let most = middle + MOST_RAISED * reach;
        assert!((at(scale.raised(&last, &[9.0; 4])) - most).abs() < 1e-5);
        // Not over defects that are found, nor over what is hardly sound.
        assert_eq!(scale.raised(&sound, &[threshold + 0.1 * reach; 4]), scale);
        assert_eq!(scale.raised(&sound, &[]).middle, scale.middle);
        let far = [&sound[..40], &[middle + 3.0 * reach]].concat();
        assert_eq!(scale.raised(&far, &[99.0; 4]), scale);
        // One more that is spared is no better than one less that is found.
        let even = [
            &[1.0; 22][..],
            &[threshold + 0.3 * reach, threshold + 9.0 * reach],
        ]
        .concat();
        let found = [&[threshold + 0.1 * reach][..], &[99.0; 23]].concat();
        assert_eq!(scale.raised(&even, &found), scale);
        // Nor lowered to those that look as sound ones do.
        assert_eq!(scale.raised(&sound[..40], &[1.2; 4]), scale);
    }

    #[test]
    fn pictures_all_alike_still_make_a_scale() {
        assert!(Scale::from_sound(&[5.0; 4], 2.5).is_sane());
        assert!(Scale::from_sound(&[0.0; 4], 2.5).is_sane());
    }
}
