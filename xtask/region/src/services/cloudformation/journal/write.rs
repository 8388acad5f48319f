//! Changes of CloudFormation's state that are made together, and the events that tell them.

use serde_json::{Map, Value};

use super::super::drift::{Detection, ResourceDrift, StackDrift};
use super::super::model::{ChangeSet, Event, Operation, Stack, StackResource, Step};
use super::super::parameter::{HIDDEN, Held};
use super::Journal;
use crate::context::Context;
use crate::error::ServiceError;
use crate::store::{Batch, key};

/// Changes that are made together.
pub(in super::super) struct Write<'a> {
    journal: &'a Journal,
    batch: Batch,
}

impl<'a> Write<'a> {
    pub(super) fn new(journal: &'a Journal) -> Self {
        Self {
            journal,
            batch: journal.store.batch(),
        }
    }

    pub(super) fn commit(self) -> Result<(), ServiceError> {
        Ok(self.batch.commit()?)
    }

    pub(super) fn cancel(&mut self, stack: &Stack) {
        self.batch.put(&self.journal.cancels, stack.uid(), &true);
    }

    pub(in super::super) fn stack(&mut self, stack: &Stack) {
        let name = key([&stack.name, stack.uid()]);
        self.batch.put(&self.journal.stacks, &name, stack);
    }

    pub(in super::super) fn resource(&mut self, stack: &Stack, resource: &StackResource) {
        let name = key([stack.uid(), &resource.logical_id]);
        self.batch.put(&self.journal.resources, &name, resource);
    }

    pub(in super::super) fn remove_resource(&mut self, stack: &Stack, logical_id: &str) {
        self.batch
            .delete(&self.journal.resources, &key([stack.uid(), logical_id]));
    }

    pub(in super::super) fn step(&mut self, stack: &Stack, logical_id: &str, step: &Step) {
        self.batch
            .put(&self.journal.steps, &key([stack.uid(), logical_id]), step);
    }

    pub(in super::super) fn remove_step(&mut self, stack: &Stack, logical_id: &str) {
        self.batch
            .delete(&self.journal.steps, &key([stack.uid(), logical_id]));
    }

    pub(in super::super) fn operation(&mut self, stack: &Stack, operation: &Operation) {
        self.batch
            .put(&self.journal.operations, stack.uid(), operation);
    }

    pub(in super::super) fn remove_cancel(&mut self, stack: &Stack) {
        self.batch.delete(&self.journal.cancels, stack.uid());
    }

    pub(in super::super) fn remove_operation(&mut self, stack: &Stack) {
        self.batch.delete(&self.journal.operations, stack.uid());
    }

    pub(in super::super) fn change_set(&mut self, stack: &Stack, change_set: &ChangeSet) {
        let name = key([stack.uid(), &change_set.name]);
        self.batch.put(&self.journal.change_sets, &name, change_set);
    }

    pub(in super::super) fn remove_change_set(&mut self, stack: &Stack, name: &str) {
        self.batch
            .delete(&self.journal.change_sets, &key([stack.uid(), name]));
    }

    pub(in super::super) fn drift(&mut self, stack: &Stack, drift: &ResourceDrift) {
        let name = key([stack.uid(), &drift.logical_id]);
        self.batch.put(&self.journal.drifts, &name, drift);
    }

    pub(in super::super) fn remove_drift(&mut self, stack: &Stack, logical_id: &str) {
        let name = key([stack.uid(), logical_id]);
        self.batch.delete(&self.journal.drifts, &name);
    }

    pub(in super::super) fn stack_drift(&mut self, stack: &Stack, drift: &StackDrift) {
        self.batch
            .put(&self.journal.stack_drifts, stack.uid(), drift);
    }

    pub(in super::super) fn detection(&mut self, detection: &Detection) {
        self.batch
            .put(&self.journal.detections, &detection.id, detection);
    }

    /// An event of the stack itself, in its present status. What was found of it is no longer
    /// sure.
    pub(in super::super) fn stack_event(
        &mut self,
        context: &Context,
        stack: &Stack,
        client_token: Option<&str>,
    ) {
        let at = self.journal.tick(context.now());
        let event = Event {
            id: format!("{}-{}-{at}", stack.name, stack.status),
            at,
            logical_id: stack.name.clone(),
            physical_id: stack.id.clone(),
            kind: "AWS::CloudFormation::Stack".to_owned(),
            status: stack.status.clone(),
            reason: stack.reason.clone(),
            properties: None,
            client_token: client_token.map(str::to_owned),
        };
        self.batch.delete(&self.journal.stack_drifts, stack.uid());
        self.event(stack, &event);
    }

    /// An event of a resource, in its present status. What was found of it is no longer sure.
    pub(in super::super) fn resource_event(
        &mut self,
        context: &Context,
        stack: &Stack,
        resource: &StackResource,
        client_token: Option<&str>,
    ) {
        let at = self.journal.tick(context.now());
        let properties = shown(stack, &resource.properties);
        let event = Event {
            id: format!("{}-{}-{at}", resource.logical_id, resource.status),
            at,
            logical_id: resource.logical_id.clone(),
            physical_id: resource.physical_id.clone().unwrap_or_default(),
            kind: resource.kind.clone(),
            status: resource.status.clone(),
            reason: resource.reason.clone(),
            properties: Some(properties),
            client_token: client_token.map(str::to_owned),
        };
        let name = key([stack.uid(), &resource.logical_id]);
        self.batch.delete(&self.journal.drifts, &name);
        self.event(stack, &event);
    }

    fn event(&mut self, stack: &Stack, event: &Event) {
        let mark = format!("{:020}", event.at.as_microsecond());
        self.batch
            .put(&self.journal.events, &key([stack.uid(), &mark]), event);
    }
}

/// The properties as JSON, with the values of hidden parameters blotted out.
fn shown(stack: &Stack, properties: &Map<String, Value>) -> String {
    let text = serde_json::to_string(properties).unwrap_or_default();
    let parameters = stack
        .desired
        .iter()
        .flat_map(|desired| desired.parameters.values());
    blotted(parameters, text)
}

/// A text or JSON with the values of hidden parameters blotted out.
pub(in super::super) fn blotted<'a>(
    parameters: impl Iterator<Item = &'a Held>,
    mut text: String,
) -> String {
    for held in parameters.filter(|held| held.no_echo && !held.value.is_empty()) {
        let quoted = Value::from(held.value.as_str()).to_string();
        text = text.replace(quoted.trim_matches('"'), HIDDEN);
        text = text.replace(&held.value, HIDDEN);
    }
    text
}
