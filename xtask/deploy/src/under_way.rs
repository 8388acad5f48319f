//! What goes on in the cloud whether this process lives or not: told when it is interrupted.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use ui::Ui;

static STACKS: Mutex<BTreeSet<Stack>> = Mutex::new(BTreeSet::new());

/// A stack that CloudFormation is changing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stack {
    pub environment: String,
    pub region: String,
    pub name: String,
    /// Whether it is in the embedded region, which ends with this process.
    pub embedded: bool,
}

impl Stack {
    /// CloudFormation was told to change it.
    pub(crate) fn begun(&self) {
        let mut stacks = STACKS.lock().unwrap_or_else(PoisonError::into_inner);
        stacks.insert(self.clone());
    }

    /// It came to rest. Not told by `Drop`: what is interrupted does not end.
    pub(crate) fn ended(&self) {
        let mut stacks = STACKS.lock().unwrap_or_else(PoisonError::into_inner);
        stacks.remove(self);
    }
}

/// Says what goes on, and how to look at it again.
pub(crate) fn tell(ui: &Ui) {
    let stacks = STACKS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    let told: Vec<String> = stacks.iter().map(line).collect();
    let Some(first) = stacks.first() else { return };
    ui.tell(told.join("\n"));
    ui.tell(format!(
        "Look at it again: cargo xtask status {0}\nGo on with what is left: cargo xtask deploy {0}",
        first.environment
    ));
}

fn line(stack: &Stack) -> String {
    let Stack { region, name, .. } = stack;
    if stack.embedded {
        format!("{name} in {region} goes on when the region is started again.")
    } else {
        format!("{name} in {region} goes on: CloudFormation finishes it, or rolls it back.")
    }
}
