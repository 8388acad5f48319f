//! Diagnostics, as people read them.

use anstyle::{AnsiColor, Style};
use diagnostics::{Diagnostics, Severity};

use crate::{count, shown};

/// Every diagnostic with its place and its help, and a last line that counts them. Empty when
/// there is none.
pub fn render_diagnostics(diagnostics: &Diagnostics) -> String {
    let bold = Style::new().bold();
    let cyan = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
    let mut out = String::new();
    for diagnostic in diagnostics {
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
        if !diagnostic.address.segments().is_empty() {
            out.push_str(&format!(
                "  at: {}\n",
                shown(&diagnostic.address.to_string())
            ));
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
    let of = |severity| {
        diagnostics
            .iter()
            .filter(|d| d.severity == severity)
            .count()
    };
    let counted: Vec<_> = [(Severity::Error, "error"), (Severity::Warning, "warning")]
        .into_iter()
        .map(|(severity, word)| (of(severity), word))
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| count(number, word))
        .collect();
    if !counted.is_empty() {
        out.push_str(&format!("{}\n", counted.join(", ")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use diagnostics::Diagnostic;

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
