//! What is to be known of a region's numbers: prices of another region, usage beyond what prices are
//! known for, resources without a price.

use std::collections::{BTreeMap, BTreeSet};

use crate::bill::Line;
use crate::decimal::grouped;
use crate::deployment::Deployment;

/// The notes on what was priced, for the bill and what it is compared with.
pub(crate) fn of(deployment: &Deployment, lines: &[Line]) -> Vec<String> {
    let mut notes = Vec::new();
    if deployment.embedded {
        notes.push(format!(
            "{} runs on this machine and costs nothing; this is what AWS would ask for in {}",
            deployment.environment, deployment.region
        ));
    }
    let mut borrowed: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for line in lines
        .iter()
        .filter(|line| line.price_region != deployment.region)
    {
        let items = borrowed.entry(&line.price_region).or_default();
        items.insert(format!("{} {}", line.service, line.item));
    }
    for (region, items) in borrowed {
        let items: Vec<String> = items.into_iter().collect();
        notes.push(format!(
            "no price known in {}; that of {region} is taken: {}",
            deployment.region,
            items.join(", ")
        ));
    }
    let beyond: BTreeSet<String> = lines
        .iter()
        .filter_map(|line| {
            Some(format!(
                "{} {}: prices are known up to {} {}s a month; beyond, the last one is taken, which \
                 is not too low",
                line.service,
                line.item,
                grouped(line.known_up_to?),
                line.unit
            ))
        })
        .collect();
    notes.extend(beyond);
    for (kind, number) in &deployment.unpriced {
        notes.push(format!("not priced: {kind} ({number})"));
    }
    notes
}
