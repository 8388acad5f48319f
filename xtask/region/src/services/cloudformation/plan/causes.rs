//! Through what a value changes.

use super::super::expression::{Expression, Reference};
use super::super::model::Desired;
use super::Forecast;

/// Why a value changes.
pub(super) struct Cause {
    pub(super) source: &'static str,
    pub(super) entity: String,
    pub(super) known: bool,
}

/// The parameters and resources through which a value changes.
pub(super) fn causes(
    expression: &Expression,
    forecast: &Forecast<'_>,
    desired: &Desired,
) -> Vec<Cause> {
    let before = forecast
        .standing
        .map(|standing| &standing.desired.parameters);
    let mut causes = Vec::new();
    expression.references(&mut |reference| {
        let cause = match reference {
            Reference::Name(name) if forecast.open.contains(name) => Cause {
                source: "ResourceReference",
                entity: name.to_owned(),
                known: false,
            },
            Reference::Attribute {
                resource,
                attribute,
            } if forecast.is_unknown(resource, attribute) => Cause {
                source: "ResourceAttribute",
                entity: format!("{resource}.{attribute}"),
                known: false,
            },
            Reference::Name(name)
                if desired.parameters.contains_key(name)
                    && before.and_then(|before| before.get(name))
                        != desired.parameters.get(name) =>
            {
                Cause {
                    source: "ParameterReference",
                    entity: name.to_owned(),
                    known: true,
                }
            }
            _ => return,
        };
        causes.push(cause);
    });
    causes
}
