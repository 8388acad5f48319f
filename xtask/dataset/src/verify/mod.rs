//! What is wrong with a dataset: every mistake together, each with its picture and the way out.

mod files;
mod labels;
mod left_over;
mod near;
mod splits;

use diagnostics::Diagnostics;

use crate::store::{Dataset, DatasetError, Item};

/// Checks a dataset. `done` is told how many pictures were looked at as it goes on.
///
/// # Errors
/// When the folder cannot be read. What is wrong with the dataset is no error but a diagnostic.
pub fn verify(
    dataset: &Dataset,
    distance: u32,
    done: impl FnMut(usize),
) -> Result<Diagnostics, DatasetError> {
    let items: Vec<&Item> = dataset.items().values().collect();
    let mut found = Diagnostics::new();
    files::check(dataset.folder(), &items, &mut found, done);
    labels::check(&items, &mut found);
    near::check(&items, distance, &mut found);
    splits::check(dataset, &items, distance, &mut found)?;
    left_over::check(dataset, &mut found)?;
    Ok(found)
}

/// How many of several pictures are named.
const NAMED: usize = 6;

/// The pictures' names: the first few, and how many more there are.
fn named(items: &[&Item]) -> String {
    let names: Vec<String> = items.iter().take(NAMED).map(|item| item.told()).collect();
    match items.len().saturating_sub(NAMED) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}
