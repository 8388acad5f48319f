//! What crosses the border between the workflow and its functions: payloads, the tasks that
//! take and give them, the errors they declare, and the keys under which things are stored.
//!
//! Everything else follows from these declarations: the state machine's data paths, the
//! functions' permissions and variables, the rows of the lake. The crate depends on serde
//! alone, so that both sides of the border can afford it.

// The derive macros name this crate by its full path, also from inside it.
extern crate self as contracts;

pub mod answer;
pub mod backfill;
pub mod batch;
pub mod close_look;
pub mod examination;
mod field;
pub mod finding;
mod first_look_rules;
pub mod layout;
pub mod lineage;
pub mod model;
pub mod monitoring;
mod names;
pub mod picture;
mod place;
pub mod recording;
mod service;
pub mod serving;
mod task;
pub mod tasks;
mod trained_on;
pub mod training;

pub use contracts_derive::{Payload, TaskError};
pub use field::{Field, FieldInfo, Payload};
pub use names::{BatchName, Day, DeviceClass, DeviceId, NameError, PictureId, RunName, VersionId};
pub use place::Place;
pub use service::ServiceError;
pub use task::{Access, Bucket, ErrorName, NoError, Task, TaskError, Variable};
pub use trained_on::TrainedOn;
