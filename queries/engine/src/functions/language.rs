//! Texts as Unicode and as words: <https://trino.io/docs/current/functions/string.html>.

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use super::generic::{rows, text};
use super::scalar::{Call, Scalar, is_text};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new("normalize", one_or_two, |call| {
            over(call, "NFC", |text, form| {
                Ok(match form.to_ascii_uppercase().as_str() {
                    "NFC" => text.nfc().collect(),
                    "NFD" => text.nfd().collect(),
                    "NFKC" => text.nfkc().collect(),
                    "NFKD" => text.nfkd().collect(),
                    _ => {
                        return Err(
                            "Normalization form must be one of [NFD, NFC, NFKD, NFKC]".to_owned()
                        );
                    }
                })
            })
        }),
        Scalar::new("word_stem", one_or_two, |call| {
            over(call, "en", |text, language| {
                let algorithm = algorithm(language);
                let algorithm =
                    algorithm.ok_or_else(|| format!("Unknown stemmer language: {language}"))?;
                Ok(Stemmer::create(algorithm).stem(text).into_owned())
            })
        }),
    ]
}

fn one_or_two(types: &[DataType]) -> Option<DataType> {
    let fits = (1..=2).contains(&types.len()) && types.iter().all(is_text);
    fits.then_some(DataType::Utf8)
}

fn over(
    call: &Call<'_>,
    default: &str,
    value: impl Fn(&str, &str) -> Result<String, String>,
) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        if values.iter().any(ScalarValue::is_null) {
            return Ok(None);
        }
        let how = values.get(1).and_then(text).unwrap_or(default);
        let made = value(text(&values[0]).unwrap_or_default(), how)?;
        Ok(Some(ScalarValue::Utf8(Some(made))))
    })
}

/// Two letters name a language.
fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "no" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}
