//! Every role that a stack makes is within the environment's boundary: the execution role can make no
//! other, and a role without it would fail at deploy.

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Scene;
use super::text::plain;
use crate::bootstrap::{DEPLOY, EXECUTION, PLAN};

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    let boundary = scene.names.boundary_arn();
    let of_account = [DEPLOY, EXECUTION, PLAN].map(|of| scene.names.account_name(of));
    for (id, role) in scene.of_kind("AWS::IAM::Role") {
        let properties = role.properties();
        let name = properties.get("RoleName").and_then(Json::as_str);
        if name.is_some_and(|name| of_account.iter().any(|own| own == name)) {
            continue;
        }
        let given = properties.get("PermissionsBoundary");
        let given = given.and_then(|arn| plain(scene, arn));
        if given.as_ref() == Some(&boundary) {
            continue;
        }
        let summary = match given {
            Some(other) => format!("{other} is not the environment's boundary"),
            None => "the role has no permissions boundary".to_owned(),
        };
        let path = ["Properties", "PermissionsBoundary"];
        found.push(
            scene
                .problem(id, &path, "boundary", summary)
                .with_help(boundary.clone()),
        );
    }
}
