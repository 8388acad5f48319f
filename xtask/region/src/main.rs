//! `sightline-region`: serves the embedded region of a folder.

use std::io::Read as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use region::{Faults, Options, Region};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

/// An AWS region on loopback.
#[derive(Debug, Parser)]
#[command(name = "sightline-region", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the region of a folder until it is told to stop.
    ///
    /// When it is ready it prints one line of JSON, {"endpoint": "http://127.0.0.1:PORT"}, and
    /// writes the same to endpoint.json in the folder. SIGTERM and SIGINT stop it.
    #[command(
        after_help = "Example:\n  sightline-region serve --state target/region/local \
                            --account 000000000000 --environment local"
    )]
    Serve(Serve),
}

#[derive(Debug, clap::Args)]
struct Serve {
    /// The folder of the state; it is made when it is not there.
    #[arg(long)]
    state: PathBuf,
    /// The account, 12 digits.
    #[arg(long)]
    account: String,
    /// The environment's name.
    #[arg(long)]
    environment: String,
    /// The port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// A file that says what goes wrong on purpose, for tests: see the module `faults`.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// Stop when the standard input closes, so that a region never outlives who started it.
    #[arg(long)]
    until_stdin_closes: bool,
}

/// The stack of the threads that answer, in bytes. Plans of statements are trees that are walked by
/// recursion, and one of a dozen `WITH`s takes more than the two megabytes that a thread has; what is
/// not used is not there.
const STACK: usize = 32 * 1024 * 1024;

fn main() -> anyhow::Result<()> {
    let Arguments {
        command: Command::Serve(serve),
    } = Arguments::parse();
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build()
        .context("can't start the threads that answer")?
        .block_on(run(serve))
}

async fn run(serve: Serve) -> anyhow::Result<()> {
    // What serves S3 calls every request that is refused an error, of which the client is told; and
    // below `info` it logs whole requests, with the session tokens of functions in their headers.
    let (filter, s3) = match EnvFilter::try_from_env("SIGHTLINE_LOG") {
        Ok(wanted) => (wanted, "s3s=info"),
        Err(_) => (EnvFilter::new("warn"), "s3s=off"),
    };
    let filter = filter.add_directive(s3.parse()?);
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let faults = match &serve.faults {
        Some(path) => Faults::read(path)?,
        None => Faults::default(),
    };
    let own = std::env::current_exe().context("can't tell where this program is")?;
    let region = Region::open(Options {
        state: serve.state,
        account: serve.account,
        environment: serve.environment,
        port: serve.port,
        faults,
        programs: own.with_file_name(""),
    })
    .await?;
    // Before the line that says it is ready: whoever reads it may stop the region at once.
    let mut terminate = signal(SignalKind::terminate()).context("can't listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("can't listen for SIGINT")?;
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            () = stdin_closed(), if serve.until_stdin_closes => {}
        }
    };
    let ready = serde_json::json!({ "endpoint": region.endpoint() });
    region.serve(stop, || println!("{ready}")).await?;
    Ok(())
}

/// Resolves when the standard input has ended. A thread of its own reads it: such a read can't
/// be called off, and must not hold the runtime back.
async fn stdin_closed() {
    let (closed, on_closed) = oneshot::channel();
    std::thread::spawn(move || {
        let mut stdin = std::io::stdin().lock();
        let mut chunk = [0; 256];
        while matches!(stdin.read(&mut chunk), Ok(read) if read > 0) {}
        let _ = closed.send(());
    });
    let _ = on_closed.await;
}
