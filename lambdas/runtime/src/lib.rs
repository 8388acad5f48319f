//! What every function does when it starts.
