//! An AWS region on loopback: the services that picture inspection uses, behind one port, over
//! one folder of durable state.
//!
//! It speaks AWS's wire protocols, so that the ordinary SDKs, CLI and function binaries work
//! with it unchanged. Open it with [`Region::open`], serve it with [`Region::serve`].
//!
//! - [`services`]: the AWS services, a folder each
//! - [`context`]: what every service is given
//! - [`store`]: durable tables
//! - [`protocol`]: the wire protocols
//! - [`caller`]: who asks
//! - [`faults`]: what goes wrong on purpose

pub mod caller;
pub mod context;
mod dispatch;
pub mod error;
pub mod faults;
pub mod folder;
pub mod protocol;
mod region;
mod scope;
pub mod services;
pub mod store;

pub use faults::{Faults, FaultsError};
pub use region::{OpenError, Options, Region};
