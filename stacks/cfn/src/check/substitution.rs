//! `Fn::Sub`: its text and its own variables.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html>

use diagnostics::{Diagnostic, Diagnostics};

use super::Context;
use super::call::{may_be_text, sub, variables};
use super::functions::is_macro;

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for call in context
        .calls()
        .iter()
        .filter(|call| call.function == "Fn::Sub")
    {
        let mut error = |text: String| {
            found.push(Diagnostic::error(
                "cfn::function-argument",
                call.place(context),
                text,
            ));
        };
        if is_macro(call.argument) {
            continue;
        }
        let Some((text, own)) = sub(call.argument) else {
            error(
                "Fn::Sub takes a text, or a list of a text and an object of variables".to_owned(),
            );
            continue;
        };
        let used = match variables(text) {
            Ok(used) => used,
            Err(rest) => {
                error(format!("a brace is not closed in {rest:?}"));
                continue;
            }
        };
        if let Some(empty) = used.iter().find(|variable| variable.name.is_empty()) {
            error(format!("a variable has no name: ${{{}}}", empty.name));
        }
        for (name, value) in own.into_iter().flatten() {
            if !may_be_text(value) {
                error(format!("the variable {name:?} is a text"));
            }
        }
        let unused = own.into_iter().flatten().map(|(name, _)| name);
        let unused = unused.filter(|name| !used.iter().any(|variable| variable.name == *name));
        let mut warn = |code: &str, text: String| {
            found.push(Diagnostic::warning(code, call.place(context), text));
        };
        for name in unused {
            warn(
                "cfn::unused-variable",
                format!("the text does not use the variable {name:?}"),
            );
        }
        if used.is_empty() && !text.contains("${") && !context.is_extended() {
            warn(
                "cfn::needless-sub",
                "the text has no variables; Fn::Sub is not needed".to_owned(),
            );
        }
    }
}
