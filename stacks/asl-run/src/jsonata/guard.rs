//! Expressions that would take memory without end, or time that no limit sees, are stopped.
//!
//! The engine looks at the clock and counts items between its steps, but not
//! within a function, and it counts no text. So what goes into a function that
//! makes more of it passes through a check, which gives it back as it is.

mod check;
mod tree;

use jsonata_core::ast::{AstNode, BinaryOp};
use jsonata_core::evaluator::{Context, Evaluator, EvaluatorError};
use jsonata_core::value::JValue;

use super::functions::{Answer, failed};

/// The longest text, in bytes, that such a function makes.
const LONGEST_MADE: usize = 16 * 1024 * 1024;

type Check = fn(&JValue) -> Result<(), &'static str>;

/// The checks, by the names they are called by in a tree.
const CHECKS: [(&str, Check); 8] = [
    ("__text", check::text),
    ("__width", check::width),
    ("__picture", check::picture),
    ("__date", check::date),
    ("__read_date", check::read_date),
    ("__words", check::words),
    ("__roman", check::roman),
    ("__few", check::few),
];

/// Functions that have others in their place where a check of each argument by
/// itself is not enough, or cannot be put in: with how many arguments they have
/// at most, and the name of what is in their place, which calls them.
const INSTEAD: [(&str, usize, &str); 16] = [
    ("base64encode", 1, "__base64encode"),
    ("distinct", 1, "__distinct"),
    ("encodeUrl", 1, "__encodeUrl"),
    ("encodeUrlComponent", 1, "__encodeUrlComponent"),
    ("formatInteger", 2, "__formatInteger"),
    ("formatNumber", 3, "__formatNumber"),
    ("fromMillis", 3, "__fromMillis"),
    ("join", 2, "__join"),
    ("lowercase", 1, "__lowercase"),
    ("pad", 3, "__pad"),
    ("parseInteger", 2, "__parseInteger"),
    ("replace", 4, "__replace"),
    ("split", 3, "__split"),
    ("string", 1, "__string"),
    ("toMillis", 2, "__toMillis"),
    ("uppercase", 1, "__uppercase"),
];

/// A function that others refer to as a value, and what is to be in its place.
pub(super) type Reference = (&'static str, &'static str);

fn instead_of(name: &str) -> Option<Reference> {
    let found = INSTEAD.iter().find(|(plain, _, _)| *plain == name);
    found.map(|(plain, _, instead)| (*plain, *instead))
}

/// What an expression needs to be evaluated with its checks.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// The functions that are not only called, but passed on: they are to be
    /// bound to what is in their place.
    pub(super) references: Vec<Reference>,
    /// Whether there is any check in it.
    pub(super) checks: bool,
}

/// Puts the checks into an expression.
pub(super) fn bound(root: &mut AstNode) -> Needs {
    let mut needs = Needs::default();
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        match node {
            AstNode::Variable(name) => needs.references.extend(instead_of(name)),
            AstNode::Binary {
                op: BinaryOp::Concatenate,
                lhs,
                rhs,
            } => {
                check("__text", lhs);
                check("__text", rhs);
            }
            AstNode::Binary {
                op: BinaryOp::ChainPipe,
                lhs,
                rhs,
            } => {
                if let AstNode::Function { name, .. } | AstNode::Variable(name) = &**rhs
                    && let Some(before) = check_of(name, &[])
                {
                    check(before, lhs);
                }
                // The left side is the first argument.
                if let AstNode::Function { name, args, .. } = &mut **rhs
                    && is_replacement(name, args)
                {
                    "__replace".clone_into(name);
                }
            }
            AstNode::Function { name, args, .. } => {
                let is_partial = args.contains(&AstNode::Placeholder);
                let is_whole = name == "join" || is_replacement(name, args);
                if name == "replace" && is_whole && !is_partial && args.len() == 2 {
                    // Left out, the first argument is what the function is applied to: `$`.
                    args.insert(0, AstNode::Variable(String::new()));
                }
                if let Some((_, instead)) = instead_of(name)
                    && (is_partial || is_whole)
                {
                    *name = instead.to_owned();
                } else if let Some(before) = check_of(name, args) {
                    args.iter_mut().for_each(|argument| check(before, argument));
                }
            }
            _ => {}
        }
        if let AstNode::Function { name, .. } = node {
            needs.checks |= name.starts_with("__");
        }
        tree::children(node, &mut waiting);
    }
    needs.checks |= !needs.references.is_empty();
    needs
}

