//! Condition keys, typed by their values.

use std::borrow::Cow;
use std::marker::PhantomData;

/// The kinds of a condition key's value.
pub mod kind {
    /// A text, or several.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Text {}
    /// `true` or `false`.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Bool {}
    /// A number.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Number {}
    /// A date and time.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Date {}
    /// An ARN, or several.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Arn {}
    /// An IP address or a range of them.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Address {}
}

/// A condition key whose value is of a [kind], such as [`PREFIX`](super::keys::s3::PREFIX).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key<K> {
    name: Cow<'static, str>,
    kind: PhantomData<fn() -> K>,
}

impl<K> Key<K> {
    /// A key of the vendored data.
    pub(crate) const fn known(name: &'static str) -> Self {
        Self::other(name)
    }

    /// A key of a service without constants. Checked by [`crate::check`].
    pub const fn other(name: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            kind: PhantomData,
        }
    }

    /// As a policy holds it.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    pub(super) fn into_string(self) -> String {
        self.name.into_owned()
    }
}

/// Condition keys whose last part is of one's own choice, such as a tag's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyFamily<K> {
    start: &'static str,
    kind: PhantomData<fn() -> K>,
}

impl<K> KeyFamily<K> {
    pub(crate) const fn known(start: &'static str) -> Self {
        Self {
            start,
            kind: PhantomData,
        }
    }

    /// The key of one tag, or whatever the family is about.
    pub fn of(self, name: &str) -> Key<K> {
        Key {
            name: Cow::Owned(format!("{}{name}", self.start)),
            kind: PhantomData,
        }
    }
}
