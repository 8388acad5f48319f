//! `gc`: zips and templates that nothing needs any more.

use grammar::GcArgs;
use serde_json::json;
use ui::{Align, Exit, Format, Table, Ui};

use super::status;
use crate::collect::{self, Collected, Keeping};
use crate::session::Folders;

/// Collects in every region.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &GcArgs) -> anyhow::Result<Exit> {
    let keeping = Keeping {
        releases: usize::from(args.keep),
        min_age: jiff::SignedDuration::from_mins(i64::from(args.min_age)),
    };
    let mut regions = Vec::new();
    let mut table = Table::new([
        ("region", Align::Left),
        ("object", Align::Left),
        ("bytes", Align::Right),
    ]);
    let mut all = Collected::default();
    for session in status::sessions(ui, folders, &args.place).await? {
        let region = session.manifest().region.clone();
        let collected = collect::collect(&session, keeping, args.dry_run).await?;
        for object in &collected.removed {
            table.row([&region, &object.key, &object.bytes.to_string()]);
        }
        regions.push(json!({
            "region": region,
            "removed": collected.removed,
            "kept": collected.kept,
        }));
        all.removed.extend(collected.removed);
        all.kept += collected.kept;
    }
    if Format::from(args.format) == Format::Json {
        ui.json(&json!({
            "environment": args.place.environment,
            "dryRun": args.dry_run,
            "regions": regions,
        }))?;
        return Ok(Exit::Fine);
    }
    if !all.removed.is_empty() {
        ui.table(&table)?;
    }
    let bytes: u64 = all.removed.iter().map(|object| object.bytes).sum();
    let what = if args.dry_run { "would go" } else { "removed" };
    ui.tell(format!(
        "{} {what}, {:.1} MB; {} kept",
        ui::count(all.removed.len(), "object"),
        bytes as f64 / 1e6,
        all.kept
    ));
    Ok(Exit::Fine)
}
