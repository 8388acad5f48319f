//! A workflow's variables, within AWS's limits.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html>

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// How many bytes of JSON one assignment may set, in one variable or in all.
const MOST_ASSIGNED: usize = 256 * 1024;
/// How many bytes of JSON an execution's variables may hold.
const MOST_HELD: usize = 10 * 1024 * 1024;

/// Variables by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Variables {
    values: BTreeMap<String, Value>,
    bytes: usize,
}

impl Variables {
    /// These values. Whatever size they are, they are here already.
    pub(crate) fn of(values: BTreeMap<String, Value>) -> Self {
        let bytes = values.values().map(size).sum();
        Self { values, bytes }
    }

    pub(crate) const fn values(&self) -> &BTreeMap<String, Value> {
        &self.values
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// Sets variables; if they are too large, says so and sets none.
    pub(crate) fn assign(&mut self, assigned: Map<String, Value>) -> Result<(), &'static str> {
        let added: usize = assigned.values().map(size).sum();
        if added > MOST_ASSIGNED {
            return Err(
                "assigned variables with a size exceeding the maximum number of bytes \
                        service limit.",
            );
        }
        let replaced: usize = assigned
            .keys()
            .filter_map(|name| self.values.get(name))
            .map(size)
            .sum();
        let bytes = (self.bytes + added).saturating_sub(replaced);
        if bytes > MOST_HELD {
            return Err(
                "assigned variables that make all variables of the execution exceed the maximum \
                 number of bytes service limit.",
            );
        }
        self.bytes = bytes;
        self.values.extend(assigned);
        Ok(())
    }
}

/// How many bytes of JSON a value takes.
fn size(value: &Value) -> usize {
    struct Counter(usize);
    impl std::io::Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut counter = Counter(0);
    // Counting cannot fail, and JSON is always writable.
    let _ = serde_json::to_writer(&mut counter, value);
    counter.0
}
