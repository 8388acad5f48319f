//! What CloudFormation would refuse, told before anything is deployed.

use std::collections::{BTreeMap, BTreeSet};

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use serde_json::Value as Json;

use crate::{LogicalId, Template};

/// Most resources of a template.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub const MOST_RESOURCES: usize = 500;
/// Most bytes of a template that is given through S3.
pub const MOST_BYTES: usize = 1_000_000;
/// Most bytes of a template that is given in the request itself.
pub const MOST_INLINE_BYTES: usize = 51_200;

/// Checks a template: repeated ids, dangling references, circles, limits. `address` is the
/// template's own place.
pub fn check_template(template: &Template, address: &Address) -> Diagnostics {
    let mut found = Diagnostics::new();
    for id in &template.repeated {
        found.push(Diagnostic::error(
            "cfn::repeated-id",
            address.join(id.as_str()),
            "two parts of the template have this logical id",
        ));
    }
    if template.resources().is_empty() || template.resources().len() > MOST_RESOURCES {
        found.push(Diagnostic::error(
            "cfn::resource-count",
            address.clone(),
            format!(
                "the template has {} resources; 1 to {MOST_RESOURCES} are allowed",
                template.resources().len()
            ),
        ));
    }
    let bytes = template.render().len();
    if bytes > MOST_BYTES {
        found.push(
            Diagnostic::error(
                "cfn::template-size",
                address.clone(),
                format!("the template has {bytes} bytes; at most {MOST_BYTES} are allowed"),
            )
            .with_help("split the stack"),
        );
    }
    let edges = references(template, address, &mut found);
    found.extend(circles(&edges).into_iter().map(|circle| {
        Diagnostic::error(
            "cfn::circular-reference",
            address.clone(),
            format!("resources wait for each other: {}", circle.join(" -> ")),
        )
    }));
    found
}

/// Each resource with the resources it needs; dangling references are reported on the way.
fn references(
    template: &Template,
    address: &Address,
    found: &mut Diagnostics,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut edges = BTreeMap::new();
    for (id, resource) in template.resources() {
        let mut needs = BTreeSet::new();
        let place = address.join(id.as_str());
        for (property, value) in resource.properties() {
            visit(
                value,
                &place.join(property.as_str()),
                template,
                &mut needs,
                found,
            );
        }
        for other in &resource.depends_on {
            need(
                other.as_str(),
                &place.join("DependsOn"),
                template,
                &mut needs,
                found,
            );
        }
        edges.insert(id.to_string(), needs);
    }
    for (id, output) in template.outputs() {
        let value = Json::from(output.value.clone());
        let place = address.join("Outputs").join(id.as_str());
        visit(&value, &place, template, &mut BTreeSet::new(), found);
    }
    edges
}

fn visit(
    value: &Json,
    place: &Address,
    template: &Template,
    needs: &mut BTreeSet<String>,
    found: &mut Diagnostics,
) {
    match value {
        Json::Object(object) => {
            if let (1, Some(Json::String(name))) = (object.len(), object.get("Ref")) {
                need(name, place, template, needs, found);
            } else if let (1, Some(Json::Array(parts))) = (object.len(), object.get("Fn::GetAtt")) {
                if let Some(Json::String(name)) = parts.first() {
                    need(name, place, template, needs, found);
                }
            } else {
                for (key, inner) in object {
                    visit(inner, &place.join(key.as_str()), template, needs, found);
                }
            }
        }
        Json::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                visit(inner, &place.join(at.to_string()), template, needs, found);
            }
        }
        _ => {}
    }
}

fn need(
    name: &str,
    place: &Address,
    template: &Template,
    needs: &mut BTreeSet<String>,
    found: &mut Diagnostics,
) {
    let is = |id: &LogicalId| id.as_str() == name;
    if template.resources().keys().any(is) {
        needs.insert(name.to_owned());
    } else if !template.parameters().keys().any(is) && !name.starts_with("AWS::") {
        let known = template
            .resources()
            .keys()
            .chain(template.parameters().keys());
        let mut problem = Diagnostic::error(
            "cfn::unknown-reference",
            place.clone(),
            format!("the template has neither a resource nor a parameter {name:?}"),
        );
        problem.help =
            nearest(name, known.map(LogicalId::as_str)).map(|n| format!("did you mean {n:?}?"));
        found.push(problem);
    }
}

/// One circle, if there is any, as the names along it.
fn circles(edges: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    // Resources that need nothing that is left are taken away until none can be.
    let mut left: BTreeMap<&str, BTreeSet<&str>> = edges
        .iter()
        .map(|(id, needs)| (id.as_str(), needs.iter().map(String::as_str).collect()))
        .collect();
    loop {
        let free: Vec<&str> = left
            .iter()
            .filter(|(_, needs)| needs.iter().all(|need| !left.contains_key(need)))
            .map(|(id, _)| *id)
            .collect();
        if free.is_empty() {
            break;
        }
        for id in free {
            left.remove(id);
        }
    }
    // Whatever is left needs something that is left: following it must come round.
    let mut path: Vec<&str> = vec![left.keys().next()?];
    loop {
        let next = left
            .get(path.last()?)?
            .iter()
            .find(|need| left.contains_key(*need))?;
        if let Some(start) = path.iter().position(|seen| seen == next) {
            let mut circle: Vec<String> = path[start..].iter().map(ToString::to_string).collect();
            circle.push((*next).to_owned());
            return Some(circle);
        }
        path.push(next);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Resource;

    fn codes(template: &Template) -> Vec<String> {
        check_template(template, &Address::root())
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_dangling_reference_names_the_nearest_resource() {
        let mut template = Template::new("t");
        template.resource(
            LogicalId::from_words(["topic"]),
            Resource::new("AWS::SNS::Topic"),
        );
        template.resource(
            LogicalId::from_words(["rule"]),
            Resource::new("AWS::Events::Rule")
                .with("Targets", json!([{ "Arn": { "Ref": "Tpoic" } }])),
        );
        assert_eq!(
            codes(&template),
            [
                "error[cfn::unknown-reference] Rule.Targets.0.Arn: the template has neither a \
              resource nor a parameter \"Tpoic\"\n  help: did you mean \"Topic\"?"
            ]
        );
    }

    #[test]
    fn a_circle_is_told_with_its_members() {
        let mut template = Template::new("t");
        for (id, other) in [("A", "B"), ("B", "C"), ("C", "B"), ("D", "A")] {
            template.resource(
                LogicalId::from_words([id]),
                Resource::new("AWS::SNS::Topic").with("DisplayName", json!({ "Ref": other })),
            );
        }
        let found = codes(&template);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("B -> C -> B"), "{found:?}");
    }

    #[test]
    fn a_repeated_id_and_an_empty_template_are_reported_together() {
        let mut template = Template::new("t");
        template.parameter(LogicalId::from_words(["a"]), "one");
        template.parameter(LogicalId::from_words(["a"]), "two");
        assert_eq!(codes(&template).len(), 2);
    }
}
