//! The verb that tells what an environment costs.

use clap::{Args, ValueEnum};

/// `cost`.
#[derive(Debug, Clone, Args)]
pub struct CostArgs {
    /// The environment.
    #[arg(value_name = "ENV")]
    pub environment: String,
    /// Pictures in a month, over all regions that are asked for.
    #[arg(long, value_name = "N")]
    pub pictures: u64,
    /// The share of suspicious pictures, such as `5%` or `0.05`.
    #[arg(long, value_name = "P")]
    pub suspicious: Option<String>,
    /// One of its regions; may be given more than once. All by default.
    #[arg(long = "region", value_name = "REGION")]
    pub regions: Vec<String>,
    /// What looks closely in the bill; by default what the configuration has.
    #[arg(long = "close-look", value_name = "KIND")]
    pub close_look: Option<PricedLook>,
    /// The type of SageMaker's instances, where the configuration has none.
    #[arg(long, value_name = "TYPE", default_value = "ml.m5.xlarge")]
    pub instance: String,
    /// Billed seconds of a function for a picture, such as `prepare=0.8`; may be given more than once.
    #[arg(long = "seconds", value_name = "TASK=SECONDS", value_parser = pair)]
    pub seconds: Vec<(String, String)>,
    /// Another assumption, such as `picture-bytes=2000000`; may be given more than once. The table
    /// lists all.
    #[arg(long = "assume", value_name = "NAME=VALUE", value_parser = pair)]
    pub assume: Vec<(String, String)>,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: CostFormat,
}

/// The close looks that are priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PricedLook {
    /// The model within the function.
    Embedded,
    /// A real-time endpoint of SageMaker.
    RealTime,
    /// A serverless endpoint of SageMaker.
    Serverless,
    /// An asynchronous endpoint of SageMaker.
    Asynchronous,
    /// A batch transform job of SageMaker for each batch.
    BatchTransform,
    /// AWS's model from the Marketplace.
    Marketplace,
    /// Rekognition Custom Labels.
    CustomLabels,
}

/// The forms of a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CostFormat {
    /// For people.
    Table,
    /// For programs; amounts are exact, as texts.
    Json,
    /// For a comment on a pull request.
    Markdown,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as NAME=VALUE".to_owned()),
    }
}
