//! From deployments to what they cost.

use std::collections::BTreeMap;

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};

use crate::assumptions::{Assumptions, WHOLE};
use crate::bill::{Line, bill, sum, total};
use crate::break_even::{first, last};
use crate::close_look::CloseLookKind;
use crate::deployment::{Deployment, Reach, TrainedBy};
use crate::item::Service;
use crate::notes;
use crate::prices::PriceBook;
use crate::report::{
    BreakEven, CloseLookCost, Ended, RegionReport, Report, ServiceCost, TrainingCost, TwoLooks,
};
use crate::usage::{Design, Looks, Usage};
use crate::usd::Usd;
use crate::workload::Workload;

/// Most pictures in a month that are priced.
pub const MOST_PICTURES: u64 = 1_000_000_000;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request<'a> {
    /// Pictures in a month, over all regions, which get equal shares.
    pub pictures: u64,
    /// What looks closely; by default what the function of the close look may call.
    pub close_look: Option<CloseLookKind>,
    /// The type of SageMaker's instances, where the environment has none of its own: of close looks that are
    /// compared with its own, and of what it does not look with.
    pub instance: &'a str,
}

/// What looking for defects with Lookout for Vision costs: nothing, it has ended.
/// <https://aws.amazon.com/lookout-for-vision/faqs/>
const ENDED: Ended = Ended {
    service: "Amazon Lookout for Vision",
    on: "2025-10-31",
    instead: "the embedded model, or SageMaker with Computer Vision Defect Detection",
};

/// What an environment costs in a month, from the deployments of its regions.
///
/// # Errors
/// When no region is asked for, there are too many pictures, no instance is of the type, or nobody can
/// tell what looks closely or it has ended.
pub fn estimate(
    deployments: &[Deployment],
    assumptions: &Assumptions,
    book: &PriceBook,
    request: &Request<'_>,
) -> Result<Report, Diagnostics> {
    let kinds = check(deployments, book, request)?;
    let number = deployments.len() as u64;
    let mut regions = Vec::new();
    for (at, (deployment, close_look)) in (0..).zip(deployments.iter().zip(kinds)) {
        // The first regions get what does not divide evenly.
        let share = request.pictures / number + u64::from(at < request.pictures % number);
        let priced = Priced {
            deployment,
            assumptions,
            book,
            pictures: share,
            close_look,
            instance: request.instance,
        };
        regions.push(priced.region()?);
    }
    let total: Usd = regions.iter().map(|region| region.total).sum();
    Ok(Report {
        environment: deployments
            .first()
            .map_or_else(String::new, |first| first.environment.clone()),
        prices_of: book.date().to_owned(),
        not_counted: ["free tiers", "discounts", "tax"],
        pictures: request.pictures,
        total,
        per_thousand: total.per_thousand(request.pictures),
        regions,
        ended: vec![ENDED],
        assumptions: assumptions.clone(),
    })
}

/// What looks closely in each region, when all that is asked for is sound.
fn check(
    deployments: &[Deployment],
    book: &PriceBook,
    request: &Request<'_>,
) -> Result<Vec<CloseLookKind>, Diagnostics> {
    let mut found = Diagnostics::new();
    let mut wrong = |option: &str, text: String, help: String| {
        let place = Address::root().join(option);
        found.push(Diagnostic::error("cost::request", place, text).with_help(help));
    };
    if deployments.is_empty() {
        let help = "name a region of the environment".to_owned();
        wrong("--region", "no region is asked for".to_owned(), help);
    }
    if request.pictures > MOST_PICTURES {
        let text = format!("{} pictures are too many", request.pictures);
        let help = format!("at most {MOST_PICTURES} a month are priced");
        wrong("--pictures", text, help);
    }
    let instances: Vec<&str> = book.instances().collect();
    if !instances.contains(&request.instance) {
        let text = format!("{:?} has no price", request.instance);
        let help = match nearest(request.instance, instances.iter().copied()) {
            Some(near) => format!("did you mean {near:?}?"),
            None => format!("priced: {}", instances.join(", ")),
        };
        wrong("--instance", text, help);
    }
    let mut kinds = Vec::new();
    for deployment in deployments {
        let reached = || CloseLookKind::reached(deployment.reach);
        match request.close_look.or_else(reached) {
            Some(kind) => kinds.push(kind),
            None => {
                let (what, help) = untold(deployment.reach);
                let text = format!("the close look in {} {what}", deployment.region);
                wrong("--close-look", text, help.to_owned());
            }
        }
    }
    if found.is_empty() {
        Ok(kinds)
    } else {
        Err(found)
    }
}

