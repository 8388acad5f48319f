//! Resources that wait for each other.

use std::collections::{BTreeMap, BTreeSet};

use diagnostics::{Diagnostic, Diagnostics};

use super::{Context, references};

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let mut edges = edges(context);
    // Each circle is taken away, so that the next one is found.
    while let Some(circle) = circles(&edges) {
        let place = circle
            .first()
            .map_or_else(|| context.address.clone(), |first| context.resource(first));
        let text = format!("resources wait for each other: {}", circle.join(" -> "));
        found.push(Diagnostic::error("cfn::circular-reference", place, text));
        for id in &circle {
            edges.remove(id);
        }
    }
}

/// Each resource with the resources that it needs.
pub(super) fn edges(context: &Context<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let resources = context.template.resources();
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (id, resource) in resources {
        let needs = resource.depends_on().map(str::to_owned).collect();
        edges.insert(id.to_string(), needs);
    }
    for call in context
        .calls()
        .iter()
        .filter(|call| call.section == "Resources")
    {
        for (name, _) in references::names(call) {
            // That a resource refers to itself is told by itself.
            if name != call.id
                && resources.contains(name)
                && let Some(needs) = edges.get_mut(call.id)
            {
                needs.insert(name.to_owned());
            }
        }
    }
    edges
}

/// One circle, if there is any, as the names along it.
fn circles(edges: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    // Resources that need nothing that is left are taken away until none can be.
    let mut left: BTreeMap<&str, BTreeSet<&str>> = edges
        .iter()
        .map(|(id, needs)| (id.as_str(), needs.iter().map(String::as_str).collect()))
        .collect();
    loop {
        let free: Vec<&str> = left
            .iter()
            .filter(|(_, needs)| needs.iter().all(|need| !left.contains_key(need)))
            .map(|(id, _)| *id)
            .collect();
        if free.is_empty() {
            break;
        }
        for id in free {
            left.remove(id);
        }
    }
    // Whatever is left needs something that is left: following it must come round.
    let mut path: Vec<&str> = vec![left.keys().next()?];
    loop {
        let next = left
            .get(path.last()?)?
            .iter()
            .find(|need| left.contains_key(*need))?;
        if let Some(start) = path.iter().position(|seen| seen == next) {
            let mut circle: Vec<String> = path[start..].iter().map(ToString::to_string).collect();
            circle.push((*next).to_owned());
            return Some(circle);
        }
        path.push(next);
    }
}
