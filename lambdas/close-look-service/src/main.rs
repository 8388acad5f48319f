//! The function `close-look` where a service looks: SageMaker, Rekognition Custom Labels or Lookout
//! for Vision. It links no neural network, and starts the sooner for it.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use contracts::close_look::CloseLookBy;
use contracts::tasks::CloseLook;
use detectors::{
    AsynchronousEndpointCloseLook, CloseLookDetector, CloseLooking, CustomLabelsCloseLook,
    EndpointCloseLook, LookoutCloseLook,
};
use runtime::{Start, StartError, Storage};

fn main() -> ExitCode {
    runtime::serve::<CloseLook, _, _>(start)
}

async fn start(start: Start) -> Result<CloseLooking, StartError> {
    let variables = &start.variables;
    let bucket = variables.pictures_bucket()?;
    let pictures: Arc<dyn Storage> = Arc::new(start.bucket(bucket));
    let lake: Arc<dyn Storage> = Arc::new(start.bucket(variables.lake_bucket()?));
    let aws = &start.aws;
    let detector: Arc<dyn CloseLookDetector> = match variables.close_look_by()? {
        by @ CloseLookBy::Embedded => return Err(StartError::OtherPackage { by }),
        CloseLookBy::SagemakerEndpoint { max_bytes } => {
            Arc::new(EndpointCloseLook::new(aws, pictures, max_bytes))
        }
        CloseLookBy::SagemakerAsynchronousEndpoint {
            answers_within_seconds,
        } => Arc::new(AsynchronousEndpointCloseLook::new(
            aws,
            bucket,
            Arc::clone(&lake),
            answers_within_seconds,
        )),
        CloseLookBy::CustomLabels { min_confidence } => {
            Arc::new(CustomLabelsCloseLook::new(aws, bucket, min_confidence))
        }
        CloseLookBy::LookoutForVision => {
            let detector = LookoutCloseLook::new(aws, pictures);
            Arc::new(detector.map_err(|error| StartError::Shipped {
                what: "the client of Lookout for Vision",
                detail: error.to_string(),
            })?)
        }
    };
    let within = variables.shadow_rules()?.within_seconds;
    Ok(CloseLooking::new(detector, lake, variables.concurrency()?)
        .with_end(Duration::from_secs(within.into())))
}
