//! What is to be known of a region's numbers: what is counted that may not be there yet, prices of another
//! region, usage beyond what prices are known for, resources without a price.

use std::collections::{BTreeMap, BTreeSet};

use crate::bill::Line;
use crate::decimal::grouped;
use crate::deployment::Deployment;
use crate::item::Service;

/// The notes on what was priced, for the bill and what it is compared with.
pub(crate) fn of(deployment: &Deployment, lines: &[Line]) -> Vec<String> {
    let mut notes = Vec::new();
    if deployment.embedded {
        notes.push(format!(
            "{} runs on this machine and costs nothing; this is what AWS would ask for in {}",
            deployment.environment, deployment.region
        ));
    }
    if let Some(own) = &deployment.own_class {
        notes.push(format!(
            "{own}, the class of one's own pictures, is counted as any other: it has models from the first \
             `cargo xtask inspect` on, and costs less until then"
        ));
    }
    let elsewhere = lines
        .iter()
        .filter(|line| line.price_region != deployment.region);
    let mut borrowed: BTreeMap<&str, BTreeMap<Service, BTreeSet<&str>>> = BTreeMap::new();
    for line in elsewhere {
        let services = borrowed.entry(&line.price_region).or_default();
        services.entry(line.service).or_default().insert(&line.item);
    }
    for (region, services) in borrowed {
        let services = services.into_iter().map(|(service, items)| {
            let items: Vec<&str> = items.into_iter().collect();
            format!("{service} ({})", items.join("; "))
        });
        let services: Vec<String> = services.collect();
        notes.push(format!(
            "no price is known in {}, and that of {region} is taken: {}",
            deployment.region,
            services.join(", ")
        ));
    }
    let beyond = lines.iter().filter_map(|line| {
        Some(format!(
            "{}, {}: prices are known up to {} {}s; above, the last one is taken, which is an upper bound",
            line.service,
            line.item,
            grouped(line.known_up_to?),
            line.unit
        ))
    });
    notes.extend(beyond.collect::<BTreeSet<String>>());
    for (kind, number) in &deployment.unpriced {
        notes.push(format!("not priced: {kind} ({number})"));
    }
    notes
}
