//! What the looks of a configuration cost in a region: what `summarise` is told, since functions know no
//! prices.

use contracts::Access;
use contracts::Task;
use contracts::recording::LookPrices;
use contracts::tasks::{CloseLook as CloseLookTask, FirstLook};
use cost::{Assumptions, CloseLookKind, CloseLookTerms, FirstLookTerms, PriceBook};

use crate::Region;
use crate::config::{CloseLook, Configuration, Endpoint, EndpointModel, SageMaker};

/// How many days a bucket keeps what expired on as an old version, as `bucket` tells S3; a test holds both equal.
pub(crate) const OLD_VERSION_DAYS: u32 = 30;

/// The prices, from the price file that this is built with; none of what has no price.
pub(crate) fn look_prices(configuration: &Configuration, region: &Region) -> LookPrices {
    let (Ok(book), Ok(assumptions)) = (PriceBook::shipped(), Assumptions::shipped()) else {
        // Their own tests show that both are sound.
        return LookPrices {
            of: String::new(),
            first_look: None,
            close_look: None,
        };
    };
    let first = first_look(configuration).per_thousand(region.as_str(), &assumptions, &book);
    let close = close_look(configuration).and_then(|terms| {
        terms
            .per_thousand(region.as_str(), &assumptions, &book)
            .ok()
    });
    LookPrices {
        of: book.date().to_owned(),
        first_look: first.ok().and_then(cost::Usd::to_nanos),
        close_look: close.and_then(cost::Usd::to_nanos),
    }
}

fn memory(configuration: &Configuration, task: &str) -> u32 {
    let size = configuration.functions.get(task);
    size.map_or(0, |size| size.memory_mb)
}

fn first_look(configuration: &Configuration) -> FirstLookTerms {
    let rules = &configuration.first_look.rules;
    let access = rules.access();
    let group_2 = [
        Access::DetectLabels,
        Access::DetectModerationLabels,
        Access::DetectText,
        Access::DetectFaces,
        Access::DetectProtectiveEquipment,
    ];
    let calls = group_2.iter().filter(|call| access.contains(call)).count();
    let calls = u32::try_from(calls).unwrap_or(u32::MAX);
    let image_properties = rules.asks_properties();
    // Properties alone have their own price and none of labels.
    let alone = image_properties && !rules.asks_labels();
    FirstLookTerms {
        memory_mb: memory(configuration, FirstLook::NAME),
        group_2_calls: calls.saturating_sub(alone.into()),
        image_properties,
        calls: calls.saturating_add(configuration.first_look.custom_labels.into()),
    }
}

/// Nothing where the service has ended.
fn close_look(configuration: &Configuration) -> Option<CloseLookTerms<'static>> {
    let kept = configuration.retention.pictures_days;
    let terms = CloseLookTerms {
        kind: CloseLookKind::Embedded,
        memory_mb: memory(configuration, CloseLookTask::NAME),
        instance: "",
        endpoint_memory_mb: 0,
        kept_days: kept.saturating_add(OLD_VERSION_DAYS),
    };
    Some(match configuration.close_look {
        CloseLook::Embedded => terms,
        CloseLook::SageMaker(SageMaker {
            endpoint, model, ..
        }) => match endpoint {
            Endpoint::RealTime { .. } => CloseLookTerms {
                kind: match model {
                    EndpointModel::Container { .. } => CloseLookKind::RealTime,
                    EndpointModel::Marketplace => CloseLookKind::Marketplace,
                },
                ..terms
            },
            Endpoint::Serverless { memory_mb, .. } => CloseLookTerms {
                kind: CloseLookKind::Serverless,
                endpoint_memory_mb: memory_mb,
                ..terms
            },
            Endpoint::Asynchronous { .. } => CloseLookTerms {
                kind: CloseLookKind::Asynchronous,
                ..terms
            },
        },
        CloseLook::RekognitionCustomLabels(_) => CloseLookTerms {
            kind: CloseLookKind::CustomLabels,
            ..terms
        },
        CloseLook::LookoutForVision => return None,
    })
}

#[cfg(test)]
mod tests {
    use cost::{Deployment, Files, Request, estimate};
    use diagnostics::Address;

    use super::*;
    use crate::{environments, generate_declared};

    /// What `summarise` reckons the spared looks of an environment with is what its bill has of them. Of 20
    /// pictures two are suspicious, so that no chunk is spared.
    #[test]
    fn looks_are_reckoned_as_they_are_billed() {
        let mut declaration = environments::staging();
        // Heat maps expire within the year that is priced, and are old versions for a while.
        declaration.retention.pictures_days = 30;
        let place = format!("{}/{}/", declaration.environment, declaration.regions[0]);
        let files = generate_declared(&declaration).unwrap().into_iter();
        let files = files.filter_map(|file| {
            let name = file.path.strip_prefix(&place)?.to_owned();
            Some((name, file.text))
        });
        let files: Files = files.collect();
        let deployment = Deployment::read(&Address::root(), &files).unwrap();
        let (book, assumptions) = (
            PriceBook::shipped().unwrap(),
            Assumptions::shipped().unwrap(),
        );
        let request = Request {
            pictures: 100_000,
            close_look: None,
            instance: "ml.m5.xlarge",
        };
        let report = estimate(&[deployment], &assumptions, &book, &request).unwrap();
        let two = &report.regions[0].two_looks;

        let configuration = crate::parse(&declaration).unwrap();
        let prices = look_prices(&configuration, &configuration.regions[0]);
        let reckoned = prices.close_look.unwrap() * two.spared / 1000;
        let billed = two.saved.to_nanos().unwrap();
        // Of more than a dollar; a thousand looks are rounded, and the bill's lines.
        assert!(reckoned.abs_diff(billed) < 10_000, "{reckoned}, {billed}");
    }
}
