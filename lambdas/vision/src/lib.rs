//! Pictures, their features and the anomaly model.
