//! `deploy`: stacks, models, smoke test, report.

use std::collections::BTreeMap;

use futures::{StreamExt, TryStreamExt};
use grammar::DeployArgs;
use manifest::{Parameter, Stack};
use serde::Serialize;
use ui::{Align, Exit, Format, Problem, Table, Ui};

use crate::artefacts::Artefacts;
use crate::objects::{self, Body, Upload};
use crate::package::{Package, package};
use crate::session::{Folders, Session};
use crate::smoke::{self, BatchReport, Smoke};
use crate::stacks::{self, StackResult};
use crate::target::{Adaptation, Feature};
use crate::{models, verbs::query};

/// The query whose answer closes a deploy.
const BACKLOG: &str = "repair-backlog";

/// What a deploy of one region came to.
#[derive(Debug, Serialize)]
struct Report {
    environment: String,
    region: String,
    stacks: Vec<StackResult>,
    batch: Option<BatchReport>,
    smoke: Option<Smoke>,
    /// What is not as it would be on AWS, for an emulator that stands in for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Adaptation>,
}

/// Deploys the environment, region by region.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &DeployArgs) -> anyhow::Result<Exit> {
    let place = &args.place;
    let regions = Artefacts::open(
        &folders.workspace,
        &place.environment,
        place.region.as_deref(),
    )?;
    let format = Format::from(args.format);
    let mut reports = Vec::new();
    for artefacts in regions {
        let session = Session::open(ui, folders, artefacts).await?;
        reports.push(deploy(&session, args, format).await?);
    }
    let passed = |report: &Report| report.smoke.as_ref().is_none_or(|smoke| smoke.passed);
    let all_passed = reports.iter().all(passed);
    match (format, reports.as_slice()) {
        (Format::Json, [only]) => ui.json(only)?,
        (Format::Json, several) => ui.json(&serde_json::json!({
            "environment": place.environment,
            "regions": several,
        }))?,
        _ => next_commands(ui, &place.environment),
    }
    if !all_passed {
        return Err(
            Problem::new("the smoke test failed; its mismatches are above")
                .next("see the functions' logs: `aws logs tail` on the environment's log groups")
                .next("run it again on its own: `cargo xtask smoke`")
                .into(),
        );
    }
    Ok(Exit::Fine)
}

async fn deploy(session: &Session, args: &DeployArgs, format: Format) -> anyhow::Result<Report> {
    let confirm = !session.manifest().embedded && !args.yes;
    let stacks = provision(session, confirm).await?;
    let (batch, smoke) = if args.no_smoke || session.is_without(Feature::SmokeTest) {
        (None, None)
    } else {
        let (batch, smoke) = smoke::run(session).await?;
        (Some(batch), Some(smoke))
    };
    let manifest = session.manifest();
    let report = Report {
        environment: manifest.environment.clone(),
        region: manifest.region.clone(),
        stacks,
        batch,
        smoke,
        target: session.adaptation.clone(),
    };
    if format != Format::Json {
        report.show(session).await?;
    }
    Ok(report)
}

/// Brings the stacks and the models to what the artefacts say.
pub(crate) async fn provision(
    session: &Session,
    confirm: bool,
) -> anyhow::Result<Vec<StackResult>> {
    let packages = packages(session).await?;
    let mut uploaded = false;
    let mut results = Vec::new();
    for stack in &session.manifest().stacks {
        let parameters = parameters(stack, &packages)?;
        // The zips go into a bucket that an earlier stack makes.
        if needs_zips(stack) && !uploaded {
            upload(session, &packages).await?;
            uploaded = true;
        }
        results.push(stacks::deploy(session, stack, &parameters, confirm).await?);
    }
    if results.iter().all(|result| result.changes == 0) {
        session
            .ui
            .status("Deploy", "nothing to change in any stack");
    }
    let changed = results.iter().any(|result| result.changes > 0);
    if !session.is_without(Feature::Models) {
        models::ensure(session, changed).await?;
    }
    Ok(results)
}

/// Zips every function.
async fn packages(session: &Session) -> anyhow::Result<BTreeMap<String, Package>> {
    let functions = session.manifest().functions.clone();
    let all = ui::count(functions.len(), "function");
    let progress = session.ui.progress("Package", &all);
    let binaries = session.functions()?.to_owned();
    let cache = session.cache();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let packages: Vec<Package> = futures::stream::iter(functions)
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
    Ok(packages
        .into_iter()
        .map(|package| (package.function.clone(), package))
        .collect())
}

