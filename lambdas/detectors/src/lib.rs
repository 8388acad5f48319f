//! First look and close look, behind a trait each.
//!
//! The functions know only the traits [`FirstLookDetector`] and [`CloseLookDetector`] and which
//! models are live ([`live::read`]). What looks is chosen when a function starts: Rekognition
//! for the first look; for the close look an endpoint of SageMaker, Rekognition Custom Labels or
//! Lookout for Vision, or a model of its own, which lives in its function. A function links
//! those that it starts.

mod chunk;
mod close_look;
mod first_look;
pub mod live;
mod patience;

pub use chunk::each_of_chunk;
pub use close_look::{
    AsynchronousEndpointCloseLook, CloseLookDetector, CloseLooked, CloseLooking,
    CustomLabelsCloseLook, EndpointCloseLook, LookoutCloseLook,
};
pub use first_look::rekognition::RekognitionFirstLook;
pub use first_look::{Anomaly, FirstLookDetector, FirstLooked, Person, Sight};
pub use patience::{Patience, Turns};