/// Why nobody can tell what looks closely, and what to do about it.
fn untold(reach: Reach) -> (String, &'static str) {
    if reach == Reach::LookoutForVision {
        let what = format!(
            "is {}, which ended on {} and has no price",
            ENDED.service, ENDED.on
        );
        return (
            what,
            "say --close-look KIND to price another in its place, such as embedded or marketplace",
        );
    }
    (
        "calls an endpoint, and its role does not tell of which kind".to_owned(),
        "say it: real-time, serverless or marketplace",
    )
}

/// A region with all that its price depends on.
#[derive(Clone, Copy)]
struct Priced<'a> {
    deployment: &'a Deployment,
    assumptions: &'a Assumptions,
    book: &'a PriceBook,
    pictures: u64,
    close_look: CloseLookKind,
    instance: &'a str,
}

impl Priced<'_> {
    fn workload(&self) -> Workload {
        Workload::new(self.pictures, self.assumptions, &self.deployment.workflow)
    }

    fn usage(&self, looks: Looks) -> Usage {
        let design = Design {
            deployment: self.deployment,
            assumptions: self.assumptions,
            workload: self.workload(),
            looks,
            close_look: self.close_look,
            instance: self.instance,
            own_instance: self.priced(self.deployment.endpoint_instance()),
            training_instance: self.priced(self.deployment.training_instance()),
        };
        design.usage()
    }

    /// The type whose price those of a type of the environment have: another's, where nobody has read theirs
    /// or it has none.
    fn priced<'a>(&'a self, own: Option<&'a str>) -> &'a str {
        own.filter(|own| self.book.instances().any(|known| known == *own))
            .unwrap_or(self.instance)
    }

    /// What is to be known of the numbers.
    fn notes(&self, compared: &[Line]) -> Vec<String> {
        let mut notes = notes::of(self.deployment, compared);
        let own = [
            (self.deployment.endpoint_instance(), "the endpoints run"),
            (self.deployment.training_instance(), "training jobs run"),
        ];
        for (kind, what) in own {
            if let Some(kind) = kind
                && self.priced(Some(kind)) != kind
            {
                notes.push(format!(
                    "no price is known of {kind}, on which {what}, and that of {} is taken",
                    self.instance
                ));
            }
        }
        notes
    }

    fn bill(&self, looks: Looks) -> Result<Vec<Line>, Diagnostics> {
        bill(self.book, &self.deployment.region, &self.usage(looks))
    }

    fn total(&self, looks: Looks) -> Result<Usd, Diagnostics> {
        total(self.book, &self.deployment.region, &self.usage(looks))
    }

    fn with(&self, close_look: CloseLookKind) -> Self {
        Self {
            close_look,
            ..*self
        }
    }

    fn region(&self) -> Result<RegionReport, Diagnostics> {
        let lines = self.bill(Looks::Two)?;
        let total = sum(&lines);
        let mut close_looks = Vec::new();
        let mut compared = lines.clone();
        for kind in CloseLookKind::ALL {
            compared.extend(self.with(kind).bill(Looks::Two)?);
            close_looks.push(self.compare(kind)?);
        }
        Ok(RegionReport {
            region: self.deployment.region.clone(),
            pictures: self.pictures,
            suspicious: small(self.workload().suspicious),
            close_look: self.close_look,
            total,
            per_thousand: total.per_thousand(self.pictures),
            services: self.services(&lines),
            training: self.training()?,
            two_looks: self.two_looks()?,
            close_looks,
            break_evens: self.break_evens()?,
            notes: self.notes(&compared),
            lines,
        })
    }

    fn services(&self, lines: &[Line]) -> Vec<ServiceCost> {
        let mut services: BTreeMap<Service, Usd> = BTreeMap::new();
        for line in lines {
            let sum = services.entry(line.service).or_default();
            *sum = *sum + line.usd;
        }
        let services = services.into_iter().map(|(service, usd)| ServiceCost {
            service,
            usd,
            per_thousand: usd.per_thousand(self.pictures),
        });
        services.collect()
    }

    fn training(&self) -> Result<TrainingCost, Diagnostics> {
        let with = |trainings| {
            let mut assumptions = self.assumptions.clone();
            assumptions.trainings.value = trainings;
            let priced = Priced {
                assumptions: &assumptions,
                ..*self
            };
            priced.total(Looks::Two)
        };
        let (none, a_month) = (with(0)?, self.assumptions.trainings.value);
        let by = match (self.close_look, &self.deployment.training.by) {
            (CloseLookKind::CustomLabels, _) => "Rekognition Custom Labels".to_owned(),
            (CloseLookKind::Marketplace, _) => format!("a training job on {}", self.instance),
            (_, TrainedBy::Function) => "the function train-model".to_owned(),
            (
                _,
                TrainedBy::Jobs {
                    instance, number, ..
                },
            ) => match number {
                1 => format!("a training job on {instance}"),
                _ => format!("{number} training jobs on {instance}"),
            },
        };
        Ok(TrainingCost {
            by,
            a_month,
            usd: with(a_month)? - none,
            once: with(1)? - none,
        })
    }

    fn two_looks(&self) -> Result<TwoLooks, Diagnostics> {
        let first_alone = self.total(Looks::First)?;
        let two = self.total(Looks::Two)?;
        let at_all = self.total(Looks::TwoAtAll)?;
        let close_alone = self.total(Looks::CloseAlone)?;
        let worth = last(WHOLE as u64, &mut |share| {
            let mut assumptions = self.assumptions.clone();
            assumptions.suspicious.value = share;
            let priced = Priced {
                assumptions: &assumptions,
                ..*self
            };
            Ok::<_, Diagnostics>(priced.total(Looks::Two)? <= priced.total(Looks::CloseAlone)?)
        })?;
        let work = self.workload();
        Ok(TwoLooks {
            spared: small(work.pictures - work.suspicious),
            close_look_at_all: at_all - first_alone,
            close_look: two - first_alone,
            saved: at_all - two,
            first_look: at_all - close_alone,
            net: close_alone - two,
            worth_up_to_ppm: worth,
        })
    }

    fn compare(&self, kind: CloseLookKind) -> Result<CloseLookCost, Diagnostics> {
        let other = self.with(kind);
        let none = other.total(Looks::First)?;
        let usd = other.total(Looks::Two)? - none;
        Ok(CloseLookCost {
            kind,
            usd,
            per_thousand_looked: usd.per_thousand(small(self.workload().suspicious)),
            at_all: other.total(Looks::TwoAtAll)? - none,
        })
    }

    /// Where a close look that is dearer for one picture stops to be, for every two of them.
    fn break_evens(&self) -> Result<Vec<BreakEven>, Diagnostics> {
        let mut known: BTreeMap<(CloseLookKind, u64), Usd> = BTreeMap::new();
        let mut total = |kind, pictures| -> Result<Usd, Diagnostics> {
            if let Some(total) = known.get(&(kind, pictures)) {
                return Ok(*total);
            }
            let priced = Self {
                pictures,
                close_look: kind,
                ..*self
            };
            let total = priced.total(Looks::Two)?;
            known.insert((kind, pictures), total);
            Ok(total)
        };
        let mut out = Vec::new();
        for kind in CloseLookKind::ALL {
            for than in CloseLookKind::ALL {
                if total(kind, 1)? <= total(than, 1)? {
                    continue;
                }
                let found = first(MOST_PICTURES, &mut |pictures| {
                    Ok::<_, Diagnostics>(total(kind, pictures)? <= total(than, pictures)?)
                })?;
                out.extend(found.map(|pictures| BreakEven {
                    kind,
                    than,
                    pictures,
                }));
            }
        }
        Ok(out)
    }
}

/// A number of pictures, of which there are at most [`MOST_PICTURES`].
fn small(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
