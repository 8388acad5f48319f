//! A function is given the variables that it reads, and no others.

use cfn::{LogicalId, Template};
use diagnostics::{Address, Diagnostic, Diagnostics, nearest};

use crate::functions::declared;

pub(super) fn check(template: &Template, address: &Address, found: &mut Diagnostics) {
    for task in declared() {
        let (task, declared) = (task.name, task.variables);
        let id = LogicalId::from_words([task, "function"]);
        let Some(function) = template.resources().get(id.as_str()) else {
            continue;
        };
        let variables = function.properties().get("Environment");
        let variables = variables.and_then(|all| all.get("Variables")?.as_object());
        let declared: Vec<&str> = declared.iter().map(|variable| variable.name()).collect();
        let path = ["Environment", "Variables"];
        for name in variables.into_iter().flat_map(serde_json::Map::keys) {
            if !declared.contains(&name.as_str()) {
                let at = super::place(address, id.as_str(), &path).join(name.as_str());
                let text = format!("the function {task} does not read {name}");
                let help = match nearest(name, declared.iter().copied()) {
                    Some(near) => format!("did you mean {near}?"),
                    None => format!("it reads {}", declared.join(", ")),
                };
                found.push(
                    Diagnostic::error("inspection::unread-variable", at, text).with_help(help),
                );
            }
        }
        for name in declared {
            let value = variables.and_then(|all| all.get(name));
            if value.is_none_or(|value| value == "") {
                let at = super::place(address, id.as_str(), &path);
                let text = format!("the function {task} reads {name}, which it is not given");
                found.push(Diagnostic::error("inspection::missing-variable", at, text));
            }
        }
    }
}