/// Whether a call replaces by anything but a function that is written there,
/// which may need all that is registered here.
fn is_replacement(name: &str, arguments: &[AstNode]) -> bool {
    let is_function = |argument: &AstNode| matches!(argument, AstNode::Lambda { .. });
    name == "replace" && arguments.len() > 1 && !arguments.iter().any(is_function)
}

/// The check of what goes into a function.
fn check_of(name: &str, arguments: &[AstNode]) -> Option<&'static str> {
    Some(match name {
        "string" | "join" | "replace" | "split" | "hash" | "base64encode" | "encodeUrl"
        | "encodeUrlComponent" | "uppercase" | "lowercase" => "__text",
        "pad" => "__width",
        "formatNumber" => "__picture",
        "fromMillis" | "now" => "__date",
        "toMillis" => "__read_date",
        "parseInteger" => "__words",
        "formatInteger" => {
            let is_plain = |argument: &AstNode| match argument {
                AstNode::String(picture) => !picture.contains(['i', 'I']),
                _ => false,
            };
            if arguments.iter().any(is_plain) {
                "__picture"
            } else {
                "__roman"
            }
        }
        "distinct" => "__few",
        _ => return None,
    })
}

fn check(name: &str, node: &mut AstNode) {
    // What never grows needs no check, and what is missing yet can have none.
    if matches!(
        node,
        AstNode::Placeholder | AstNode::Boolean(_) | AstNode::Lambda { .. } | AstNode::Regex { .. }
    ) || (name == "__text" && matches!(node, AstNode::String(_) | AstNode::Number(_)))
    {
        return;
    }
    let checked = std::mem::replace(node, AstNode::Null);
    *node = AstNode::Function {
        name: name.to_owned(),
        args: vec![checked],
        is_builtin: true,
    };
}

/// Registers the checks.
pub(super) fn register(evaluator: &mut Evaluator) -> Result<(), EvaluatorError> {
    for (name, check) in CHECKS {
        evaluator.register_fn(name, move |arguments: &[JValue]| -> Answer {
            let value = arguments.first().cloned().unwrap_or(JValue::Undefined);
            check(&value).map_err(failed)?;
            Ok(value)
        })?;
    }
    for (name, most, instead) in INSTEAD {
        evaluator.register_fn(instead, move |arguments: &[JValue]| {
            call(name, &arguments[..arguments.len().min(most)])
        })?;
    }
    Ok(())
}

/// Calls the engine's own function where what goes in and what comes out is not too much.
fn call(name: &str, arguments: &[JValue]) -> Answer {
    let check = check_of(name, &[]);
    let check = CHECKS
        .iter()
        .find(|(check_name, _)| Some(*check_name) == check);
    if let Some((_, check)) = check {
        arguments.iter().try_for_each(check).map_err(failed)?;
    }
    let length = match name {
        "join" => joined(arguments),
        "replace" => replaced(arguments),
        _ => 0,
    };
    if length > LONGEST_MADE {
        return Err(failed(format!("${name} makes too long a text")));
    }
    let mut context = Context::new();
    let mut args = Vec::with_capacity(arguments.len());
    for (at, argument) in arguments.iter().enumerate() {
        let variable = format!("argument{at}");
        context.bind(variable.clone(), argument.clone());
        args.push(AstNode::Variable(variable));
    }
    let call = AstNode::Function {
        name: name.to_owned(),
        args,
        is_builtin: true,
    };
    Evaluator::with_context(context).evaluate(&call, &JValue::Undefined)
}

fn joined(arguments: &[JValue]) -> usize {
    let length = |value: &JValue| value.as_str().map_or(0, str::len);
    let between = arguments.get(1).map_or(0, length);
    match arguments.first() {
        Some(JValue::Array(items)) => items.iter().fold(0, |sum: usize, item| {
            sum.saturating_add(length(item)).saturating_add(between)
        }),
        _ => 0,
    }
}

fn replaced(arguments: &[JValue]) -> usize {
    let text = |at: usize| arguments.get(at).and_then(JValue::as_str);
    let (Some(whole), Some(replacement)) = (text(0), text(2)) else {
        return 0;
    };
    let found = match text(1) {
        Some("") => 0,
        Some(pattern) => whole.matches(pattern).count(),
        None => whole.len() + 1,
    };
    whole
        .len()
        .saturating_add(found.saturating_mul(replacement.len()))
}
