//! The generated bootstrap, and what its policies say.

use std::sync::LazyLock;

use inspection::environments::declarations;
use inspection::generate;
use manifest::Manifest;
use serde_json::Value as Json;

/// A region of an environment.
pub(crate) struct Region {
    pub(crate) environment: &'static str,
    pub(crate) manifest: Manifest,
    pub(crate) bootstrap: Json,
    /// The stacks that are deployed.
    pub(crate) stacks: Vec<Json>,
}

/// Every region of every environment.
pub(crate) static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let mut out = Vec::new();
    for declaration in declarations() {
        let environment = declaration.environment;
        let files = generate(environment).unwrap_or_else(|found| panic!("{found}"));
        for region in declaration.regions {
            let read = |name: &str| -> Json {
                let path = format!("{environment}/{region}/{name}");
                let file = files.iter().find(|file| file.path == path);
                serde_json::from_str(&file.expect(&path).text).unwrap()
            };
            let manifest: Manifest = serde_json::from_value(read("manifest.json")).unwrap();
            out.push(Region {
                environment,
                bootstrap: read(&manifest.bootstrap.stack.template),
                stacks: manifest
                    .stacks
                    .iter()
                    .map(|one| read(&one.template))
                    .collect(),
                manifest,
            });
        }
    }
    out
});

/// The regions whose bootstrap has the roles.
pub(crate) fn homes() -> Vec<&'static Region> {
    let is_home = |one: &&Region| one.manifest.region == one.manifest.bootstrap.home_region;
    REGIONS.iter().filter(is_home).collect()
}

/// The regions of the environment that a region is of.
pub(crate) fn siblings(home: &Region) -> impl Iterator<Item = &'static Region> {
    let environment = home.environment;
    REGIONS
        .iter()
        .filter(move |one| one.environment == environment)
}

pub(crate) fn resources<'a>(
    template: &'a Json,
    kind: &'a str,
) -> impl Iterator<Item = (&'a str, &'a Json)> {
    let all = template["Resources"].as_object().unwrap().iter();
    all.filter(move |(_, resource)| resource["Type"] == kind)
        .map(|(id, resource)| (id.as_str(), &resource["Properties"]))
}

/// Every identity policy of a template, with the resource that holds it.
pub(crate) fn policies(template: &Json) -> Vec<(&str, &Json)> {
    let managed = resources(template, "AWS::IAM::ManagedPolicy");
    let mut out: Vec<_> = managed
        .map(|(id, body)| (id, &body["PolicyDocument"]))
        .collect();
    for (id, role) in resources(template, "AWS::IAM::Role") {
        let inline = role["Policies"].as_array().into_iter().flatten();
        out.extend(inline.map(|policy| (id, &policy["PolicyDocument"])));
    }
    out
}

pub(crate) fn texts(value: &Json) -> Vec<&str> {
    let items = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    items.iter().filter_map(Json::as_str).collect()
}

pub(crate) fn statements(document: &Json) -> impl Iterator<Item = &Json> {
    document["Statement"].as_array().unwrap().iter()
}

/// What the execution role's policies allow.
pub(crate) fn executed(home: &Region) -> Vec<&Json> {
    let policies = policies(&home.bootstrap).into_iter();
    policies
        .filter(|(id, _)| id.starts_with("Execution"))
        .flat_map(|(_, document)| statements(document))
        .collect()
}

/// The statement of that name among all of the bootstrap.
pub(crate) fn statement<'a>(home: &'a Region, holder: &str, sid: &str) -> &'a Json {
    let policies = policies(&home.bootstrap).into_iter();
    policies
        .filter(|(id, _)| id.starts_with(holder))
        .flat_map(|(_, document)| statements(document))
        .find(|statement| statement["Sid"] == sid)
        .unwrap_or_else(|| panic!("{holder} has no statement {sid}"))
}

/// Whether a pattern of `*` stands for all that another stands for, or a text. Parts that are known
/// at deploy alone are `*`.
pub(crate) fn covers(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for letter in pattern {
        let mut next = vec![false; text.len() + 1];
        for at in 0..=text.len() {
            if letter == '*' {
                next[at] = reached[at] || (at > 0 && next[at - 1]);
            } else if at > 0 && reached[at - 1] && text[at - 1] == letter {
                next[at] = true;
            }
        }
        reached = next;
    }
    reached[text.len()]
}
