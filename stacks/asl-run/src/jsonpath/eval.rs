//! What a path leads to.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::budget::Budget;
use super::{Function, NotFound, Place, Step};

/// Jayway's name for its view of JSON, which its messages carry.
const PROVIDER: &str = "com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider";

/// What the steps lead to in `root`, as it is there where it is one value.
pub(super) fn find<'v>(
    steps: &[Step],
    root: &'v Value,
    budget: &Budget,
) -> Result<Cow<'v, Value>, NotFound> {
    // A path that may lead to several values may lead to none.
    let is_open = steps.iter().any(|step| !step.is_definite());
    let found = definite(steps, root, budget);
    budget.check()?;
    found.or_else(|lost| {
        if is_open {
            Ok(Cow::Owned(Value::Array(Vec::new())))
        } else {
            Err(lost)
        }
    })
}

fn definite<'v>(
    steps: &[Step],
    root: &'v Value,
    budget: &Budget,
) -> Result<Cow<'v, Value>, NotFound> {
    let mut current = root;
    for (at, step) in steps.iter().enumerate() {
        match step {
            Step::Fields(names) if names.len() == 1 => {
                current = field(steps, at, current, &names[0])?;
            }
            // Several fields at the end make one object.
            Step::Fields(names) if at + 1 == steps.len() && current.is_object() => {
                return picked(names, current, budget).map(Cow::Owned);
            }
            Step::Items(positions) if positions.len() == 1 => {
                current = item(steps, at, current, positions[0])?;
            }
            Step::Function(function) if at + 1 == steps.len() => {
                return apply(*function, current).map(Cow::Owned).ok_or_else(|| {
                    NotFound(format!(
                        "Function {} attempted to calculate value using {}",
                        function.name(),
                        class(current)
                    ))
                });
            }
            _ => return several(&steps[at..], current, root, budget).map(Cow::Owned),
        }
    }
    Ok(Cow::Borrowed(current))
}

fn field<'a>(
    steps: &[Step],
    at: usize,
    value: &'a Value,
    name: &str,
) -> Result<&'a Value, NotFound> {
    let Value::Object(object) = value else {
        return Err(NotFound(format!(
            "Expected to find an object with property ['{name}'] in path {} but found '{}'. This \
             is not a json object according to the JsonProvider: '{PROVIDER}'.",
            Place(&steps[..at]),
            class(value)
        )));
    };
    object.get(name).ok_or_else(|| missing(steps, at))
}

fn missing(steps: &[Step], at: usize) -> NotFound {
    let place = Place(&steps[..=at]);
    if at + 1 == steps.len() {
        NotFound(format!("No results for path: {place}"))
    } else {
        NotFound(format!("Missing property in path {place}"))
    }
}

fn item<'a>(
    steps: &[Step],
    at: usize,
    value: &'a Value,
    position: i64,
) -> Result<&'a Value, NotFound> {
    let Value::Array(items) = value else {
        return Err(NotFound(format!(
            "Filter: [{position}] can only be applied to arrays. Current context is: {value}"
        )));
    };
    resolve(position, items.len())
        .and_then(|found| items.get(found))
        .ok_or_else(|| {
            if at + 1 == steps.len() {
                NotFound(format!("No results for path: {}", Place(&steps[..=at])))
            } else {
                NotFound(format!(
                    "Index out of bounds when evaluating path {}",
                    Place(&steps[..=at])
                ))
            }
        })
}

fn resolve(position: i64, length: usize) -> Option<usize> {
    if position >= 0 {
        usize::try_from(position).ok()
    } else {
        length.checked_sub(usize::try_from(position.unsigned_abs()).ok()?)
    }
}

fn class(value: &Value) -> &'static str {
    match value {
        Value::Null => "com.fasterxml.jackson.databind.node.NullNode",
        Value::Bool(_) => "com.fasterxml.jackson.databind.node.BooleanNode",
        Value::Number(number) if number.is_f64() => {
            "com.fasterxml.jackson.databind.node.DoubleNode"
        }
        Value::Number(_) => "com.fasterxml.jackson.databind.node.IntNode",
        Value::String(_) => "com.fasterxml.jackson.databind.node.TextNode",
        Value::Array(_) => "com.fasterxml.jackson.databind.node.ArrayNode",
        Value::Object(_) => "com.fasterxml.jackson.databind.node.ObjectNode",
    }
}

