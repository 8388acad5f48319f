//! How much of a dataset each part gets.

use std::str::FromStr;

use crate::names::Part;

/// The share of each part; together they are 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fractions([f64; 3]);

/// A text that is no fractions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no division: write train/validation/test as 0.7/0.15/0.15, or train/test as 0.8/0.2; \
     every share is above 0, and together they are 1"
)]
pub struct FractionsError(String);

impl Fractions {
    /// The share of a part, 0 to 1.
    pub const fn of(&self, part: Part) -> f64 {
        match part {
            Part::Train => self.0[0],
            Part::Validation => self.0[1],
            Part::Test => self.0[2],
        }
    }

    /// The parts that get something.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        Part::ALL.into_iter().filter(|part| self.of(*part) > 0.0)
    }
}

impl FromStr for Fractions {
    type Err = FractionsError;
    fn from_str(text: &str) -> Result<Self, FractionsError> {
        let numbers: Result<Vec<f64>, _> =
            text.split('/').map(|word| word.trim().parse()).collect();
        let shares = match numbers.as_deref() {
            Ok([train, test]) => Some([*train, 0.0, *test]).filter(|_| *train > 0.0 && *test > 0.0),
            Ok([train, validation, test]) => Some([*train, *validation, *test])
                .filter(|shares| shares.iter().all(|share| *share > 0.0)),
            _ => None,
        };
        shares
            .filter(|shares| (shares.iter().sum::<f64>() - 1.0).abs() < 1e-6)
            .map(Self)
            .ok_or_else(|| FractionsError(text.to_owned()))
    }
}
