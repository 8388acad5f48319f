//! Renders the workflows: a pure function from the environments to files.

use std::collections::BTreeMap;

use anyhow::Context as _;
use handlebars::Handlebars;
use serde_json::json;

use super::environment::Environment;
use super::pins;

/// The files, with what each is made of. The steps that several have in common are partials.
const FILES: [(&str, &str); 4] = [
    (
        "sightline-pull-request.yml",
        include_str!("templates/pull_request.hbs"),
    ),
    ("sightline-main.yml", include_str!("templates/main.hbs")),
    (
        "sightline-release.yml",
        include_str!("templates/release.hbs"),
    ),
    ("sightline-deploy.yml", include_str!("templates/deploy.hbs")),
];

const PARTIALS: [(&str, &str); 2] = [
    ("setup", include_str!("templates/setup.hbs")),
    ("test", include_str!("templates/test.hbs")),
];

/// The workflows by file name.
///
/// # Errors
/// When a template does not fit what it is given, which is a mistake of this program.
pub(super) fn render(
    main: &Environment,
    release: &Environment,
) -> anyhow::Result<BTreeMap<String, String>> {
    let mut engine = Handlebars::new();
    engine.register_escape_fn(handlebars::no_escape);
    engine.set_strict_mode(true);
    // The indentation of a partial is its own.
    engine.set_prevent_indent(true);
    for (name, text) in PARTIALS {
        engine
            .register_partial(name, text)
            .with_context(|| format!("the partial {name} is broken"))?;
    }
    let mut planned = vec![main];
    if release != main {
        planned.push(release);
    }
    let context = json!({
        "main": main,
        "release": release,
        "planned": planned,
        "pins": pins::written(),
    });
    FILES
        .into_iter()
        .map(|(name, template)| {
            let text = engine
                .render_template(template, &context)
                .with_context(|| format!("the template of {name} is broken"))?;
            Ok((name.to_owned(), text))
        })
        .collect()
}
