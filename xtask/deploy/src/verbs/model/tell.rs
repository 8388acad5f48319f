//! `model list`, `model show` and `model compare`: what is known of versions.

use contracts::DeviceClass;
use contracts::lineage::{Measured, ModelVersion};
use grammar::{ModelCompareArgs, ModelListArgs, ModelShowArgs};
use serde_json::json;
use ui::{Align, Exit, Format, Table};

use super::known::Known;
use super::packages::{self, Package};
use super::shadows;
use crate::learning::versions::{self, Models};
use crate::session::Session;

/// Lists versions, or what was made live.
pub(super) async fn list(
    session: &Session,
    classes: &[DeviceClass],
    args: &ModelListArgs,
) -> anyhow::Result<Exit> {
    if args.history {
        return history(session, classes, args).await;
    }
    let mut all = Vec::with_capacity(classes.len());
    for class in classes {
        all.push(versions::read(session, class).await?);
    }
    if let Format::Json = args.format.into() {
        session.ui.json(&all)?;
        return Ok(Exit::Fine);
    }
    let mut table = Table::new([
        ("class", Align::Left),
        ("version", Align::Left),
        ("is", Align::Left),
        ("kind", Align::Left),
        ("accuracy", Align::Right),
        ("at least", Align::Right),
        ("pictures", Align::Right),
        ("made", Align::Left),
        ("by", Align::Left),
    ]);
    for models in &all {
        let others = packages::unregistered(session, models).await?;
        rows(&mut table, models, &others);
    }
    session.ui.table(&table)?;
    Ok(Exit::Fine)
}

fn rows(table: &mut Table, models: &Models, others: &[(&str, Option<Package>)]) {
    let class = models.device_class.as_str();
    for version in &models.versions {
        let id = version.version.as_str();
        table.row([
            class,
            id,
            &models.aliases(id).join(", "),
            &version.kind,
            &format!("{:.3}", version.measured.accuracy),
            &format!("{:.3}", version.measured.accuracy_lower_bound),
            &version.measured.pictures.to_string(),
            &version.created_at,
            &version.created_by,
        ]);
    }
    // What is no version is live nevertheless.
    for (id, package) in others {
        let aliases = models.aliases(id).join(", ");
        let (kind, at, by) = match package {
            Some(package) => ("model package", package.at.as_str(), package.by.as_str()),
            None => ("", "", "deploy or inspect"),
        };
        table.row([class, id, &aliases, kind, "", "", "", at, by]);
    }
}

async fn history(
    session: &Session,
    classes: &[DeviceClass],
    args: &ModelListArgs,
) -> anyhow::Result<Exit> {
    let mut all = Vec::new();
    for class in classes {
        all.extend(versions::history(session, class).await?);
    }
    if let Format::Json = args.format.into() {
        session.ui.json(&all)?;
        return Ok(Exit::Fine);
    }
    let mut table = Table::new([
        ("class", Align::Left),
        ("revision", Align::Right),
        ("what", Align::Left),
        ("from", Align::Left),
        ("to", Align::Left),
        ("when", Align::Left),
        ("by", Align::Left),
        ("why", Align::Left),
    ]);
    for change in &all {
        table.row([
            change.device_class.as_str(),
            &change.revision.to_string(),
            change.kind.as_str(),
            change.from.as_ref().map_or("", |from| &from.version),
            change.to.as_ref().map_or("nothing", |to| &to.version),
            &change.at,
            &change.by,
            change.reason.as_deref().unwrap_or_default(),
        ]);
    }
    session.ui.table(&table)?;
    Ok(Exit::Fine)
}

/// Tells all of a version.
pub(super) async fn show(
    session: &Session,
    class: &DeviceClass,
    args: &ModelShowArgs,
) -> anyhow::Result<Exit> {
    let models = versions::read(session, class).await?;
    let version = packages::version(session, &models, &args.version).await?;
    if let Format::Json = args.format.into() {
        session.ui.json(version)?;
        return Ok(Exit::Fine);
    }
    let mut table = Table::new([("what", Align::Left), ("value", Align::Left)]);
    let aliases = models.aliases(version.version.as_str()).join(", ");
    table.row(["is", &aliases]);
    for (what, value) in facts(version) {
        table.row([what, &value]);
    }
    session.ui.table(&table)?;
    Ok(Exit::Fine)
}

/// Holds two versions against each other.
pub(super) async fn compare(
    session: &Session,
    class: &DeviceClass,
    args: &ModelCompareArgs,
) -> anyhow::Result<Exit> {
    let models = versions::read(session, class).await?;
    let one = packages::version(session, &models, &args.one).await?;
    let other = packages::version(session, &models, &args.other).await?;
    let same_data = one.data.sha256 == other.data.sha256;
    let known = Known::read(session, one, other).await?;
    let shadows = shadows::read(session, class, [&one.version, &other.version]).await?;
    if let Format::Json = args.format.into() {
        session.ui.json(&json!({
            "one": one, "other": other, "sameData": same_data, "trainedOn": known, "shadows": shadows,
        }))?;
        return Ok(Exit::Fine);
    }
    let mut table = Table::new([
        ("what", Align::Left),
        (args.one.as_str(), Align::Left),
        (args.other.as_str(), Align::Left),
    ]);
    for ((what, left), (_, right)) in facts(one).into_iter().zip(facts(other)) {
        table.row([what, &left, &right]);
    }
    table.row([
        "of its test, the other was trained on",
        &known.of_one.to_string(),
        &known.of_other.to_string(),
    ]);
    session.ui.table(&table)?;
    if !same_data {
        session.ui.tell(format!(
            "\nThey were evaluated with different pictures; for the same ones: cargo xtask model \
             evaluate {class} {} --name DATASET, and {}. Each leaves out what it was trained on: take \
             pictures of devices that neither has seen.",
            one.version, other.version
        ));
    }
    for shadow in &shadows {
        session.ui.tell(shadow.to_string());
    }
    Ok(Exit::Fine)
}

/// What is known of a version, always the same facts in the same order.
fn facts(version: &ModelVersion) -> Vec<(&'static str, String)> {
    let data = &version.data;
    let number = |value: Option<f64>| value.map_or_else(String::new, |v| format!("{v:.4}"));
    let Measured {
        pictures,
        of_live,
        accuracy,
        accuracy_lower_bound,
        auroc,
        average_precision,
        precision,
        recall,
        f1,
        pixel_aupro,
    } = version.measured.clone();
    vec![
        ("version", version.version.to_string()),
        ("kind", version.kind.clone()),
        ("made by", version.created_by.clone()),
        ("made", version.created_at.clone()),
        ("execution", version.execution.clone()),
        ("program", version.toolkit.clone()),
        ("file", version.file.clone()),
        ("SHA-256", version.sha256.clone()),
        ("data", data.manifest.clone()),
        ("SHA-256 of the data", data.sha256.clone()),
        (
            "trained on",
            format!(
                "{} normal, {} anomalous",
                data.train_normal, data.train_anomalous
            ),
        ),
        (
            "evaluated with",
            format!("{pictures}, of these {of_live} of the live version"),
        ),
        ("accuracy", format!("{accuracy:.4}")),
        ("at least, with 95 %", format!("{accuracy_lower_bound:.4}")),
        ("AUROC", number(auroc)),
        ("average precision", number(average_precision)),
        ("precision", number(precision)),
        ("recall", number(recall)),
        ("F1", number(f1)),
        ("pixel AUPRO", number(pixel_aupro)),
        ("gate", version.gate.clone()),
        ("report", version.report.clone()),
    ]
}
