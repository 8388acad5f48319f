//! What a state does about errors.

use serde_json::{Number, Value};

use super::{FieldPath, KeyOrder};

/// Whether delays between attempts are spread at random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum JitterStrategy {
    /// Each delay is drawn between zero and the computed one.
    Full,
    /// Each delay is the computed one.
    #[default]
    None,
}

impl JitterStrategy {
    /// The word in a definition.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::None => "NONE",
        }
    }
}

/// Errors to try again on, and how.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Retrier {
    /// For readers; it has no effect.
    pub comment: Option<String>,
    /// The names of the errors.
    pub error_equals: Vec<String>,
    /// Before the first retry, in seconds. 1 when absent.
    pub interval_seconds: Option<u64>,
    /// How many retries. 3 when absent; 0 never retries.
    pub max_attempts: Option<u64>,
    /// By what each delay grows. 2.0 when absent.
    pub backoff_rate: Option<Number>,
    /// The longest delay, in seconds.
    pub max_delay_seconds: Option<u64>,
    /// Whether delays are spread at random.
    pub jitter_strategy: Option<JitterStrategy>,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}

impl Retrier {
    /// Tries again on these errors, with the language's own intervals.
    pub fn new<E: Into<String>>(errors: impl IntoIterator<Item = E>) -> Self {
        Self {
            error_equals: errors.into_iter().map(Into::into).collect(),
            ..Self::default()
        }
    }

    /// With a comment.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// With a first delay, in seconds.
    #[must_use]
    pub fn interval_seconds(mut self, seconds: u64) -> Self {
        self.interval_seconds = Some(seconds);
        self
    }

    /// With this many retries.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u64) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// With delays that grow by this factor. A value that is not finite leaves the default.
    #[must_use]
    pub fn backoff_rate(mut self, rate: f64) -> Self {
        self.backoff_rate = Number::from_f64(rate);
        self
    }

    /// With a longest delay, in seconds.
    #[must_use]
    pub fn max_delay_seconds(mut self, seconds: u64) -> Self {
        self.max_delay_seconds = Some(seconds);
        self
    }

    /// With delays spread at random, or not.
    #[must_use]
    pub fn jitter(mut self, strategy: JitterStrategy) -> Self {
        self.jitter_strategy = Some(strategy);
        self
    }
}

/// Errors to go on from, and where.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catcher {
    /// For readers; it has no effect.
    pub comment: Option<String>,
    /// The names of the errors.
    pub error_equals: Vec<String>,
    /// The state to go on with.
    pub next: String,
    /// Where in the input the error goes (JSONPath).
    pub result_path: Option<FieldPath>,
    /// Variables to set: an object.
    pub assign: Option<Value>,
    /// What is passed on (JSONata).
    pub output: Option<Value>,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}

impl Catcher {
    /// Goes on with the state `next` on these errors.
    pub fn new<E: Into<String>>(
        errors: impl IntoIterator<Item = E>,
        next: impl Into<String>,
    ) -> Self {
        Self {
            error_equals: errors.into_iter().map(Into::into).collect(),
            next: next.into(),
            ..Self::default()
        }
    }

    /// With a comment.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// With the place in the input where the error goes (JSONPath).
    #[must_use]
    pub fn result_path(mut self, path: impl Into<FieldPath>) -> Self {
        self.result_path = Some(path.into());
        self
    }

    /// With variables to set: an object of names and values.
    #[must_use]
    pub fn assign(mut self, assign: impl Into<Value>) -> Self {
        self.assign = Some(assign.into());
        self
    }

    /// With what is passed on (JSONata); `$states.errorOutput` holds the error.
    #[must_use]
    pub fn output(mut self, output: impl Into<Value>) -> Self {
        self.output = Some(output.into());
        self
    }
}
