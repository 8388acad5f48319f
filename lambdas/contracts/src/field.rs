//! Fields of payloads as typed values.

use std::fmt;
use std::marker::PhantomData;

/// A struct that crosses the border as a JSON object; implemented by `#[derive(Payload)]`.
pub trait Payload {
    /// Every field, in order of declaration.
    const FIELDS: &'static [FieldInfo];
}

/// What is known of a field without its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldInfo {
    /// The name on the wire.
    pub name: &'static str,
    /// Whether the field may be absent (its type is an `Option`).
    pub optional: bool,
}

/// The field of type `T` in the payload `Owner`.
pub struct Field<Owner, T> {
    name: &'static str,
    types: PhantomData<fn(Owner) -> T>,
}

impl<Owner, T> Field<Owner, T> {
    /// Meant for `#[derive(Payload)]`, which knows that the name and the type belong together.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            types: PhantomData,
        }
    }

    /// The name on the wire.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<Owner, T> Clone for Field<Owner, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Owner, T> Copy for Field<Owner, T> {}

impl<Owner, T> fmt::Debug for Field<Owner, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Field").field(&self.name).finish()
    }
}
