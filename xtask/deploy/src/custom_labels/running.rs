//! Versions that run, with as many inference units as the configuration says: they cost by the hour, and
//! somebody may have stopped them.

use aws_sdk_rekognition::operation::stop_project_version::builders::StopProjectVersionFluentBuilder;
use aws_sdk_rekognition::types::{ProjectVersionDescription, ProjectVersionStatus};
use contracts::DeviceClass;
use ui::{Problem, Progress};

use super::{describe, find_project};
use crate::poll::Pauses;
use crate::sdk_error::{Asked, code, explain};
use crate::session::Session;

/// A version that is to run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run<'a> {
    /// The class that is looked at with it.
    pub class: &'a DeviceClass,
    /// Its ARN.
    pub version: &'a str,
    /// Its inference units.
    pub inference_units: u32,
}

/// The same, as it is described.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub class: &'a DeviceClass,
    /// The project's ARN.
    pub project: &'a str,
    /// The version's name.
    pub version: &'a str,
    pub inference_units: u32,
}

/// Whether the version runs with these units. One that is not there does not.
pub(crate) async fn is_running(session: &Session, run: Run<'_>) -> anyhow::Result<bool> {
    let found = find(session, run.version).await?;
    Ok(found.is_some_and(|(_, version)| runs_with(&version, run.inference_units)))
}

/// Starts a version that was trained before, unless it runs with these units: with others, it is stopped first,
/// for they cannot be changed while it runs. `false` where it is not there.
pub(crate) async fn run(session: &Session, run: Run<'_>) -> anyhow::Result<bool> {
    let Some((project, found)) = find(session, run.version).await? else {
        return Ok(false);
    };
    if runs_with(&found, run.inference_units) {
        return Ok(true);
    }
    let Run {
        class,
        inference_units,
        ..
    } = run;
    let Some((_, version)) = names(run.version) else {
        return Ok(false);
    };
    let text = format!("{class}: custom labels: {}", word(&found));
    let progress = session.ui.progress("Models", text);
    let wanted = Wanted {
        class,
        project: &project,
        version,
        inference_units,
    };
    wait(session, &wanted, &progress).await?;
    let units = ui::count(inference_units as usize, "inference unit");
    progress.done(format!(
        "{class}: the custom labels model {version} runs with {units}"
    ));
    Ok(true)
}

/// Waits until the version runs as it is to, and starts it when it can be; gives its ARN.
pub(super) async fn wait(
    session: &Session,
    wanted: &Wanted<'_>,
    progress: &Progress,
) -> anyhow::Result<String> {
    let mut pauses = Pauses::new(session.manifest().embedded);
    let (mut is_stopped, mut is_started) = (false, false);
    loop {
        let Some(version) = describe(session, wanted.project, wanted.version).await? else {
            anyhow::bail!(
                "the version {} of {} is gone",
                wanted.version,
                wanted.project
            );
        };
        let arn = version.project_version_arn().unwrap_or_default();
        let word = word(&version);
        progress.update(format!("{}: custom labels: {word}", wanted.class));
        match version.status() {
            // What was started here has the units, whatever is described for a moment.
            Some(ProjectVersionStatus::Running)
                if is_started || runs_with(&version, wanted.inference_units) =>
            {
                return Ok(arn.to_owned());
            }
            Some(ProjectVersionStatus::Running) if !is_stopped => {
                stopping(session, arn)
                    .send()
                    .await
                    .asked(format!("stop the custom labels model {arn}"))?;
                is_stopped = true;
            }
            Some(ProjectVersionStatus::TrainingCompleted | ProjectVersionStatus::Stopped)
                if !is_started =>
            {
                start(session, arn, wanted.inference_units).await?;
                is_started = true;
            }
            Some(
                ProjectVersionStatus::TrainingFailed
                | ProjectVersionStatus::Failed
                | ProjectVersionStatus::Deleting,
            ) => {
                let problem = Problem::new(format!("the custom labels model {arn} is {word}"));
                return Err(match version.status_message() {
                    Some(message) => problem.because(message),
                    None => problem,
                }
                .next("delete the version and deploy again, or see it in the Rekognition console")
                .into());
            }
            _ => {}
        }
        pauses.pause().await;
    }
}

/// The version of an ARN, with its project's ARN; `None` when there is none.
async fn find(
    session: &Session,
    arn: &str,
) -> anyhow::Result<Option<(String, ProjectVersionDescription)>> {
    let Some((project, version)) = names(arn) else {
        return Ok(None);
    };
    let Some(project) = find_project(session, project).await? else {
        return Ok(None);
    };
    let found = describe(session, &project, version).await?;
    // Another of the same name may have taken its place.
    let found = found.filter(|found| found.project_version_arn() == Some(arn));
    Ok(found.map(|found| (project, found)))
}

/// The names in `arn:…:project/<project>/version/<version>/<time>`.
fn names(arn: &str) -> Option<(&str, &str)> {
    let (_, path) = arn.split_once(":project/")?;
    let mut parts = path.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(project), Some("version"), Some(version)) => Some((project, version)),
        _ => None,
    }
}

fn runs_with(version: &ProjectVersionDescription, units: u32) -> bool {
    let has = version
        .min_inference_units()
        .and_then(|has| u32::try_from(has).ok());
    version.status() == Some(&ProjectVersionStatus::Running) && has == Some(units)
}

fn word(version: &ProjectVersionDescription) -> String {
    let status = version.status();
    status
        .map_or("unknown", |status| status.as_str())
        .to_owned()
}

async fn start(session: &Session, version: &str, units: u32) -> anyhow::Result<()> {
    let units = i32::try_from(units)?;
    session
        .clients
        .rekognition
        .start_project_version()
        .project_version_arn(version)
        .min_inference_units(units)
        .send()
        .await
        .asked(format!("start the custom labels model {version}"))?;
    Ok(())
}

fn stopping(session: &Session, version: &str) -> StopProjectVersionFluentBuilder {
    let rekognition = &session.clients.rekognition;
    rekognition
        .stop_project_version()
        .project_version_arn(version)
}

/// Stops a version that is not live any more, for it costs by the hour. That it could not be
/// stopped is told and fails nothing.
pub(crate) async fn stop(session: &Session, version: &str) {
    match stopping(session, version).send().await {
        Ok(_) => {}
        // It does not run.
        Err(error)
            if matches!(
                code(&error),
                Some("ResourceInUseException" | "ResourceNotFoundException")
            ) => {}
        Err(error) => {
            let error = explain(&error, &format!("stop the custom labels model {version}"));
            session.ui.warn(format!("{error:#}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_names_the_project_and_the_version() {
        let arn =
            "arn:aws:rekognition:eu-west-1:111111111111:project/p-meter/version/s-1/1760000000000";
        assert_eq!(names(arn), Some(("p-meter", "s-1")));
        let project = "arn:aws:rekognition:eu-west-1:111111111111:project/p-meter/1760000000000";
        assert_eq!(names(project), None);
        assert_eq!(names("s-1"), None);
    }

    #[test]
    fn a_version_runs_as_it_is_to_with_the_units_alone() {
        let described = |status, units| {
            ProjectVersionDescription::builder()
                .status(status)
                .set_min_inference_units(units)
                .build()
        };
        let running = ProjectVersionStatus::Running;
        assert!(runs_with(&described(running.clone(), Some(2)), 2));
        assert!(!runs_with(&described(running.clone(), Some(1)), 2));
        assert!(!runs_with(&described(running, None), 1));
        assert!(!runs_with(
            &described(ProjectVersionStatus::Stopped, Some(2)),
            2
        ));
    }
}
