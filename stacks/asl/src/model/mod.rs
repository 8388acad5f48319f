//! The language as Rust types: public fields to read, builder methods to write.

mod amount;
mod choice;
mod machine;
mod map;
mod recovery;
mod state;
mod states;

pub use amount::{Amount, FieldPath};
pub use choice::{Choice, ChoiceRule, Comparison, Condition, Operand, Operator, Test};
pub use machine::{Branch, KeyOrder, QueryLanguage, StateMachine, States};
pub use map::{
    ExecutionType, ItemBatcher, ItemProcessor, ItemReader, Map, ProcessorConfig, ProcessorMode,
    ReaderConfig, ResultWriter, WriterConfig,
};
pub use recovery::{Catcher, JitterStrategy, Retrier};
pub use state::{Common, State, Transition};
pub use states::{Fail, Parallel, Pass, Succeed, Task, Wait, WaitFor};
