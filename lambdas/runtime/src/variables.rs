//! The variables that a task declares, read once and reported together where they are wrong.

use std::collections::BTreeSet;

use contracts::close_look::{CloseLookBy, ShadowRules};
use contracts::finding::FirstLookRules;
use contracts::picture::PictureLimits;
use contracts::recording::LookPrices;
use contracts::serving::EndpointSettings;
use contracts::training::TrainingRules;
use contracts::{DeviceClass, Variable};
use serde::de::DeserializeOwned;

use crate::start::StartError;

/// The most pictures that a function may work on at once.
const MOST_CONCURRENT: usize = 256;

/// The values of a task's variables. Asking for one that the task does not declare is an error,
/// so that a declaration cannot be forgotten.
#[derive(Debug, Default)]
pub struct Variables {
    pictures_bucket: Option<String>,
    lake_bucket: Option<String>,
    results_bucket: Option<String>,
    device_classes: Option<BTreeSet<DeviceClass>>,
    picture_limits: Option<PictureLimits>,
    first_look_rules: Option<FirstLookRules>,
    close_look_by: Option<CloseLookBy>,
    concurrency: Option<usize>,
    training_rules: Option<TrainingRules>,
    look_prices: Option<LookPrices>,
    shadow_rules: Option<ShadowRules>,
    endpoint_settings: Option<EndpointSettings>,
}

impl Variables {
    /// Reads the `declared` variables through `read`, which gives the value of a name.
    ///
    /// # Errors
    /// When some are missing or not of their form: all of them, a sentence each.
    pub fn read(
        declared: &[Variable],
        read: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, StartError> {
        let mut variables = Self::default();
        let mut problems = Vec::new();
        for variable in declared {
            let name = variable.name();
            let outcome = match read(name) {
                None => Err("it is not set".to_owned()),
                Some(text) => variables.set(*variable, &text),
            };
            if let Err(problem) = outcome {
                problems.push(format!("{name}: {problem}"));
            }
        }
        if problems.is_empty() {
            Ok(variables)
        } else {
            Err(StartError::Variables { problems })
        }
    }

    fn set(&mut self, variable: Variable, text: &str) -> Result<(), String> {
        match variable {
            Variable::PicturesBucket => self.pictures_bucket = Some(bucket(text)?),
            Variable::LakeBucket => self.lake_bucket = Some(bucket(text)?),
            Variable::ResultsBucket => self.results_bucket = Some(bucket(text)?),
            Variable::DeviceClasses => self.device_classes = Some(device_classes(text)?),
            Variable::PictureLimits => self.picture_limits = Some(picture_limits(text)?),
            Variable::FirstLookRules => self.first_look_rules = Some(json(text)?),
            Variable::CloseLookBy => self.close_look_by = Some(json(text)?),
            Variable::Concurrency => self.concurrency = Some(concurrency(text)?),
            Variable::TrainingRules => self.training_rules = Some(json(text)?),
            Variable::LookPrices => self.look_prices = Some(json(text)?),
            Variable::ShadowRules => self.shadow_rules = Some(json(text)?),
            Variable::EndpointSettings => self.endpoint_settings = Some(json(text)?),
        }
        Ok(())
    }

    /// Name of the pictures bucket.
    ///
    /// # Errors
    /// When the task does not declare the variable; so for all that follow.
    pub fn pictures_bucket(&self) -> Result<&str, StartError> {
        declared(self.pictures_bucket.as_deref(), Variable::PicturesBucket)
    }

    /// Name of the lake bucket.
    ///
    /// # Errors
    /// See [`Self::pictures_bucket`].
    pub fn lake_bucket(&self) -> Result<&str, StartError> {
        declared(self.lake_bucket.as_deref(), Variable::LakeBucket)
    }

    /// Name of the bucket of query results.
    ///
    /// # Errors
    /// See [`Self::pictures_bucket`].
    pub fn results_bucket(&self) -> Result<&str, StartError> {
        declared(self.results_bucket.as_deref(), Variable::ResultsBucket)
    }

    /// The device classes that the configuration knows.
    ///
    /// # Errors
    /// See [`Self::pictures_bucket`].
    pub fn device_classes(&self) -> Result<&BTreeSet<DeviceClass>, StartError> {
        declared(self.device_classes.as_ref(), Variable::DeviceClasses)
    }

    /// What a picture must be to be inspected.
    ///
    /// # Errors
    /// See [`Self::pictures_bucket`].
    pub fn picture_limits(&self) -> Result<&PictureLimits, StartError> {
        declared(self.picture_limits.as_ref(), Variable::PictureLimits)
    }

    /// When a picture is suspicious.
    ///
    /// # Errors
    /// See [`Self::pictures_bucket`].
    pub fn first_look_rules(&self) -> Result<&FirstLookRules, StartError> {
        declared(self.first_look_rules.as_ref(), Variable::FirstLookRules)
    }

    /// What looks closely.
    ///
    /// # Errors
    /// See [`Self::pictures_bucket`].
    pub fn close_look_by(&self) -> Result<CloseLookBy, StartError> {
        declared(self.close_look_by, Variable::CloseLookBy)
    }

    /// How many pictures to work on at once, 1 to 256.
    ///
    /// # Errors
    /// See [`Self::pictures_bucket`].
    pub fn concurrency(&self) -> Result<usize, StartError> {
        declared(self.concurrency, Variable::Concurrency)
    }

    /// How models are trained and what they must reach.
    ///
    /// # Errors
    /// See [`Self::pictures_bucket`].
    pub fn training_rules(&self) -> Result<&TrainingRules, StartError> {
        declared(self.training_rules.as_ref(), Variable::TrainingRules)
    }

    /// What looks cost.
    ///
    /// # Errors
    /// See [`Self::pictures_bucket`].
    pub fn look_prices(&self) -> Result<&LookPrices, StartError> {
        declared(self.look_prices.as_ref(), Variable::LookPrices)
    }

    /// At how many pictures a candidate looks.
    ///
    /// # Errors
    /// See [`Self::pictures_bucket`].
    pub fn shadow_rules(&self) -> Result<ShadowRules, StartError> {
        declared(self.shadow_rules, Variable::ShadowRules)
    }

    /// What endpoints are made of.
    ///
    /// # Errors
    /// See [`Self::pictures_bucket`].
    pub fn endpoint_settings(&self) -> Result<&EndpointSettings, StartError> {
        declared(self.endpoint_settings.as_ref(), Variable::EndpointSettings)
    }
}

fn declared<T>(value: Option<T>, variable: Variable) -> Result<T, StartError> {
    value.ok_or(StartError::Undeclared {
        variable: variable.name(),
    })
}

/// S3 checks a bucket's name itself; an empty one would be told as a mistake in a request.
fn bucket(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Err("it is empty; it must name a bucket".to_owned());
    }
    Ok(text.to_owned())
}

