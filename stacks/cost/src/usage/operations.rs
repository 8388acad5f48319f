//! What is there whether pictures come or not, and the news of batches.

use super::{Design, Usage};
use crate::item::Item;

pub(super) fn meter(design: &Design<'_>, usage: &mut Usage) {
    let deployment = design.deployment;
    usage.add(Item::CatalogObjects, deployment.catalog_objects);
    usage.add(Item::Alarms, deployment.alarms);
    usage.add(Item::Dashboards, deployment.dashboards);
    // Every batch is taken to have news.
    usage.add(Item::SnsRequests, design.workload.batches);
    usage.add(Item::Emails, design.workload.batches * deployment.emails);
}
