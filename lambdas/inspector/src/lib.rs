//! The program of the container that SageMaker runs: `inspector train` fits a model of a device
//! class, `inspector serve` answers with it.
//!
//! It keeps to what AWS documents of containers ("Use Your Own Training Algorithms", "Custom
//! Inference Code with Hosting Services"), and knows nothing of AWS beyond that: no SDK, no
//! credentials. All paths are below one folder, `/opt/ml` unless told otherwise, so that it runs
//! as a plain process as well.

mod folders;
mod pictures;
pub mod serve;
pub mod train;

pub use folders::Folders;
