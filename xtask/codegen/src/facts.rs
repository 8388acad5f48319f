//! What a schema says of a property, in words: limits, and what a change of it does. Facts alone;
//! AWS's own sentences are on the page that the type links to.

use registry::Shape;

/// The longest pattern that helps a reader.
const LONGEST_PATTERN: usize = 80;

/// The facts of a shape, each a sentence.
pub(crate) fn facts(shape: Shape<'_>) -> String {
    let mut out = String::new();
    let mut say = |text: String| {
        out.push(' ');
        out.push_str(&text);
        out.push('.');
    };
    let resolved = shape.resolve();
    let of = |keyword: &str| resolved.limit(keyword).or_else(|| shape.limit(keyword));
    if let Some(range) = range(of("minimum"), of("maximum"), "") {
        say(range);
    }
    if let Some(range) = range(of("minLength"), of("maxLength"), " characters") {
        say(range);
    }
    if let Some(range) = range(of("minItems"), of("maxItems"), " items") {
        say(range);
    }
    if let Some(pattern) = resolved.pattern()
        && pattern.len() <= LONGEST_PATTERN
        && !pattern.contains(['`', '\n', '\r'])
    {
        say(format!("Pattern `{pattern}`"));
    }
    if let Some(default) = resolved
        .json()
        .get("default")
        .filter(|d| !d.is_object() && !d.is_array())
    {
        let text = default.to_string();
        if !text.contains(['`', '\n']) {
            say(format!("By default `{}`", text.trim_matches('"')));
        }
    }
    if resolved.json()["format"] == "date-time" {
        say("A time as ISO 8601 writes it".to_owned());
    }
    out
}

fn range(least: Option<f64>, most: Option<f64>, unit: &str) -> Option<String> {
    let least = least.filter(|least| !(unit.len() > 1 && *least == 0.0));
    Some(match (least, most) {
        (Some(least), Some(most)) if least.total_cmp(&most).is_eq() => format!("{least}{unit}"),
        (Some(least), Some(most)) => format!("{least} to {most}{unit}"),
        (Some(least), None) => format!("At least {least}{unit}"),
        (None, Some(most)) => format!("At most {most}{unit}"),
        (None, None) => return None,
    })
}
