//! An AWS region on loopback.
