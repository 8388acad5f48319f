//! The rules by which a picture is suspicious.
//!
//! A rule that the configuration leaves out is not asked. Suspicion is 0.5 or more exactly when
//! a rule fires. With the rule on custom labels, a device class for which no model is live has
//! every picture looked at closely: general labels cannot tell a sound device from a cracked
//! one, and a picture that nothing could call sound must not pass as one.

use contracts::finding::{ExpectedText, Finding, FirstLookRules};
use contracts::picture::PreparedPicture;
use detectors::Sight;

/// What is said of a picture: what was seen, and what of it is suspicious. `model` is the
/// custom labels model that was asked.
pub fn finding(
    rules: &FirstLookRules,
    picture: &PreparedPicture,
    model: Option<&str>,
    sight: Sight,
) -> Finding {
    let mut verdict = Verdict::default();
    verdict.judge_custom_labels(rules, picture, model, &sight);
    verdict.judge_labels(rules, &sight);
    verdict.judge_what_is_missing(rules, &sight);
    verdict.judge_objects(rules, &sight);
    verdict.judge_colors(rules, &sight);
    verdict.judge_moderation(rules, &sight);
    verdict.judge_text(rules, picture, &sight);
    verdict.judge_people(rules, &sight);
    verdict.judge_quality("dark", "brightness", sight.brightness, rules.min_brightness);
    verdict.judge_quality("blurred", "sharpness", sight.sharpness, rules.min_sharpness);
    let mut labels = sight.labels;
    labels.truncate(Finding::MOST_LABELS);
    Finding {
        picture_id: picture.id.clone(),
        suspicious: !verdict.reasons.is_empty(),
        suspicion: verdict.suspicion,
        reasons: verdict.reasons,
        labels,
        brightness: sight.brightness,
        sharpness: sight.sharpness,
        contrast: sight.contrast,
        dominant_color: sight.dominant_color,
        model: model.map(ToOwned::to_owned),
    }
}

/// The strongest suspicion, and the sentence of every rule that fired.
#[derive(Default)]
struct Verdict {
    suspicion: f64,
    reasons: Vec<String>,
}

impl Verdict {
    /// A rule fired, by `excess` (0 to 1) over its limit.
    fn fire(&mut self, excess: f64, reason: String) {
        self.raise(0.5 + 0.5 * excess.clamp(0.0, 1.0));
        self.reasons.push(reason);
    }

    fn raise(&mut self, suspicion: f64) {
        self.suspicion = self.suspicion.max(suspicion);
    }

    fn judge_custom_labels(
        &mut self,
        rules: &FirstLookRules,
        picture: &PreparedPicture,
        model: Option<&str>,
        sight: &Sight,
    ) {
        let Some(limit) = rules.min_anomaly_confidence.map(f64::from) else {
            return;
        };
        let anomaly = match (&sight.anomaly, model) {
            (Some(anomaly), Some(_)) => anomaly,
            _ => {
                let class = &picture.device_class;
                self.fire(
                    0.0,
                    format!("no custom labels model is live for the device class {class}"),
                );
                return;
            }
        };
        let confidence = anomaly.confidence;
        if confidence >= limit
            && let Some(label) = &anomaly.label
        {
            let excess = share(confidence - limit, 100.0 - limit);
            self.fire(
                excess,
                format!("the custom labels model says {label} ({confidence:.1} of 100)"),
            );
        } else {
            // The limit is at 0.5; what lies below stays below.
            self.raise((0.5 * share(confidence, limit)).min(BELOW_HALF));
        }
    }

    fn judge_labels(&mut self, rules: &FirstLookRules, sight: &Sight) {
        let limit = f64::from(rules.min_confidence);
        for label in &sight.labels {
            let named = rules
                .suspicious_labels
                .iter()
                .any(|name| name.eq_ignore_ascii_case(&label.name));
            if named && label.confidence >= limit {
                let excess = share(label.confidence - limit, 100.0 - limit);
                let (name, confidence) = (&label.name, label.confidence);
                self.fire(
                    excess,
                    format!("{name} was recognised ({confidence:.1} of 100)"),
                );
            }
        }
    }

    fn judge_what_is_missing(&mut self, rules: &FirstLookRules, sight: &Sight) {
        let limit = f64::from(rules.min_confidence);
        for expected in &rules.expected_labels {
            let found = sight.labels.iter().any(|label| {
                label.name.eq_ignore_ascii_case(expected) && label.confidence >= limit
            });
            if !found {
                self.fire(0.5, format!("{expected} was expected and not recognised"));
            }
        }
    }

    fn judge_objects(&mut self, rules: &FirstLookRules, sight: &Sight) {
        let Some(expected) = &rules.expected_objects else {
            return;
        };
        let limit = f64::from(rules.min_confidence);
        for object in &sight.objects {
            let is_expected = expected
                .iter()
                .any(|name| name.eq_ignore_ascii_case(&object.name));
            if !is_expected && object.confidence >= limit {
                let (name, confidence) = (&object.name, object.confidence);
                let excess = share(confidence - limit, 100.0 - limit);
                self.fire(
                    excess,
                    format!("{name} is no expected object ({confidence:.1} of 100)"),
                );
            }
        }
    }

