//! `dataset stats`.

use std::path::Path;

use grammar::{Report, StatsArgs};
use ui::{Align, Exit, Table, Ui, count};

use super::open;
use crate::stats::{Range, Stats, stats};

/// How many devices of a class are shown by name.
const SHOWN: usize = 5;

pub(super) fn run(ui: &Ui, target: &Path, args: &StatsArgs) -> anyhow::Result<Exit> {
    let dataset = open(target, &args.place)?;
    let stats = stats(&dataset)?;
    match args.format {
        Report::Json => ui.json(&stats)?,
        Report::Table => ui.table(&table(&stats))?,
    }
    for advice in advice(&stats) {
        ui.warn(advice);
    }
    Ok(Exit::Fine)
}

fn table(stats: &Stats) -> Table {
    let mut table = Table::new([
        ("what", Align::Left),
        ("", Align::Left),
        ("pictures", Align::Right),
    ]);
    let mut row = |what: &str, of: &str, number: &dyn std::fmt::Display| {
        table.row([what.to_owned(), of.to_owned(), number.to_string()]);
    };
    row("all", "", &stats.pictures);
    row("label", "normal", &stats.normal);
    row("", "anomalous", &stats.anomalous);
    row("", "not labelled", &stats.unlabelled);
    for (at, (kind, number)) in stats.kinds.iter().enumerate() {
        row(if at == 0 { "kind" } else { "" }, kind, number);
    }
    row("masks", "", &stats.masks);
    for (name, class) in &stats.device_classes {
        row("device class", name, &class.pictures);
        row("", "  normal", &class.normal);
        row("", "  anomalous", &class.anomalous);
        let mut devices: Vec<_> = class.devices.iter().collect();
        devices.sort_by_key(|(name, number)| (std::cmp::Reverse(**number), *name));
        for (device, number) in devices.iter().take(SHOWN) {
            row("", &format!("  device {device}"), number);
        }
        let others = devices.get(SHOWN..).unwrap_or_default();
        if !others.is_empty() {
            let sum: usize = others.iter().map(|(_, number)| **number).sum();
            row(
                "",
                &format!("  {}", count(others.len(), "other device")),
                &sum,
            );
        }
    }
    for (at, (part, number)) in stats.parts.iter().enumerate() {
        row(if at == 0 { "split" } else { "" }, part, number);
    }
    if let Some(sizes) = &stats.sizes {
        let range = |range: &Range| format!("{} / {} / {}", range.least, range.median, range.most);
        row(
            "least / median / most",
            "shorter side, pixels",
            &range(&sizes.shorter_side),
        );
        row("", "longer side, pixels", &range(&sizes.longer_side));
        row("", "bytes", &range(&sizes.bytes));
    }
    row("kept aside", "", &stats.aside);
    table
}

fn advice(stats: &Stats) -> Vec<String> {
    let mut advice = Vec::new();
    let wanted = stats.advised_pictures;
    if stats.pictures < wanted {
        advice.push(format!(
            "{}, where at least {wanted} are advised: with fewer, a test proves little of what a model is worth",
            count(stats.pictures, "picture")
        ));
    }
    if stats.unlabelled > 0 {
        advice.push(format!(
            "{} without a label: cargo xtask dataset label",
            count(stats.unlabelled, "picture")
        ));
    }
    if stats.normal == 0 && stats.anomalous > 0 {
        advice.push("no picture of a sound device, which every model learns from".to_owned());
    }
    advice
}
