//! JSONata as AWS runs it: version 2.0.6, without `$eval`, with functions of
//! AWS's own, and with bounds on time, depth and size.

mod dialect;
mod functions;
mod guard;
mod quiet;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use jsonata_core::ast::AstNode;
use jsonata_core::evaluator::{Context, Evaluator, EvaluatorError, EvaluatorOptions};
use jsonata_core::parser;
use jsonata_core::value::JValue;
use serde_json::{Map, Number, Value};

use crate::data::{DEEPEST, MOST_MADE};
use crate::moment::Moment;
use crate::random::Random;

/// What an expression may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long it may run, in milliseconds.
    pub milliseconds: u64,
    /// How deep it may nest.
    pub depth: usize,
    /// How many items it may gather.
    pub items: usize,
}

impl Limits {
    /// What an expression in a state may take.
    pub const STATE: Self = Self {
        milliseconds: 5_000,
        depth: 1_000,
        items: 1_000_000,
    };
}

/// How many parsed expressions a thread keeps.
const MOST_KEPT: usize = 512;

/// What an expression gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A value.
    Value(Value),
    /// Nothing: a path that leads nowhere, for example.
    Undefined,
    /// Something that is not data, such as a function.
    Unsupported,
}

/// What an expression outside a state sees, and what it may take.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The document, `$`; `None` where there is none, which differs from `null`.
    pub input: Option<&'a Value>,
    /// Variables.
    pub bindings: &'a BTreeMap<String, Value>,
    /// The time, for `$now` and `$millis`.
    pub now: Moment,
    /// What it may take.
    pub limits: Limits,
}

/// Why an expression gives nothing, in JSONata's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct JsonataError {
    /// The code, as in `T1006`, and what it means.
    pub message: String,
    /// Whether the text is no expression, so that it can never give anything.
    pub is_syntax: bool,
}

/// The names that an expression sees beside its own, and its source of chance.
pub(crate) struct Scope<'a> {
    /// Variables that the machine assigned.
    pub(crate) variables: &'a BTreeMap<String, Value>,
    /// For `$random` and `$uuid`.
    pub(crate) random: &'a mut Random,
    /// For `$now` and `$millis`, in milliseconds since 1970.
    pub(crate) now_millis: i64,
    pub(crate) limits: Limits,
}

thread_local! {
    static PARSED: RefCell<HashMap<String, Rc<Parsed>>> = RefCell::new(HashMap::new());
}

/// An expression that is ready to be evaluated.
struct Parsed {
    tree: AstNode,
    needs: guard::Needs,
}

fn parsed(expression: &str) -> Result<Rc<Parsed>, JsonataError> {
    let kept = PARSED.with_borrow(|kept| kept.get(expression).cloned());
    if let Some(kept) = kept {
        return Ok(kept);
    }
    let parsed = quiet::caught(|| parser::parse(expression)).ok_or_else(|| JsonataError {
        message: "The expression cannot be read: the engine stopped within it".to_owned(),
        is_syntax: true,
    })?;
    let mut tree = parsed.map_err(|error| {
        let message = match error.to_string().as_str() {
            // The one error that comes without its code.
            "Unclosed comment" => "S0106: Comment has no closing tag".to_owned(),
            message => message.to_owned(),
        };
        JsonataError {
            message,
            is_syntax: true,
        }
    })?;
    dialect::check(&tree)?;
    let needs = guard::bound(&mut tree);
    let made = Rc::new(Parsed { tree, needs });
    PARSED.with_borrow_mut(|kept| {
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(expression.to_owned(), Rc::clone(&made));
    });
    Ok(made)
}

/// Whether a text, without its `{% %}`, is an expression of the dialect.
///
/// # Errors
/// What is wrong with it.
pub fn check_expression(expression: &str) -> Result<(), JsonataError> {
    parsed(expression).map(drop)
}

/// An expression's value against a document, as `jsonata(expression).evaluate(input)` gives it.
///
/// # Errors
/// In JSONata's words, with its code.
pub fn evaluate_document(
    expression: &str,
    input: &Value,
    bindings: &BTreeMap<String, Value>,
) -> Result<Outcome, JsonataError> {
    let document = Document {
        input: Some(input),
        bindings,
        now: Moment::from_millis(0),
        limits: Limits::STATE,
    };
    evaluate_in(expression, &document)
}

/// An expression's value in surroundings of its own.
///
/// # Errors
/// In JSONata's words, with its code.
pub fn evaluate_in(expression: &str, document: &Document<'_>) -> Result<Outcome, JsonataError> {
    let mut random = Random::new(0);
    let mut scope = Scope {
        variables: document.bindings,
        random: &mut random,
        now_millis: document.now.as_millis(),
        limits: document.limits,
    };
    let input = match document.input {
        Some(input) => JValue::from(input.clone()),
        None => JValue::Undefined,
    };
    run(expression, &input, None, &mut scope)
}

