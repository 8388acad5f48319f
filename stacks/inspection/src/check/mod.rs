//! What is wrong with a template of this product that a template's own checks cannot know.

mod machine;
mod variables;

use cfn::Template;
use diagnostics::{Address, Diagnostics};

/// A rule looks at a template and reports what it finds.
type Rule = fn(&Template, &Address, &mut Diagnostics);

const RULES: [Rule; 2] = [variables::check, machine::check];

/// Checks a template as one of this product's. Only one that asks for the rules on security
/// ([`Template::is_guarded`]), as all of this product's do, is looked at.
pub fn check_template(template: &Template, address: &Address) -> Diagnostics {
    let mut found = Diagnostics::new();
    if template.is_guarded() {
        for rule in RULES {
            rule(template, address, &mut found);
        }
    }
    found
}

/// A place in a resource.
fn place(address: &Address, id: &str, path: &[&str]) -> Address {
    address
        .join_all(["Resources", id, "Properties"])
        .join_all(path.iter().copied())
}
