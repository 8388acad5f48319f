//! Texts that name a resource of one type.

use crate::value::Text;

/// A text that names a resource of a certain type: a role's ARN, a bucket's name. The handle of
/// such a resource gives it, a text literal becomes one, and it goes wherever a text goes; a text
/// that is deferred becomes one only by [`crate::Value::assume`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` names no resource",
    note = "the kinds of names are in `cfn::identifiers`"
)]
pub trait Identifier: Text {
    /// What it names, as schemas write it: `AWS::IAM::Role.Arn`.
    const FORMAT: &'static str;

    /// The text.
    fn into_text(self) -> String;
}

/// Makes the types of [`crate::identifiers`].
macro_rules! identifier {
    ($(#[doc = $doc:literal] $name:ident = $format:literal;)+) => {$(
        #[doc = $doc]
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $crate::Property for $name {
            fn into_json(self) -> serde_json::Value {
                serde_json::Value::String(self.0)
            }
        }

        impl $crate::Text for $name {
            fn from_text(text: String) -> Self {
                Self(text)
            }
        }

        impl $crate::Identifier for $name {
            const FORMAT: &'static str = $format;

            fn into_text(self) -> String {
                self.0
            }
        }
    )+};
}

pub(crate) use identifier;
