//! The names of the errors that any function may end with, beside those its task declares.

use std::fmt;

/// Why a function could not do its work although its task declares no error for it. The name is
/// the `Error` that a workflow sees, so that a retry is declared once for all functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceError {
    /// A service is overloaded, out of reach or failing: worth a retry.
    ServiceUnavailable,
    /// The function's role lacks a permission: no retry helps.
    AccessDenied,
    /// A service refused the request as it is: no retry helps.
    ServiceRefused,
    /// The payload is not what the task takes: no retry helps.
    InvalidInput,
    /// The function panicked or came to a state that it holds impossible: no retry helps.
    Unexpected,
}

impl ServiceError {
    /// Every error.
    pub const ALL: [Self; 5] = [
        Self::ServiceUnavailable,
        Self::AccessDenied,
        Self::ServiceRefused,
        Self::InvalidInput,
        Self::Unexpected,
    ];

    /// The `Error` that a workflow sees.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ServiceUnavailable => "ServiceUnavailable",
            Self::AccessDenied => "AccessDenied",
            Self::ServiceRefused => "ServiceRefused",
            Self::InvalidInput => "InvalidInput",
            Self::Unexpected => "Unexpected",
        }
    }

    /// Whether the same request may succeed a little later.
    pub const fn is_worth_a_retry(self) -> bool {
        matches!(self, Self::ServiceUnavailable)
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
