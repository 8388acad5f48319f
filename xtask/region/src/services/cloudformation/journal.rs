//! The durable state of CloudFormation in one AWS region.
//!
//! A change of a resource's state and the event that tells it are written together, so that
//! what `DescribeStackEvents` shows is what happened, whenever the process was killed.
//!
//! - `write`: what is changed together

mod write;

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::Notify;

use super::drift::{Detection, ResourceDrift, StackDrift};
use super::model::{ChangeSet, Event, Operation, Phase, Stack, StackResource, Step};
use crate::context::Scope;
use crate::error::ServiceError;
use crate::store::{Store, StoreError, Table, key};
pub(super) use write::{Write, blotted};

/// The tables.
#[derive(Debug)]
pub(super) struct Journal {
    store: Store,
    stacks: Table<Stack>,
    resources: Table<StackResource>,
    events: Table<Event>,
    change_sets: Table<ChangeSet>,
    operations: Table<Operation>,
    steps: Table<Step>,
    /// Of stacks whose update is to go back.
    cancels: Table<bool>,
    drifts: Table<ResourceDrift>,
    stack_drifts: Table<StackDrift>,
    detections: Table<Detection>,
    /// Held while it is decided whether an update goes on or back.
    turning: Mutex<()>,
    /// Tells that an update is to go back.
    pub(super) cancelled: Notify,
    // Microseconds of the last event: no two events have the same time.
    clock: AtomicI64,
    /// How many commits there are before the process is "killed".
    #[cfg(test)]
    pub(super) commits_left: std::sync::atomic::AtomicUsize,
}

