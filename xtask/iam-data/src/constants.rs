//! The constants of `cfn::policy`, from what the registry keeps.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use registry::iam::KeyKind;

use crate::SERVICES;

/// The files of `stacks/cfn/src/policy`: a module of actions and one of condition keys for each
/// service in use, by path.
pub fn render_constants() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut actions = String::from("//! The actions of the services in use, a module each. ");
    let mut keys = String::from("//! The condition keys of the services in use, a module each. ");
    for index in [&mut actions, &mut keys] {
        index.push_str("Made by `iam-data`.\n\n");
    }
    let globals = registry::iam::GLOBAL_KEYS.iter().copied();
    keys.push_str("pub mod aws;\n");
    files.insert("keys/aws.rs".to_owned(), render_keys("aws", globals));
    for prefix in SERVICES {
        let Some(service) = registry::iam::service(prefix) else {
            continue;
        };
        let _ = writeln!(actions, "pub mod {prefix};");
        let mut out = format!(
            "//! The actions of `{prefix}`. Made by `iam-data`.\n\nuse crate::policy::Action;\n"
        );
        for action in service.actions() {
            let name = &action.name;
            let _ = write!(
                out,
                "\n/// `{prefix}:{name}`.\npub const {}: Action = Action::known(\"{prefix}:{name}\");\n",
                constant(name),
            );
        }
        files.insert(format!("actions/{prefix}.rs"), rustfmt_skip(&out));
        let own = format!("{prefix}:");
        let mut service_keys = service
            .keys()
            .filter(|(name, _)| name.starts_with(&own))
            .peekable();
        if service_keys.peek().is_some() {
            let _ = writeln!(keys, "pub mod {prefix};");
            files.insert(
                format!("keys/{prefix}.rs"),
                render_keys(prefix, service_keys),
            );
        }
    }
    files.insert("actions/mod.rs".to_owned(), actions);
    files.insert("keys/mod.rs".to_owned(), keys);
    files
}

fn render_keys<'a>(prefix: &str, keys: impl Iterator<Item = (&'a str, KeyKind)>) -> String {
    let mut out = format!(
        "//! The condition keys of `{prefix}`. Made by `iam-data`.\n\nuse crate::policy::{{Key, KeyFamily, kind}};\n"
    );
    let mut seen = BTreeSet::new();
    for (key, value) in keys {
        let kind = match value {
            KeyKind::Text => "Text",
            KeyKind::Bool => "Bool",
            KeyKind::Number => "Number",
            KeyKind::Date => "Date",
            KeyKind::Arn => "Arn",
            KeyKind::Address => "Address",
        };
        let at = key.find(['$', '<']).unwrap_or(key.len());
        let (fixed, free) = key.split_at(at);
        let name = fixed.split_once(':').map_or(fixed, |(_, name)| name);
        let name = constant(name.trim_end_matches('/'));
        if !seen.insert(name.clone()) {
            continue;
        }
        let family = if free.is_empty() { "Key" } else { "KeyFamily" };
        let _ = write!(
            out,
            "\n/// `{key}`.\npub const {name}: {family}<kind::{kind}> = {family}::known(\"{fixed}\");\n"
        );
    }
    if !out.contains("KeyFamily<") {
        out = out.replace("{Key, KeyFamily, kind}", "{Key, kind}");
    } else if !out.contains(": Key<") {
        out = out.replace("{Key, KeyFamily, kind}", "{KeyFamily, kind}");
    }
    rustfmt_skip(&out)
}

/// Lines of generated constants may be long: the formatter leaves the module alone.
fn rustfmt_skip(text: &str) -> String {
    text.replace("\npub const", "\n#[rustfmt::skip]\npub const")
}

/// `GetObject` as `GET_OBJECT`, `CreateOpenIDConnectProvider` as `CREATE_OPEN_ID_CONNECT_PROVIDER`.
fn constant(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let after = letters.get(at + 1);
        if !letter.is_ascii_alphanumeric() {
            out.push('_');
            continue;
        }
        let starts_word = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || after.is_some_and(char::is_ascii_lowercase)
            });
        if starts_word {
            out.push('_');
        }
        out.push(letter.to_ascii_uppercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_reads_as_the_words_of_its_action() {
        assert_eq!(constant("GetObject"), "GET_OBJECT");
        assert_eq!(
            constant("AddClientIDToOpenIDConnectProvider"),
            "ADD_CLIENT_ID_TO_OPEN_ID_CONNECT_PROVIDER"
        );
        assert_eq!(constant("PutObjectV2"), "PUT_OBJECT_V2");
    }

    #[test]
    fn the_committed_constants_are_those_of_the_registry() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../stacks/cfn/src/policy/");
        for (name, text) in render_constants() {
            let committed = std::fs::read_to_string(format!("{folder}{name}")).unwrap_or_default();
            assert!(committed == text, "{name} is not as generated");
        }
    }
}
