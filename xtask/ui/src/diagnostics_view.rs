//! Diagnostics, as people read them.

use anstyle::{AnsiColor, Style};
use diagnostics::{Diagnostic, Diagnostics, Severity};

use crate::{count, shown};

/// Every diagnostic with its place and its help, and a last line that counts them. Empty when
/// there is none.
pub fn render_diagnostics(diagnostics: &Diagnostics) -> String {
    render_located(diagnostics.iter().map(|diagnostic| {
        let place = diagnostic.address.to_string();
        let is_somewhere = !diagnostic.address.is_root();
        (
            diagnostic,
            is_somewhere
                .then(|| shown(&place).into_owned())
                .into_iter()
                .collect(),
        )
    }))
}

/// As [`render_diagnostics`], with the lines that tell where each is, as they are to be shown.
pub fn render_located<'a>(
    diagnostics: impl IntoIterator<Item = (&'a Diagnostic, Vec<String>)>,
) -> String {
    let mut out = String::new();
    let (mut errors, mut warnings) = (0, 0);
    for (diagnostic, places) in diagnostics {
        match diagnostic.severity {
            Severity::Error => errors += 1,
            Severity::Warning => warnings += 1,
        }
        render_one(&mut out, diagnostic, &places);
    }
    let counted: Vec<_> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| count(number, word))
        .collect();
    if !counted.is_empty() {
        out.push_str(&format!("{}\n", counted.join(", ")));
    }
    out
}

fn render_one(out: &mut String, diagnostic: &Diagnostic, places: &[String]) {
    let bold = Style::new().bold();
    let cyan = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
    let (word, colour) = match diagnostic.severity {
        Severity::Error => ("error", AnsiColor::Red),
        Severity::Warning => ("warning", AnsiColor::Yellow),
    };
    let style = Style::new().bold().fg_color(Some(colour.into()));
    out.push_str(&format!(
        "{style}{word}[{}]{style:#}: {bold}{}{bold:#}\n",
        diagnostic.code,
        shown(&diagnostic.summary)
    ));
    for (at, place) in places.iter().enumerate() {
        let lead = if at == 0 { "at:" } else { "   " };
        out.push_str(&format!("  {lead} {place}\n"));
    }
    for line in diagnostic.detail.iter().flat_map(|detail| detail.lines()) {
        out.push_str(&format!("  {}\n", shown(line)));
    }
    if let Some(help) = &diagnostic.help {
        out.push_str(&format!(
            "  {cyan}help{cyan:#}: {}\n",
            help.replace('\n', "\n        ")
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_shown_with_its_place_and_counted() {
        let diagnostics: Diagnostics = [
            Diagnostic::error(
                "config::class",
                ["prod", "deviceClasses"].into_iter().collect(),
                "no device class",
            )
            .with_detail("a pipeline inspects at least one")
            .with_help("add `.class(\"meter\")`"),
            Diagnostic::warning("config::retention", Default::default(), "kept for ever"),
        ]
        .into_iter()
        .collect();
        let text = anstream::adapter::strip_str(&render_diagnostics(&diagnostics)).to_string();
        insta::assert_snapshot!(text, @r#"
        error[config::class]: no device class
          at: prod.deviceClasses
          a pipeline inspects at least one
          help: add `.class("meter")`
        warning[config::retention]: kept for ever
        1 error, 1 warning
        "#);
        assert_eq!(render_diagnostics(&Diagnostics::new()), "");
    }
}
