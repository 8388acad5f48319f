//! How models are trained, and what they must reach before they go live.

use contracts::training::TrainingRules;
use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use evaluation::Gate;

use crate::config::TrainBy;

/// The kinds of models that the close look reads.
const KINDS: [&str; 4] = ["padim", "patch-core", "linear", "rbf"];
/// Those of them that draw no heat map.
const WITHOUT_HEAT_MAP: [&str; 2] = ["linear", "rbf"];
/// Most pictures of each label to fit on: describing and fitting some 2,000 takes a function the
/// better part of its 15 minutes.
pub(crate) const MOST_PICTURES: u32 = 2_000;

/// How models are trained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Learning {
    /// What trains.
    pub by: TrainBy,
    /// The kinds of models to choose from: `padim` and `patch-core`, of normal pictures alone, `linear`
    /// and `rbf`, where both labels are known. The best is found by holding groups of pictures out.
    /// The last two learn labels that are the wrong way round as well as right ones, and pictures that
    /// are labelled so call them good: until a version is live, whose pictures tell it, only the first two
    /// show such a mistake.
    pub kinds: &'static [&'static str],
    /// Most pictures of each label to fit on, 4 to 2,000.
    pub most_pictures: u32,
    /// Into how many parts a dataset is divided that was not divided before, 2 to 10; one of them
    /// is to evaluate with.
    pub parts: u32,
    /// At how many of the suspicious pictures a class's candidate looks beside the live model, 0 to 100
    /// percent. It decides nothing, costs as much as a close look, and does so only where the function
    /// itself looks: a candidate has no endpoint.
    pub shadow_percent: u32,
    /// What a model must reach.
    pub gate: GateDeclaration,
}

/// What a model must reach to go live.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GateDeclaration {
    /// The measure: `accuracy`, `precision`, `recall`, `f1`, `auroc`, `average-precision` or
    /// `pixel-aupro`, which only `padim` and `patch-core` have.
    pub metric: &'static str,
    /// What of it is judged: `lower-bound`, which it has with 95 % confidence, or `value`. Only
    /// accuracy, precision and recall have a bound.
    pub judged: &'static str,
    /// What it must be at least, above 0 and up to 1.
    pub at_least: f64,
    /// What part of the anomalous pictures it must find at least as well, 0 to 1; 0 asks for none. Where
    /// defects are rare, a model that finds none is right about nearly all pictures.
    pub least_recall: f64,
}

impl GateDeclaration {
    /// The accuracy is at least 99 %, with 95 % confidence: 299 right verdicts in a row, or more
    /// pictures where there are mistakes; and half of the anomalous ones are found.
    pub const DEFAULT: Self = Self {
        metric: "accuracy",
        judged: "lower-bound",
        at_least: 0.99,
        least_recall: Gate::LEAST_RECALL,
    };
}

impl Learning {
    /// What is wrong with it.
    pub(crate) fn check(&self, place: &Address) -> Diagnostics {
        let mut found = Diagnostics::new();
        let mut report = |field: &str, summary: String, help: Option<String>| {
            let mut problem = Diagnostic::error("config::bad-value", place.join(field), summary);
            problem.help = help;
            found.push(problem);
        };
        if self.kinds.is_empty() {
            let help = Some(KINDS.join(", "));
            report("kinds", "at least one is needed".to_owned(), help);
        }
        for kind in self.kinds {
            if !KINDS.contains(kind) {
                let help = match nearest(kind, KINDS) {
                    Some(near) => format!("did you mean {near:?}?"),
                    None => format!("the close look reads {}", KINDS.join(" and ")),
                };
                let text = format!("{kind:?} is no kind of model that the close look reads");
                report("kinds", text, Some(help));
            }
        }
        for (field, value, allowed) in [
            ("most_pictures", self.most_pictures, 4..=MOST_PICTURES),
            ("parts", self.parts, 2..=10),
            ("shadow_percent", self.shadow_percent, 0..=100),
        ] {
            if !allowed.contains(&value) {
                let (least, most) = (allowed.start(), allowed.end());
                let text = format!("{value} is not within {least} to {most}");
                report(field, text, None);
            }
        }
        let gate = self.gate;
        let parsed = Gate::parse(gate.metric, gate.judged, gate.at_least, gate.least_recall);
        if let Err(error) = parsed {
            report("gate", error.to_string(), None);
        }
        let blind = |kind: &&&str| WITHOUT_HEAT_MAP.contains(*kind);
        let blind: Vec<&str> = self.kinds.iter().filter(blind).copied().collect();
        if gate.metric == "pixel-aupro" && !blind.is_empty() {
            let kinds = blind.join(" and ");
            let text = format!("{kinds} draw no heat map, so that pixel-aupro refuses such models");
            let help = "let `kinds` be padim and patch-core alone, or gate by another measure";
            report("gate", text, Some(help.to_owned()));
        }
        found
    }

    /// What the functions are told.
    pub(crate) fn rules(&self) -> TrainingRules {
        TrainingRules {
            kinds: self.kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            most_pictures: self.most_pictures,
            parts: self.parts,
            gate_metric: self.gate.metric.to_owned(),
            gate_judged: self.gate.judged.to_owned(),
            gate_at_least: self.gate.at_least,
            gate_least_recall: self.gate.least_recall,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_that_cannot_be_is_told() {
        let learning = |gate| Learning {
            by: TrainBy::Embedded,
            kinds: &["padim"],
            most_pictures: 400,
            parts: 3,
            shadow_percent: 0,
            gate,
        };
        let right = learning(GateDeclaration::DEFAULT);
        assert!(right.check(&Address::root()).is_empty());
        assert_eq!(right.rules().gate_least_recall, 0.5);
        let wrong = learning(GateDeclaration {
            least_recall: 1.5,
            ..GateDeclaration::DEFAULT
        });
        let found = wrong.check(&Address::root());
        let told: Vec<&str> = found.iter().map(|one| one.summary.as_str()).collect();
        let expected = "the gate cannot be used: the least recall is 1.5, allowed is 0 to 1";
        assert_eq!(told, [expected]);
    }

    #[test]
    fn a_gate_that_asks_for_heat_maps_is_for_kinds_that_draw_them() {
        let learning = |kinds| Learning {
            by: TrainBy::Embedded,
            kinds,
            most_pictures: 400,
            parts: 3,
            shadow_percent: 0,
            gate: GateDeclaration {
                metric: "pixel-aupro",
                judged: "value",
                at_least: 0.8,
                ..GateDeclaration::DEFAULT
            },
        };
        let right = learning(&["padim", "patch-core"]);
        assert!(right.check(&Address::root()).is_empty());
        let found = learning(&["padim", "linear", "rbf"]).check(&Address::root());
        let told: Vec<&str> = found.iter().map(|one| one.summary.as_str()).collect();
        let expected = "linear and rbf draw no heat map, so that pixel-aupro refuses such models";
        assert_eq!(told, [expected]);
    }
}
