//! Which metrics a namespace of CloudWatch has.

use std::sync::LazyLock;

/// The table: a line per namespace, and indented below it a line per set of dimensions with the
/// metrics that are told by it. See its head.
const TABLE: &str = include_str!("../metrics/metrics.txt");

static NAMESPACES: LazyLock<Vec<Namespace>> = LazyLock::new(|| parse(TABLE));

/// A namespace of AWS's own, such as `AWS/Lambda`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namespace {
    /// The name.
    pub name: &'static str,
    /// AWS's page on it.
    pub page: &'static str,
    /// The metrics, in the table's order.
    pub metrics: Vec<Metric>,
}

/// A metric of a namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    /// The name, such as `Errors`. It ends in `*` where the rest differs from one to the next.
    pub name: &'static str,
    /// The sets of dimensions under which it is told; an empty set for the whole account.
    pub dimensions: Vec<Vec<&'static str>>,
}

/// What is known of a namespace; nothing for those of other people, or that are not in the table.
pub fn metric_namespace(name: &str) -> Option<&'static Namespace> {
    NAMESPACES.iter().find(|namespace| namespace.name == name)
}

impl Namespace {
    /// The metric of that name.
    pub fn metric(&self, name: &str) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.is_named(name))
    }
}

impl Metric {
    fn is_named(&self, name: &str) -> bool {
        match self.name.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => self.name == name,
        }
    }

    /// Whether the metric is told under exactly these dimensions.
    pub fn has_dimensions(&self, given: &[&str]) -> bool {
        self.dimensions
            .iter()
            .any(|set| set.len() == given.len() && set.iter().all(|name| given.contains(name)))
    }
}

fn parse(table: &'static str) -> Vec<Namespace> {
    let mut namespaces: Vec<Namespace> = Vec::new();
    for line in table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        let Some(rest) = line.strip_prefix("  ") else {
            let (name, page) = line.split_once(' ').unwrap_or((line, ""));
            namespaces.push(Namespace {
                name,
                page,
                metrics: Vec::new(),
            });
            continue;
        };
        let Some(namespace) = namespaces.last_mut() else {
            continue;
        };
        let (sets, names) = rest.split_once(':').unwrap_or((rest, ""));
        let sets = sets.split('|').map(|set| match set.trim() {
            "-" => Vec::new(),
            set => set.split('+').map(str::trim).collect(),
        });
        let sets: Vec<Vec<&'static str>> = sets.collect();
        for name in names.split_whitespace() {
            match namespace
                .metrics
                .iter_mut()
                .find(|metric| metric.name == name)
            {
                Some(metric) => metric.dimensions.extend(sets.iter().cloned()),
                None => namespace.metrics.push(Metric {
                    name,
                    dimensions: sets.clone(),
                }),
            }
        }
    }
    namespaces
}
