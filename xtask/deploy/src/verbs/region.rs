//! `region serve`: the embedded region in the foreground, for the AWS CLI and the SDKs.

use anyhow::Context;
use grammar::ServeArgs;
use ui::{Exit, Problem, Ui};

use crate::artefacts::Artefacts;
use crate::clients::LOCAL_KEY;
use crate::embedded::{EmbeddedRegion, running, state_folder};
use crate::session::Folders;

/// Serves until Ctrl-C.
pub(crate) async fn serve(ui: &Ui, folders: &Folders, args: &ServeArgs) -> anyhow::Result<Exit> {
    // One process serves all of the environment's regions; the variables name the first.
    let all: &[&str] = &[];
    let regions = Artefacts::open(&folders.workspace, &args.environment, all)?;
    let artefacts = regions.into_iter().next();
    let artefacts = artefacts.context("the environment has no region")?;
    let manifest = &artefacts.manifest;
    if !manifest.embedded {
        return Err(Problem::new(format!(
            "the environment {:?} is on AWS; only an embedded one can be served",
            manifest.environment
        ))
        .next("cargo xtask region serve --env local")
        .into());
    }
    let state = state_folder(&folders.target, &manifest.environment);
    if let Some(endpoint) = running(&state, &artefacts).await {
        ui.data(exports(&endpoint, &manifest.region))?;
        return Err(Problem::new(format!(
            "a region serves {} already: {endpoint}",
            state.display()
        ))
        .next("use the variables above")
        .into());
    }
    let (port, faults) = (args.port.unwrap_or(0), args.faults.as_deref());
    let mut region = EmbeddedRegion::start(&state, &artefacts, port, faults).await?;
    ui.status(
        "Region",
        format!("{} serves {}", region.endpoint, state.display()),
    );
    ui.data(exports(&region.endpoint, &manifest.region))?;
    ui.status("", "Ctrl-C stops it");
    tokio::select! {
        ended = region.ended() => ended.map(|()| Exit::Fine),
        _ = tokio::signal::ctrl_c() => Ok(Exit::Fine),
    }
}

/// The variables that point the AWS CLI and the SDKs at the region. The last keeps them from asking
/// `sync-127.0.0.1` for what Step Functions serves under a name of its own, such as `TestState`.
fn exports(endpoint: &str, region: &str) -> String {
    format!(
        "export AWS_ENDPOINT_URL={endpoint} AWS_ACCESS_KEY_ID={LOCAL_KEY} \
         AWS_SECRET_ACCESS_KEY={LOCAL_KEY} AWS_REGION={region} AWS_DEFAULT_REGION={region} \
         AWS_DISABLE_HOST_PREFIX_INJECTION=true\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variables_are_ready_to_paste() {
        insta::assert_snapshot!(exports("http://127.0.0.1:4566", "us-east-1"), @"export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1 AWS_DISABLE_HOST_PREFIX_INJECTION=true");
    }
}
