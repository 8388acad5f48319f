//! `inspector serve`: the model in memory, behind two routes.
//!
//! `GET /ping` answers 200 from the moment on that the model is loaded; before that nobody
//! listens. `POST /invocations` takes a JPEG or PNG and gives the answer of AWS's model 'Computer
//! Vision Defect Detection': `{"Source":{"Type":"direct"},"IsAnomalous":true,"Confidence":0.93}`. A
//! client whose `Accept` names `application/json` is told `AnomalyScore`, `Model`, `Version` and `Regions`
//! as well.
//!
//! | status | when |
//! |---|---|
//! | 400 | the picture is truncated, damaged, too small, or none at all |
//! | 406 | `Accept` rules JSON out |
//! | 408 | the body does not come within 30 seconds |
//! | 413 | the body is larger than the limit |
//! | 415 | the content type is neither `image/jpeg` nor `image/png`, or not what the body is |
//! | 503 | all places to work and to wait are taken; `Retry-After` says when to come back |

mod admission;
mod answer;
mod invocation;
mod refusal;

use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use contracts::VersionId;
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use vision::{Backbone, BackboneError, Model, ModelError};

use crate::folders::{Folders, MODEL_FILE};
use admission::Admission;

/// How long requests under way may take once the end was asked for. SageMaker kills a container
/// 30 seconds after SIGTERM.
const LAST_ANSWERS: Duration = Duration::from_secs(25);
/// Most bytes of a model file.
const LARGEST_MODEL: u64 = 64 << 20;

/// How to serve.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// Where the model is.
    pub folders: Folders,
    /// The address to listen on.
    pub host: IpAddr,
    /// The port to listen on; 0 for one that the system picks.
    pub port: u16,
    /// Most bytes of a picture.
    pub max_bytes: usize,
    /// Pictures that are looked at at once; `None` for one.
    pub concurrency: Option<NonZeroUsize>,
    /// Requests that may wait for their turn.
    pub queue: usize,
    /// Whether to end when the standard input closes.
    pub until_stdin_closes: bool,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The model file cannot be read from the disk.
    #[error("the model {} cannot be read: {error}; it is what `inspector train` writes", path.display())]
    NoModel {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The model file is larger than any model.
    #[error("the model {} has {bytes} bytes; at most {LARGEST_MODEL} are taken", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// What is in the model file is no model.
    #[error("the model {} cannot be used: {error}", path.display())]
    Model {
        /// The file.
        path: PathBuf,
        /// Why.
        error: ModelError,
    },
    /// The network in the program cannot be used.
    #[error(transparent)]
    Backbone(#[from] BackboneError),
    /// The port is taken, or the address is not this machine's.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: std::io::Error,
    },
    /// The system refuses what every server needs.
    #[error("cannot serve: {0}")]
    System(#[from] std::io::Error),
}

/// A model, and which.
struct Served {
    model: Model,
    /// Follows from the checksum of its file.
    version: Option<VersionId>,
}

/// What every request works with.
struct Service {
    backbone: Backbone,
    served: Served,
    admission: Admission,
    max_bytes: usize,
}

/// Serves until SIGTERM or SIGINT, or until the standard input closes where that is asked; then finishes
/// what is under way. Prints one line of JSON to
/// stdout when it listens:
/// `{"listening":"127.0.0.1:8080","model":"padim","version":"0123456789abcdef","pictures":31}`.
///
/// # Errors
/// When there is no usable model or the port cannot be listened on.
pub fn run(options: ServeOptions) -> Result<(), ServeError> {
    let served = load(&options.folders)?;
    let backbone = Backbone::load()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve(options, served, backbone))
}

fn load(folders: &Folders) -> Result<Served, ServeError> {
    let path = folders.model().join(MODEL_FILE);
    let read = std::fs::metadata(&path).and_then(|metadata| {
        if metadata.len() > LARGEST_MODEL {
            return Ok(Err(metadata.len()));
        }
        std::fs::read(&path).map(Ok)
    });
    match read {
        Err(error) => Err(ServeError::NoModel { path, error }),
        Ok(Err(bytes)) => Err(ServeError::TooLarge { path, bytes }),
        Ok(Ok(bytes)) => match Model::from_bytes(&bytes) {
            Ok(model) => {
                let sha256 = format!("{:x}", Sha256::digest(&bytes));
                let version = VersionId::of_sha256(&sha256);
                Ok(Served { model, version })
            }
            Err(error) => Err(ServeError::Model { path, error }),
        },
    }
}

async fn serve(
    options: ServeOptions,
    served: Served,
    backbone: Backbone,
) -> Result<(), ServeError> {
    // Before anybody is told that this listens: a signal from then on must not kill.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let address = SocketAddr::new(options.host, options.port);
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| ServeError::Listen { address, error })?;
    let listening = json!({
        "listening": listener.local_addr()?.to_string(),
        "model": served.model.kind(),
        "version": served.version,
        "pictures": served.model.pictures(),
    });
    // Whoever closed stdout has no need of the line.
    let _ = writeln!(std::io::stdout(), "{listening}");
    let at_once = options.concurrency.map_or(1, NonZeroUsize::get);
    let service = Arc::new(Service {
        backbone,
        served,
        admission: Admission::new(at_once, options.queue),
        max_bytes: options.max_bytes,
    });
    let routes = Router::new()
        .route("/ping", get(|| async { StatusCode::OK }))
        .route("/invocations", post(invocation::invoke))
        .with_state(service);
    let (ended, mut ending) = tokio::sync::watch::channel(false);
    let asked_to_end = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            () = stdin_closed(), if options.until_stdin_closes => {}
        }
        tracing::info!("finishing what is under way");
        let _ = ended.send(true);
    };
    let serving = axum::serve(listener, routes).with_graceful_shutdown(asked_to_end);
    let too_late = async move {
        let _ = ending.wait_for(|ended| *ended).await;
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    tokio::select! {
        served = serving => served?,
        () = too_late => tracing::warn!("some requests took too long and were given up"),
    }
    Ok(())
}

/// Resolves when the standard input has ended. A thread of its own reads it: such a read can't be called
/// off, and must not hold the runtime back.
async fn stdin_closed() {
    let (closed, on_closed) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let mut stdin = std::io::stdin().lock();
        let mut chunk = [0; 256];
        while matches!(stdin.read(&mut chunk), Ok(read) if read > 0) {}
        let _ = closed.send(());
    });
    let _ = on_closed.await;
}
