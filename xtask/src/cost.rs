//! `cost`: what an environment costs on AWS, from what the configuration gives now.

use std::collections::BTreeMap;

use ::cost::{
    Assumptions, CloseLookKind, Deployment, Files, Overrides, PriceBook, Report, Request, estimate,
    render_markdown, render_table,
};
use diagnostics::{Address, Diagnostics};
use grammar::{CostArgs, CostFormat, PricedLook};
use ui::{Exit, Problem, Ui};

use crate::generate;

/// Prints the bill.
pub(crate) fn run(ui: &Ui, args: &CostArgs) -> anyhow::Result<Exit> {
    let generated = generate::generate(ui, &args.environment)?;
    let regions = wanted(by_region(generated), args)?;
    let report = match report(&regions, args) {
        Ok(report) => report,
        Err(diagnostics) => {
            ui.diagnostics(&diagnostics);
            return Err(Problem::new("nothing was priced")
                .next("correct what is named above; `cargo xtask cost --help` has examples")
                .into());
        }
    };
    match args.format {
        CostFormat::Table => ui.data(render_table(&report))?,
        CostFormat::Json => ui.json(&report)?,
        CostFormat::Markdown => ui.data(render_markdown(&report))?,
    }
    Ok(Exit::Fine)
}

/// The files of each region, from files by their path: `<environment>/<region>/<name>`. Those in folders
/// further down (queries, tables) cost nothing.
fn by_region(generated: BTreeMap<String, String>) -> BTreeMap<String, Files> {
    let mut regions: BTreeMap<String, Files> = BTreeMap::new();
    for (path, text) in generated {
        let mut parts = path.splitn(3, '/').skip(1);
        if let (Some(region), Some(name)) = (parts.next(), parts.next()) {
            let files = regions.entry(region.to_owned()).or_default();
            files.insert(name.to_owned(), text);
        }
    }
    regions
}

/// The regions that are asked for.
fn wanted(
    mut regions: BTreeMap<String, Files>,
    args: &CostArgs,
) -> anyhow::Result<BTreeMap<String, Files>> {
    if let Some(region) = args.regions.iter().find(|it| !regions.contains_key(*it)) {
        let known: Vec<&str> = regions.keys().map(String::as_str).collect();
        let environment = &args.environment;
        let text = format!("the environment {environment:?} is not in the region {region:?}");
        return Err(Problem::new(text)
            .next(format!("name one of: {}", known.join(", ")))
            .into());
    }
    if !args.regions.is_empty() {
        regions.retain(|region, _| args.regions.contains(region));
    }
    Ok(regions)
}

fn report(regions: &BTreeMap<String, Files>, args: &CostArgs) -> Result<Report, Diagnostics> {
    let assumptions = Assumptions::shipped()?.with(&Overrides {
        assume: args.assume.clone(),
        seconds: args.seconds.clone(),
        suspicious: args.suspicious.clone(),
    })?;
    let mut deployments = Vec::new();
    for (region, files) in regions {
        let place = Address::root().join_all([args.environment.as_str(), region.as_str()]);
        deployments.push(Deployment::read(&place, files)?);
    }
    let request = Request {
        pictures: args.pictures,
        close_look: args.close_look.map(kind),
        instance: &args.instance,
    };
    estimate(&deployments, &assumptions, &PriceBook::shipped()?, &request)
}

const fn kind(look: PricedLook) -> CloseLookKind {
    match look {
        PricedLook::Embedded => CloseLookKind::Embedded,
        PricedLook::RealTime => CloseLookKind::RealTime,
        PricedLook::Serverless => CloseLookKind::Serverless,
        PricedLook::Asynchronous => CloseLookKind::Asynchronous,
        PricedLook::BatchTransform => CloseLookKind::BatchTransform,
        PricedLook::Marketplace => CloseLookKind::Marketplace,
        PricedLook::CustomLabels => CloseLookKind::CustomLabels,
    }
}

#[cfg(test)]
mod tests {
    use ::cost::Service;
    use inspection::config::{
        Backfill, CloseLook, Declaration, Endpoint, EndpointModel, SageMaker,
    };
    use inspection::{environments, generate_declared};

    use super::*;

    fn args(regions: &[&str]) -> CostArgs {
        CostArgs {
            environment: "prod".to_owned(),
            pictures: 1000,
            suspicious: None,
            regions: regions.iter().map(|region| (*region).to_owned()).collect(),
            close_look: None,
            instance: "ml.m5.xlarge".to_owned(),
            seconds: Vec::new(),
            assume: Vec::new(),
            format: CostFormat::Table,
        }
    }

    fn regions() -> BTreeMap<String, Files> {
        let artefacts = inspection::generate("prod").unwrap();
        let files = artefacts.into_iter().map(|it| (it.path, it.text));
        by_region(files.collect())
    }

    #[test]
    fn a_configured_environment_has_a_bill_for_each_region() {
        let all = wanted(regions(), &args(&[])).unwrap();
        let report = report(&all, &args(&[])).unwrap();
        assert_eq!(report.regions.len(), all.len());
        assert!(all.len() > 1);
        let pictures: u64 = report.regions.iter().map(|region| region.pictures).sum();
        assert_eq!(pictures, 1000);
    }

    #[test]
    fn one_region_gets_all_pictures_when_it_is_asked_for_alone() {
        let asked = args(&["us-east-1"]);
        let report = report(&wanted(regions(), &asked).unwrap(), &asked).unwrap();
        assert_eq!(report.regions.len(), 1);
        assert_eq!(report.regions[0].pictures, 1000);
    }

    /// The region of an environment whose versions may look at earlier pictures, or may not.
    fn with_backfill(backfill: Option<Backfill>) -> BTreeMap<String, Files> {
        let declaration = Declaration {
            close_look: CloseLook::SageMaker(SageMaker {
                endpoint: Endpoint::RealTime {
                    instance_type: "ml.m5.xlarge",
                    instances: 1,
                },
                model: EndpointModel::Marketplace,
                backfill,
            }),
            ..environments::staging()
        };
        let artefacts = generate_declared(&declaration).unwrap();
        by_region(artefacts.into_iter().map(|it| (it.path, it.text)).collect())
    }

    #[test]
    fn a_back_fill_that_nobody_asks_for_costs_its_alarms_and_no_instance() {
        let backfill = Backfill {
            image: None,
            instance_type: "ml.m5.xlarge",
            instances: 2,
            at_once: 4,
            max_runtime_seconds: 3600,
        };
        let lines = |backfill| {
            let report = report(&with_backfill(backfill), &args(&[])).unwrap();
            let of_sagemaker = report.regions[0]
                .lines
                .iter()
                .filter(|line| line.service == Service::SageMaker);
            serde_json::to_value(of_sagemaker.collect::<Vec<_>>()).unwrap()
        };
        assert_eq!(lines(Some(backfill)), lines(None));
    }

    #[test]
    fn a_region_that_the_environment_is_not_in_is_refused_with_those_that_it_is_in() {
        let error = wanted(regions(), &args(&["eu-west-9"])).unwrap_err();
        let text = ui::render_error(error.as_ref());
        assert!(
            text.contains("eu-west-9") && text.contains("us-east-1"),
            "{text}"
        );
    }
}
