//! Deploys to AWS emulators of other projects: the same artefacts, the same deploy, and another
//! reading of what CloudFormation, its services and their SDKs do.
//!
//! What an emulator cannot do is in its profile, `xtask/deploy/targets/<name>.json`, which the
//! deploy follows and tells. Here, each step is checked through the services.

mod auth;
mod copy;
mod deploys;
mod read_back;
mod role;
mod server;
mod steps;
mod transcript;

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use ui::Ui;

use super::install;
use crate::cargo;
use crate::heavy;
use crate::workspace::Workspace;
use auth::Auth;
use copy::Copy;
use deploys::Deploys;
use read_back::Reader;
use role::DeployRole;
use server::{Server, free_port};
use steps::Acceptance;
use transcript::Transcript;

/// An environment on AWS, with no account behind it: its number is made up.
const ENVIRONMENT: &str = "staging";

/// An emulator of another project.
struct Emulator {
    /// The name of its profile.
    target: &'static str,
    packages: &'static [&'static str],
    program: &'static str,
    /// The host's name in its endpoint; it listens on 127.0.0.1 in any case.
    host: &'static str,
    /// Whether requests are allowed by policies, which are then what is looked at.
    checks_permissions: bool,
    /// The program's arguments and variables.
    words: fn(&Place<'_>) -> Words,
}

/// A program's arguments, and its variables by name.
type Words = (Vec<String>, Vec<(&'static str, String)>);

/// Where an emulator listens, as which account, and where it may keep what it holds.
struct Place<'a> {
    port: u16,
    account: &'a str,
    data: &'a Path,
}

const MINISTACK: Emulator = Emulator {
    target: "ministack",
    // duckdb answers its Athena; boto3 is the reader's, of the version of its own botocore.
    packages: &["ministack==1.5.33", "duckdb==2.0.1", "boto3==1.43.106"],
    program: "ministack",
    host: "127.0.0.1",
    checks_permissions: false,
    words: |place| {
        let endpoint = format!("http://127.0.0.1:{}", place.port);
        let variables = vec![
            ("BIND_HOST", "127.0.0.1".to_owned()),
            ("MINISTACK_HOST", "127.0.0.1".to_owned()),
            ("GATEWAY_PORT", place.port.to_string()),
            ("MINISTACK_ACCOUNT_ID", place.account.to_owned()),
            ("S3_DATA_DIR", place.data.join("s3").display().to_string()),
            ("STATE_DIR", place.data.join("state").display().to_string()),
            // These would listen on every interface.
            ("IOT_MTLS_ENABLED", "0".to_owned()),
            ("SFTP_ENABLED", "0".to_owned()),
            // The functions inherit it.
            ("AWS_ENDPOINT_URL", endpoint),
        ];
        (Vec::new(), variables)
    },
};

const MINISTACK_AUTH: Emulator = Emulator {
    target: "ministack-auth",
    words: |place| {
        let (arguments, mut variables) = (MINISTACK.words)(place);
        variables.push(("AUTH", "true".to_owned()));
        (arguments, variables)
    },
    checks_permissions: true,
    ..MINISTACK
};

const MOTO: Emulator = Emulator {
    target: "moto",
    packages: &["moto[server]==5.2.5", "boto3==1.44.8"],
    program: "moto_server",
    // It knows buckets in paths, of which long templates are read, by this name alone.
    host: "localhost",
    checks_permissions: false,
    words: |place| {
        let port = place.port.to_string();
        let arguments = ["-H", "127.0.0.1", "-p", &port].map(str::to_owned);
        let account = ("MOTO_ACCOUNT_ID", place.account.to_owned());
        (Vec::from(arguments), vec![account])
    },
};

pub(super) fn ministack(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    accept(ui, workspace, folder, &MINISTACK)
}

/// With signatures and policies checked: what the deploy role allows, statement by statement.
pub(super) fn ministack_auth(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    accept(ui, workspace, folder, &MINISTACK_AUTH)
}

pub(super) fn moto(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    accept(ui, workspace, folder, &MOTO)
}

fn accept(
    ui: &Ui,
    workspace: &Workspace,
    folder: &Path,
    emulator: &Emulator,
) -> anyhow::Result<()> {
    let began = Instant::now();
    let python = install::python(ui, folder, emulator.packages)?;
    let copy = Copy::new(workspace, ENVIRONMENT, &folder.join("workspace"))?;
    let manifests = heavy::manifests(&workspace.generated().join(ENVIRONMENT))?;
    let tools = heavy::local(workspace.root(), &manifests)?;
    let deploy = tools.path(heavy::DEPLOY.1)?.to_owned();
    let functions = deploy
        .parent()
        .context("the deploy is in no folder")?
        .to_owned();
    let data = folder.join("data");
    if data.exists() {
        fs::remove_dir_all(&data).with_context(|| format!("cannot empty {}", data.display()))?;
    }
    let account = &copy.manifest.account;
    let port = free_port()?;
    let endpoint = format!("http://{}:{port}", emulator.host);
    let (arguments, variables) = (emulator.words)(&Place {
        port,
        account,
        data: &data,
    });
    let program = python.with_file_name(emulator.program);
    let _server = Server::start(folder, &program, port, &arguments, &variables)?;
    ui.status("Emulator", format!("{} at {endpoint}", emulator.target));
    let log = folder.join("deploy.log");
    fs::write(&log, "").with_context(|| format!("cannot write {}", log.display()))?;
    let deploys = Deploys {
        program: deploy,
        workspace: copy.root().to_owned(),
        cache: cargo::target_folder(workspace.root())?,
        functions,
        environment: ENVIRONMENT,
        target: emulator.target,
        endpoint: endpoint.clone(),
        log,
        credentials: Vec::new(),
    };
    let reader = Reader { python, endpoint };
    let transcript = Transcript::new(ui);
    let done = if emulator.checks_permissions {
        let role = DeployRole::read(&copy.template(&copy.manifest.bootstrap.stack.template))?;
        let auth = Auth {
            ui,
            copy: &copy,
            deploys,
            reader: &reader,
            transcript: &transcript,
            role,
        };
        auth.run()
    } else {
        let acceptance = Acceptance {
            copy: &copy,
            deploys: &deploys,
            reader: &reader,
            transcript: &transcript,
        };
        acceptance.run()
    };
    done.with_context(|| format!("the acceptance of {} was not finished", emulator.target))?;
    transcript.end(emulator.target, began.elapsed())
}
