//! Deploys to AWS emulators of other projects: the same artefacts, the same deploy, and another
//! reading of what CloudFormation, its services and their SDKs do.
//!
//! What an emulator cannot do is in its profile, `xtask/deploy/targets/<name>.json`, which the
//! deploy follows and tells. Here, each step is checked through the services.

mod copy;
mod deploys;
mod read_back;
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
use copy::Copy;
use deploys::Deploys;
use read_back::Reader;
use server::Server;
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
    /// The program's arguments and variables for a port and an account.
    words: fn(u16, &str) -> (Vec<String>, Vec<(&'static str, String)>),
}

const MINISTACK: Emulator = Emulator {
    target: "ministack",
    // duckdb answers its Athena; boto3 is the reader's, of the version of its own botocore.
    packages: &["ministack==1.5.33", "duckdb==2.0.1", "boto3==1.43.106"],
    program: "ministack",
    host: "127.0.0.1",
    words: |port, account| {
        let endpoint = format!("http://127.0.0.1:{port}");
        let variables = vec![
            ("BIND_HOST", "127.0.0.1".to_owned()),
            ("MINISTACK_HOST", "127.0.0.1".to_owned()),
            ("GATEWAY_PORT", port.to_string()),
            ("MINISTACK_ACCOUNT_ID", account.to_owned()),
            // These would listen on every interface.
            ("IOT_MTLS_ENABLED", "0".to_owned()),
            ("SFTP_ENABLED", "0".to_owned()),
            // The functions inherit it.
            ("AWS_ENDPOINT_URL", endpoint),
        ];
        (Vec::new(), variables)
    },
};

const MOTO: Emulator = Emulator {
    target: "moto",
    packages: &["moto[server]==5.2.5", "boto3==1.44.8"],
    program: "moto_server",
    // It knows buckets in paths, of which long templates are read, by this name alone.
    host: "localhost",
    words: |port, account| {
        let arguments = ["-H", "127.0.0.1", "-p"].map(str::to_owned);
        let mut arguments = Vec::from(arguments);
        arguments.push(port.to_string());
        (arguments, vec![("MOTO_ACCOUNT_ID", account.to_owned())])
    },
};

pub(super) fn ministack(ui: &Ui, workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    accept(ui, workspace, folder, &MINISTACK)
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
    let program = tools.path(heavy::DEPLOY.1)?.to_owned();
    let functions = program
        .parent()
        .context("the deploy is in no folder")?
        .to_owned();
    // Functions write where the emulator lets them; it keeps its own data here, too.
    let data = folder.join("data");
    if data.exists() {
        fs::remove_dir_all(&data).with_context(|| format!("cannot empty {}", data.display()))?;
    }
    let account = copy.manifest.account.clone();
    let server = Server::start(folder, &python.with_file_name(emulator.program), |port| {
        let (arguments, mut variables) = (emulator.words)(port, &account);
        let data = |name: &str| data.join(name).display().to_string();
        variables.push(("S3_DATA_DIR", data("s3")));
        variables.push(("STATE_DIR", data("state")));
        (arguments, variables)
    })?;
    let endpoint = format!("http://{}:{}", emulator.host, server.port);
    ui.status("Emulator", format!("{} at {endpoint}", emulator.target));
    let log = folder.join("deploy.log");
    fs::write(&log, "").with_context(|| format!("cannot write {}", log.display()))?;
    let deploys = Deploys {
        program,
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
    let acceptance = Acceptance {
        copy: &copy,
        deploys: &deploys,
        reader: &reader,
        transcript: &transcript,
    };
    acceptance
        .run()
        .with_context(|| format!("the acceptance of {} was not finished", emulator.target))?;
    transcript.end(emulator.target, began.elapsed())
}
