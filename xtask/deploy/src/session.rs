//! An environment in one region, opened: its artefacts, its clients, and, when it is embedded,
//! the region itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use ui::{Problem, Ui};

use crate::artefacts::Artefacts;
use crate::clients::{Clients, partition};
use crate::embedded::EmbeddedRegion;
use crate::sdk_error::Asked;
use crate::target::{Adaptation, Feature, Target};
use crate::told::Stream;

/// What a verb was started with: folders on this machine, and what stands in for AWS.
#[derive(Debug, Clone)]
pub(crate) struct Folders {
    /// The workspace.
    pub workspace: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// The functions' binaries.
    pub functions: Option<PathBuf>,
    /// The emulator that stands in for AWS, where one does.
    pub emulator: Option<Target>,
}

/// What every verb works with.
#[derive(Debug)]
pub(crate) struct Session {
    /// Its lines name the region where several are worked with.
    pub ui: Ui,
    pub folders: Folders,
    pub artefacts: Artefacts,
    pub clients: Clients,
    /// What became of the environment for an emulator that stands in for AWS.
    pub adaptation: Option<Adaptation>,
    pub stream: Stream,
    // Held for as long as it is worked with: dropped, a region that was started here stops.
    _region: Option<Arc<EmbeddedRegion>>,
}

/// How sessions tell of what they do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Telling {
    /// Lines for people.
    #[default]
    Lines,
    /// And events for programs, a JSON object a line on stdout.
    Events,
}

impl Session {
    /// Opens the environment in one region, and makes sure that the credentials belong to its
    /// account.
    pub(crate) async fn open(
        ui: &Ui,
        folders: &Folders,
        artefacts: Artefacts,
    ) -> anyhow::Result<Self> {
        let regions = vec![artefacts];
        let mut opened = Self::open_all(ui, folders, regions, Telling::Lines).await?;
        opened.pop().context("no region was opened")
    }

    /// Opens the environment in several regions. An embedded one is one process for all of them.
    pub(crate) async fn open_all(
        ui: &Ui,
        folders: &Folders,
        regions: Vec<Artefacts>,
        telling: Telling,
    ) -> anyhow::Result<Vec<Self>> {
        let several = regions.len() > 1;
        let mut embedded: Option<Arc<EmbeddedRegion>> = None;
        let mut sessions = Vec::with_capacity(regions.len());
        for mut artefacts in regions {
            let adaptation = match &folders.emulator {
                Some(target) => Some(target.adapt(ui, &mut artefacts)?),
                None => None,
            };
            let manifest = &artefacts.manifest;
            let region = manifest.region.as_str();
            let (clients, held) = if let Some(target) = &folders.emulator {
                let credentials = target.credentials(&manifest.account);
                let clients = Clients::on_loopback(&target.endpoint, region, credentials);
                check_account(&clients, &artefacts).await?;
                (clients, None)
            } else if manifest.embedded {
                let held = match &embedded {
                    Some(held) => Arc::clone(held),
                    None => {
                        let opened = EmbeddedRegion::open(ui, &folders.target, &artefacts).await?;
                        Arc::clone(embedded.insert(Arc::new(opened)))
                    }
                };
                (Clients::embedded(&held.endpoint, region), Some(held))
            } else {
                let clients = Clients::on_aws(region).await;
                check_account(&clients, &artefacts).await?;
                (clients, None)
            };
            let ui = match several {
                true => ui.within(region),
                false => ui.clone(),
            };
            sessions.push(Self {
                stream: Stream::new(&ui, region, telling == Telling::Events),
                ui,
                folders: folders.clone(),
                artefacts,
                clients,
                adaptation,
                _region: held,
            });
        }
        Ok(sessions)
    }

    /// Whether what stands in for AWS cannot have a feature.
    pub(crate) fn is_without(&self, feature: Feature) -> bool {
        let adaptation = self.adaptation.as_ref();
        adaptation.is_some_and(|adaptation| adaptation.is_without(feature))
    }

    pub(crate) fn manifest(&self) -> &manifest::Manifest {
        &self.artefacts.manifest
    }

    /// The workflow's ARN.
    pub(crate) fn state_machine(&self) -> String {
        self.machine_arn(&self.manifest().names.state_machine)
    }

    /// The ARN of the state machine of models.
    pub(crate) fn model_machine(&self) -> Result<String, Problem> {
        let name = self.manifest().names.model_machine.as_deref();
        let name = name.ok_or_else(|| {
            Problem::new("the environment has no state machine of models")
                .next("run `cargo xtask generate`, then deploy again")
        })?;
        Ok(self.machine_arn(name))
    }

    /// The ARN of the state machine that watches models.
    pub(crate) fn monitor_machine(&self) -> Result<String, Problem> {
        let name = self.manifest().names.monitor_machine.as_deref();
        let name = name.ok_or_else(|| {
            Problem::new("the environment has no state machine that watches models")
                .next("run `cargo xtask generate`, then deploy again")
        })?;
        Ok(self.machine_arn(name))
    }

    /// The ARN of the state machine of back-fills.
    pub(crate) fn backfill_machine(&self) -> Result<String, Problem> {
        let name = self.manifest().names.backfill_machine.as_deref();
        let name = name.ok_or_else(|| {
            Problem::new("the environment has no state machine of back-fills")
                .because(
                    "versions look at earlier pictures in a transform job of SageMaker, and its \
                     configuration names none",
                )
                .next(
                    "give the environment CloseLook::SageMaker with a `backfill` in \
                     stacks/inspection/src/environments.rs, then `cargo xtask generate` and deploy",
                )
        })?;
        Ok(self.machine_arn(name))
    }

    fn machine_arn(&self, name: &str) -> String {
        let manifest = self.manifest();
        format!(
            "arn:{}:states:{}:{}:stateMachine:{name}",
            partition(&manifest.region),
            manifest.region,
            manifest.account,
        )
    }
}

impl Folders {
    /// The folder in which deploys keep what they need again.
    pub(crate) fn cache(&self) -> PathBuf {
        self.target.join("deploy")
    }

    /// The functions' binaries, which the light half names for the verbs that need them.
    pub(crate) fn functions(&self) -> Result<&Path, Problem> {
        self.functions.as_deref().ok_or_else(|| {
            Problem::new("the functions are not built")
                .next("start this through `cargo xtask deploy`, which builds them")
        })
    }
}

/// Nothing is touched in an account that is not the environment's own.
async fn check_account(clients: &Clients, artefacts: &Artefacts) -> anyhow::Result<()> {
    let manifest = &artefacts.manifest;
    let identity = clients
        .sts
        .get_caller_identity()
        .send()
        .await
        .asked("say whose credentials these are")?;
    let account = identity.account().unwrap_or_default();
    if account == manifest.account {
        return Ok(());
    }
    Err(Problem::new(format!(
        "these credentials belong to the account {account}, and {:?} is the account {}; nothing \
         was changed",
        manifest.environment, manifest.account
    ))
    .next("choose the account's profile: AWS_PROFILE=...")
    .next("or correct the account in stacks/inspection/src/environments.rs")
    .into())
}
