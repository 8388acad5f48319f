//! The functions' zips: made once for all regions, and stored in each that lacks them.

use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt, TryStreamExt};
use manifest::Function;

use crate::objects::{self, Body, Upload};
use crate::package::{Package, package};
use crate::session::{Folders, Session};

/// The zips, by function.
pub(crate) type Assets = BTreeMap<String, Package>;

/// Zips the programs of all functions of the regions, each once.
pub(crate) async fn package_all(
    ui: &ui::Ui,
    folders: &Folders,
    functions: impl IntoIterator<Item = &Function>,
) -> anyhow::Result<Assets> {
    // Regions have the same functions, for the same machine.
    let functions: BTreeMap<&str, &Function> = functions
        .into_iter()
        .map(|function| (function.name.as_str(), function))
        .collect();
    let programs: BTreeMap<&str, &Function> = functions
        .values()
        .map(|function| (function.binary.as_str(), *function))
        .collect();
    let all = ui::count(functions.len(), "function");
    let progress = ui.progress("Package", &all);
    let binaries = folders.functions()?.to_owned();
    let cache = folders.cache();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let packages: Vec<Package> = futures::stream::iter(programs.into_values().cloned())
        .map(|function| {
            let (binaries, cache) = (binaries.clone(), cache.clone());
            tokio::task::spawn_blocking(move || package(&function, &binaries, &cache))
        })
        .buffer_unordered(cores)
        .map(|joined| joined.map_err(anyhow::Error::from).flatten())
        .try_collect()
        .await?;
    let fresh = packages.iter().filter(|package| package.fresh).count();
    let bytes: u64 = packages.iter().map(|package| package.bytes).sum();
    let size = format!("{:.1} MB", bytes as f64 / 1e6);
    progress.done(match fresh {
        0 => format!("{all}, {size}: no changes"),
        fresh => format!("{all}, {size}: {fresh} new"),
    });
    let of_function = |(name, function): (&str, &Function)| {
        let package = packages.iter().find(|it| it.binary == function.binary)?;
        Some((name.to_owned(), package.clone()))
    };
    Ok(functions.into_iter().filter_map(of_function).collect())
}

/// Stores the zips of these keys that the region's bucket does not have yet. A zip is named by
/// its content and never changes.
pub(crate) async fn upload(
    session: &Session,
    assets: &Assets,
    keys: &BTreeSet<&str>,
) -> anyhow::Result<()> {
    let s3 = &session.clients.s3;
    let bucket = &session.manifest().names.artefacts_bucket;
    let progress = session.ui.progress("Upload", "function zips");
    let wanted: BTreeMap<&str, &Package> = assets
        .values()
        .filter(|package| keys.contains(package.key.as_str()))
        .map(|package| (package.key.as_str(), package))
        .collect();
    let uploaded: Vec<bool> = futures::stream::iter(wanted.into_values())
        .map(|package| async move {
            if objects::exists(s3, bucket, &package.key).await? {
                return Ok(false);
            }
            let upload = Upload {
                key: package.key.clone(),
                body: Body::Bytes(package.content().await?),
            };
            objects::put(s3, bucket, upload).await?;
            anyhow::Ok(true)
        })
        .buffer_unordered(objects::CONCURRENCY)
        .try_collect()
        .await?;
    let new = uploaded.iter().filter(|new| **new).count();
    progress.done(match new {
        0 => "function zips: no changes".to_owned(),
        new => ui::count(new, "function zip"),
    });
    Ok(())
}
