//! The order in which resources are made: each after those it refers to.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::Reference;
use super::template::{Resource, Template, TemplateError};

/// Which resources each resource needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    needs: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// From what is needed by each name. Needs of unknown names are left out.
    pub fn new(needs: impl IntoIterator<Item = (String, BTreeSet<String>)>) -> Self {
        let mut needs: BTreeMap<_, _> = needs.into_iter().collect();
        let known: BTreeSet<String> = needs.keys().cloned().collect();
        for set in needs.values_mut() {
            set.retain(|name| known.contains(name));
        }
        Self { needs }
    }

    /// The graph of a template's resources.
    pub fn of(template: &Template) -> Self {
        Self::new(
            template
                .resources
                .iter()
                .map(|(name, resource)| (name.clone(), needs(resource, template))),
        )
    }

    /// The graph of a template's conditions.
    pub fn of_conditions(template: &Template) -> Self {
        Self::new(template.conditions.iter().map(|(name, condition)| {
            let mut named = BTreeSet::new();
            condition.references(&mut |reference| {
                if let Reference::Condition(other) = reference {
                    named.insert(other.to_owned());
                }
            });
            (name.clone(), named)
        }))
    }

    /// What `name` needs.
    pub fn needs(&self, name: &str) -> impl Iterator<Item = &str> {
        self.needs
            .get(name)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// What needs `name`.
    pub fn needed_by<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.needs
            .iter()
            .filter(move |(_, needs)| needs.contains(name))
            .map(|(dependent, _)| dependent.as_str())
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.needs.keys().map(String::as_str)
    }

    /// Without the names that `keep` refuses.
    #[must_use]
    pub fn restricted(&self, keep: impl Fn(&str) -> bool) -> Self {
        let kept = self.needs.iter().filter(|(name, _)| keep(name));
        Self::new(kept.map(|(name, needs)| (name.clone(), needs.clone())))
    }

    /// With every need turned round: what was needed needs those that needed it.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self::new(self.needs.keys().map(|name| {
            (
                name.clone(),
                self.needed_by(name).map(str::to_owned).collect(),
            )
        }))
    }

    /// The names, each after all it needs; among equals in alphabetical order.
    pub fn order(&self) -> Result<Vec<&str>, TemplateError> {
        let mut missing: BTreeMap<&str, usize> = self
            .needs
            .iter()
            .map(|(name, needs)| (name.as_str(), needs.len()))
            .collect();
        let mut ready: BTreeSet<&str> = missing
            .iter()
            .filter(|(_, count)| **count == 0)
            .map(|(name, _)| *name)
            .collect();
        let mut dependents: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, needs) in &self.needs {
            for need in needs {
                dependents.entry(need).or_default().push(name);
            }
        }
        let mut order = Vec::with_capacity(missing.len());
        while let Some(name) = ready.pop_first() {
            missing.remove(name);
            order.push(name);
            for dependent in dependents.get(name).into_iter().flatten() {
                if let Some(count) = missing.get_mut(dependent) {
                    *count -= 1;
                    if *count == 0 {
                        ready.insert(dependent);
                    }
                }
            }
        }
        if missing.is_empty() {
            return Ok(order);
        }
        Err(TemplateError(format!(
            "Circular dependency between resources: [{}]",
            self.in_circles(missing.into_keys().collect()).join(", ")
        )))
    }

    /// Of names that could not be ordered, those that are in a circle themselves: not the ones
    /// that merely need them.
    fn in_circles<'a>(&self, mut names: BTreeSet<&'a str>) -> Vec<&'a str> {
        loop {
            let idle: Vec<&str> = names
                .iter()
                .filter(|name| {
                    !self
                        .needed_by(name)
                        .any(|dependent| names.contains(dependent))
                })
                .copied()
                .collect();
            if idle.is_empty() {
                return names.into_iter().collect();
            }
            for name in idle {
                names.remove(name);
            }
        }
    }
}

/// The resources that `resource` needs, by `DependsOn`, `Ref`, `Fn::GetAtt` and `Fn::Sub`.
fn needs(resource: &Resource, template: &Template) -> BTreeSet<String> {
    let mut needs: BTreeSet<String> = resource.depends_on.iter().cloned().collect();
    for property in resource.properties.values() {
        property.references(&mut |reference| {
            if let Reference::Name(name) | Reference::Attribute { resource: name, .. } = reference
                && template.resources.contains_key(name)
            {
                needs.insert(name.to_owned());
            }
        });
    }
    needs
}
