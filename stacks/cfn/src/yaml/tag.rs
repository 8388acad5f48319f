//! The short tags of the functions.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>

/// The functions that have a short tag, by the name after `Fn::`.
const FUNCTIONS: &[&str] = &[
    "And",
    "Base64",
    "Cidr",
    "Equals",
    "FindInMap",
    "GetAZs",
    "GetAtt",
    "GetStackOutput",
    "If",
    "ImportValue",
    "Join",
    "Length",
    "Not",
    "Or",
    "Select",
    "Split",
    "Sub",
    "ToJsonString",
    "Transform", // Those of rules.
    "Contains",
    "EachMemberEquals",
    "EachMemberIn",
    "RefAll",
    "ValueOf",
    "ValueOfAll",
];

/// The function that a tag such as `!Sub` stands for, and whether it is known.
pub(super) fn function(suffix: &str) -> (String, bool) {
    match suffix {
        "Ref" | "Condition" => (suffix.to_owned(), true),
        _ => (format!("Fn::{suffix}"), FUNCTIONS.contains(&suffix)),
    }
}

/// The tag that stands for a function.
pub(super) fn tag(function: &str) -> Option<&str> {
    match function {
        "Ref" | "Condition" => Some(function),
        _ => function
            .strip_prefix("Fn::")
            .filter(|name| FUNCTIONS.contains(name)),
    }
}
