//! The function that makes pictures ready for the detectors.
