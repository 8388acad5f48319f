//! Expressions that would take memory without end, or time that no limit sees, are stopped.
//!
//! The engine looks at the clock and counts items between its steps, but not
//! within a function, and it counts no text. So what goes into a function that
//! makes more of it passes through a check, which gives it back as it is.

mod tree;

use jsonata_core::ast::{AstNode, BinaryOp};
use jsonata_core::evaluator::{Context, Evaluator, EvaluatorError};
use jsonata_core::value::JValue;

use super::functions::{Answer, failed};

/// The longest text, in bytes, that goes into a function that makes more of it.
/// A state passes on a quarter of it.
const LONGEST: usize = 1024 * 1024;
/// The longest text, in bytes, that such a function makes.
const LONGEST_MADE: usize = 16 * LONGEST;
/// How many values are counted in data that becomes text.
const MOST_VALUES: usize = 1_000_000;
/// The most items that are held against each other: where all are plain, and
/// where some are lists or objects.
const MOST_DISTINCT: usize = 20_000;
const MOST_DISTINCT_NESTED: usize = 4_000;
/// The largest number that is written in Roman numerals, whose length grows with it.
const LARGEST_ROMAN: f64 = 1e6;
/// The longest picture of a number or a date, and how many digits a width in it may have.
const LONGEST_PICTURE: usize = 1_000;
const WIDEST: usize = 4;

type Check = fn(&JValue) -> Result<(), &'static str>;

/// The checks, by the names they are called by in a tree.
const CHECKS: [(&str, Check); 5] = [
    ("__text", text),
    ("__width", width),
    ("__picture", picture),
    ("__roman", roman),
    ("__few", few),
];

/// Functions that have others in their place where a check of each argument by
/// itself is not enough, or cannot be put in: with how many arguments they have
/// at most, and the name of what is in their place, which calls them.
const INSTEAD: [(&str, usize, &str); 15] = [
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
        "formatNumber" | "fromMillis" | "toMillis" | "now" => "__picture",
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

fn text(value: &JValue) -> Result<(), &'static str> {
    let (mut values, mut bytes) = (MOST_VALUES, LONGEST_MADE);
    if let JValue::String(text) = value {
        return if text.len() > LONGEST {
            Err("The text is too long to make more of it")
        } else {
            Ok(())
        };
    }
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        let length = match value {
            JValue::String(text) => text.len(),
            JValue::Array(items) => {
                waiting.extend(items.iter());
                0
            }
            JValue::Object(object) => {
                waiting.extend(object.iter().map(|(_, value)| value));
                object.iter().map(|(name, _)| name.len()).sum()
            }
            _ => 0,
        };
        let left = values.checked_sub(1).zip(bytes.checked_sub(length));
        (values, bytes) = left.ok_or("The data is too large to become text")?;
    }
    Ok(())
}

fn width(value: &JValue) -> Result<(), &'static str> {
    match value.as_f64() {
        Some(width) if width.abs() > LONGEST as f64 => Err("The width of $pad is too large"),
        _ => text(value),
    }
}

fn roman(value: &JValue) -> Result<(), &'static str> {
    match value.as_f64() {
        Some(number) if number.abs() > LARGEST_ROMAN => {
            Err("The number is too large to be written so")
        }
        _ => picture(value),
    }
}

fn picture(value: &JValue) -> Result<(), &'static str> {
    let Some(picture) = value.as_str() else {
        return Ok(());
    };
    let mut digits = 0;
    for character in picture.chars() {
        digits = if character.is_numeric() {
            digits + 1
        } else {
            0
        };
        if digits > WIDEST && picture.contains('[') {
            return Err("A width in the picture is too large");
        }
    }
    if picture.len() > LONGEST_PICTURE {
        return Err("The picture is too long");
    }
    Ok(())
}

fn few(value: &JValue) -> Result<(), &'static str> {
    let JValue::Array(items) = value else {
        return text(value);
    };
    let is_nested = |item: &JValue| matches!(item, JValue::Array(_) | JValue::Object(_));
    let most = if items.iter().any(is_nested) {
        MOST_DISTINCT_NESTED
    } else {
        MOST_DISTINCT
    };
    if items.len() > most {
        return Err("$distinct compares each item with all others, and there are too many");
    }
    text(value)
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