/// The values that steps of which some may lead to several values lead to,
/// from `start` within the document `root`.
fn several(
    steps: &[Step],
    start: &Value,
    root: &Value,
    budget: &Budget,
) -> Result<Value, NotFound> {
    let mut found: Vec<&Value> = vec![start];
    for (at, step) in steps.iter().enumerate() {
        if let Step::Function(function) = step {
            // A function at the end takes all that was found as its array.
            let all = copied(found, budget)?;
            let rest = &steps[at + 1..];
            let applied = apply(*function, &all).ok_or_else(|| {
                NotFound(
                    "Aggregation function attempted to calculate value using empty array".into(),
                )
            })?;
            return find(rest, &applied, budget).map(Cow::into_owned);
        }
        if let Step::Fields(names) = step
            && names.len() > 1
            && at + 1 == steps.len()
        {
            let objects = found.into_iter().filter(|value| value.is_object());
            return objects
                .map(|object| picked(names, object, budget))
                .collect();
        }
        let mut next = Vec::new();
        let is_scan = at > 0 && steps[at - 1] == Step::Descend;
        for value in found {
            // What is looked for everywhere is looked for where it could be:
            // a list is filtered only if the filter holds for the list itself,
            // and each of its items is looked at in its own turn.
            if let Step::Filter(filter) = step
                && is_scan
                && value.is_array()
                && !filter.holds(value, root, budget)
            {
                continue;
            }
            spread(step, value, root, &mut next, budget)?;
        }
        found = next;
    }
    copied(found, budget)
}

fn copied(found: Vec<&Value>, budget: &Budget) -> Result<Value, NotFound> {
    let copies = found.into_iter().map(|value| budget.copy(value));
    copies.collect::<Result<_, _>>().map(Value::Array)
}

/// The fields of these names that an object has.
fn picked(names: &[String], object: &Value, budget: &Budget) -> Result<Value, NotFound> {
    names
        .iter()
        .filter_map(|name| Some((name, object.get(name)?)))
        .map(|(name, value)| Ok((name.clone(), budget.copy(value)?)))
        .collect::<Result<serde_json::Map<_, _>, _>>()
        .map(Value::Object)
}

fn spread<'a>(
    step: &Step,
    value: &'a Value,
    root: &Value,
    out: &mut Vec<&'a Value>,
    budget: &Budget,
) -> Result<(), NotFound> {
    budget.visit(1)?;
    let before = out.len();
    match (step, value) {
        (Step::Fields(names), Value::Object(object)) => {
            out.extend(names.iter().filter_map(|name| object.get(name)));
        }
        (Step::Wildcard, Value::Object(object)) => out.extend(object.values()),
        (Step::Wildcard, Value::Array(items)) => out.extend(items),
        (Step::Items(positions), Value::Array(items)) => {
            out.extend(
                positions
                    .iter()
                    .filter_map(|at| items.get(resolve(*at, items.len())?)),
            );
        }
        (Step::Slice(from, to), Value::Array(items)) => out.extend(slice(items, *from, *to)),
        (Step::Filter(filter), Value::Array(items)) => {
            budget.visit(items.len())?;
            out.extend(items.iter().filter(|item| filter.holds(item, root, budget)));
        }
        (Step::Filter(filter), Value::Object(_)) if filter.holds(value, root, budget) => {
            out.push(value);
        }
        (Step::Descend, _) => descend(value, out, budget)?,
        _ => {}
    }
    // What is found more than once counts as often.
    budget.visit(out.len() - before)
}

fn descend<'a>(
    value: &'a Value,
    out: &mut Vec<&'a Value>,
    budget: &Budget,
) -> Result<(), NotFound> {
    // By hand, not by recursion, so that depth costs no stack.
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        budget.visit(1)?;
        out.push(value);
        match value {
            Value::Array(items) => waiting.extend(items.iter().rev()),
            Value::Object(object) => waiting.extend(object.values().rev()),
            _ => {}
        }
    }
    Ok(())
}

fn slice(items: &[Value], from: Option<i64>, to: Option<i64>) -> &[Value] {
    let bound = |at: i64| match resolve(at, items.len()) {
        Some(at) => at.min(items.len()),
        None => 0,
    };
    let from = from.map_or(0, bound);
    let to = to.map_or(items.len(), bound);
    items.get(from..to).unwrap_or_default()
}

fn apply(function: Function, value: &Value) -> Option<Value> {
    match function {
        Function::Length | Function::Size => Some(match value {
            Value::Array(items) => items.len().into(),
            Value::Object(object) => object.len().into(),
            Value::String(text) => text.chars().count().into(),
            _ => return None,
        }),
        Function::Keys => Some(value.as_object()?.keys().cloned().collect()),
        _ => {
            let numbers: Vec<f64> = value.as_array()?.iter().filter_map(Value::as_f64).collect();
            if numbers.is_empty() {
                return None;
            }
            let count = numbers.len() as f64;
            let sum: f64 = numbers.iter().sum();
            let result = match function {
                Function::Min => numbers.iter().copied().fold(f64::INFINITY, f64::min),
                Function::Max => numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                Function::Avg => sum / count,
                Function::Sum => sum,
                _ => {
                    let squares: f64 = numbers.iter().map(|n| n * n).sum();
                    (squares / count - (sum / count).powi(2)).max(0.0).sqrt()
                }
            };
            Number::from_f64(result).map(Value::Number)
        }
    }
}
