//! Takes a close look at the suspicious pictures of a chunk, each with the model that is live
//! for its device class, within the function itself ([`EmbeddedCloseLook`]).
//!
//! The handler is the same for whatever looks ([`CloseLooking`]); the model lives here and not
//! beside it, so that no other function links a neural network.

mod embedded;

use std::sync::Arc;
use std::time::Duration;

use contracts::close_look::CloseLookBy;
use detectors::CloseLooking;
use runtime::{Start, StartError, Storage};

pub use embedded::EmbeddedCloseLook;

/// Builds the handler from the function's environment.
///
/// # Errors
/// When a variable is missing, something else is to look, or the network in the package cannot be
/// used.
pub async fn start(start: Start) -> Result<CloseLooking, StartError> {
    let variables = &start.variables;
    match variables.close_look_by()? {
        CloseLookBy::Embedded => {}
        by => return Err(StartError::OtherPackage { by }),
    }
    let pictures = Arc::new(start.bucket(variables.pictures_bucket()?));
    let lake: Arc<dyn Storage> = Arc::new(start.bucket(variables.lake_bucket()?));
    let rules = variables.shadow_rules()?;
    Ok(CloseLooking::new(
        Arc::new(EmbeddedCloseLook::new(pictures, Arc::clone(&lake))?),
        lake,
        variables.concurrency()?,
    )
    .with_end(Duration::from_secs(rules.within_seconds.into()))
    .with_shadows(rules))
}
