//! A nested type is a value of a property, no resource.

use cfn::Template;
use cfn::lambda::function::Code;

fn main() {
    let mut template = Template::new("t");
    template.add("code", Code::new());
}
