//! What stacks of one region and account tell each other: exports and outputs.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html>

use std::collections::{BTreeMap, BTreeSet};

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use registry::Registry;
use serde_json::Value as Json;

use super::Context;
use crate::Template;

/// A stack: its name, its template and where that comes from.
#[derive(Debug, Clone, Copy)]
pub struct Stack<'a> {
    /// The stack's name.
    pub name: &'a str,
    /// Its template.
    pub template: &'a Template,
    /// What the address of its problems begins with.
    pub address: &'a Address,
}

/// Something of one stack that another needs.
struct Use<'a> {
    stack: &'a str,
    /// The export's name, or the stack and its output.
    what: Needed,
    place: Address,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Needed {
    Export(String),
    Output(String, String),
}

impl std::fmt::Display for Needed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Export(name) => write!(f, "the export {name}"),
            Self::Output(stack, output) => {
                write!(f, "the output {output:?} of the stack {stack:?}")
            }
        }
    }
}

/// A name as it is compared: a text as it is, a function with the stack's own name filled in.
fn key(json: &Json, stack: &str) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Object(object) => match object.get("Fn::Sub").and_then(Json::as_str) {
            Some(text) => text.replace("${AWS::StackName}", stack),
            None => json.to_string(),
        },
        other => other.to_string(),
    }
}

fn uses<'a>(stack: &Stack<'a>) -> Vec<Use<'a>> {
    let registry = Registry::vendored();
    let context = Context::new(stack.template, stack.address, &registry);
    let mut found = Vec::new();
    for call in context.calls() {
        let what = match call.function {
            "Fn::ImportValue" => Needed::Export(key(call.argument, stack.name)),
            "Fn::GetStackOutput" => {
                let text = |name: &str| call.argument.get(name).and_then(Json::as_str);
                // That of another region or account is none of these stacks.
                if text("Region").is_some() || call.argument.get("RoleArn").is_some() {
                    continue;
                }
                match (text("StackName"), text("OutputName")) {
                    (Some(stack), Some(output)) => {
                        Needed::Output(stack.to_owned(), output.to_owned())
                    }
                    _ => continue,
                }
            }
            _ => continue,
        };
        found.push(Use {
            stack: stack.name,
            what,
            place: call.place(&context),
        });
    }
    found
}

/// What stacks give: each with the stack that gives it.
fn gives<'a>(stacks: &[Stack<'a>]) -> BTreeMap<Needed, Vec<(&'a str, Address)>> {
    let mut all: BTreeMap<Needed, Vec<(&str, Address)>> = BTreeMap::new();
    for stack in stacks {
        for (id, output) in stack.template.outputs() {
            let id = id.as_str();
            let place = stack.address.join("Outputs").join(id);
            let own = Needed::Output(stack.name.to_owned(), id.to_owned());
            all.entry(own)
                .or_default()
                .push((stack.name, place.clone()));
            if let Some(name) = output.export_name() {
                let export = Needed::Export(key(name, stack.name));
                all.entry(export).or_default().push((stack.name, place));
            }
        }
    }
    all
}

