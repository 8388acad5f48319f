//! What a Lambda permission allows is an action of Lambda.
//! <https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html>

use diagnostics::{Diagnostic, Diagnostics, nearest};

use crate::scene::{Part, Scene};

pub(crate) fn check(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    let action = part
        .properties
        .filter(|_| part.kind == "AWS::Lambda::Permission")
        .and_then(|all| all.get("Action")?.as_str());
    let Some(action) = action.filter(|action| !action.contains(['*', '{', '$'])) else {
        return;
    };
    let Some(lambda) = registry::iam::service("lambda") else {
        return;
    };
    let name = action.strip_prefix("lambda:");
    if name.is_some_and(|name| lambda.action(name).is_some()) {
        return;
    }
    let place = scene.place(&["Resources", part.id, "Properties", "Action"]);
    let known = lambda.actions().map(|action| action.name.as_str());
    let near = nearest(name.unwrap_or(action), known);
    let help = near.map_or_else(
        || "such as lambda:InvokeFunction".to_owned(),
        |near| format!("did you mean \"lambda:{near}\"?"),
    );
    let summary = format!("{action:?} is no action of Lambda");
    found.push(Diagnostic::error("cfn::unknown-action", place, summary).with_help(help));
}
