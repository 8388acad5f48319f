//! Objects of JSON, one a line.

use serde::de::DeserializeOwned;

/// Reads JSON lines; blank ones are passed over.
///
/// # Errors
/// Every line that is not of the form, a sentence each, with its number, which counts from 1.
pub fn json_lines<T: DeserializeOwned>(bytes: &[u8]) -> Result<Vec<T>, Vec<String>> {
    let text =
        std::str::from_utf8(bytes).map_err(|error| vec![format!("it is no text: {error}")])?;
    let (mut values, mut mistakes) = (Vec::new(), Vec::new());
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(value) => values.push(value),
            Err(error) => mistakes.push(format!("line {}: {error}", at + 1)),
        }
    }
    if mistakes.is_empty() {
        Ok(values)
    } else {
        Err(mistakes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_that_is_wrong_is_told() {
        assert_eq!(json_lines::<u8>(b"1\n\n2\n"), Ok(vec![1, 2]));
        let mistakes = json_lines::<u8>(b"1\nx\n300\n").unwrap_err();
        assert_eq!(mistakes.len(), 2, "{mistakes:?}");
        assert!(mistakes[0].starts_with("line 2: "), "{mistakes:?}");
        assert!(mistakes[1].starts_with("line 3: "), "{mistakes:?}");
        assert!(json_lines::<u8>(&[0xff]).is_err());
    }
}
