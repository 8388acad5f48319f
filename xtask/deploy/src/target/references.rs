//! Which resources a part of a template refers to.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>

use serde_json::Value as Json;

/// Calls `found` with each logical id that a value refers to, and the reference's place in it.
pub(super) fn references(value: &Json, found: &mut impl FnMut(&str, &str)) {
    walk(value, "", found);
}

/// Whether a value refers to one of these.
pub(super) fn refers(value: &Json, wanted: impl Fn(&str) -> bool) -> bool {
    let mut refers = false;
    references(value, &mut |_, id| refers |= wanted(id));
    refers
}

fn walk(value: &Json, at: &str, found: &mut impl FnMut(&str, &str)) {
    match value {
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &format!("{at}[{index}]"), found);
            }
        }
        Json::Object(fields) => {
            for (key, field) in fields {
                match (key.as_str(), field) {
                    ("Ref", Json::String(id)) => found(at, id),
                    ("Fn::GetAtt", Json::String(text)) => found(at, before_dot(text)),
                    ("Fn::GetAtt", Json::Array(parts)) => {
                        if let Some(id) = parts.first().and_then(Json::as_str) {
                            found(at, id);
                        }
                    }
                    ("Fn::Sub", Json::String(text)) => {
                        placeholders(text).for_each(|id| found(at, id));
                    }
                    ("Fn::Sub", Json::Array(parts)) => substitution(parts, at, found),
                    _ => {
                        let dot = if at.is_empty() { "" } else { "." };
                        walk(field, &format!("{at}{dot}{key}"), found);
                    }
                }
            }
        }
        _ => {}
    }
}

/// `[text, values]`: a name that has a value there refers to nothing, the values may.
fn substitution(parts: &[Json], at: &str, found: &mut impl FnMut(&str, &str)) {
    let values = parts.get(1);
    if let Some(text) = parts.first().and_then(Json::as_str) {
        for id in placeholders(text) {
            if values.and_then(|values| values.get(id)).is_none() {
                found(at, id);
            }
        }
    }
    if let Some(values) = values {
        walk(values, at, found);
    }
}

/// The ids of `${Id}` and `${Id.Attribute}`; `${!Text}` stands for itself.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split("${")
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .filter(|name| !name.starts_with('!'))
        .map(before_dot)
}

fn before_dot(text: &str) -> &str {
    text.split_once('.').map_or(text, |(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_form_of_a_reference_is_found_with_its_place() {
        let value = json!({
            "A": [{"Ref": "One"}, {"Fn::GetAtt": ["Two", "Arn"]}, {"Fn::GetAtt": "Three.Arn"}],
            "B": {"Fn::Sub": "${Four}/${Five.Arn}/${!Six}"},
            "C": {"Fn::Sub": ["${Seven}${Eight}", {"Seven": {"Ref": "Nine"}}]},
            "D": {"Fn::Join": ["", ["x", {"Ref": "Ten"}]]},
            "E": "${Eleven} is a mere text",
        });
        let mut found = Vec::new();
        references(&value, &mut |at, id| found.push(format!("{at}: {id}")));
        insta::assert_snapshot!(found.join("\n"), @r"
        A[0]: One
        A[1]: Two
        A[2]: Three
        B: Four
        B: Five
        C: Eight
        C.Seven: Nine
        D.Fn::Join[1][1]: Ten
        ");
        assert!(refers(&value, |id| id == "Ten"));
        assert!(!refers(&value, |id| id == "Seven"));
    }
}
