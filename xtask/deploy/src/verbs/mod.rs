//! One module per verb.

mod bootstrap;
mod deploy;
mod destroy;
mod diff;
mod drift;
mod gc;
mod inspect;
mod logs;
mod model;
pub(crate) mod query;
mod region;
mod rollback;
mod smoke;
mod status;

use grammar::{Back, ModelVerb, RegionVerb, Verb};
use ui::{Exit, Problem, Ui};

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
        Verb::Diff(args) => diff::run(ui, &folders, &args).await,
        Verb::Bootstrap(args) => bootstrap::run(ui, &folders, &args).await,
        Verb::Rollback(args) => rollback::run(ui, &folders, &args).await,
        Verb::Drift(args) => drift::run(ui, &folders, &args).await,
        Verb::Gc(args) => gc::run(ui, &folders, &args).await,
        Verb::Logs(args) => logs::run(ui, &folders, &args).await,
        Verb::Smoke(args) => smoke::run(ui, &folders, &args).await,
        Verb::Inspect(args) => inspect::run(ui, &folders, &args).await,
        Verb::Query(args) => query::run(ui, &folders, &args).await,
        Verb::Model(args) => match &args.verb {
            ModelVerb::Deployed(verb) => model::run(ui, &folders, verb).await,
            ModelVerb::ImportLookout(_) => Err(Problem::new("this verb makes a dataset")
                .next("start it through `cargo xtask model import-lookout`")
                .into()),
        },
        Verb::Status(args) => status::status(ui, &folders, &args).await,
        Verb::Outputs(args) => status::outputs(ui, &folders, &args).await,
        Verb::Destroy(args) => destroy::run(ui, &folders, &args).await,
        Verb::Region(args) => match args.verb {
            RegionVerb::Serve(args) => region::serve(ui, &folders, &args).await,
        },
    }
}
