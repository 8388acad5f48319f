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
    "backfill-pictures",
    "batches",
    "capture-quality",
    "class-drift",
    "close-look-savings",
    "cost-per-thousand",
    "defect-rate",
    "defect-rate-by-device",
    "defect-rate-by-site",
    "defect-trend",
    "duplicates",
    "freshness",
    "look-agreement",
    "look-money",
    "model-comparison",
    "never-inspected",
    "not-lately-inspected",
    "recurring-defects",
    "rejected-pictures",
    "rejection-reasons",
    "repair-backlog",
    "repairs-done",
    "repeat-offenders",
    "score-drift",
    "shadow-comparison",
    "threshold-what-if",
    "training-pictures",
];

/// Name and text of every view's file, by name.
const VIEWS: &[(&str, &str)] = files!["views/inspections", "views/last_looks"];

type Parsed = Result<Vec<Query>, Diagnostics>;

/// Every shipped query, by name.
///
/// # Errors
/// Everything that is wrong with the files.
pub fn shipped() -> Result<&'static [Query], Diagnostics> {
    static SHIPPED: LazyLock<Parsed> = LazyLock::new(|| parse(FILES, Query::parse));
    kept(&SHIPPED)
}

/// Every view that analysts join in place of the tables, by name. A view has no parameters: who asks
/// it names the days.
///
/// # Errors
/// Everything that is wrong with the files.
pub fn views() -> Result<&'static [Query], Diagnostics> {
    static KEPT: LazyLock<Parsed> = LazyLock::new(|| parse(VIEWS, Query::parse_view));
    kept(&KEPT)
}

fn parse(files: &[(&str, &str)], read: fn(&str, &str) -> Result<Query, Diagnostics>) -> Parsed {
    let mut found = Diagnostics::new();
    let mut queries = Vec::new();
    for (path, text) in files {
        let name = path.rsplit('/').next().unwrap_or(path);
        match read(name, text) {
            Ok(query) => queries.push(query),
            Err(problems) => found.extend(problems),
        }
    }
    if found.is_empty() {
        Ok(queries)
    } else {
        Err(found)
    }
}

fn kept(parsed: &'static Parsed) -> Result<&'static [Query], Diagnostics> {
    match parsed {
        Ok(queries) => Ok(queries),
        Err(found) => Err(found.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folders_is_shipped() {
        let names = |queries: &[Query]| queries.iter().map(|q| q.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(shipped().unwrap()), files_of(""));
        assert_eq!(names(views().unwrap()), files_of("views"));
    }

    #[test]
    fn a_view_has_no_parameters() {
        let text = "-- description: d\n-- owner: o\n-- parameter: n bigint = 1 | Some number.\n\
                    -- returns: n bigint | It.\nSELECT {{param \"n\"}} AS n\n";
        assert!(Query::parse("v", text).is_ok());
        let found = Query::parse_view("v", text).unwrap_err();
        let found: Vec<_> = found
            .iter()
            .map(|one| (&*one.code, &*one.summary))
            .collect();
        let summary = "a view has no parameters, and this has n";
        assert_eq!(found, [("sql::view-parameter", summary)]);
    }

    fn files_of(folder: &str) -> Vec<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".sql.hbs").map(str::to_owned))
            .collect();
        names.sort();
        names
    }
}
