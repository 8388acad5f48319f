//! Whole numbers with their range.

use serde_json::Value as Json;

use crate::{Property, Value};

/// A whole number from `MIN` to `MAX`, both allowed.
///
/// Numbers known only when the program runs come by [`From`]; one out of range is told by the
/// template's check, with its place. Numbers that the program's text holds can be refused by the
/// compiler instead, by [`fixed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Int<const MIN: i64, const MAX: i64>(i64);

/// A whole number without limits of its own.
pub type Integer = Int<{ i64::MIN }, { i64::MAX }>;

/// A number that is checked when the program is compiled, made by [`fixed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixed<const N: i64>(());

/// A number that the compiler refuses where it is out of the property's range.
///
/// ```
/// use cfn::{Int, Value, fixed};
///
/// let seconds: Value<Int<1, 900>> = fixed::<180>().into();
/// assert_eq!(serde_json::Value::from(seconds), 180);
/// ```
///
/// ```compile_fail
/// # use cfn::{Int, Value, fixed};
/// let seconds: Value<Int<1, 900>> = fixed::<901>().into();
/// ```
pub const fn fixed<const N: i64>() -> Fixed<N> {
    Fixed(())
}

impl<const MIN: i64, const MAX: i64> Int<MIN, MAX> {
    /// The least that is allowed.
    pub const MIN: i64 = MIN;
    /// The most that is allowed.
    pub const MAX: i64 = MAX;

    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl<const N: i64, const MIN: i64, const MAX: i64> From<Fixed<N>> for Value<Int<MIN, MAX>> {
    fn from(_: Fixed<N>) -> Self {
        const {
            assert!(N >= MIN, "the number is less than the property allows");
            assert!(N <= MAX, "the number is more than the property allows");
        }
        Self::Literal(Int(N))
    }
}

impl<const MIN: i64, const MAX: i64> Property for Int<MIN, MAX> {
    fn into_json(self) -> Json {
        self.0.into()
    }
}

macro_rules! from_integers {
    ($($kind:ty),+) => {$(
        impl<const MIN: i64, const MAX: i64> From<$kind> for Value<Int<MIN, MAX>> {
            fn from(number: $kind) -> Self {
                Self::Literal(Int(number.into()))
            }
        }
    )+};
}

from_integers!(i64, i32, i16, u32, u16, u8);

impl<const MIN: i64, const MAX: i64> From<u64> for Value<Int<MIN, MAX>> {
    /// A number beyond `i64` becomes the greatest of it, which no property takes.
    fn from(number: u64) -> Self {
        Self::Literal(Int(i64::try_from(number).unwrap_or(i64::MAX)))
    }
}

impl Value<String> {
    /// Says that the deferred text is a whole number: parameters and imports are texts. A literal
    /// text that is none becomes 0, since what reads it as a number is the caller.
    pub fn assume_integer<const MIN: i64, const MAX: i64>(self) -> Value<Int<MIN, MAX>> {
        match self {
            Self::Deferred(expression) => Value::Deferred(expression),
            Self::Literal(text) => Value::Literal(Int(text.parse().unwrap_or_default())),
        }
    }
}
