//! `Retry` and `Catch`.

use super::fields::Fields;
use crate::{Catcher, JitterStrategy, QueryLanguage, Retrier};

/// The longest interval between attempts, in seconds.
const LONGEST: u64 = 99_999_999;

pub(super) fn retriers(fields: &mut Fields<'_>) -> Vec<Retrier> {
    fields
        .objects("Retry", |fields| {
            fields.require(&["ErrorEquals"]);
            Some(Retrier {
                comment: fields.text("Comment"),
                error_equals: fields.texts("ErrorEquals")?,
                interval_seconds: fields.whole("IntervalSeconds", 1, LONGEST),
                max_attempts: fields.whole("MaxAttempts", 0, LONGEST),
                backoff_rate: fields.number("BackoffRate", 1.0),
                max_delay_seconds: fields.whole("MaxDelaySeconds", 1, 31_622_400),
                jitter_strategy: fields
                    .words("JitterStrategy", &["FULL", "NONE"])
                    .map(|word| {
                        if word == "FULL" {
                            JitterStrategy::Full
                        } else {
                            JitterStrategy::None
                        }
                    }),
                keys: fields.keys(),
            })
        })
        .unwrap_or_default()
}

pub(super) fn catchers(fields: &mut Fields<'_>, language: QueryLanguage) -> Vec<Catcher> {
    fields
        .objects("Catch", |fields| {
            fields.require(&["ErrorEquals", "Next"]);
            let mut catcher = Catcher {
                comment: fields.text("Comment"),
                assign: fields.json_object("Assign"),
                keys: fields.keys(),
                ..Catcher::default()
            };
            match language {
                QueryLanguage::JsonPath => catcher.result_path = fields.path("ResultPath"),
                QueryLanguage::Jsonata => catcher.output = fields.json_owned("Output"),
            }
            let next = fields.text("Next");
            catcher.error_equals = fields.texts("ErrorEquals")?;
            catcher.next = next?;
            Some(catcher)
        })
        .unwrap_or_default()
}
