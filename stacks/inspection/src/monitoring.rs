//! How models are watched: how often, against what, and what follows.

use diagnostics::{Address, Diagnostic, Diagnostics};

/// How models are watched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Monitoring {
    /// When: `rate(1 day)`, `cron(0 3 * * ? *)`, in UTC; only when somebody asks, where nothing is said.
    pub schedule: Option<&'static str>,
    /// How many days back a picture is recent, 1 to 90.
    pub recent_days: u32,
    /// How many days back a picture may have been captured that a repair tells something of, 1 to 730: what
    /// a repair says is learned by the time of the repair, and this is how far the tables are read for it. No
    /// further than pictures are kept.
    pub feedback_days: u32,
    /// Most pictures of the reference and of the recent ones that are compared, up to 10,000.
    pub most_pictures: u32,
    /// Fewest of both that there is a verdict on, at least 8: with fewer the Kolmogorov-Smirnov test
    /// has hardly a p-value below 0.01 to give.
    pub least_pictures: u32,
    /// The population stability index from which on it may be drift, above 0.
    pub index_at_least: f64,
    /// The p-value of the Kolmogorov-Smirnov test below which it may be drift, between 0 and 1. Drift is
    /// what both say.
    pub p_value_below: f64,
    /// Whether an alarm starts a training on what the field has told since. What comes of it is the
    /// candidate at most: a person promotes it.
    pub retrain: bool,
}

impl Monitoring {
    /// Every day, over the last week; a repair within half a year.
    pub const DEFAULT: Self = Self {
        schedule: Some("rate(1 day)"),
        recent_days: 7,
        feedback_days: 180,
        most_pictures: 500,
        least_pictures: 100,
        index_at_least: 0.25,
        p_value_below: 0.01,
        retrain: true,
    };

    /// What is wrong with it.
    pub(crate) fn check(&self, place: &Address) -> Diagnostics {
        let mut found = Diagnostics::new();
        let mut report = |field: &str, summary: String, help: &str| {
            let problem = Diagnostic::error("config::bad-value", place.join(field), summary);
            found.push(problem.with_help(help));
        };
        if let Some(schedule) = self.schedule
            && !is_schedule(schedule)
        {
            report(
                "schedule",
                format!("{schedule:?} is no schedule of EventBridge"),
                "such as rate(1 day), rate(12 hours) or cron(0 3 * * ? *)",
            );
        }
        let some = "a few hundred pictures tell a shift from chance";
        let repaired = "as many as pass until a defect is repaired, at most";
        for (field, value, allowed, help) in [
            ("recent_days", self.recent_days, 1..=90, some),
            ("feedback_days", self.feedback_days, 1..=730, repaired),
            ("most_pictures", self.most_pictures, 8..=10_000, some),
            ("least_pictures", self.least_pictures, 8..=10_000, some),
        ] {
            if !allowed.contains(&value) {
                let text = format!(
                    "{value} is not within {} to {}",
                    allowed.start(),
                    allowed.end()
                );
                report(field, text, help);
            }
        }
        if self.least_pictures > self.most_pictures {
            let text = format!(
                "{} pictures are to be there at least, and at most {} are compared",
                self.least_pictures, self.most_pictures
            );
            report("least_pictures", text, "at most `most_pictures`");
        }
        if !(self.index_at_least > 0.0 && self.index_at_least.is_finite()) {
            let text = format!("{} is not above 0", self.index_at_least);
            report(
                "index_at_least",
                text,
                "0.25 is a shift by the usual reading",
            );
        }
        if !(self.p_value_below > 0.0 && self.p_value_below < 1.0) {
            let text = format!("{} is not between 0 and 1", self.p_value_below);
            report("p_value_below", text, "0.01 is usual");
        }
        found
    }
}

/// Whether EventBridge takes it, as far as its form tells.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html>
fn is_schedule(text: &str) -> bool {
    let within = |name: &str| text.strip_prefix(name)?.strip_suffix(')');
    if let Some(rate) = within("rate(") {
        let (number, unit) = rate.split_once(' ').unwrap_or((rate, ""));
        return match number.parse::<u32>() {
            Ok(1) => matches!(unit, "minute" | "hour" | "day"),
            Ok(2..) => matches!(unit, "minutes" | "hours" | "days"),
            _ => false,
        };
    }
    within("cron(").is_some_and(|fields| {
        let fields: Vec<&str> = fields.split(' ').collect();
        let known = |c: char| c.is_ascii_alphanumeric() || "*?,-/#".contains(c);
        let are_known = fields
            .iter()
            .all(|field| !field.is_empty() && field.chars().all(known));
        let days = [fields.get(2), fields.get(4)];
        let unsaid = days.into_iter().flatten().filter(|field| **field == "?");
        fields.len() == 6 && are_known && unsaid.count() == 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_is_told_by_its_form() {
        for right in [
            "rate(1 day)",
            "rate(5 minutes)",
            "cron(0 3 * * ? *)",
            "cron(0/20 8 ? * MON-FRI *)",
        ] {
            assert!(is_schedule(right), "{right}");
        }
        for wrong in [
            "daily",
            "rate(1 days)",
            "rate(0 hours)",
            "cron(0 3 * * *)",
            "cron(0 3 * * * *)",
        ] {
            assert!(!is_schedule(wrong), "{wrong}");
        }
    }

    #[test]
    fn every_mistake_is_told() {
        let wrong = Monitoring {
            schedule: Some("daily"),
            recent_days: 0,
            feedback_days: 731,
            most_pictures: 20,
            least_pictures: 30,
            index_at_least: 0.0,
            p_value_below: 1.0,
            retrain: true,
        };
        assert_eq!(wrong.check(&Address::root()).iter().count(), 6);
        assert!(Monitoring::DEFAULT.check(&Address::root()).is_empty());
    }
}
