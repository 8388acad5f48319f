//! The Amazon States Language: the model, its builders and renderer, the parser and the checks.
//!
//! ```
//! use asl::{Choice, QueryLanguage, StateMachine, Succeed, Task, Wait};
//! use serde_json::json;
//!
//! let machine = StateMachine::new("Look")
//!     .query_language(QueryLanguage::Jsonata)
//!     .state(
//!         "Look",
//!         Task::new("arn:aws:states:::lambda:invoke")
//!             .arguments(json!({ "FunctionName": "look", "Payload": "{% $states.input %}" }))
//!             .output("{% $states.result.Payload %}")
//!             .next("Ready?"),
//!     )
//!     .state("Ready?", Choice::new().when("{% $states.input.ready %}", "Done").otherwise("Later"))
//!     .state("Later", Wait::seconds(30).next("Look"))
//!     .state("Done", Succeed::new());
//! assert_eq!(machine.to_json()["States"]["Later"]["Seconds"], json!(30));
//! ```

mod check;
mod model;
mod parse;
mod render;
mod timestamp;

pub use check::{check_machine, service_code, service_location, service_message};
pub use model::*;
pub use parse::{parse_definition, parse_state, parse_value};
pub use timestamp::is_timestamp;
