//! Models of an environment, from this machine: what they are trained on, the runs of their state
//! machine, and what is known of their versions.

pub(crate) mod labelled;
pub(crate) mod run;
pub(crate) mod upload;
pub(crate) mod versions;
