//! The heavy half of the command line: plans, applies and smoke-tests the generated stacks,
//! inspects pictures of the user's own, and asks the lake.
//!
//! It reads `stacks/generated/<environment>/<region>/` and built binaries, and never links the
//! configuration: what was reviewed is what is deployed. The same code, through the same AWS
//! clients, talks to AWS and to the embedded region.

mod artefacts;
mod batch;
mod bootstrap;
mod clients;
mod close_looks;
mod collect;
mod custom_labels;
mod drift;
mod embedded;
mod execution;
mod heat_maps;
mod junit;
mod lake;
mod learning;
mod literal;
mod live_models;
mod machine_run;
mod models;
mod normals;
mod objects;
mod outcome;
mod package;
mod parquet_rows;
mod poll;
mod rollout;
mod sdk_error;
mod session;
mod smoke;
mod stacks;
mod target;
mod told;
mod under_way;
mod verbs;
mod walk;

use std::process::ExitCode;

use clap::Parser;
use grammar::{Back, Verb};
use ui::{Exit, Ui};

/// Runs the verb of the command line.
pub fn main() -> ExitCode {
    let back = Back::parse();
    let ui = Ui::new();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return ui.error(&error).into(),
    };
    // To serve until Ctrl-C is to end well.
    let serves = matches!(back.verb, Verb::Region(_));
    let exit = runtime.block_on(async {
        // Dropping the verb's future on Ctrl-C lets go of everything it holds: an embedded region
        // that was started here stops.
        let done = tokio::select! {
            done = verbs::run(&ui, back) => done,
            _ = tokio::signal::ctrl_c(), if !serves => {
                ui.warn("interrupted");
                under_way::tell(&ui);
                return Exit::Interrupted;
            }
        };
        done.unwrap_or_else(|error| ui.error(error.as_ref()))
    });
    // A picture that is still being decoded on a blocking thread is not waited for.
    runtime.shutdown_background();
    exit.into()
}