fn device_classes(text: &str) -> Result<BTreeSet<DeviceClass>, String> {
    text.split(',')
        .map(|class| DeviceClass::parse(class.trim()).map_err(|error| error.to_string()))
        .collect()
}

fn picture_limits(text: &str) -> Result<PictureLimits, String> {
    let limits: PictureLimits = json(text)?;
    if !(1..=100).contains(&limits.prepared_quality) {
        return Err(format!(
            "preparedQuality is {}; it must be 1 to 100",
            limits.prepared_quality
        ));
    }
    if limits.prepared_side == 0 {
        return Err("preparedSide is 0; it must be at least 1".to_owned());
    }
    Ok(limits)
}

fn concurrency(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|count| (1..=MOST_CONCURRENT).contains(count))
        .ok_or_else(|| format!("{text:?} is no whole number from 1 to {MOST_CONCURRENT}"))
}

fn json<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| format!("{text:?} cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_told_together() {
        let declared = [
            Variable::PicturesBucket,
            Variable::DeviceClasses,
            Variable::PictureLimits,
            Variable::Concurrency,
        ];
        let error = Variables::read(&declared, |name| match name {
            "PICTURES_BUCKET" => None,
            "DEVICE_CLASSES" => Some("meter,Pipe".to_owned()),
            "PICTURE_LIMITS" => Some("{}".to_owned()),
            _ => Some("0".to_owned()),
        })
        .unwrap_err()
        .to_string();
        for expected in [
            "PICTURES_BUCKET: it is not set",
            "DEVICE_CLASSES: \"Pipe\" is no device class",
            "PICTURE_LIMITS: \"{}\" cannot be read: missing field `maxBytes`",
            "CONCURRENCY: \"0\" is no whole number from 1 to 256",
        ] {
            assert!(error.contains(expected), "{expected:?} is not in {error:?}");
        }
    }

    #[test]
    fn only_what_is_declared_can_be_asked_for() {
        let variables = Variables::read(&[Variable::Concurrency], |_| Some("8".to_owned()));
        let variables = variables.unwrap();
        assert_eq!(variables.concurrency().unwrap(), 8);
        assert_eq!(
            variables.lake_bucket().unwrap_err().to_string(),
            "the task does not declare the variable LAKE_BUCKET that its handler asks for; \
             add it to Task::VARIABLES"
        );
    }
}