    fn judge_colors(&mut self, rules: &FirstLookRules, sight: &Sight) {
        for rule in &rules.suspicious_colors {
            let limit = f64::from(rule.min_percent);
            let colors = sight.colors.iter();
            let covered: f64 = colors
                .filter(|(name, _)| name.eq_ignore_ascii_case(&rule.color))
                .map(|(_, percent)| percent)
                .sum();
            if covered > 0.0 && covered >= limit {
                self.fire(
                    share(covered - limit, 100.0 - limit),
                    format!("{} covers {covered:.1} % of it", rule.color),
                );
            }
        }
    }

    fn judge_moderation(&mut self, rules: &FirstLookRules, sight: &Sight) {
        let Some(rule) = &rules.moderation else {
            return;
        };
        let limit = f64::from(rule.min_confidence);
        for label in &sight.moderation {
            let counts = rule.categories.is_empty()
                || rule
                    .categories
                    .iter()
                    .any(|category| category.eq_ignore_ascii_case(&label.name));
            if counts && label.confidence >= limit {
                let (name, confidence) = (&label.name, label.confidence);
                let excess = share(confidence - limit, 100.0 - limit);
                self.fire(
                    excess,
                    format!("moderation says {name} ({confidence:.1} of 100)"),
                );
            }
        }
    }

    fn judge_text(&mut self, rules: &FirstLookRules, picture: &PreparedPicture, sight: &Sight) {
        let Some(rule) = &rules.text else {
            return;
        };
        let expected = match rule.expected {
            ExpectedText::DeviceId => picture.device_id.as_str(),
        };
        if !is_read(&plain(expected), &sight.text) {
            self.fire(0.5, format!("{expected} was expected and not read"));
        }
    }

    fn judge_people(&mut self, rules: &FirstLookRules, sight: &Sight) {
        if let Some(limit) = rules.min_face_confidence.map(f64::from) {
            let faces = sight.faces.iter().filter(|face| **face >= limit).count();
            if faces > 0 {
                self.fire(1.0, format!("there are faces in it: {faces}"));
            }
        }
        let Some(rule) = &rules.people else {
            return;
        };
        if rule.required.is_empty() {
            let people = sight.people.len();
            if people > 0 {
                self.fire(1.0, format!("there are people in it: {people}"));
            }
            return;
        }
        for person in sight
            .people
            .iter()
            .filter(|person| !person.lacks.is_empty())
        {
            let lacks: Vec<&str> = person.lacks.iter().map(|one| one.as_str()).collect();
            self.fire(1.0, format!("somebody in it lacks {}", lacks.join(" and ")));
        }
    }

    fn judge_quality(&mut self, word: &str, name: &str, value: Option<f64>, limit: Option<f32>) {
        let (Some(value), Some(limit)) = (value, limit.map(f64::from)) else {
            return;
        };
        if value < limit {
            self.fire(
                share(limit - value, limit),
                format!("too {word} to be called sound: {name} {value:.1}, at least {limit:.1}"),
            );
        }
    }
}

/// The largest suspicion of a picture that no rule makes suspicious.
const BELOW_HALF: f64 = 0.499;

/// Whether what was read says `id`: as a whole, or in words that follow each other, for a plate may be read
/// as one line or word by word. What is longer, or of another line, is another device's.
fn is_read(id: &str, readings: &[Vec<String>]) -> bool {
    readings.iter().any(|reading| {
        let words: Vec<String> = reading.iter().map(|word| plain(word)).collect();
        (0..words.len()).any(|first| begins_with(id, &words, first))
    })
}

/// Whether the words from the one at `first` on say `id`.
fn begins_with(id: &str, words: &[String], first: usize) -> bool {
    let mut said = String::new();
    for (at, word) in words.iter().enumerate().skip(first) {
        said.push_str(word);
        if said == id && !said.is_empty() {
            // Of several words, digits go on in the next: `M 1 2` is no `M 1`.
            let is_one = at == first;
            let before = first.checked_sub(1).and_then(|before| words.get(before));
            return is_one
                || !(go_on(before, Some(&said)) || go_on(Some(&said), words.get(at + 1)));
        }
        if !id.starts_with(&said) {
            return false;
        }
    }
    false
}

/// Whether a number goes on from one text to the next.
fn go_on(text: Option<&String>, next: Option<&String>) -> bool {
    let last = text.and_then(|text| text.chars().next_back());
    let first = next.and_then(|next| next.chars().next());
    last.is_some_and(char::is_numeric) && first.is_some_and(char::is_numeric)
}

/// Letters and digits alone, all small: what is on a plate, however it is set.
fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// `part` of `whole`, 0 to 1; all of it where there is no whole.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 {
        (part / whole).clamp(0.0, 1.0)
    } else {
        1.0
    }
}
