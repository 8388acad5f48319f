//! Pictures: Rekognition's look at them, and their place in S3. Requests are counted in the functions'
//! code: `prepare` reads what landed and writes what it made, Rekognition and the close look read that.

use super::{Design, Usage};
use crate::item::{HOURS_PER_MONTH, Item, SECONDS_PER_HOUR};

pub(super) fn meter(design: &Design<'_>, usage: &mut Usage) {
    if design.looks_first() {
        first_look(design, usage);
    }
    let assumptions = design.assumptions;
    let work = &design.workload;
    let looked = design.looked();
    let heat_maps = if design.close_look.draws() { looked } else { 0 };
    // Pictures and markers land, prepared ones and heat maps are written.
    let landed = work.pictures + work.batches;
    let made = work.pictures + heat_maps;
    usage.add(Item::Put, landed + made);
    // `prepare`, and the close look.
    usage.add(Item::Get, work.pictures + looked);
    // The map's listing, and that of `summarise`; `rejected/` is listed as well, and is short.
    usage.add(Item::Put, 2 * work.pages + work.batches);

    let kept = &design.deployment.kept;
    let landed_bytes = work.pictures * assumptions.picture_bytes.get();
    let made_bytes = work.pictures * assumptions.prepared_bytes.get()
        + heat_maps * assumptions.heat_map_bytes.get();
    usage.add(
        Item::Storage,
        landed_bytes * design.kept_hours(kept.incoming),
    );
    usage.add(Item::Storage, made_bytes * design.kept_hours(kept.prepared));

    if design.deployment.events {
        // An object is created and, later, becomes an old version and goes.
        let events = |objects: u128, days| objects * if design.expires(days) { 3 } else { 1 };
        usage.add(
            Item::Events,
            events(landed, kept.incoming) + events(made, kept.prepared),
        );
    }

    // What people look at is what was suspicious, whatever was looked at closely.
    let heat_map = if design.close_look.draws() {
        assumptions.heat_map_bytes.get()
    } else {
        0
    };
    let shown = assumptions.prepared_bytes.get() + heat_map;
    usage.add(
        Item::TransferOut,
        work.suspicious * assumptions.downloads.get() * shown,
    );
}

fn first_look(design: &Design<'_>, usage: &mut Usage) {
    let deployment = design.deployment;
    let pictures = design.workload.pictures;
    usage.add(Item::RekognitionGroup2, pictures * deployment.group_2_calls);
    if deployment.image_properties {
        usage.add(Item::ImageProperties, pictures);
    }
    // Each call reads the picture from S3: also that for properties alone, and that of a custom labels model.
    let alone = deployment.image_properties && !deployment.labels;
    let others = u128::from(alone) + u128::from(deployment.first_look_models > 0);
    usage.add(Item::Get, pictures * (deployment.group_2_calls + others));
    // Its models run whether they are asked or not.
    let month = HOURS_PER_MONTH * SECONDS_PER_HOUR;
    usage.add(
        Item::CustomLabelsInference,
        deployment.first_look_models * month,
    );
}
