//! The example is a stack that CloudFormation takes.

#[allow(dead_code, reason = "the example is a program")]
#[path = "../examples/orders.rs"]
mod orders;

use cfn::check::check_template;
use diagnostics::Address;

#[test]
fn the_example_is_sound() {
    let template = orders::orders();
    let found = check_template(&template, &Address::root());
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found, Vec::<String>::new());
    insta::assert_snapshot!(template.render());
}
