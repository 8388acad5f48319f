//! Tables of DynamoDB define the attributes of their keys, and no others.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html>

use std::collections::BTreeSet;

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use crate::scene::{Part, Scene};

pub(crate) fn check(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    let Some(properties) = part
        .properties
        .filter(|_| part.kind == "AWS::DynamoDB::Table")
    else {
        return;
    };
    let Some(defined) = names(&properties["AttributeDefinitions"]) else {
        return;
    };
    let Some(mut used) = names(&properties["KeySchema"]) else {
        return;
    };
    for property in ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"] {
        let indexes = match &properties[property] {
            Json::Null => continue,
            Json::Array(indexes) => indexes,
            _ => return,
        };
        for index in indexes {
            let Some(more) = names(&index["KeySchema"]) else {
                return;
            };
            used.extend(more);
        }
    }
    let place = scene.place(&["Resources", part.id, "Properties", "AttributeDefinitions"]);
    let mut tell = |summary: String| {
        let problem = Diagnostic::error("cfn::table-keys", place.clone(), summary);
        found
            .push(problem.with_help("the attributes that keys are made of are defined, no others"));
    };
    for name in used.difference(&defined) {
        tell(format!("the key attribute {name:?} is not defined"));
    }
    for name in defined.difference(&used) {
        tell(format!("{name:?} is defined, and no key has it"));
    }
}

/// The names of attributes; nothing where a function makes some of them.
fn names(list: &Json) -> Option<BTreeSet<&str>> {
    list.as_array()?
        .iter()
        .map(|one| one["AttributeName"].as_str())
        .collect()
}
