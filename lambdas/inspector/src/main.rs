//! The program `inspector`: `train` and `serve`, as SageMaker calls them.

use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use inspector::serve::{self, ServeOptions};
use inspector::{Folders, train};
use tracing_subscriber::EnvFilter;

/// Trains and serves the model of a device class, as a SageMaker container does.
#[derive(Debug, Parser)]
#[command(name = "inspector", version)]
struct Command {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Answers `GET /ping` and `POST /invocations` until SIGTERM.
    Serve(Serve),
    /// Fits a model on the pictures of the channel `train`.
    Train(Train),
}

#[derive(Debug, Args)]
struct Place {
    /// The folder that holds `model`, `input` and `output`.
    #[arg(
        long,
        env = "INSPECTOR_ML_FOLDER",
        default_value = "/opt/ml",
        value_name = "FOLDER"
    )]
    ml_folder: PathBuf,
}

#[derive(Debug, Args)]
struct Train {
    #[command(flatten)]
    place: Place,
    /// End when the standard input closes, so that it never outlives who started it as a plain process.
    #[arg(long, env = "INSPECTOR_UNTIL_STDIN_CLOSES")]
    until_stdin_closes: bool,
}

#[derive(Debug, Args)]
struct Serve {
    #[command(flatten)]
    place: Place,
    /// The address to listen on. The container's Dockerfile sets the one that SageMaker reaches.
    #[arg(
        long,
        env = "INSPECTOR_HOST",
        default_value = "127.0.0.1",
        value_name = "ADDRESS"
    )]
    host: IpAddr,
    /// The port to listen on; 0 for one that the system picks.
    #[arg(long, env = "SAGEMAKER_BIND_TO_PORT", default_value_t = 8080)]
    port: u16,
    /// Most bytes of a picture; without it, what a batch transform says that it sends, else the 25 MB that
    /// SageMaker's real-time endpoints take.
    #[arg(long, env = "INSPECTOR_MAX_BYTES", value_name = "BYTES")]
    max_bytes: Option<usize>,
    /// Most megabytes of a payload, as batch transforms tell their containers.
    #[arg(long, env = "SAGEMAKER_MAX_PAYLOAD_IN_MB", hide = true)]
    max_payload_mb: Option<String>,
    /// Pictures that are looked at at once; without it, as many as there are processors.
    #[arg(long, env = "INSPECTOR_CONCURRENCY", value_name = "PICTURES")]
    concurrency: Option<NonZeroUsize>,
    /// Requests that may wait for their turn, each with its picture in memory; beyond, 503.
    #[arg(
        long,
        env = "INSPECTOR_QUEUE",
        default_value_t = 64,
        value_name = "REQUESTS"
    )]
    queue: usize,
    /// End when the standard input closes, so that it never outlives who started it as a plain process.
    #[arg(long, env = "INSPECTOR_UNTIL_STDIN_CLOSES")]
    until_stdin_closes: bool,
}

impl Serve {
    fn most_bytes(&self) -> usize {
        /// What real-time endpoints take, and what a batch transform may send.
        const REAL_TIME_MB: usize = 25;
        const TRANSFORM_MB: std::ops::RangeInclusive<usize> = 1..=100;
        let told = self.max_payload_mb.as_deref();
        // Whatever else it says is nothing that a batch transform sends, and no reason not to serve.
        let told = told.and_then(|told| told.parse().ok());
        let megabytes = told.filter(|megabytes| TRANSFORM_MB.contains(megabytes));
        self.max_bytes
            .unwrap_or_else(|| megabytes.unwrap_or(REAL_TIME_MB) << 20)
    }
}

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match Command::parse().verb {
        Verb::Serve(args) => {
            let max_bytes = args.most_bytes();
            let options = ServeOptions {
                folders: Folders::below(args.place.ml_folder),
                host: args.host,
                port: args.port,
                max_bytes,
                concurrency: args
                    .concurrency
                    .or(std::thread::available_parallelism().ok()),
                queue: args.queue,
                until_stdin_closes: args.until_stdin_closes,
            };
            exit(serve::run(options))
        }
        Verb::Train(args) => {
            if args.until_stdin_closes {
                end_with_stdin();
            }
            exit(train::run(&Folders::below(args.place.ml_folder)))
        }
    }
}

/// Ends the program as soon as nobody holds the other end of its standard input. What it had written is
/// of no use then: SageMaker takes a model from a program that came to its end.
fn end_with_stdin() {
    std::thread::spawn(|| {
        // What comes in means nothing; an error is an end as well.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(1);
    });
}

fn exit<E: std::fmt::Display>(result: Result<(), E>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}
