//! `cargo xtask`: the light half of the command line. It generates and tests by itself; for the
//! verbs that act on an environment it builds what they need and becomes `sightline-deploy`.
//!
//! It links neither the AWS SDK nor the SQL engine nor a handler, so that `generate` and `--help`
//! answer at once.

mod cargo;
mod cross;
mod generate;
mod heavy;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::Parser;
use grammar::{Front, FrontVerb};
use ui::{Exit, Ui};

use crate::workspace::Workspace;

fn main() -> ExitCode {
    let ui = Ui::new();
    let exit = match run(&ui, Front::parse().verb) {
        Ok(exit) => exit,
        Err(error) => ui.error(error.as_ref()),
    };
    exit.into()
}

fn run(ui: &Ui, verb: FrontVerb) -> anyhow::Result<Exit> {
    let workspace = Workspace::find()?;
    match verb {
        FrontVerb::Generate(args) => generate::run(ui, &workspace, &args),
        FrontVerb::Test(args) => test::run(ui, &workspace, &args),
        FrontVerb::Heavy(verb) => heavy::run(ui, &workspace, &verb),
    }
}
