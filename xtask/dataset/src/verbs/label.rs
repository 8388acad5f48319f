//! `dataset label`.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use grammar::LabelArgs;
use tokio::signal::unix::{SignalKind, signal};
use ui::{Exit, Problem, Ui, count};

use super::{open, parsed_all};
use crate::label::{Desk, DeskOptions, Page};

pub(super) fn run(ui: &Ui, target: &Path, args: &LabelArgs) -> anyhow::Result<Exit> {
    let options = DeskOptions {
        kinds: parsed_all("--kind", &args.kinds)?,
        all: args.all,
        job: args.job.clone(),
    };
    let desk = Arc::new(Desk::new(open(target, &args.place)?, options));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start threads")?;
    runtime.block_on(serve(ui, Arc::clone(&desk), args.port))?;
    desk.close()?;
    let counts = desk.state().counts;
    let labelled = counts.normal + counts.anomalous;
    ui.status(
        "Labelled",
        format!("{labelled} of {}", count(counts.pictures, "picture")),
    );
    Ok(Exit::Fine)
}

async fn serve(ui: &Ui, desk: Arc<Desk>, port: u16) -> anyhow::Result<()> {
    let page = Page::bind(desk, port).await.map_err(|error| {
        Problem::new(format!("port {port} of 127.0.0.1 cannot be had"))
            .because(error)
            .next("name another with --port, or none")
    })?;
    // Before the address is told: whoever reads it may stop the page at once.
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    ui.data(page.address()? + "\n")?;
    ui.tell("open it in a browser of this machine; Ctrl-C ends it, every label is saved at once");
    page.serve(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
    .await
    .context("the page cannot be served")
}
