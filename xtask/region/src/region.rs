//! The region as a whole: opened from its folder, served until told to stop.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::caller::CredentialStore;
use crate::context::{Context, Scope, Shared};
use crate::dispatch::Dispatcher;
use crate::faults::Faults;
use crate::folder::{Endpoint, FolderError, StateFolder};
use crate::services::Account;
use crate::store::{Store, StoreError};

/// How long background work may take to end when the region stops.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a region is opened with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the state. It is made when it is not there.
    pub state: PathBuf,
    /// The account, 12 digits.
    pub account: String,
    /// The environment's name, such as `local`.
    pub environment: String,
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// What goes wrong on purpose; nothing by default.
    pub faults: Faults,
    /// The folder of the programs that images of containers stand for.
    pub programs: PathBuf,
}

/// Why a region does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The account is not 12 digits.
    #[error("the account \"{0}\" is not 12 digits")]
    Account(String),
    /// The folder is not to be had.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The state is not readable.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The port is not to be had.
    #[error("can't listen on {address}: {source}; --port 0 takes a free port")]
    Listen {
        /// What was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
}

/// An AWS region on loopback: all the services behind one port.
pub struct Region {
    listener: TcpListener,
    endpoint: String,
    shared: Arc<Shared>,
    // Last, so that the folder is given back after the database is closed.
    folder: StateFolder,
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Region")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

impl Region {
    /// Takes the folder, reads its state, listens, and takes up what was left unfinished.
    pub async fn open(options: Options) -> Result<Self, OpenError> {
        let Options {
            state,
            account,
            environment,
            port,
            faults,
            programs,
        } = options;
        if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(OpenError::Account(account));
        }
        let folder = StateFolder::take(&state)?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listening = |source| OpenError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(listening)?;
        let endpoint = format!("http://{}", listener.local_addr().map_err(listening)?);
        let store = Store::open(&folder.path().join("store"))?;
        let services = Account::open(&Scope::account(&store, folder.path()))?;
        let known_regions = store.table::<bool>("region.known", "")?;
        let shared = Arc::new(Shared {
            account,
            environment,
            folder: folder.path().to_owned(),
            endpoint: endpoint.clone(),
            known_regions: known_regions.clone(),
            store,
            credentials: CredentialStore::default(),
            faults,
            programs,
            services,
            stopping: CancellationToken::new(),
            tasks: TaskTracker::new(),
            regions: Mutex::new(BTreeMap::new()),
        });
        let known: Vec<_> = known_regions.scan("").collect::<Result<_, _>>()?;
        for (name, _) in known {
            Context::of(&shared, &name)?;
        }
        Ok(Self {
            listener,
            endpoint,
            shared,
            folder,
        })
    }

    /// Where it listens: `http://127.0.0.1:<port>`.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The services of an AWS region, for use without the wire.
    pub fn context(&self, region: &str) -> Result<Context, StoreError> {
        Context::of(&self.shared, region)
    }

    /// Tells in the folder where it listens, calls `ready`, and answers requests until `stop`
    /// resolves; then lets go of everything.
    pub async fn serve(
        self,
        stop: impl Future<Output = ()>,
        ready: impl FnOnce(),
    ) -> Result<(), FolderError> {
        let Self {
            listener,
            endpoint,
            shared,
            folder,
        } = self;
        folder.announce(&Endpoint {
            endpoint,
            pid: std::process::id(),
        })?;
        ready();
        let dispatcher = Arc::new(Dispatcher::new(Arc::clone(&shared)));
        let mut stop = pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        let work = connection(stream, Arc::clone(&dispatcher), shared.stopping.clone());
                        shared.tasks.spawn(work);
                    }
                    // Out of file handles: those in use come back, and the caller tries again.
                    Err(error) => {
                        tracing::warn!(%error, "a connection was not accepted");
                        tokio::time::sleep(Duration::from_millis(10)).await;
                    }
                }
            }
        }
        drop(listener);
        shared.stopping.cancel();
        shared.tasks.close();
        if tokio::time::timeout(PATIENCE, shared.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!("some work did not end in time; it is taken up at the next start");
        }
        // The contexts hold the shared state and the shared state holds them.
        let contexts = std::mem::take(
            &mut *shared
                .regions
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        );
        contexts.values().for_each(Context::stop);
        drop(contexts);
        drop(dispatcher);
        drop(shared);
        drop(folder);
        Ok(())
    }
}

/// Serves one connection until it closes or the region stops.
async fn connection(stream: TcpStream, dispatcher: Arc<Dispatcher>, stopping: CancellationToken) {
    // Small answers must not wait for the peer's acknowledgement.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let dispatcher = Arc::clone(&dispatcher);
        async move { Ok::<_, std::convert::Infallible>(dispatcher.answer(request).await) }
    });
    let serving = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let mut serving = pin!(serving);
    tokio::select! {
        result = &mut serving => {
            if let Err(error) = result {
                tracing::debug!(%error, "a connection ended early");
            }
        }
        () = stopping.cancelled() => {
            // Ends when the answer under way is sent.
            serving.as_mut().graceful_shutdown();
            let _ = serving.await;
        }
    }
}
