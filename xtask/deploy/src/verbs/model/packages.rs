//! Model packages of the Marketplace that are live or previous: no versions, since no gate of here has seen them,
//! and told by the changes that made them live.

use contracts::DeviceClass;
use contracts::lineage::{Change, ChangeKind, ModelVersion};
use contracts::model::AskedModel;
use ui::Problem;

use crate::learning::versions::{self, Models};
use crate::session::Session;

/// What a live model was fitted from that is a package.
const FITTED_FROM: &str = "package-";

/// A package that was made live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Package {
    /// Its ARN, where the change has it.
    pub arn: Option<String>,
    /// When it was last promoted, RFC 3339 in UTC.
    pub at: String,
    /// Who asked for that.
    pub by: String,
}

impl Package {
    /// The package that stands under this name, as the changes tell it, the latest first.
    fn of(history: &[Change], name: &str) -> Option<Self> {
        let promoted = history
            .iter()
            .filter(|change| change.kind == ChangeKind::Promote);
        let (made, to) = promoted
            .filter_map(|change| Some((change, change.to.as_ref()?)))
            .find(|(_, to)| to.version == name)?;
        let arn = match &to.asked {
            Some(AskedModel::SagemakerEndpoint { model_package, .. }) => model_package.clone(),
            _ => None,
        };
        to.fitted_from.starts_with(FITTED_FROM).then(|| Self {
            arn,
            at: made.at.clone(),
            by: made.by.clone(),
        })
    }
}

/// What is live or previous and no version, each with its package; none of what `deploy` or `inspect` fitted.
pub(super) async fn unregistered<'a>(
    session: &Session,
    models: &'a Models,
) -> anyhow::Result<Vec<(&'a str, Option<Package>)>> {
    let is_version = |id: &&String| {
        models
            .versions
            .iter()
            .any(|own| own.version.as_str() == **id)
    };
    let ids = [&models.live, &models.previous].into_iter().flatten();
    let ids: Vec<&String> = ids.filter(|id| !is_version(id)).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let history = versions::history(session, &models.device_class).await?;
    let told = |id: &'a String| (id.as_str(), Package::of(&history, id));
    Ok(ids.into_iter().map(told).collect())
}

/// The version of a name, or of what stands for one.
///
/// # Errors
/// Where there is none: what it is instead.
pub(super) async fn version<'a>(
    session: &Session,
    models: &'a Models,
    name: &str,
) -> anyhow::Result<&'a ModelVersion> {
    let problem = match models.find(name) {
        Ok(version) => return Ok(version),
        Err(problem) => problem,
    };
    let id = match name {
        "live" => models.live.as_deref(),
        "previous" => models.previous.as_deref(),
        other => Some(other),
    };
    let others = unregistered(session, models).await?;
    let package = others.into_iter().find(|(other, _)| Some(*other) == id);
    Err(match package {
        Some((id, Some(package))) => is_package(&models.device_class, id, &package).into(),
        _ => problem.into(),
    })
}

fn is_package(class: &DeviceClass, id: &str, package: &Package) -> Problem {
    let Package { arn, at, by } = package;
    let arn = arn.as_deref().unwrap_or("of an ARN that nobody recorded");
    Problem::new(format!("{id} is no version of {class} but a model package"))
        .because(format!(
            "{by} has promoted it at {at}: {arn}; its own training has measured it, and the lake knows no more"
        ))
        .next("see what SageMaker knows: aws sagemaker describe-model-package --model-package-name ARN")
        .next(format!("see what there is: cargo xtask model list {class}"))
}

#[cfg(test)]
mod tests {
    use contracts::model::LiveModel;

    use super::*;

    fn change(revision: u64, kind: ChangeKind, by: &str, fitted_from: &str) -> Change {
        Change {
            revision,
            kind,
            device_class: DeviceClass::parse("meter").unwrap(),
            from: None,
            to: Some(LiveModel {
                close_look: String::new(),
                version: fitted_from.replace("package-", ""),
                sha256: "0".to_owned(),
                first_look: None,
                fitted_from: fitted_from.to_owned(),
                asked: Some(AskedModel::SagemakerEndpoint {
                    endpoint: "sightline-meter".to_owned(),
                    model_package: Some("arn:aws:sagemaker:x:1:model-package/meter-3".to_owned()),
                }),
            }),
            previous: None,
            undoes: None,
            restores: None,
            replaces: None,
            by: by.to_owned(),
            reason: None,
            at: format!("2026-11-0{revision}T10:00:00Z"),
            execution: "e".to_owned(),
        }
    }

    #[test]
    fn a_package_is_told_with_who_promoted_it_and_not_taken_for_one_of_deploy() {
        let history = [
            change(3, ChangeKind::RollBack, "c", "package-0123456789abcdef"),
            change(2, ChangeKind::Promote, "b", "samples-1"),
            change(1, ChangeKind::Promote, "a", "package-0123456789abcdef"),
        ];
        assert_eq!(Package::of(&history, "samples-1"), None);
        assert_eq!(Package::of(&history, "fedcba9876543210"), None);
        let package = Package::of(&history, "0123456789abcdef").unwrap();
        assert_eq!(
            (package.by.as_str(), &package.at[..10]),
            ("a", "2026-11-01")
        );
        let class = DeviceClass::parse("meter").unwrap();
        let told = ui::render_error(&is_package(&class, "0123456789abcdef", &package));
        assert!(told.contains("a has promoted it at 2026-11-01"), "{told}");
        assert!(told.contains("model-package/meter-3"), "{told}");
    }
}
