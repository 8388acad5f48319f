//! Looks after a model's data and versions: checks and divides what is to be trained on
//! ([`Curating`]), writes versions ([`Registering`]), makes them live ([`Promoting`]) and
//! confirms that they say what they should ([`Confirming`]); brings them behind endpoints of SageMaker
//! ([`Serving`]); says what they are to be held against as
//! time goes on ([`Choosing`]), and what can be learned from the field ([`Collecting`]); packs versions for
//! SageMaker ([`Packing`]) and chooses what earlier pictures they look at ([`ChoosingPictures`]).
//!
//! None of these sees a pixel, so that the program is small; who trains and evaluates is the
//! program `train`.

mod choose;
mod collect;
mod confirm;
mod curate;
mod model_file;
mod pack;
mod promote;
mod register;
mod store;
mod windows;

pub use choose::ChoosingPictures;
pub use collect::Collecting;
pub use confirm::Confirming;
pub use curate::Curating;
pub use pack::Packing;
pub use promote::{Promoting, Serving};
pub use register::Registering;
pub use windows::Choosing;
