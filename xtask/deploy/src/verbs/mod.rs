//! One module per verb.

mod deploy;
mod destroy;
mod inspect;
mod query;
mod region;
mod smoke;
mod status;

use grammar::{Back, RegionVerb, Verb};
use ui::{Exit, Ui};

use crate::session::Folders;
use crate::target::Target;

/// Runs the verb of the command line.
pub(crate) async fn run(ui: &Ui, back: Back) -> anyhow::Result<Exit> {
    let emulator = match back.verb.emulator() {
        Some((name, endpoint)) => Some(Target::open(name, endpoint)?),
        None => None,
    };
    let folders = Folders {
        workspace: back.workspace,
        target: back.target,
        functions: back.functions,
        emulator,
    };
    match back.verb {
        Verb::Deploy(args) => deploy::run(ui, &folders, &args).await,
        Verb::Smoke(args) => smoke::run(ui, &folders, &args).await,
        Verb::Inspect(args) => inspect::run(ui, &folders, &args).await,
        Verb::Query(args) => query::run(ui, &folders, &args).await,
        Verb::Status(args) => status::status(ui, &folders, &args).await,
        Verb::Outputs(args) => status::outputs(ui, &folders, &args).await,
        Verb::Destroy(args) => destroy::run(ui, &folders, &args).await,
        Verb::Region(args) => match args.verb {
            RegionVerb::Serve(args) => region::serve(ui, &folders, &args).await,
        },
    }
}
