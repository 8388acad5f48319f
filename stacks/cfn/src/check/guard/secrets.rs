//! Secrets do not stand in a function's variables, where all who may read the function see them.
//! <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-security>

use std::sync::LazyLock;

use diagnostics::Diagnostics;
use regex::Regex;
use serde_json::Value as Json;

use super::Subject;

/// Words that name a secret, between underscores.
const WORDS: [&str; 7] = [
    "PASSWORD",
    "PASSWD",
    "SECRET",
    "TOKEN",
    "APIKEY",
    "CREDENTIAL",
    "CREDENTIALS",
];

/// Forms that only secrets have: AWS access keys, private keys, tokens of well-known services.
static FORMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let forms = r"\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abprs]-[A-Za-z0-9-]{10,}";
    Regex::new(forms).ok()
});

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    let variables = subject.at(&["Environment", "Variables"]);
    for (name, value) in variables.and_then(Json::as_object).into_iter().flatten() {
        let Json::String(text) = value else { continue };
        let has_form = FORMS.as_ref().is_some_and(|forms| forms.is_match(text));
        let is_named = name
            .to_ascii_uppercase()
            .replace("API_KEY", "APIKEY")
            .split('_')
            .any(|word| WORDS.contains(&word));
        // An ARN or a name of where the secret is kept is none.
        let is_address = ["arn:", "{{resolve:", "/"]
            .iter()
            .any(|begin| text.starts_with(begin));
        if has_form || (is_named && !is_address && !text.is_empty()) {
            subject.report(
                found,
                "guard::secret-variable",
                &["Environment", "Variables", name],
                format!("the variable {name} holds a secret that everyone who reads the template or the function sees"),
                "give the function the secret's ARN and let it ask Secrets Manager",
            );
        }
    }
}
