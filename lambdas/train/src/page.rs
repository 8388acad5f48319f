//! An evaluation as a page for people: one file, without scripts and without anything from
//! elsewhere.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use evaluation::Metrics;

use crate::evaluate::Evaluation;

/// A picture that the model was wrong about.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) name: String,
    pub(crate) device: Option<String>,
    /// What it is labelled.
    pub(crate) anomalous: bool,
    pub(crate) score: f64,
    pub(crate) jpeg: Vec<u8>,
    /// Where the model sees something, a JPEG.
    pub(crate) heat_map: Option<Vec<u8>>,
}

const STYLE: &str = "\
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}\
table{border-collapse:collapse;margin:1rem 0}\
th,td{padding:.25rem .75rem;border-bottom:1px solid #ddd;text-align:right}\
th:first-child,td:first-child{text-align:left}\
.passed{color:#146c2e}.refused{color:#a3150d}\
figure{display:inline-block;margin:0 1rem 1rem 0}\
figure img{max-width:320px;display:block}\
figcaption{font-size:.85rem}";

/// The page.
pub(crate) fn render(evaluation: &Evaluation<'_>, shown: &[Shown]) -> String {
    let Evaluation {
        device_class,
        run,
        trained,
        data,
        gate,
        left_out,
        reference,
        report,
    } = evaluation;
    let class = escape(device_class.as_str());
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{class} {version}</title>\n<style>{STYLE}</style>\n\
         <h1>{class}: version {version}</h1>\n",
        version = trained.version,
    );
    let decision = if gate.passed { "passed" } else { "refused" };
    let _ = writeln!(
        out,
        "<p class=\"{decision}\"><strong>{}</strong></p>",
        escape(&gate.explanation)
    );
    let _ = writeln!(
        out,
        "<p>A model of the kind {}, trained by {} in the run {} on {} normal and {} anomalous \
         pictures; to evaluate with, the dataset has {} normal and {} anomalous ones, and {} are the \
         live version's. The manifest's SHA-256 is <code>{}</code>, the model's \
         <code>{}</code>.</p>",
        escape(&trained.kind),
        escape(&trained.toolkit),
        escape(run),
        data.train_normal,
        data.train_anomalous,
        data.test_normal,
        data.test_anomalous,
        reference.pictures.len(),
        escape(&data.sha256),
        escape(&trained.sha256),
    );
    if *left_out > 0 {
        let _ = writeln!(
            out,
            "<p>Of the dataset's pictures {left_out} were left out: the version was trained on them, or on \
             others of their devices.</p>"
        );
    }
    let all = BTreeMap::from([("all".to_owned(), report.overall.clone())]);
    table(&mut out, "All pictures", &all);
    if let Some(aupro) = report.pixel_aupro {
        let _ = writeln!(
            out,
            "<p>Overlap of heat maps and masks (pixel AUPRO): {aupro:.3}</p>"
        );
    }
    table(&mut out, "By device class", &report.device_classes);
    table(&mut out, "By device", &report.devices);
    wrong(
        &mut out,
        report.false_alarms.len() + report.missed.len(),
        shown,
    );
    out.push_str("</html>\n");
    out
}

fn table(out: &mut String, title: &str, rows: &BTreeMap<String, Metrics>) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<h2>{title}</h2>\n<table>\n<tr><th></th><th>pictures</th><th>anomalous</th>\
         <th>accuracy</th><th>95 % interval</th><th>AUROC</th><th>AP</th><th>precision</th>\
         <th>recall</th><th>F1</th></tr>"
    );
    for (name, metrics) in rows {
        let interval = metrics.accuracy_interval;
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{:.3}</td><td>{:.3} to {:.3}</td>\
             <td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(name),
            metrics.pictures,
            metrics.anomalous,
            metrics.accuracy,
            interval.lower,
            interval.upper,
            number(metrics.auroc),
            number(metrics.average_precision),
            number(metrics.precision),
            number(metrics.recall),
            number(metrics.f1),
        );
    }
    out.push_str("</table>\n");
}

fn wrong(out: &mut String, count: usize, shown: &[Shown]) {
    let _ = writeln!(out, "<h2>Wrong verdicts: {count}</h2>");
    if shown.len() < count {
        let _ = writeln!(out, "<p>The first {} of them:</p>", shown.len());
    }
    for picture in shown {
        let what = if picture.anomalous {
            "missed"
        } else {
            "false alarm"
        };
        let name = escape(&picture.name);
        out.push_str("<figure>");
        for jpeg in std::iter::once(&picture.jpeg).chain(&picture.heat_map) {
            let _ = write!(
                out,
                "<img alt=\"{name}\" src=\"data:image/jpeg;base64,{}\">",
                STANDARD.encode(jpeg)
            );
        }
        let device = picture.device.as_deref().map(escape).unwrap_or_default();
        let _ = writeln!(
            out,
            "<figcaption>{what}: {name} {device} ({:.3})</figcaption></figure>",
            picture.score
        );
    }
}

/// A measure; a dash where it cannot be said.
fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

/// Text that means itself in HTML.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
