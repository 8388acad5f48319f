//! What a function prints: one JSON object a line on stdout, which Lambda keeps as its log.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt;

/// The variable by which Lambda's own log settings set the level.
/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html>
const LEVEL: &str = "AWS_LAMBDA_LOG_LEVEL";

/// Starts logging. Does nothing where a subscriber is already set.
pub(crate) fn start() {
    let level = std::env::var(LEVEL)
        .ok()
        .and_then(|text| level_named(&text))
        .unwrap_or(LevelFilter::INFO);
    let subscriber = fmt()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_ansi(false)
        .with_max_level(level)
        .with_writer(std::io::stdout)
        .finish();
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// Lambda's names for levels; `FATAL` is no level of ours and counts as an error.
fn level_named(text: &str) -> Option<LevelFilter> {
    match text.to_ascii_uppercase().as_str() {
        "TRACE" => Some(LevelFilter::TRACE),
        "DEBUG" => Some(LevelFilter::DEBUG),
        "INFO" => Some(LevelFilter::INFO),
        "WARN" => Some(LevelFilter::WARN),
        "ERROR" | "FATAL" => Some(LevelFilter::ERROR),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_as_lambda_writes_them() {
        assert_eq!(level_named("FATAL"), Some(LevelFilter::ERROR));
        assert_eq!(level_named("debug"), Some(LevelFilter::DEBUG));
        assert_eq!(level_named("loud"), None);
    }
}
