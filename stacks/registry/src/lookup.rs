//! Finds what is known of a type.

/// The resource types that are known.
#[derive(Debug, Clone, Default)]
pub struct Registry {}

impl Registry {
    /// All types that the project carries.
    pub const fn vendored() -> Self {
        Self {}
    }
}
