//! What the look at every picture must be.

use diagnostics::nearest;

use super::Reader;
use crate::Region;
use crate::config::Declaration;

/// The colours by which Rekognition calls others.
/// <https://docs.aws.amazon.com/rekognition/latest/dg/labels-detect-labels-image.html>
const SIMPLIFIED_COLORS: [&str; 12] = [
    "black", "blue", "brown", "cyan", "green", "grey", "orange", "pink", "purple", "red", "white",
    "yellow",
];

impl Reader {
    pub(super) fn first_look(&mut self, declared: &Declaration, regions: &[Region]) {
        if declared.first_look.custom_labels {
            self.custom_labels(declared, "first_look.custom_labels", regions);
        }
        if let Some(requests) = declared.first_look.requests_per_second {
            self.range("first_look.requests_per_second", requests, 1..=10_000);
        }
        let rules = &declared.first_look.rules;
        if declared.first_look.custom_labels && !rules.asks_custom_labels() {
            // The rule without models is no mistake: it spares no picture until there are some.
            let text = "no rule asks the models, which cost by the hour".to_owned();
            let help = "give the rule min_anomaly_confidence, or leave the models out".to_owned();
            let field = "first_look.custom_labels";
            self.report("config::missing", field, text, Some(help));
        }
        let moderation = rules.moderation.as_ref();
        let mut percents = vec![
            ("min_confidence", Some(rules.min_confidence)),
            ("min_anomaly_confidence", rules.min_anomaly_confidence),
            ("min_brightness", rules.min_brightness),
            ("min_sharpness", rules.min_sharpness),
            (
                "moderation.min_confidence",
                moderation.map(|rule| rule.min_confidence),
            ),
            (
                "text.min_confidence",
                rules.text.as_ref().map(|rule| rule.min_confidence),
            ),
            ("min_face_confidence", rules.min_face_confidence),
        ];
        let colors = rules.suspicious_colors.iter();
        percents
            .extend(colors.map(|rule| ("suspicious_colors.min_percent", Some(rule.min_percent))));
        for (name, percent) in percents {
            if let Some(percent) = percent {
                self.range(&format!("first_look.rules.{name}"), percent, 0.0..=100.0);
            }
        }
        if let Some(people) = &rules.people {
            // Rekognition takes no less.
            let field = "first_look.rules.people.min_confidence";
            self.range(field, people.min_confidence, 50.0..=100.0);
        }
        for rule in &rules.suspicious_colors {
            if !SIMPLIFIED_COLORS.contains(&rule.color.as_str()) {
                let text = format!("{:?} is no simplified colour of Rekognition", rule.color);
                let help = match nearest(&rule.color, SIMPLIFIED_COLORS) {
                    Some(near) => format!("did you mean {near:?}?"),
                    None => format!("one of {}", SIMPLIFIED_COLORS.join(", ")),
                };
                let field = "first_look.rules.suspicious_colors.color";
                self.report("config::bad-value", field, text, Some(help));
            }
        }
        if rules.access().is_empty() {
            let text = "no rule asks anything: no picture would ever be suspicious".to_owned();
            let help = Some("give at least one rule".to_owned());
            self.report("config::missing", "first_look.rules", text, help);
        }
    }
}
