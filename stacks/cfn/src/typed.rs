//! Resources of the types that the schemas know.

use std::marker::PhantomData;

use crate::policy::Document;

use crate::{
    Accepted, Condition, CreationPolicy, DeletionPolicy, Json, LogicalId, Resource, Template,
    UpdatePolicy,
};

/// A resource whose type is known when the program is compiled.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no resource",
    note = "a template takes the resources of `cfn::services` and of generated crates; nested \
            types are values of their properties"
)]
pub trait ResourceType: Sized {
    /// The type's name, such as `AWS::SQS::Queue`.
    const TYPE: &'static str;
    /// What refers to it in a template.
    type Handle: ResourceHandle;

    /// The resource as the template holds it.
    fn into_resource(self) -> Resource;

    /// Kept or deleted with its stack, and when it is replaced.
    fn on_deletion(self, policy: DeletionPolicy) -> Typed<Self> {
        Typed::new(self).on_deletion(policy)
    }

    /// Kept or deleted when it is replaced.
    fn on_replacement(self, policy: DeletionPolicy) -> Typed<Self> {
        Typed::new(self).on_replacement(policy)
    }

    /// Made after another resource that it does not refer to.
    fn after(self, other: &impl ResourceHandle) -> Typed<Self> {
        Typed::new(self).after(other)
    }

    /// Made only where a condition holds.
    fn when(self, condition: &Condition) -> Typed<Self> {
        Typed::new(self).when(condition)
    }

    /// With the reasons for the wildcards of a policy that it carries, as metadata: a policy itself
    /// may not hold them, and the checks ask for them.
    fn with_reasons(self, document: &Document) -> Typed<Self> {
        Typed::new(self).with_reasons(document)
    }

    /// With findings of checkers that are accepted, each with the reason.
    fn accepting(self, accepted: impl IntoIterator<Item = Accepted>) -> Typed<Self> {
        Typed::new(self).accepting(accepted)
    }

    /// With data that templates and their readers know of it, under a name.
    fn metadata(self, name: &str, value: impl Into<Json>) -> Typed<Self> {
        Typed::new(self).metadata(name, value)
    }
}

/// What refers to a resource of a template: made by [`Template::add`].
pub trait ResourceHandle {
    /// A handle of the resource with that id, for resources that another part of the program
    /// adds. One that the template lacks is told by its check.
    fn of(id: LogicalId) -> Self;

    /// The resource's id.
    fn id(&self) -> &LogicalId;
}

/// A typed resource with attributes of a resource: what becomes of it, what it waits for.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed<R> {
    resource: Resource,
    kind: PhantomData<fn() -> R>,
}

impl<R: ResourceType> Typed<R> {
    fn new(resource: R) -> Self {
        Self {
            resource: resource.into_resource(),
            kind: PhantomData,
        }
    }

    pub(crate) fn map(self, change: impl FnOnce(Resource) -> Resource) -> Self {
        Self {
            resource: change(self.resource),
            kind: PhantomData,
        }
    }

    /// Kept or deleted with its stack, and when it is replaced.
    #[must_use]
    pub fn on_deletion(self, policy: DeletionPolicy) -> Self {
        self.map(|resource| resource.on_deletion(policy))
    }

    /// Kept or deleted when it is replaced.
    #[must_use]
    pub fn on_replacement(self, policy: DeletionPolicy) -> Self {
        self.map(|resource| resource.on_replacement(policy))
    }

    /// Made after another resource that it does not refer to.
    #[must_use]
    pub fn after(self, other: &impl ResourceHandle) -> Self {
        self.map(|resource| resource.after(other.id().clone()))
    }

    /// Made only where a condition holds.
    #[must_use]
    pub fn when(self, condition: &Condition) -> Self {
        self.map(|resource| resource.when(condition))
    }

    /// With data that templates and their readers know of it, under a name.
    #[must_use]
    pub fn metadata(self, name: &str, value: impl Into<Json>) -> Self {
        self.map(|resource| resource.metadata(name, value))
    }

    /// With the reasons for the wildcards of a policy that it carries.
    #[must_use]
    pub fn with_reasons(self, document: &Document) -> Self {
        let mut metadata = serde_json::Map::new();
        document.record(&mut metadata);
        let entries = metadata.into_iter();
        entries.fold(self, |typed, (name, value)| typed.metadata(&name, value))
    }

    /// How an update of it goes on.
    #[must_use]
    pub fn on_update(self, policy: UpdatePolicy) -> Self {
        self.map(|resource| resource.on_update(policy))
    }

    /// When it counts as made.
    #[must_use]
    pub fn on_creation(self, policy: CreationPolicy) -> Self {
        self.map(|resource| resource.on_creation(policy))
    }
}

impl<R: ResourceType> ResourceType for Typed<R> {
    const TYPE: &'static str = R::TYPE;
    type Handle = R::Handle;

    fn into_resource(self) -> Resource {
        self.resource
    }
}

impl Template {
    /// Adds a typed resource and gives its handle, through which others refer to it.
    pub fn add<R: ResourceType>(&mut self, id: impl Into<LogicalId>, resource: R) -> R::Handle {
        R::Handle::of(self.resource(id.into(), resource.into_resource()))
    }
}
