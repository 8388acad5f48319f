//! What the artefacts do not tell: how large pictures are, how long they take, how often people ask.
//! Each has a default with its reason in `assumptions.json`, and may be set.

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use serde::{Deserialize, Serialize};

use crate::decimal::parse;

/// The file that is shipped.
const SHIPPED: &str = include_str!("../assumptions.json");
/// A whole share, in parts per million.
pub(crate) const WHOLE: u128 = 1_000_000;

/// Where a number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Basis {
    /// It was measured.
    Measured,
    /// It was counted in the code or the queries.
    Counted,
    /// It is a plain guess; measure yours.
    Assumed,
    /// Whoever asked gave it.
    Given,
}

/// A number that the artefacts do not tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Assumption {
    /// The number.
    pub value: u64,
    /// What it counts.
    pub unit: String,
    /// The largest that is allowed.
    pub largest: u64,
    /// Where it comes from.
    pub basis: Basis,
    /// Why it is what it is.
    pub why: String,
}

impl Assumption {
    pub(crate) fn get(&self) -> u128 {
        self.value.into()
    }
}

macro_rules! assumptions {
    ($($(#[$doc:meta])* $field:ident),+ $(,)?) => {
        /// All of them, named as in `--assume NAME=VALUE`.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields)]
        pub struct Assumptions {
            $($(#[$doc])* pub $field: Assumption),+
        }

        impl Assumptions {
            /// Each with its name.
            pub fn iter(&self) -> impl Iterator<Item = (String, &Assumption)> {
                [$((stringify!($field).replace('_', "-"), &self.$field)),+].into_iter()
            }

            fn iter_mut(&mut self) -> impl Iterator<Item = (String, &mut Assumption)> {
                [$((stringify!($field).replace('_', "-"), &mut self.$field)),+].into_iter()
            }
        }
    };
}

assumptions! {
    /// Share of pictures that are looked at closely, in parts per million.
    suspicious,
    /// Billed time of `prepare` for a picture, in milliseconds.
    prepare_milliseconds,
    /// Billed time of `first-look` for a picture.
    first_look_milliseconds,
    /// Time of the close look's model for a picture.
    close_look_milliseconds,
    /// Billed time of `record` for a picture.
    record_milliseconds,
    /// Billed time of `summarise` for a picture.
    summarise_milliseconds,
    /// Billed time of an invocation, whatever it works on.
    invocation_milliseconds,
    /// Billed time of `close-look` for a picture whose model is elsewhere, beside the model's own.
    call_milliseconds,
    /// Pictures that land together.
    pictures_per_batch,
    /// Size of a picture as it lands.
    picture_bytes,
    /// Size of a prepared picture.
    prepared_bytes,
    /// Size of a heat map.
    heat_map_bytes,
    /// Size of what an endpoint answers.
    answer_bytes,
    /// Size of a picture's rows.
    row_bytes,
    /// The month that is priced, counted from 1.
    months,
    /// Queries in a month.
    queries,
    /// Days that a query reads.
    query_days,
    /// Tables that a query reads.
    query_tables,
    /// Days from the first that the watching of a model reads.
    watch_days,
    /// Requests for a data file.
    requests_per_file,
    /// Log of an invocation.
    log_bytes,
    /// How often a suspicious picture leaves AWS.
    downloads,
    /// How long an instance is billed before it works.
    endpoint_start_seconds,
    /// Memory of a serverless endpoint, in MB.
    serverless_memory,
    /// Pictures that an inference unit looks at in a second.
    custom_labels_rate,
    /// Trainings of a class's model in a month.
    trainings,
    /// Days of the month on which candidates look beside the live models.
    candidate_days,
    /// Billed time of a training.
    training_seconds,
    /// Billed time of `evaluate-model` for a training.
    evaluation_seconds,
    /// Pictures of a dataset.
    training_pictures,
}

/// What whoever asks sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Assumptions by name, as whole numbers.
    pub assume: Vec<(String, String)>,
    /// Billed seconds a picture, by task: `prepare` and `0.8`.
    pub seconds: Vec<(String, String)>,
    /// The share of suspicious pictures: `5%` or `0.05`.
    pub suspicious: Option<String>,
}

impl Assumptions {
    /// The assumptions that are shipped.
    ///
    /// # Errors
    /// What is wrong with the file; its tests show that nothing is.
    pub fn shipped() -> Result<Self, Diagnostics> {
        serde_json::from_str(SHIPPED).map_err(|error| {
            let text = format!("the assumptions cannot be read: {error}");
            Diagnostics::from_iter([Diagnostic::error(CODE, Address::root(), text)])
        })
    }

    /// With what is given.
    ///
    /// # Errors
    /// Every name that is none, and every value that is no number or is out of range.
    pub fn with(mut self, overrides: &Overrides) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::new();
        for (name, value) in &overrides.assume {
            let names = self.names();
            match names.iter().find(|known| *known == name) {
                Some(known) => {
                    let number = parse(value, 0).map_err(|why| (why, "a whole number"));
                    found.extend(self.set("--assume", known, value, number).err());
                }
                None => found.push(unknown("--assume", name, &names)),
            }
        }
        for (task, value) in &overrides.seconds {
            let names = self.names();
            let tasks = names.iter().filter_map(|name| name.strip_suffix(TIME));
            let tasks: Vec<String> = tasks.map(str::to_owned).collect();
            if tasks.contains(task) {
                let number = parse(value, 3).map_err(|why| (why, "seconds, such as 0.8"));
                let name = format!("{task}{TIME}");
                found.extend(self.set("--seconds", &name, value, number).err());
            } else {
                found.push(unknown("--seconds", task, &tasks));
            }
        }
        if let Some(value) = &overrides.suspicious {
            let share = match value.strip_suffix('%') {
                Some(percent) => parse(percent, 4),
                None => parse(value, 6),
            };
            // Nobody writes a share in the unit that it is kept in.
            let share = share.and_then(|share| match share {
                0..=WHOLE => Ok(share),
                _ => Err("it is more than 100%, which is 1".to_owned()),
            });
            let share = share.map_err(|why| (why, "a share, such as 5% or 0.05"));
            found.extend(self.set("--suspicious", "suspicious", value, share).err());
        }
        if found.is_empty() {
            Ok(self)
        } else {
            Err(found)
        }
    }

    fn names(&self) -> Vec<String> {
        self.iter().map(|(name, _)| name).collect()
    }

    /// Sets what has this name. A number that is none comes with why, and with what is one.
    fn set(
        &mut self,
        option: &str,
        name: &str,
        value: &str,
        number: Result<u128, (String, &str)>,
    ) -> Result<(), Diagnostic> {
        let place = Address::root().join(option);
        let Some((_, slot)) = self.iter_mut().find(|(known, _)| known == name) else {
            return Ok(());
        };
        let number = number.map_err(|(why, form)| {
            let text = format!("{name}: {value:?} cannot be taken: {why}");
            Diagnostic::error(CODE, place.clone(), text).with_help(format!("write {form}"))
        })?;
        match u64::try_from(number) {
            Ok(number) if number <= slot.largest => {
                slot.value = number;
                slot.basis = Basis::Given;
                Ok(())
            }
            _ => {
                let text = format!("{name}: {value} is too large");
                let most = format!("at most {} {} are allowed", slot.largest, slot.unit);
                Err(Diagnostic::error(CODE, place, text).with_help(most))
            }
        }
    }
}

/// What the names of billed times end in.
const TIME: &str = "-milliseconds";

fn unknown(option: &str, name: &str, known: &[String]) -> Diagnostic {
    let help = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("known: {}", known.join(", ")),
    };
    let text = format!("{name:?} is nothing that is assumed");
    Diagnostic::error(CODE, Address::root().join(option), text).with_help(help)
}

const CODE: &str = "cost::assumption";

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn what_is_given_stands_in_place_of_what_is_assumed() {
        let given = Assumptions::shipped().unwrap().with(&Overrides {
            assume: pairs(&[("picture-bytes", "2000000")]),
            seconds: pairs(&[("prepare", "0.8")]),
            suspicious: Some("2.5%".to_owned()),
        });
        let given = given.unwrap();
        assert_eq!(given.picture_bytes.value, 2_000_000);
        assert_eq!(given.picture_bytes.basis, Basis::Given);
        assert_eq!(given.prepare_milliseconds.value, 800);
        assert_eq!(given.suspicious.value, 25_000);
        assert_ne!(given.row_bytes.basis, Basis::Given);
    }

    #[test]
    fn a_share_is_written_either_way() {
        let share = |text: &str| {
            let overrides = Overrides {
                suspicious: Some(text.to_owned()),
                ..Overrides::default()
            };
            let given = Assumptions::shipped().unwrap().with(&overrides);
            given.map(|given| given.suspicious.value)
        };
        assert_eq!(share("5%"), Ok(50_000));
        assert_eq!(share("0.05"), Ok(50_000));
        assert_eq!(share("1"), Ok(1_000_000));
        for text in ["101%", "10"] {
            let told = share(text).unwrap_err().to_string();
            assert!(told.contains("more than 100%"), "{told}");
        }
    }

    #[test]
    fn every_mistake_is_told_with_what_is_allowed() {
        let wrong = Assumptions::shipped().unwrap().with(&Overrides {
            assume: pairs(&[
                ("picture-byte", "1"),
                ("queries", "many"),
                ("months", "5000"),
            ]),
            seconds: pairs(&[("preparation", "1"), ("record", "0.0001")]),
            suspicious: Some("a few".to_owned()),
        });
        insta::assert_snapshot!(wrong.unwrap_err().to_string());
    }

    #[test]
    fn every_default_is_within_its_own_range() {
        for (name, assumption) in Assumptions::shipped().unwrap().iter() {
            assert!(assumption.value <= assumption.largest, "{name}");
            assert_ne!(assumption.basis, Basis::Given, "{name}");
        }
    }
}
