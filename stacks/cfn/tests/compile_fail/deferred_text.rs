//! A parameter is a text; that it is a role's ARN has to be said by name.

use cfn::lambda::Function;
use cfn::lambda::function::Code;
use cfn::Template;

fn main() {
    let mut template = Template::new("t");
    let role = template.parameter("role".into(), "The role's ARN.");
    Function::new(Code::new(), role);
}
