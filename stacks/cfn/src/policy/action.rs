//! What a statement allows or denies.

use std::fmt;

/// An action of a service, such as [`GET_OBJECT`](super::actions::s3::GET_OBJECT).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Action(&'static str);

impl Action {
    /// An action of the vendored data.
    pub(crate) const fn known(name: &'static str) -> Self {
        Self(name)
    }

    /// An action of a service without constants, or one that is newer than they are, such as
    /// `ec2:DescribeRegions`. Checked against the data of all services by [`crate::check`].
    pub const fn other(name: &'static str) -> Self {
        Self(name)
    }

    /// As a policy holds it: service and name.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// The prefix of its service, such as `s3`.
    pub fn service(self) -> &'static str {
        self.0.split_once(':').map_or("", |(service, _)| service)
    }

    /// The resource types that it acts on, such as `bucket`. With none, a statement must be
    /// [on everything](super::Statement::on_everything).
    pub fn resource_types(self) -> Vec<String> {
        let service = registry::iam::service(self.service());
        let name = self.0.split_once(':').map_or("", |(_, name)| name);
        let action = service.as_ref().and_then(|service| service.action(name));
        action.map_or_else(Vec::new, |action| action.resources.clone())
    }
}

impl From<&'static str> for Action {
    fn from(name: &'static str) -> Self {
        Self::other(name)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
