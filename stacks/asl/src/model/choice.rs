//! A state that goes one of several ways, and the tests it decides by.

use serde_json::Value;

use super::state::builders;
use super::{Common, KeyOrder};

/// Goes one of several ways.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// What states of every type share.
    pub common: Common,
    /// The rules; the first that holds decides.
    pub rules: Vec<ChoiceRule>,
    /// Where it goes when none holds.
    pub default: Option<String>,
}

impl Choice {
    /// A state without rules yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes to `next` when the JSONata expression holds.
    #[must_use]
    pub fn when(self, expression: impl Into<String>, next: impl Into<String>) -> Self {
        self.rule(ChoiceRule::new(
            Condition::Expression(expression.into()),
            next,
        ))
    }

    /// With one more rule.
    #[must_use]
    pub fn rule(mut self, rule: ChoiceRule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Goes to `next` when no rule holds.
    #[must_use]
    pub fn otherwise(mut self, next: impl Into<String>) -> Self {
        self.default = Some(next.into());
        self
    }

    builders!(comment, paths, output, assign);
}

/// One way a `Choice` may go.
#[derive(Debug, Clone, PartialEq)]
pub struct ChoiceRule {
    /// For readers; it has no effect.
    pub comment: Option<String>,
    /// When it goes this way.
    pub condition: Condition,
    /// Where to.
    pub next: String,
    /// Variables to set on this way: an object.
    pub assign: Option<Value>,
    /// What is passed on, on this way (JSONata).
    pub output: Option<Value>,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}

impl ChoiceRule {
    /// Goes to `next` when the condition holds.
    pub fn new(condition: Condition, next: impl Into<String>) -> Self {
        Self {
            comment: None,
            condition,
            next: next.into(),
            assign: None,
            output: None,
            keys: KeyOrder::default(),
        }
    }

    /// With a comment.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// With variables to set on this way: an object of names and values.
    #[must_use]
    pub fn assign(mut self, assign: impl Into<Value>) -> Self {
        self.assign = Some(assign.into());
        self
    }

    /// With what is passed on, on this way (JSONata).
    #[must_use]
    pub fn output(mut self, output: impl Into<Value>) -> Self {
        self.output = Some(output.into());
        self
    }
}

/// When a rule holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// A JSONata expression, with its `{% %}`, that gives true.
    Expression(String),
    /// Always, or never (JSONata).
    Constant(bool),
    /// A test (JSONPath).
    Test(Test),
}

/// What a JSONPath rule tests.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Every test holds.
    And(Vec<Operand>),
    /// Some test holds.
    Or(Vec<Operand>),
    /// The test does not hold.
    Not(Box<Operand>),
    /// A value compares as said.
    Compare(Comparison),
}

/// A test within `And`, `Or` or `Not`.
#[derive(Debug, Clone, PartialEq)]
pub struct Operand {
    /// For readers; it has no effect.
    pub comment: Option<String>,
    /// The test.
    pub test: Test,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}

impl From<Test> for Operand {
    fn from(test: Test) -> Self {
        Self {
            comment: None,
            test,
            keys: KeyOrder::default(),
        }
    }
}

/// A value compared with another.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The path to the value that is tested.
    pub variable: String,
    /// How it is compared.
    pub operator: Operator,
    /// What with: a literal, or a path for the operators that end in `Path`.
    pub operand: Value,
}

impl Comparison {
    /// The value that `variable` leads to, compared with `operand`.
    pub fn new(variable: impl Into<String>, operator: Operator, operand: impl Into<Value>) -> Self {
        Self {
            variable: variable.into(),
            operator,
            operand: operand.into(),
        }
    }
}

macro_rules! operators {
    ($($name:ident: $about:literal),+ $(,)?) => {
        /// How a `Choice` compares values (JSONPath).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Operator {
            $(#[doc = $about] $name,)+
        }

        impl Operator {
            /// Every operator.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The field's name in a definition.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }

            /// The operator of this name.
            pub fn parse(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($name) => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

operators! {
    BooleanEquals: "Both are the same truth value.",
    BooleanEqualsPath: "As `BooleanEquals`, the other value read from a path.",
    IsBoolean: "It is, or is not, a truth value.",
    IsNull: "It is, or is not, null.",
    IsNumeric: "It is, or is not, a number.",
    IsPresent: "The path leads, or does not lead, to a value.",
    IsString: "It is, or is not, a text.",
    IsTimestamp: "It is, or is not, a timestamp.",
    NumericEquals: "Both are the same number.",
    NumericEqualsPath: "As `NumericEquals`, the other value read from a path.",
    NumericGreaterThan: "It is the greater number.",
    NumericGreaterThanEquals: "It is no smaller number.",
    NumericGreaterThanEqualsPath: "As `NumericGreaterThanEquals`, the other value read from a path.",
    NumericGreaterThanPath: "As `NumericGreaterThan`, the other value read from a path.",
    NumericLessThan: "It is the smaller number.",
    NumericLessThanEquals: "It is no greater number.",
    NumericLessThanEqualsPath: "As `NumericLessThanEquals`, the other value read from a path.",
    NumericLessThanPath: "As `NumericLessThan`, the other value read from a path.",
    StringEquals: "Both are the same text.",
    StringEqualsPath: "As `StringEquals`, the other value read from a path.",
    StringGreaterThan: "It sorts after the other text.",
    StringGreaterThanEquals: "It does not sort before the other text.",
    StringGreaterThanEqualsPath: "As `StringGreaterThanEquals`, the other value read from a path.",
    StringGreaterThanPath: "As `StringGreaterThan`, the other value read from a path.",
    StringLessThan: "It sorts before the other text.",
    StringLessThanEquals: "It does not sort after the other text.",
    StringLessThanEqualsPath: "As `StringLessThanEquals`, the other value read from a path.",
    StringLessThanPath: "As `StringLessThan`, the other value read from a path.",
    StringMatches: "It fits the pattern, in which `*` stands for any text.",
    TimestampEquals: "Both are the same moment.",
    TimestampEqualsPath: "As `TimestampEquals`, the other value read from a path.",
    TimestampGreaterThan: "It is the later moment.",
    TimestampGreaterThanEquals: "It is no earlier moment.",
    TimestampGreaterThanEqualsPath: "As `TimestampGreaterThanEquals`, the other value read from a path.",
    TimestampGreaterThanPath: "As `TimestampGreaterThan`, the other value read from a path.",
    TimestampLessThan: "It is the earlier moment.",
    TimestampLessThanEquals: "It is no later moment.",
    TimestampLessThanEqualsPath: "As `TimestampLessThanEquals`, the other value read from a path.",
    TimestampLessThanPath: "As `TimestampLessThan`, the other value read from a path.",
}