impl Journal {
    pub(super) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            store: scope.store(),
            stacks: scope.table("cloudformation.stacks")?,
            resources: scope.table("cloudformation.resources")?,
            events: scope.table("cloudformation.events")?,
            change_sets: scope.table("cloudformation.change-sets")?,
            operations: scope.table("cloudformation.operations")?,
            steps: scope.table("cloudformation.steps")?,
            cancels: scope.table("cloudformation.cancels")?,
            drifts: scope.table("cloudformation.drifts")?,
            stack_drifts: scope.table("cloudformation.stack-drifts")?,
            detections: scope.table("cloudformation.detections")?,
            turning: Mutex::new(()),
            cancelled: Notify::new(),
            clock: AtomicI64::new(0),
            #[cfg(test)]
            commits_left: std::sync::atomic::AtomicUsize::new(usize::MAX),
        })
    }

    /// Makes the changes of `write` together or not at all.
    pub(super) fn commit(&self, write: impl FnOnce(&mut Write<'_>)) -> Result<(), ServiceError> {
        #[cfg(test)]
        {
            let one_less = |left: usize| left.checked_sub(1);
            if self
                .commits_left
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less)
                .is_err()
            {
                return Err(ServiceError::internal("killed"));
            }
        }
        let mut changes = Write::new(self);
        write(&mut changes);
        changes.commit()
    }

    /// The stack with this ARN, or the living one with this name.
    pub(super) fn stack(&self, name_or_id: &str) -> Result<Option<Stack>, ServiceError> {
        if name_or_id.starts_with("arn:") {
            return Ok(self.stacks.get(&stack_key_of_id(name_or_id))?);
        }
        for entry in self.stacks.scan(&key([name_or_id, ""])) {
            let (_, stack) = entry?;
            if !stack.is_deleted() {
                return Ok(Some(stack));
            }
        }
        Ok(None)
    }

    /// All stacks, those that are gone, too; by name.
    pub(super) fn stacks(&self) -> Result<Vec<Stack>, ServiceError> {
        Ok(self.stacks.all()?)
    }

    /// The stack's resources by logical id.
    pub(super) fn resources(
        &self,
        stack: &Stack,
    ) -> Result<BTreeMap<String, StackResource>, ServiceError> {
        let entries = self.resources.scan(&key([stack.uid(), ""]));
        entries
            .map(|entry| {
                let (_, resource) = entry?;
                Ok((resource.logical_id.clone(), resource))
            })
            .collect()
    }

    /// The resources of all stacks.
    pub(super) fn all_resources(&self) -> Result<Vec<StackResource>, ServiceError> {
        Ok(self.resources.all()?)
    }

    /// The steps of the operation under way, by logical id.
    pub(super) fn steps(&self, stack: &Stack) -> Result<BTreeMap<String, Step>, ServiceError> {
        let prefix = key([stack.uid(), ""]);
        let entries = self.steps.scan(&prefix);
        entries
            .map(|entry| {
                let (name, step) = entry?;
                Ok((name[prefix.len()..].to_owned(), step))
            })
            .collect()
    }

    /// At most `most` events, the newest first; `before` is the mark that the last call gave.
    pub(super) fn events(
        &self,
        stack: &Stack,
        before: Option<&str>,
        most: usize,
    ) -> Result<(Vec<Event>, Option<String>), ServiceError> {
        let prefix = key([stack.uid(), ""]);
        let first = prefix.clone();
        let last = match before {
            Some(mark) => format!("{prefix}{mark}"),
            None => format!("{prefix}~"),
        };
        let mut entries = self
            .events
            .range(Bound::Included(&first), Bound::Excluded(&last))
            .rev();
        let mut events = Vec::new();
        let mut mark = None;
        for entry in entries.by_ref().take(most) {
            let (name, event) = entry?;
            mark = Some(name[prefix.len()..].to_owned());
            events.push(event);
        }
        let more = entries.next().is_some();
        Ok((events, mark.filter(|_| more)))
    }

    /// The stack's change set with this name or ARN.
    pub(super) fn change_set(
        &self,
        stack: &Stack,
        name: &str,
    ) -> Result<Option<ChangeSet>, ServiceError> {
        Ok(self.change_sets.get(&key([stack.uid(), name]))?)
    }

    /// The change set with this ARN, and its stack.
    pub(super) fn change_set_of_id(
        &self,
        id: &str,
    ) -> Result<Option<(Stack, ChangeSet)>, ServiceError> {
        let found = self
            .change_sets
            .scan("")
            .find(|entry| !matches!(entry, Ok((_, change_set)) if change_set.id != id));
        let Some(entry) = found else { return Ok(None) };
        let (_, change_set) = entry?;
        Ok(self
            .stack(&change_set.stack_id)?
            .map(|stack| (stack, change_set)))
    }

    /// The stack's change sets by name.
    pub(super) fn change_sets(&self, stack: &Stack) -> Result<Vec<ChangeSet>, ServiceError> {
        let entries = self.change_sets.scan(&key([stack.uid(), ""]));
        entries.map(|entry| Ok(entry?.1)).collect()
    }

    /// The operation under way on a stack.
    pub(super) fn operation(&self, stack: &Stack) -> Result<Option<Operation>, ServiceError> {
        Ok(self.operations.get(stack.uid())?)
    }

    /// The operations under way.
    pub(super) fn operations(&self) -> Result<Vec<Operation>, ServiceError> {
        Ok(self.operations.all()?)
    }

    /// Lets nobody else decide whether an update goes on or back.
    pub(super) fn turning(&self) -> MutexGuard<'_, ()> {
        self.turning.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the update under way on a stack go back. False when it is not on its way forward.
    pub(super) fn cancel(&self, stack: &Stack) -> Result<bool, ServiceError> {
        let _turning = self.turning();
        let operation = self.operation(stack)?;
        let status = self.stack(&stack.id)?.map(|stack| stack.status);
        let forward = operation.is_some_and(|operation| operation.phase == Phase::Forward)
            && status.as_deref() == Some("UPDATE_IN_PROGRESS");
        if forward {
            self.commit(|write| write.cancel(stack))?;
            self.cancelled.notify_waiters();
        }
        Ok(forward)
    }

    /// Whether the update under way on a stack is to go back.
    pub(super) fn is_cancelled(&self, stack: &Stack) -> Result<bool, ServiceError> {
        Ok(self.cancels.get(stack.uid())?.is_some())
    }

    /// What was found of the stack's resources, by logical id.
    pub(super) fn drifts(
        &self,
        stack: &Stack,
    ) -> Result<BTreeMap<String, ResourceDrift>, ServiceError> {
        let entries = self.drifts.scan(&key([stack.uid(), ""]));
        entries
            .map(|entry| {
                let (_, drift) = entry?;
                Ok((drift.logical_id.clone(), drift))
            })
            .collect()
    }

    /// What was found of the stack last.
    pub(super) fn stack_drift(&self, stack: &Stack) -> Result<Option<StackDrift>, ServiceError> {
        Ok(self.stack_drifts.get(stack.uid())?)
    }

    /// The detection with this id.
    pub(super) fn detection(&self, id: &str) -> Result<Option<Detection>, ServiceError> {
        Ok(self.detections.get(id)?)
    }

    /// All detections that are remembered.
    pub(super) fn detections(&self) -> Result<Vec<Detection>, ServiceError> {
        Ok(self.detections.all()?)
    }

    /// Forgets stacks that were deleted before `then`, with their events.
    pub(super) fn forget_deleted_before(&self, then: Timestamp) -> Result<(), ServiceError> {
        for stack in self.stacks()? {
            if stack.deleted_at.is_none_or(|at| at >= then) {
                continue;
            }
            let mut batch = self.store.batch();
            for entry in self.events.scan(&key([stack.uid(), ""])) {
                batch.delete(&self.events, &entry?.0);
            }
            for detection in self.detections()? {
                if detection.stack_id == stack.id {
                    batch.delete(&self.detections, &detection.id);
                }
            }
            batch.delete(&self.stacks, &key([&stack.name, stack.uid()]));
            batch.commit()?;
        }
        Ok(())
    }

    /// A time that no event has yet.
    fn tick(&self, now: Timestamp) -> Timestamp {
        let now = now.as_microsecond();
        let next = |last: i64| Some(now.max(last + 1));
        let last = self
            .clock
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        let tick = now.max(last.unwrap_or_default() + 1);
        Timestamp::from_microsecond(tick).unwrap_or(Timestamp::MAX)
    }
}

fn stack_key_of_id(id: &str) -> String {
    let mut parts = id.rsplit('/');
    let uid = parts.next().unwrap_or_default();
    let name = parts.next().unwrap_or_default();
    key([name, uid])
}
