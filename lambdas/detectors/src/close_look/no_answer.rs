//! What it means when a container behind an endpoint gives no answer: something about the picture, no room
//! at the moment, or a failure of which nobody says what it is about.

use serde_json::Value;

use super::shortened;

/// Answers that are about the picture and not about the container's state. The project's own: damaged,
/// not acceptable, too large, of another type.
const PICTURE_REFUSED: [i32; 4] = [400, 406, 413, 415];
/// Answers of a container that has too much to do, or is not there yet.
const BUSY: [i32; 2] = [429, 503];

/// The same by the codes of the project's own container, which a failure in S3 has and no status.
const REFUSED_CODES: [&str; 4] = [
    "InvalidPicture",
    "NotAcceptable",
    "PayloadTooLarge",
    "UnsupportedMediaType",
];
const BUSY_CODES: [&str; 3] = [
    "ServiceUnavailable",
    "ThrottlingException",
    "TooManyRequestsException",
];
/// What a failure in other words says where there was no room, in small letters.
const BUSY_WORDS: [&str; 5] = [
    "rate exceeded",
    "service unavailable",
    "slow down",
    "throttl",
    "too many requests",
];
/// What SageMaker writes before the status of a container's answer, as in `Received server error (500) from
/// primary with message "..."`.
const BEFORE_STATUS: &str = "error (";

/// Why there is no answer, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// This very picture is refused.
    Refused(String),
    /// There is no room at the moment.
    Busy(String),
    /// The container failed, broke off, or took too long, or the picture did not get there: this picture may
    /// be the reason, and may not.
    Failed(String),
    /// Nothing came in the time that is waited.
    Late(String),
}

impl NoAnswer {
    /// What a container's answer means; `status` is 0 where it gave none.
    pub(super) fn of_status(status: i32, text: &str) -> Self {
        let detail = said(text);
        match status {
            status if PICTURE_REFUSED.contains(&status) => Self::Refused(detail),
            status if BUSY.contains(&status) => Self::Busy(detail),
            0 => Self::Failed(format!("no status: {detail}")),
            status => Self::Failed(format!("status {status}: {detail}")),
        }
    }

    /// What a failure means that came through S3: a container's body alone, or SageMaker's sentence. AWS
    /// documents no form; what says nothing that is known is a failure.
    pub(super) fn of_failure(text: &str) -> Self {
        let told: Option<Value> = serde_json::from_str(text).ok();
        let code = told
            .as_ref()
            .and_then(|told| told["Error"]["Code"].as_str());
        match code {
            Some(code) if REFUSED_CODES.contains(&code) => return Self::Refused(said(text)),
            Some(code) if BUSY_CODES.contains(&code) => return Self::Busy(said(text)),
            Some(_) => return Self::Failed(said(text)),
            None => {}
        }
        if let Some(status) = status_in(text) {
            return Self::of_status(status, text);
        }
        // Names of objects are nobody's words.
        let words = text
            .split_whitespace()
            .filter(|word| !word.contains("s3://"));
        let small = words.collect::<Vec<_>>().join(" ").to_lowercase();
        if BUSY_WORDS.iter().any(|word| small.contains(word)) {
            return Self::Busy(said(text));
        }
        Self::Failed(said(text))
    }
}

/// The status of a container's answer in SageMaker's sentence about it.
fn status_in(text: &str) -> Option<i32> {
    let (_, rest) = text.split_once(BEFORE_STATUS)?;
    let (status, _) = rest.split_once(')')?;
    status.parse().ok()
}

/// A container's own words: those of its error's message, where it tells one.
fn said(text: &str) -> String {
    let told: Option<Value> = serde_json::from_str(text).ok();
    let message = told
        .as_ref()
        .and_then(|told| told["Error"]["Message"].as_str());
    shortened(message.unwrap_or(text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_in_s3_is_about_the_picture_only_where_it_says_so() {
        let own = |code: &str| format!(r#"{{"Error":{{"Code":"{code}","Message":"m"}}}}"#);
        let received = |kind: &str, status: u32| {
            format!("Received {kind} error ({status}) from primary with message \"m\".")
        };
        let refused = [
            own("InvalidPicture"),
            own("PayloadTooLarge"),
            received("client", 415),
        ];
        for text in refused {
            let found = NoAnswer::of_failure(&text);
            assert!(matches!(found, NoAnswer::Refused(_)), "{text}: {found:?}");
        }
        let busy = [
            own("ServiceUnavailable"),
            received("server", 503),
            received("client", 429),
            "ThrottlingException: Rate exceeded".to_owned(),
            "Please reduce your request rate: SlowDown, slow down".to_owned(),
        ];
        for text in busy {
            let found = NoAnswer::of_failure(&text);
            assert!(matches!(found, NoAnswer::Busy(_)), "{text}: {found:?}");
        }
        let failed = [
            own("InternalFailure"),
            own("RequestTimeout"),
            received("server", 500),
            received("server", 0),
            "Invocation timed out".to_owned(),
            "Unable to download s3://pictures/throttle-valve/1.jpg: AccessDenied".to_owned(),
            "error (many) of another form".to_owned(),
            String::new(),
        ];
        for text in failed {
            let found = NoAnswer::of_failure(&text);
            assert!(matches!(found, NoAnswer::Failed(_)), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_container_is_told_in_its_own_words() {
        let body = r#"{"Error":{"Code":"InternalFailure","Message":"the model failed"}}"#;
        let expected = "the model failed".to_owned();
        assert_eq!(NoAnswer::of_failure(body), NoAnswer::Failed(expected));
        let expected = "status 504: the model failed".to_owned();
        assert_eq!(NoAnswer::of_status(504, body), NoAnswer::Failed(expected));
    }
}
