//! What callers name a function by.

use super::function::invalid;
use crate::error::ServiceError;

/// The name of what is there to be changed.
pub(super) const LATEST: &str = "$LATEST";

/// The name in what callers name a function by, where a version or an alias can't be meant.
pub(super) fn parse_name(text: &str) -> Result<String, ServiceError> {
    match parse_reference(text)? {
        (name, None) => Ok(name),
        (name, Some(qualifier)) => Err(invalid(format!(
            "the function {name} itself is meant here, not its version or alias \"{qualifier}\""
        ))),
    }
}

/// The name and the version or alias in what callers name a function by: its name or its ARN, with
/// or without `:<qualifier>`. `$LATEST` is none.
pub(super) fn parse_reference(text: &str) -> Result<(String, Option<String>), ServiceError> {
    let rest = text.split_once(":function:").map_or(text, |(_, rest)| rest);
    let rest = rest.strip_prefix("function:").unwrap_or(rest);
    let (name, qualifier) = rest.split_once(':').unwrap_or((rest, LATEST));
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !(1..=64).contains(&name.len()) || !name.bytes().all(allowed) {
        return Err(ServiceError::client(
            "ValidationException",
            format!("\"{text}\" is no name for a function: 1 to 64 letters, digits, - and _"),
        ));
    }
    if qualifier != LATEST && (qualifier.is_empty() || !qualifier.bytes().all(allowed)) {
        return Err(ServiceError::client(
            "ValidationException",
            format!("\"{qualifier}\" is neither a version nor an alias of a function"),
        ));
    }
    let qualifier = Some(qualifier).filter(|qualifier| *qualifier != LATEST);
    Ok((name.to_owned(), qualifier.map(str::to_owned)))
}

#[cfg(test)]
mod tests {
    use super::{parse_name, parse_reference};

    #[test]
    fn a_function_is_named_in_several_ways() {
        for text in [
            "prepare",
            "prepare:$LATEST",
            "function:prepare",
            "000000000000:function:prepare",
            "arn:aws:lambda:us-east-1:000000000000:function:prepare",
            "arn:aws:lambda:us-east-1:000000000000:function:prepare:$LATEST",
        ] {
            assert_eq!(parse_name(text).unwrap(), "prepare", "{text}");
        }
        for text in [
            "prepare:live",
            "arn:aws:lambda:us-east-1:000000000000:function:prepare:live",
        ] {
            let (name, qualifier) = parse_reference(text).unwrap();
            assert_eq!(
                (name.as_str(), qualifier.as_deref()),
                ("prepare", Some("live"))
            );
            assert_eq!(
                parse_name(text).unwrap_err().code,
                "InvalidParameterValueException"
            );
        }
        assert_eq!(
            parse_reference("prepare:a b").unwrap_err().code,
            "ValidationException"
        );
        assert_eq!(parse_name("../x").unwrap_err().code, "ValidationException");
    }
}
