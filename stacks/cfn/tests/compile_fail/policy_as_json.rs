//! A role's trust is a policy document; that JSON is one has to be said by name.

use cfn::iam::Role;
use serde_json::json;

fn main() {
    Role::new(json!({ "Statement": [] }));
}
