//! How a class's live model stands: it looks as the configuration says, is made to, or another takes its place.

use contracts::DeviceClass;
use contracts::model::{FIRST_LOOK_INFERENCE_UNITS, LiveModel};
use ui::Problem;

use super::{asks_first_look, readable};
use crate::close_looks;
use crate::custom_labels::{self, Run};
use crate::live_models::Over;
use crate::normals;
use crate::session::Session;

/// What a deploy finds of a live model.
#[derive(Debug)]
pub(super) enum Standing {
    /// It looks as the configuration says.
    Ready,
    /// Another is to be fitted and put in its place.
    Wanted(Over),
    /// It stays as it is, or was brought to where it is to look.
    Left,
    /// It cannot look as the configuration says, and no deploy could give the class one that does.
    Stranded(Stranded),
}

/// Why a class is not looked at, and what can be done.
#[derive(Debug)]
pub(super) struct Stranded {
    why: String,
    next: &'static str,
}

/// How `live` stands, which is started where somebody has stopped it. `current` is what a model of the samples
/// says that it was fitted from.
pub(super) async fn of(
    session: &Session,
    class: &DeviceClass,
    live: &LiveModel,
    current: Option<&str>,
    functions_changed: bool,
) -> anyhow::Result<Standing> {
    let is_own = normals::is_from_samples(&live.fitted_from);
    // What is replaced anyway needs no start.
    let asks_first_look = asks_first_look(session, class);
    if current.is_some_and(|current| is_wanted(live, current, asks_first_look)) {
        return Ok(Standing::Wanted(Over::Own));
    }
    let own_again = current.filter(|_| is_own).map(|_| Over::Own);
    if !looks_first(session, class, live).await? {
        let first_look = live.first_look.as_deref().unwrap_or_default();
        return Ok(own_again.map_or_else(
            || {
                Standing::Stranded(Stranded {
                    why: format!(
                        "{class}: the custom labels model {first_look}, which its first look asks, is not \
                         there any more, and the live model was made elsewhere"
                    ),
                    next: "set `custom_labels: false` in the environment's first look and deploy",
                })
            },
            Standing::Wanted,
        ));
    }
    if !close_looks::is_ready(session, class, live).await? {
        if renews(session, is_own) && close_looks::renew(session, class, live).await? {
            return Ok(Standing::Left);
        }
        return match own_again {
            Some(over) => Ok(Standing::Wanted(over)),
            None => elsewhere(session, class, live, current).await,
        };
    }
    if functions_changed && let Err(why) = readable(session, live).await? {
        if let Some(over) = own_again {
            return Ok(Standing::Wanted(over));
        }
        session.ui.warn(format!(
            "{class}: the model {} was made elsewhere, and the functions cannot read it: {why}; \
             publish another",
            live.close_look
        ));
    }
    Ok(Standing::Ready)
}

/// What becomes of a live model that is not where the configuration says it looks, and that is none of
/// deploy's own.
async fn elsewhere(
    session: &Session,
    class: &DeviceClass,
    live: &LiveModel,
    current: Option<&str>,
) -> anyhow::Result<Standing> {
    // No version can be promoted to a service that looks with models of its own.
    let has_own_models = close_looks::has_own_models(session);
    if has_own_models && current.is_some() {
        return Ok(Standing::Wanted(Over::All));
    }
    close_looks::leave(session, live).await;
    // Of the user's own pictures `inspect` makes a model whenever it is asked.
    let is_users = session.manifest().own_pictures_class.as_deref() == Some(class.as_str());
    if has_own_models && !is_users {
        return Ok(Standing::Stranded(Stranded {
            why: format!(
                "{class}: its live model {} cannot look closely where the configuration says, for what \
                 looks there has models of its own, and there are no labelled pictures of the class to \
                 train one on",
                live.version
            ),
            next: "choose CloseLook::Embedded or CloseLook::SageMaker in \
                   stacks/inspection/src/environments.rs and deploy; versions are promoted to those",
        }));
    }
    session.ui.warn(format!(
        "{class}: the live model was made elsewhere, and is not where the configuration says it looks \
         closely; promote it, or another one"
    ));
    Ok(Standing::Left)
}

/// Tells of the classes that a deploy could not have looked at.
pub(super) fn tell(stranded: &[Stranded]) -> anyhow::Result<()> {
    let Some(first) = stranded.first() else {
        return Ok(());
    };
    let whys: Vec<&str> = stranded.iter().map(|one| one.why.as_str()).collect();
    let mut problem = Problem::new(whys.join("; ")).next(first.next);
    for one in stranded {
        if one.next != first.next {
            problem = problem.next(one.next);
            break;
        }
    }
    Err(problem.into())
}

/// Whether the first look's model runs as it is to; one that does not is started. `false` where it is not
/// there.
pub(super) async fn looks_first(
    session: &Session,
    class: &DeviceClass,
    live: &LiveModel,
) -> anyhow::Result<bool> {
    let Some(version) = live.first_look.as_deref() else {
        return Ok(true);
    };
    if !asks_first_look(session, class) {
        return Ok(true);
    }
    let run = Run {
        class,
        version,
        inference_units: FIRST_LOOK_INFERENCE_UNITS,
    };
    custom_labels::run(session, run).await
}

/// Whether the live model looks closely where the configuration says, if need be once it is started.
pub(super) async fn looks_closely(
    session: &Session,
    class: &DeviceClass,
    live: &LiveModel,
) -> anyhow::Result<bool> {
    let is_own = normals::is_from_samples(&live.fitted_from);
    Ok(close_looks::is_ready(session, class, live).await?
        || (renews(session, is_own) && close_looks::renew(session, class, live).await?))
}

/// Whether what does not look is brought there as it is: an endpoint gets deploy's own model by fitting it.
fn renews(session: &Session, is_own: bool) -> bool {
    !is_own || close_looks::has_own_models(session)
}

/// Whether deploy fits its own model anew: it is out of date.
fn is_wanted(live: &LiveModel, current: &str, asks_first_look: bool) -> bool {
    let of_deploy = normals::is_from_samples(&live.fitted_from);
    let up_to_date = live.fitted_from == current && live.first_look.is_some() == asks_first_look;
    of_deploy && !up_to_date
}

#[cfg(test)]
mod tests {
    use super::*;

    fn live(fitted_from: &str, first_look: Option<&str>) -> LiveModel {
        LiveModel {
            close_look: "models/meter/0.model".to_owned(),
            version: "0".to_owned(),
            sha256: "0".to_owned(),
            first_look: first_look.map(str::to_owned),
            fitted_from: fitted_from.to_owned(),
            asked: None,
        }
    }

    #[test]
    fn deploy_fits_its_own_anew_where_it_is_out_of_date() {
        let current = "samples-1";
        assert!(!is_wanted(&live(current, None), current, false));
        assert!(is_wanted(&live(current, None), current, true));
        assert!(is_wanted(&live("samples-0", None), current, false));
    }

    #[test]
    fn a_model_that_somebody_else_published_is_left_alone() {
        assert!(!is_wanted(&live("normals-1", None), "samples-1", true));
        assert!(!is_wanted(&live("1234", Some("arn")), "samples-1", false));
    }
}
