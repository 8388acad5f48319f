//! Looks after a model's data and versions: checks and divides what is to be trained on
//! ([`Curating`]), writes versions ([`Registering`]), makes them live ([`Promoting`]) and
//! confirms that they say what they should ([`Confirming`]).
//!
//! None of these sees a pixel, so that the program is small; who trains and evaluates is the
//! program `train`.

mod confirm;
mod curate;
mod promote;
mod register;
mod store;

pub use confirm::Confirming;
pub use curate::Curating;
pub use promote::Promoting;
pub use register::Registering;
