//! `cargo xtask`: the light half of the command line. It generates, tests and runs workflows by
//! itself; for the verbs that act on an environment it builds what they need and becomes `sightline-deploy`.
//!
//! It links neither the AWS SDK nor the SQL engine nor a handler, so that `generate` and `--help`
//! answer at once.

mod bench;
mod cargo;
mod check;
mod ci;
mod codegen;
mod cost;
mod cross;
mod dataset;
mod diff;
mod files;
mod fuzz;
mod generate;
mod heavy;
mod peers;
mod test;
mod trial;
mod workspace;

use std::process::ExitCode;

use clap::Parser;
use grammar::{Front, FrontVerb, ModelVerb, Verb};
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
    match verb {
        FrontVerb::Generate(args) => generate::run(ui, &Workspace::find()?, &args),
        FrontVerb::Check(args) => check::run(ui, &args),
        FrontVerb::Ci(args) => ci::run(ui, &Workspace::find()?, &args),
        FrontVerb::Cost(args) => cost::run(ui, &args),
        FrontVerb::Fuzz(args) => fuzz::run(ui, &Workspace::find()?, &args),
        FrontVerb::Codegen(args) => codegen::run(ui, &Workspace::find()?, &args),
        FrontVerb::Test(args) => test::run(ui, &Workspace::find()?, &args),
        FrontVerb::Bench(args) => bench::run(ui, &Workspace::find()?, &args),
        FrontVerb::Peers(args) => peers::run(ui, &Workspace::find()?, &args),
        FrontVerb::Workflow(args) => workflow::run(ui, &args.verb),
        FrontVerb::Pictures(_) => dataset::run(&Workspace::find()?),
        FrontVerb::Heavy(Verb::Model(args)) if matches!(args.verb, ModelVerb::ImportLookout(_)) => {
            dataset::run(&Workspace::find()?)
        }
        // Two revisions of the generated templates need neither an account nor the heavy half.
        FrontVerb::Heavy(Verb::Diff(args)) if args.offline => {
            diff::run(ui, &Workspace::find()?, &args)
        }
        FrontVerb::Heavy(verb) => heavy::run(ui, &Workspace::find()?, &verb),
    }
}
