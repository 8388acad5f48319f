//! Every table has a place of its own in the lake: one that lies within another's would be read, and
//! removed, with it.

use contracts::layout;
use diagnostics::{Address, Diagnostic, Diagnostics};
use schema::TableDefinition;

/// What else is in the lake.
const TAKEN: [(&str, &str); 4] = [
    (layout::MODELS, "models"),
    (layout::CHUNKS, "the records of chunks"),
    (layout::BATCHES, "the summaries of batches"),
    (layout::MAP_RUNS, "the results of map runs"),
];

/// What is wrong with the places of tables.
pub(crate) fn check_locations(tables: &[TableDefinition]) -> Diagnostics {
    let mut found = Diagnostics::new();
    for (at, table) in tables.iter().enumerate() {
        let place = Address::root().join("tables").join(table.name);
        let earlier = tables.iter().take(at);
        let earlier = earlier.map(|other| (other.storage.location, format!("{:?}", other.name)));
        let taken = TAKEN
            .iter()
            .map(|(prefix, what)| (*prefix, (*what).to_owned()));
        for (prefix, what) in taken.chain(earlier) {
            let own = table.storage.location;
            if own.starts_with(prefix) || prefix.starts_with(own) {
                let summary = format!(
                    "the location {own:?} and that of {what}, {prefix:?}, are within each other"
                );
                let problem = Diagnostic::error("schema::location", place.clone(), summary);
                found.push(problem.with_help(format!("\"tables/{}/\"", table.name)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(location: &'static str) -> TableDefinition {
        let mut table = schema::tables().swap_remove(0);
        table.storage.location = location;
        table
    }

    #[test]
    fn a_place_within_anothers_is_refused() {
        let told = |locations: &[&'static str]| {
            let tables: Vec<TableDefinition> = locations.iter().map(|one| at(one)).collect();
            let found = check_locations(&tables);
            found
                .iter()
                .map(|one| one.summary.clone())
                .collect::<Vec<_>>()
        };
        assert!(check_locations(&schema::tables()).is_empty());
        assert!(told(&["tables/a/", "tables/ab/", "planning/a/"]).is_empty());
        assert_eq!(
            told(&["tables/a/b/", "tables/a/"]),
            [
                "the location \"tables/a/\" and that of \"pictures\", \"tables/a/b/\", are within each other"
            ]
        );
        assert_eq!(
            told(&["models/readings/"]),
            [
                "the location \"models/readings/\" and that of models, \"models/\", are within each other"
            ]
        );
    }
}
