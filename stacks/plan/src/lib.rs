//! What a deploy would change: two versions of a stack, before and after, become a [`Plan`].
//!
//! Pure: templates and parameters come in, a value comes out, and views are text. What forces a
//! replacement is known from the registry's schemas, so a plan is made without an account; [`refine`] makes
//! of it what a real change set says.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html>

mod compare;
mod consumers;
mod drift;
mod model;
mod observed;
mod region;
mod resolve;
mod resources;
mod security;
mod stack;
mod view;

pub use consumers::note_consumers;
pub use drift::{DriftStatus, DriftedProperty, DriftedResource};
pub use model::{
    Action, AssetChange, Certainty, Outcome, OutputChange, ParameterChange, Plan, PropertyChange,
    Recreation, RegionPlan, ResourceChange, SecurityChange, SecurityKind, StackAction, StackPlan,
};
pub use observed::{ObservedAction, ObservedChange, refine};
pub use region::{KnownStack, plan_region};
pub use stack::{StackVersion, Surroundings, plan_stack};
pub use view::{render_markdown, render_text};
