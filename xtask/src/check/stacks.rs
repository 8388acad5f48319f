//! Stacks that are deployed side by side: those of one folder.

use std::collections::BTreeMap;

use cfn::check::{Stack, check_stacks};
use diagnostics::Address;

use super::{Found, Source, located};

pub(super) fn check(sources: &[Source], found: &mut Vec<Found>) {
    let mut folders: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
    for source in sources {
        let folder = source
            .file
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        folders.entry(folder).or_default().push(source);
    }
    for sources in folders.values() {
        let places: Vec<Address> = (0..sources.len())
            .map(|at| Address::from_iter([at.to_string()]))
            .collect();
        let stacks: Vec<Stack<'_>> = sources
            .iter()
            .zip(&places)
            .filter_map(|(source, address)| {
                Some(Stack {
                    name: stack_name(&source.file),
                    template: source.template.as_ref()?,
                    address,
                })
            })
            .collect();
        for mut problem in check_stacks(&stacks) {
            // The first segment says which of them it is.
            let segments = problem.address.segments();
            let mut segments = segments.into_iter();
            let at = segments.next().and_then(|at| at.parse::<usize>().ok());
            let Some(source) = at.and_then(|at| sources.get(at)) else {
                continue;
            };
            problem.address = segments.collect();
            found.push(located(source, problem));
        }
    }
}

fn stack_name(file: &str) -> &str {
    let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
    name.split_once('.').map_or(name, |(name, _)| name)
}
