//! First look and close look, behind a trait each.
//!
//! The functions know only the traits [`FirstLookDetector`] and [`CloseLookDetector`] and which
//! models are live ([`live::read`]). What looks is chosen when a function starts: Rekognition
//! for the first look, the embedded anomaly model for the close look. Another service is
//! another implementation beside them, behind a feature of its own, so that a function links
//! only what it uses.

mod close_look;
mod first_look;
pub mod live;

#[cfg(feature = "embedded")]
pub use close_look::embedded::EmbeddedCloseLook;
pub use close_look::{CloseLookDetector, CloseLooked};
#[cfg(feature = "rekognition")]
pub use first_look::rekognition::RekognitionFirstLook;
pub use first_look::{Anomaly, FirstLookDetector, FirstLooked, Sight};
