//! The labelling page: served on 127.0.0.1 to whoever knows its address.
//!
//! [`Desk`] knows the pictures, who has which of them, and what was done; [`router`] is its HTTP;
//! the page itself is a few files of plain HTML, CSS and JavaScript, which fetch nothing from
//! elsewhere.

mod at_work;
mod desk;
mod error;
mod guard;
mod palette;
mod routes;
mod sessions;
mod wire;

use std::future::Future;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use tokio::net::TcpListener;
use uuid::Uuid;

pub use desk::{Desk, DeskOptions};
pub use error::DeskError;
pub use routes::router;
pub use sessions::{SessionId, SessionIdError};
pub use wire::{Counts, Given, KindView, PictureView, State};

/// A page that is about to be served.
#[derive(Debug)]
pub struct Page {
    listener: TcpListener,
    desk: Arc<Desk>,
    token: String,
}

impl Page {
    /// Listens on a port of 127.0.0.1; 0 takes a free one.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn bind(desk: Arc<Desk>, port: u16) -> io::Result<Self> {
        Ok(Self {
            listener: TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?,
            desk,
            // 122 random bits from the system: nobody guesses the address.
            token: Uuid::new_v4().simple().to_string(),
        })
    }

    /// The page's address.
    ///
    /// # Errors
    /// When the system does not tell the port.
    pub fn address(&self) -> io::Result<String> {
        let port = self.listener.local_addr()?.port();
        Ok(format!("http://127.0.0.1:{port}/{}/", self.token))
    }

    /// Serves until `stop`.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let port = self.listener.local_addr()?.port();
        let router = router(self.desk, port, &self.token);
        axum::serve(self.listener, router)
            .with_graceful_shutdown(stop)
            .await
    }
}
