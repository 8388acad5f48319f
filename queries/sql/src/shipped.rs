//! The queries that this project ships.

use std::sync::LazyLock;

use diagnostics::Diagnostics;

use crate::Query;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../", $name, ".sql.hbs")))),*]
    };
}

/// Name and text of every shipped file, by name.
const FILES: &[(&str, &str)] = files![
    "batches",
    "capture-quality",
    "close-look-savings",
    "cost-per-thousand",
    "defect-rate",
    "defect-rate-by-device",
    "defect-rate-by-site",
    "defect-trend",
    "duplicates",
    "freshness",
    "look-agreement",
    "model-comparison",
    "never-inspected",
    "not-lately-inspected",
    "recurring-defects",
    "rejected-pictures",
    "rejection-reasons",
    "repair-backlog",
    "repeat-offenders",
    "score-drift",
    "threshold-what-if",
];

/// Every shipped query, by name.
///
/// # Errors
/// Everything that is wrong with the files.
pub fn shipped() -> Result<&'static [Query], Diagnostics> {
    static SHIPPED: LazyLock<Result<Vec<Query>, Diagnostics>> = LazyLock::new(|| {
        let mut found = Diagnostics::new();
        let mut queries = Vec::new();
        for (name, text) in FILES {
            match Query::parse(name, text) {
                Ok(query) => queries.push(query),
                Err(problems) => found.extend(problems),
            }
        }
        if found.is_empty() {
            Ok(queries)
        } else {
            Err(found)
        }
    });
    match &*SHIPPED {
        Ok(queries) => Ok(queries),
        Err(found) => Err(found.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_shipped() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".sql.hbs").map(str::to_owned))
            .collect();
        names.sort();
        let shipped: Vec<String> = shipped().unwrap().iter().map(|q| q.name.clone()).collect();
        assert_eq!(shipped, names);
    }
}
