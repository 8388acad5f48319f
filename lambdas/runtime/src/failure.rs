//! How a handler fails: with an error that its task declares, or with one that any may have.

use contracts::{NoError, ServiceError, TaskError};

use crate::fault::Fault;
use crate::storage::StorageError;

/// Most characters of an error's message that reach the workflow: causes travel in a state's
/// data, which has room for 256 KiB altogether.
const LONGEST_MESSAGE: usize = 2_000;

/// Why an invocation ends without an output.
#[derive(Debug, thiserror::Error)]
pub enum Failure<E: TaskError = NoError> {
    /// The task declares it, and a workflow catches it by its name.
    #[error(transparent)]
    Declared(E),
    /// Any function may end so.
    #[error("{detail}")]
    Service {
        /// Its name.
        error: ServiceError,
        /// What happened, as a sentence.
        detail: String,
    },
}

impl<E: TaskError> Failure<E> {
    /// A state that the function holds impossible.
    pub fn unexpected(detail: impl Into<String>) -> Self {
        Self::Service {
            error: ServiceError::Unexpected,
            detail: detail.into(),
        }
    }

    /// A failed call to a service; `doing` says what was tried (`cannot detect labels in x`).
    pub fn from_fault(doing: &str, fault: &Fault) -> Self {
        Self::Service {
            error: fault.error,
            detail: format!("{doing}: {}", fault.detail),
        }
    }

    /// The `Error` that a workflow sees.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Declared(error) => error.name(),
            Self::Service { error, .. } => error.name(),
        }
    }
}

impl<E: TaskError> From<E> for Failure<E> {
    fn from(error: E) -> Self {
        Self::Declared(error)
    }
}

impl<E: TaskError> From<StorageError> for Failure<E> {
    fn from(error: StorageError) -> Self {
        Self::Service {
            error: error.kind(),
            detail: error.to_string(),
        }
    }
}

impl<E: TaskError> From<Failure<E>> for lambda_runtime::Diagnostic {
    fn from(failure: Failure<E>) -> Self {
        Self {
            error_type: failure.name().to_owned(),
            error_message: shortened(failure.to_string()),
        }
    }
}

/// `text`, cut where it is longer than a workflow needs.
pub(crate) fn shortened(mut text: String) -> String {
    if let Some((at, _)) = text.char_indices().nth(LONGEST_MESSAGE) {
        text.truncate(at);
        text.push_str(" ...");
    }
    text
}

#[cfg(test)]
mod tests {
    use contracts::tasks::CloseLookError;
    use lambda_runtime::Diagnostic;

    use super::*;

    #[test]
    fn a_declared_error_reaches_the_workflow_under_its_name() {
        let failure: Failure<CloseLookError> = CloseLookError::ModelNotFound {
            device_class: "meter".to_owned(),
            key: "models/meter/live.json".to_owned(),
        }
        .into();
        let diagnostic = Diagnostic::from(failure);
        assert_eq!(
            diagnostic.error_type,
            CloseLookError::MODEL_NOT_FOUND.as_str()
        );
        assert!(diagnostic.error_message.contains("\"meter\""));
    }

    #[test]
    fn a_long_message_is_cut_between_characters() {
        let failure: Failure = Failure::unexpected("é".repeat(LONGEST_MESSAGE + 1));
        let diagnostic = Diagnostic::from(failure);
        assert_eq!(diagnostic.error_type, "Unexpected");
        assert_eq!(
            diagnostic.error_message.chars().count(),
            LONGEST_MESSAGE + 4
        );
    }
}
