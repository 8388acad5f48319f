//! Sample pictures of devices, drawn from a seed.
