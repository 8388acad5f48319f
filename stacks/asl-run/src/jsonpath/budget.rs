//! What finding may cost: however wild a path is, it ends soon and stays small.

use std::cell::Cell;

use serde_json::Value;

use super::NotFound;
use crate::data::{MOST_MADE, weight};

/// How many values a path may visit. A document small enough for a state
/// never comes near it unless `..` is chained to multiply the work.
const MOST_VISITS: usize = 2_000_000;

/// How many comparisons its filters may make, a list's with each of its items.
const MOST_COMPARISONS: usize = 50_000_000;

/// What a condition costs beside what it compares, in comparisons.
const CONDITION: usize = 8;

/// What is left for a path, filters within it included.
pub(super) struct Budget {
    visits: Cell<usize>,
    comparisons: Cell<usize>,
    /// Bytes of what is found.
    bytes: Cell<usize>,
    is_spent: Cell<bool>,
}

impl Budget {
    pub(super) const fn new() -> Self {
        Self {
            visits: Cell::new(MOST_VISITS),
            comparisons: Cell::new(MOST_COMPARISONS),
            bytes: Cell::new(MOST_MADE),
            is_spent: Cell::new(false),
        }
    }

    /// Why the path has no answer, where it is the budget that is spent.
    pub(super) fn check(&self) -> Result<(), NotFound> {
        if self.is_spent.get() {
            return Err(NotFound(format!(
                "The path visits more than {MOST_VISITS} values, makes more than \
                 {MOST_COMPARISONS} comparisons or finds more than {MOST_MADE} bytes"
            )));
        }
        Ok(())
    }

    /// Counts values that are looked at.
    pub(super) fn visit(&self, values: usize) -> Result<(), NotFound> {
        self.spend(&self.visits, values)
    }

    /// A copy of what was found.
    pub(super) fn copy(&self, found: &Value) -> Result<Value, NotFound> {
        self.spend(&self.bytes, weight(found))?;
        Ok(found.clone())
    }

    /// Counts a condition that is about to be tried; whether it still may be.
    pub(super) fn condition(&self) -> bool {
        self.compare(CONDITION)
    }

    /// Counts a comparison for equality; whether it still may be made.
    pub(super) fn equality(&self, left: &Value, right: &Value) -> bool {
        let cost = match (left, right) {
            (Value::String(left), Value::String(right)) if left.len() == right.len() => {
                1 + left.len() / 16
            }
            (Value::Array(left), Value::Array(right)) if left.len() != right.len() => 1,
            (Value::Object(left), Value::Object(right)) if left.len() != right.len() => 1,
            // What walks both walks the smaller one at most; counting walks one of them.
            (Value::Array(_), Value::Array(_)) | (Value::Object(_), Value::Object(_)) => {
                weight(left) / 4
            }
            _ => 1,
        };
        self.compare(cost)
    }

    /// Counts comparisons; whether they still may be made.
    pub(super) fn compare(&self, cost: usize) -> bool {
        self.spend(&self.comparisons, cost).is_ok()
    }

    fn spend(&self, from: &Cell<usize>, cost: usize) -> Result<(), NotFound> {
        match from.get().checked_sub(cost) {
            Some(left) if !self.is_spent.get() => from.set(left),
            _ => self.is_spent.set(true),
        }
        self.check()
    }
}
