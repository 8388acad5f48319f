//! Text as a value of S3's user-defined metadata, which takes ASCII only and 2 KB in all.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html>

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Marks a value that is encoded.
const ENCODED: &str = "base64:";

/// `text` as it is where ASCII allows it, so that it can be read in the console; encoded
/// otherwise. At most a third longer than the text: an object key always fits.
pub fn to_metadata(text: &str) -> String {
    let plain = !text.is_empty()
        && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && !text.starts_with([' '])
        && !text.ends_with(' ')
        && !text.starts_with(ENCODED);
    if plain {
        text.to_owned()
    } else {
        format!("{ENCODED}{}", STANDARD.encode(text))
    }
}

/// What [`to_metadata`] was given. A value that somebody else wrote comes back as it is.
pub fn from_metadata(value: &str) -> String {
    value
        .strip_prefix(ENCODED)
        .and_then(|encoded| STANDARD.decode(encoded).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_and_plain_text_stays_readable() {
        let texts = [
            "incoming/b/meter/m-1/a b.jpg",
            "incoming/b/Zähler/写真.jpg",
            " padded ",
            "two\nlines",
            "base64:eA==",
            "",
        ];
        for text in texts {
            let value = to_metadata(text);
            assert!(
                value.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
                "{value:?}"
            );
            assert!(!value.is_empty());
            assert_eq!(from_metadata(&value), text);
        }
        assert_eq!(to_metadata(texts[0]), texts[0]);
        assert_eq!(from_metadata("base64:?"), "base64:?");
    }
}
