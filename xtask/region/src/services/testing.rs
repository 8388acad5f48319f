//! A region in a test's own folder.

use std::path::Path;

use crate::context::Context;
use crate::{Faults, Options, Region};

/// Opens the region of a folder, and its services in `us-east-1`.
pub(super) async fn open(folder: &Path) -> (Region, Context) {
    let region = Region::open(Options {
        state: folder.to_owned(),
        account: "000000000000".to_owned(),
        environment: "test".to_owned(),
        port: 0,
        faults: Faults::default(),
        programs: folder.join("programs"),
    })
    .await
    .unwrap();
    let context = region.context("us-east-1").unwrap();
    (region, context)
}

/// Stops a region and lets go of its folder.
pub(super) async fn close(region: Region, context: Context) {
    drop(context);
    region.serve(async {}, || {}).await.unwrap();
}
