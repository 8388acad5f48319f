//! CloudFormation templates as Rust values.