/// An expression's value within a state.
pub(crate) fn evaluate(
    expression: &str,
    states: Value,
    scope: &mut Scope<'_>,
) -> Result<Outcome, JsonataError> {
    run(expression, &JValue::Undefined, Some(states), scope)
}

fn run(
    expression: &str,
    input: &JValue,
    states: Option<Value>,
    scope: &mut Scope<'_>,
) -> Result<Outcome, JsonataError> {
    let parsed = parsed(expression)?;
    let mut context = Context::new();
    // Before the machine's variables, which may have the same names.
    for (name, instead) in &parsed.needs.references {
        let name_of = Rc::from(*instead);
        context.bind((*name).to_owned(), JValue::Builtin { name: name_of });
    }
    if let Some(states) = states {
        context.bind("states".to_owned(), JValue::from(states));
    }
    // An expression that never names a variable has no use for its value.
    for (name, value) in scope
        .variables
        .iter()
        .filter(|(name, _)| expression.contains(name.as_str()))
    {
        context.bind(name.clone(), JValue::from(value.clone()));
    }
    let options = EvaluatorOptions {
        timeout_ms: Some(scope.limits.milliseconds),
        cancel: None,
        max_stack_depth: Some(scope.limits.depth),
        max_sequence_length: Some(scope.limits.items),
    };
    let mut evaluator = Evaluator::with_options(context, options);
    let drawn = functions::register(&mut evaluator, scope.random, scope.now_millis)
        .map_err(|error| runtime(&error))?;
    if parsed.needs.checks {
        guard::register(&mut evaluator).map_err(|error| runtime(&error))?;
    }
    // Should the engine panic, the expression fails and nothing else does.
    let evaluated = quiet::caught(|| evaluator.evaluate(&parsed.tree, input));
    let result = evaluated.unwrap_or_else(|| {
        let message = "The expression cannot be evaluated: the engine stopped within it";
        Err(EvaluatorError::EvaluationError(message.to_owned()))
    });
    *scope.random = drawn.take();
    match result.map_err(|error| runtime(&error))? {
        JValue::Undefined => Ok(Outcome::Undefined),
        JValue::Lambda(_) | JValue::Builtin { .. } | JValue::Regex { .. } => {
            Ok(Outcome::Unsupported)
        }
        value => Ok(to_json(&value).map_or(Outcome::Unsupported, Outcome::Value)),
    }
}

fn runtime(error: &EvaluatorError) -> JsonataError {
    let message = match error.code() {
        // JSONata's own words, which name no function.
        Some("T1006") => "T1006: Attempted to invoke a non-function",
        _ => error.message(),
    };
    JsonataError {
        message: message.to_owned(),
        is_syntax: false,
    }
}

/// A value as JSON; `None` where it holds a function, nests deeper than data
/// may, or would take more memory than a field's values may: parts that are
/// shared here are copied there.
pub(crate) fn to_json(value: &JValue) -> Option<Value> {
    converted(value, DEEPEST, &mut MOST_MADE.clone())
}

fn converted(value: &JValue, depth: usize, left: &mut usize) -> Option<Value> {
    let text = match value {
        JValue::String(text) => text.len(),
        JValue::Object(object) => object.iter().map(|(name, _)| name.len()).sum(),
        _ => 0,
    };
    *left = left.checked_sub(size_of::<Value>() + text)?;
    let depth = depth.checked_sub(1)?;
    Some(match value {
        JValue::Null | JValue::Undefined => Value::Null,
        JValue::Bool(flag) => Value::Bool(*flag),
        JValue::Number(number) => Value::Number(json_number(*number)?),
        JValue::String(text) => Value::String(text.to_string()),
        JValue::Array(items) => {
            let items = items.iter().map(|item| converted(item, depth, left));
            Value::Array(items.collect::<Option<Vec<_>>>()?)
        }
        JValue::Object(object) => {
            let mut out = Map::new();
            for (name, value) in object.iter() {
                // What is undefined is no field at all, as in JavaScript.
                if !value.is_undefined() {
                    out.insert(name.clone(), converted(value, depth, left)?);
                }
            }
            Value::Object(out)
        }
        JValue::Lambda(_) | JValue::Builtin { .. } | JValue::Regex { .. } => return None,
    })
}

/// A number as JavaScript writes it: whole numbers without a fraction.
fn json_number(number: f64) -> Option<Number> {
    // Beyond 2^53 not every whole number exists, and an exponent tells so.
    if number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0 {
        return Some(Number::from(number as i64));
    }
    Number::from_f64(number)
}