fn needs_zips(stack: &Stack) -> bool {
    let mut parameters = stack.parameters.values();
    parameters.any(|parameter| matches!(parameter, Parameter::FunctionKey { .. }))
}

/// The stack's parameters with their values.
fn parameters(
    stack: &Stack,
    packages: &BTreeMap<String, Package>,
) -> anyhow::Result<BTreeMap<String, String>> {
    stack
        .parameters
        .iter()
        .map(|(name, parameter)| {
            let value = match parameter {
                Parameter::Value { value } => value.clone(),
                Parameter::FunctionKey { function } => match packages.get(function) {
                    Some(package) => package.key.clone(),
                    None => anyhow::bail!("the function {function:?} was not packaged"),
                },
            };
            Ok((name.clone(), value))
        })
        .collect()
}

/// Uploads the zips that are not there yet. A zip is named by its content and never changes.
async fn upload(session: &Session, packages: &BTreeMap<String, Package>) -> anyhow::Result<()> {
    let s3 = &session.clients.s3;
    let bucket = &session.manifest().names.artefacts_bucket;
    let progress = session.ui.progress("Upload", "function zips");
    let uploaded: Vec<bool> = futures::stream::iter(packages.values())
        .map(|package| async move {
            if objects::exists(s3, bucket, &package.key).await? {
                return Ok(false);
            }
            let upload = Upload {
                key: package.key.clone(),
                body: Body::File(package.file.clone()),
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

impl Report {
    async fn show(&self, session: &Session) -> anyhow::Result<()> {
        let ui = &session.ui;
        if self.batch.is_some() {
            let backlog = query::find(session.manifest(), BACKLOG)?;
            let answer = query::ask(session, backlog, &[]).await?;
            ui.data(format!("\n{}\n\n", backlog.description))?;
            if answer.rows.is_empty() {
                ui.data("(no rows)\n")?;
            } else {
                ui.table(&query::to_table(&answer))?;
            }
        }
        let mut table = Table::new([
            ("stack", Align::Left),
            ("status", Align::Left),
            ("changes", Align::Right),
        ]);
        for stack in &self.stacks {
            let changes = match stack.changes {
                0 => "no changes".to_owned(),
                number => number.to_string(),
            };
            table.row([&stack.name, &stack.status, &changes]);
        }
        ui.data("\n")?;
        ui.table(&table)?;
        if let (Some(batch), Some(smoke)) = (&self.batch, &self.smoke) {
            ui.data(format!("\n{}", batch.line(smoke)))?;
        }
        Ok(())
    }
}

fn next_commands(ui: &Ui, environment: &str) {
    let env = match environment {
        "local" => String::new(),
        other => format!(" --env {other}"),
    };
    let mut text = format!(
        "\nNext:\n  cargo xtask inspect DIR --normals DIR{env}\n      \
         pictures of your own, compared with pictures of sound ones\n  \
         cargo xtask query{env}\n      the questions that the lake answers\n"
    );
    if environment == "local" {
        text.push_str(
            "  cargo xtask region serve\n      the region for the AWS CLI and the SDKs\n",
        );
    }
    ui.tell(text.trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_take_their_values_from_the_zips_and_the_manifest() {
        let text = crate::artefacts::tests::manifest_text();
        let mut manifest: manifest::Manifest = serde_json::from_str(&text).unwrap();
        let stack = &mut manifest.stacks[0];
        let value = Parameter::Value {
            value: "7".to_owned(),
        };
        stack.parameters.insert("Days".to_owned(), value);
        let package = Package {
            function: "prepare".to_owned(),
            key: "functions/prepare/1.zip".to_owned(),
            file: "prepare.zip".into(),
            bytes: 1,
            fresh: true,
        };
        let packages = BTreeMap::from([("prepare".to_owned(), package)]);
        let values = parameters(stack, &packages).unwrap();
        assert_eq!(values["Days"], "7");
        assert_eq!(values["PrepareKey"], "functions/prepare/1.zip");
        assert!(parameters(stack, &BTreeMap::new()).is_err());
        assert!(needs_zips(stack));
    }
}
