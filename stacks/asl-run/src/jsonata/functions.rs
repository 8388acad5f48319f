//! The functions that AWS adds to JSONata, and those whose answers depend on
//! chance or the clock, which come in from outside.

use std::cell::RefCell;
use std::rc::Rc;

use jsonata_core::evaluator::{Evaluator, EvaluatorError};
use jsonata_core::value::JValue;
use serde_json::Value;

use crate::hash;
use crate::moment::Moment;
use crate::random::Random;

/// The most items that `$range` makes.
const LONGEST_RANGE: usize = 1_000;

/// A generator shared with the functions that draw from it.
#[derive(Clone)]
pub(super) struct Shared(Rc<RefCell<Random>>);

impl Shared {
    /// The generator as the functions left it.
    pub(super) fn take(&self) -> Random {
        self.0.borrow().clone()
    }
}

pub(super) type Answer = Result<JValue, EvaluatorError>;

pub(super) fn failed(message: impl Into<String>) -> EvaluatorError {
    EvaluatorError::EvaluationError(message.into())
}

/// Registers the functions, which draw from a copy of `random`.
pub(super) fn register(
    evaluator: &mut Evaluator,
    random: &Random,
    now_millis: i64,
) -> Result<Shared, EvaluatorError> {
    let shared = Shared(Rc::new(RefCell::new(random.clone())));
    evaluator.register_fn("partition", partition)?;
    evaluator.register_fn("range", range)?;
    evaluator.register_fn("hash", hashed)?;
    evaluator.register_fn("parse", parsed)?;
    let drawn = shared.clone();
    evaluator.register_fn("uuid", move |_: &[JValue]| {
        Ok(JValue::from(drawn.0.borrow_mut().uuid().as_str()))
    })?;
    let drawn = shared.clone();
    evaluator.register_fn_override("random", move |arguments: &[JValue]| {
        let number = match arguments.first().and_then(JValue::as_f64) {
            // AWS lets the function take a seed: the same seed, the same number.
            Some(seed) => Random::new(seed.to_bits()).next_f64(),
            None => drawn.0.borrow_mut().next_f64(),
        };
        Ok(JValue::from(number))
    })?;
    // With a picture of its own, `$now` needs the whole of date formatting,
    // which `$fromMillis` has.
    evaluator.register_fn_override("millis", move |_: &[JValue]| {
        Ok(JValue::from(now_millis as f64))
    })?;
    evaluator.register_fn_override("eval", |_: &[JValue]| -> Answer {
        Err(failed("T1006: Attempted to invoke a non-function"))
    })?;
    evaluator.register_fn_override("now", move |arguments: &[JValue]| {
        if arguments.is_empty() {
            return Ok(JValue::from(
                Moment::from_millis(now_millis).to_string().as_str(),
            ));
        }
        let mut given = vec![JValue::from(now_millis as f64)];
        given.extend(arguments.iter().cloned());
        from_millis(&given)
    })?;
    Ok(shared)
}

fn from_millis(arguments: &[JValue]) -> Answer {
    let tree = jsonata_core::parser::parse("$fromMillis($[0], $[1], $[2])")
        .map_err(|error| failed(error.to_string()))?;
    Evaluator::new().evaluate(&tree, &JValue::array(arguments.to_vec()))
}

fn partition(arguments: &[JValue]) -> Answer {
    let [JValue::Array(items), size] = arguments else {
        return match arguments {
            [JValue::Undefined, _] => Ok(JValue::Undefined),
            _ => Err(failed("$partition takes an array and a size")),
        };
    };
    let size = size.as_f64().map(f64::trunc).filter(|size| *size >= 1.0);
    let size = size.ok_or_else(|| failed("the size of $partition must be a positive number"))?;
    let parts = items
        .chunks(size as usize)
        .map(|part| JValue::array(part.to_vec()));
    Ok(JValue::array(parts.collect()))
}

fn range(arguments: &[JValue]) -> Answer {
    let numbers: Option<Vec<f64>> = arguments.iter().map(JValue::as_f64).collect();
    let Some([first, last, step]) = numbers.as_deref() else {
        return Err(failed(
            "$range takes a first number, a last number and a step",
        ));
    };
    if *step == 0.0 {
        return Err(failed("the step of $range must not be zero"));
    }
    let mut items = Vec::new();
    let mut at = *first;
    while if *step > 0.0 {
        at <= *last
    } else {
        at >= *last
    } {
        if items.len() == LONGEST_RANGE {
            return Err(failed(format!(
                "$range makes at most {LONGEST_RANGE} items"
            )));
        }
        items.push(JValue::from(at));
        at = first + step * items.len() as f64;
    }
    // A sequence of one is that one, as everywhere in JSONata.
    Ok(JValue::sequence(items))
}

fn hashed(arguments: &[JValue]) -> Answer {
    let (data, algorithm) = match arguments {
        [data] => (data, "SHA-256"),
        [data, algorithm] => (data, algorithm.as_str().unwrap_or_default()),
        _ => return Err(failed("$hash takes a text and an algorithm")),
    };
    let data = match data.as_str() {
        Some(text) => text.to_owned(),
        None => super::to_json(data)
            .map(|json| json.to_string())
            .unwrap_or_default(),
    };
    hash::digest(algorithm, data.as_bytes())
        .map(|digest| JValue::from(digest.as_str()))
        .map_err(failed)
}

fn parsed(arguments: &[JValue]) -> Answer {
    let Some(text) = arguments.first().and_then(JValue::as_str) else {
        return match arguments.first() {
            None | Some(JValue::Undefined) => Ok(JValue::Undefined),
            Some(_) => Err(failed("$parse takes a text")),
        };
    };
    serde_json::from_str::<Value>(text)
        .map(JValue::from)
        .map_err(|error| failed(format!("$parse could not read the text as JSON: {error}")))
}
