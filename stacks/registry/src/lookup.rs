//! Finds what is known of a type.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use crate::vendored::index::SCHEMAS;
use crate::vendored::regions::{SETS, TYPES};
use crate::{Extension, ResourceSchema, SchemaError, archive, extension};

pub use crate::vendored::index::SCHEMA_DATE;
pub use crate::vendored::regions::REGIONS;

/// What is read of a vendored type. Shared by all registries, since it never changes.
#[derive(Default)]
struct Slot {
    schema: OnceLock<Option<Arc<ResourceSchema>>>,
    extensions: extension::Slot,
}

static SLOTS: LazyLock<Vec<Slot>> =
    LazyLock::new(|| TYPES.iter().map(|_| Slot::default()).collect());

/// Every resource type that is known: the vendored ones, and those that were added.
///
/// A type's schema is read when it is first asked for, and only that one: making a registry costs
/// nothing. It can be shared between threads.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    added: BTreeMap<String, Arc<ResourceSchema>>,
}

impl Registry {
    /// All types of AWS's public registry on the day of [`SCHEMA_DATE`], and those of AWS SAM.
    pub const fn vendored() -> Self {
        Self {
            added: BTreeMap::new(),
        }
    }

    /// With further types, such as those of a private registry, or newer schemas of known types.
    ///
    /// # Errors
    /// When a text is no schema of a resource type.
    pub fn with_schemas<T: AsRef<str>>(
        mut self,
        texts: impl IntoIterator<Item = T>,
    ) -> Result<Self, SchemaError> {
        for text in texts {
            let schema = ResourceSchema::parse(text.as_ref())?;
            self.added
                .insert(schema.type_name().to_owned(), Arc::new(schema));
        }
        Ok(self)
    }

    /// The schema of a type, such as `AWS::SQS::Queue`.
    pub fn schema(&self, name: &str) -> Option<Arc<ResourceSchema>> {
        if let Some(schema) = self.added.get(name) {
            return Some(Arc::clone(schema));
        }
        let at = vendored(name)?;
        SLOTS[at]
            .schema
            .get_or_init(|| read_schema(name).map(Arc::new))
            .clone()
    }

    /// What is known of a type beyond its schema, in the order of the properties.
    pub fn extensions(&self, name: &str) -> &'static [Extension] {
        let Some(at) = vendored(name) else { return &[] };
        SLOTS[at].extensions.get_or_init(|| read_extensions(name))
    }

    /// Whether the type is known. Its schema is not read.
    pub fn contains(&self, name: &str) -> bool {
        self.added.contains_key(name) || vendored(name).is_some()
    }

    /// The names of all types, those that were added first, each part sorted.
    pub fn type_names(&self) -> impl Iterator<Item = &str> {
        let added = self.added.keys().map(String::as_str);
        let vendored = TYPES.iter().map(|(name, _)| *name);
        added.chain(vendored.filter(|name| !self.added.contains_key(*name)))
    }

    /// The known type that was likely meant by a name that is none.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        diagnostics::nearest(name, self.type_names())
    }

    /// The regions in which a type exists, by code and sorted. Nothing for a type that is not
    /// vendored: where it exists is not known.
    pub fn regions(&self, name: &str) -> Option<impl Iterator<Item = &'static str> + use<>> {
        let set = regions_of(name)?;
        let places = REGIONS.iter().enumerate();
        Some(
            places
                .filter(move |(at, _)| set >> at & 1 == 1)
                .map(|(_, region)| *region),
        )
    }

    /// Whether a type exists in a region: nothing where either is not known.
    pub fn is_in_region(&self, name: &str, region: &str) -> Option<bool> {
        let at = REGIONS.binary_search(&region).ok()?;
        Some(regions_of(name)? >> at & 1 == 1)
    }

    /// Whether a region's code is known.
    pub fn is_known_region(&self, code: &str) -> bool {
        REGIONS.binary_search(&code).is_ok()
    }
}

fn vendored(name: &str) -> Option<usize> {
    TYPES.binary_search_by_key(&name, |(name, _)| name).ok()
}

fn regions_of(name: &str) -> Option<u64> {
    let (_, set) = TYPES[vendored(name)?];
    SETS.get(usize::from(set)).copied()
}

fn readable(name: &str) -> Option<(&'static str, &'static str)> {
    let at = SCHEMAS
        .binary_search_by_key(&name, |(name, ..)| name)
        .ok()?;
    let (_, schema, extensions) = SCHEMAS[at];
    Some((schema, extensions))
}

fn read_schema(name: &str) -> Option<ResourceSchema> {
    match readable(name) {
        Some((text, _)) => ResourceSchema::parse(text).ok(),
        None => ResourceSchema::parse(&archive::schema(name)?).ok(),
    }
}

fn read_extensions(name: &str) -> Vec<Extension> {
    let read = match readable(name) {
        Some((_, "")) => return Vec::new(),
        Some((_, text)) => extension::parse(text),
        None => archive::extensions(name).map_or(Ok(Vec::new()), |text| extension::parse(&text)),
    };
    read.unwrap_or_default()
}