/// Checks stacks that are deployed side by side: exports of the same name, what none of them gives,
/// and stacks that wait for each other.
pub fn check_stacks(stacks: &[Stack<'_>]) -> Diagnostics {
    let mut found = Diagnostics::new();
    let gives = gives(stacks);
    for (what, places) in &gives {
        for (stack, place) in places.iter().skip(1) {
            let text = format!("{what} is given by {:?} and {stack:?}", places[0].0);
            found.push(Diagnostic::error(
                "cfn::duplicate-export",
                place.clone(),
                text,
            ));
        }
    }
    let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for needed in stacks.iter().flat_map(uses) {
        match gives.get(&needed.what) {
            Some(givers) => {
                let others = givers.iter().map(|(stack, _)| *stack);
                edges.entry(needed.stack).or_default().extend(others);
            }
            None => found.extend(missing(stacks, &gives, &needed)),
        }
    }
    for stack in stacks {
        if reaches(&edges, stack.name, stack.name) {
            let text = format!("the stack {:?} waits for what waits for it", stack.name);
            found.push(Diagnostic::error(
                "cfn::circular-stacks",
                stack.address.clone(),
                text,
            ));
        }
    }
    found
}

/// A problem, where what is needed should be there. What another project exports cannot be seen.
fn missing(
    stacks: &[Stack<'_>],
    gives: &BTreeMap<Needed, Vec<(&str, Address)>>,
    needed: &Use<'_>,
) -> Option<Diagnostic> {
    let text = format!("none of the stacks gives {}", needed.what);
    let place = needed.place.clone();
    let (mut problem, names): (_, Vec<&str>) = match &needed.what {
        Needed::Export(_) => {
            let exports = gives.keys().filter_map(|given| match given {
                Needed::Export(name) => Some(name.as_str()),
                Needed::Output(..) => None,
            });
            (
                Diagnostic::warning("cfn::unknown-export", place, text),
                exports.collect(),
            )
        }
        Needed::Output(stack, _) => {
            let other = stacks.iter().find(|other| other.name == stack)?;
            let outputs = other
                .template
                .outputs()
                .keys()
                .map(crate::LogicalId::as_str);
            (
                Diagnostic::error("cfn::unknown-output", place, text),
                outputs.collect(),
            )
        }
    };
    let (Needed::Export(name) | Needed::Output(_, name)) = &needed.what;
    problem.help = nearest(name, names).map(|near| format!("did you mean {near:?}?"));
    Some(problem)
}

fn reaches(edges: &BTreeMap<&str, BTreeSet<&str>>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut left = vec![from];
    while let Some(at) = left.pop() {
        for next in edges.get(at).into_iter().flatten() {
            if *next == to {
                return true;
            }
            if seen.insert(*next) {
                left.push(next);
            }
        }
    }
    false
}

/// Checks a change of stacks that are deployed side by side: what is no longer given must not be
/// needed any more, and whoever needed it has to be deployed before.
pub fn check_change(before: &[Stack<'_>], after: &[Stack<'_>]) -> Diagnostics {
    let mut found = Diagnostics::new();
    let (old, new) = (gives(before), gives(after));
    let needed_after: Vec<Use<'_>> = after.iter().flat_map(uses).collect();
    for needed in before.iter().flat_map(uses) {
        let Some(givers) = old.get(&needed.what) else {
            continue;
        };
        let Some((giver, place)) = givers.first() else {
            continue;
        };
        if new.contains_key(&needed.what) {
            continue;
        }
        let still = |other: &&Use<'_>| other.stack == needed.stack && other.what == needed.what;
        if let Some(user) = needed_after.iter().find(still) {
            let text = format!(
                "{} is no longer given by {giver:?}, and still needed",
                needed.what
            );
            found.push(Diagnostic::error(
                "cfn::removed-output",
                user.place.clone(),
                text,
            ));
            continue;
        }
        let text = format!(
            "{} and its use by {:?} are removed at once",
            needed.what, needed.stack
        );
        let order = format!("deploy {:?} first, then {giver:?}", needed.stack);
        let problem = Diagnostic::warning("cfn::deploy-order", place.clone(), text);
        let detail = "CloudFormation refuses to remove what another stack still uses";
        found.push(problem.with_detail(detail).with_help(order));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(text: &str) -> Template {
        Template::parse(text).0.unwrap()
    }

    fn codes(found: &Diagnostics) -> Vec<&str> {
        found.iter().map(|problem| problem.code.as_str()).collect()
    }

    const GIVER: &str = "Outputs: {Arn: {Value: x, Export: {Name: !Sub '${AWS::StackName}-arn'}}}";
    const USER: &str = "Resources: {A: {Type: T, Properties: {X: !ImportValue data-arn}}}";

    #[test]
    fn an_import_finds_the_export_of_another_stack() {
        let (giver, user) = (template(GIVER), template(USER));
        let place = Address::root();
        let data = Stack {
            name: "data",
            template: &giver,
            address: &place,
        };
        let app = Stack {
            name: "app",
            template: &user,
            address: &place,
        };
        assert!(check_stacks(&[data, app]).is_empty());
        assert_eq!(codes(&check_stacks(&[app])), ["cfn::unknown-export"]);

        let twin = Stack {
            name: "data",
            ..data
        };
        assert!(codes(&check_stacks(&[data, twin])).contains(&"cfn::duplicate-export"));
    }

    #[test]
    fn what_is_removed_with_its_use_is_explained() {
        let (giver, user, none) = (template(GIVER), template(USER), template("Resources: {}"));
        let place = Address::root();
        let data = Stack {
            name: "data",
            template: &giver,
            address: &place,
        };
        let app = Stack {
            name: "app",
            template: &user,
            address: &place,
        };
        let no_data = Stack {
            template: &none,
            ..data
        };
        let no_app = Stack {
            template: &none,
            ..app
        };

        let found = check_change(&[data, app], &[no_data, no_app]);
        assert_eq!(codes(&found), ["cfn::deploy-order"]);
        assert!(
            found
                .to_string()
                .contains("deploy \"app\" first, then \"data\""),
            "{found}"
        );
        assert_eq!(
            codes(&check_change(&[data, app], &[no_data, app])),
            ["cfn::removed-output"]
        );
        assert!(check_change(&[data, app], &[data, no_app]).is_empty());
    }

    #[test]
    fn an_output_of_a_stack_is_looked_up_there() {
        let giver = template("Outputs: {Arn: {Value: x}}");
        let user = template(
            "Resources: {A: {Type: T, Properties: {X: !GetStackOutput {StackName: data, OutputName: Am}}}}",
        );
        let place = Address::root();
        let data = Stack {
            name: "data",
            template: &giver,
            address: &place,
        };
        let app = Stack {
            name: "app",
            template: &user,
            address: &place,
        };
        assert_eq!(codes(&check_stacks(&[data, app])), ["cfn::unknown-output"]);
    }
}
