//! `workflow conformance`: recorded cases of AWS's behaviour, run here and compared.

mod document;

use asl_run::conformance::{Report, Summary, Verdict, run_case, summarise};
use serde_json::{Value, json};
use ui::{Align, Problem, Table};

pub use document::render_document;

use crate::source::Source;

/// The verdicts with the words that tell them, the best first.
pub(crate) const VERDICTS: [(Verdict, &str); 4] = [
    (Verdict::Same, "same"),
    (Verdict::SameResult, "same-result"),
    (Verdict::Differs, "differs"),
    (Verdict::Unsupported, "unsupported"),
];

/// The word for a verdict.
pub(crate) fn word(verdict: Verdict) -> &'static str {
    let found = VERDICTS.iter().find(|(other, _)| *other == verdict);
    found.map_or("unsupported", |(_, word)| word)
}

/// Whether a case is not as recorded.
pub fn is_wrong(report: &Report) -> bool {
    matches!(report.verdict, Verdict::Differs | Verdict::Unsupported)
}

/// The cases of a file, one JSON object a line; those named in `only`, or all.
///
/// # Errors
/// When a line is no JSON object, or a case that is named is not there.
pub fn parse_cases(source: &Source, only: &[String]) -> Result<Vec<Value>, Problem> {
    let mut cases = Vec::new();
    for (at, line) in source.text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let place = format!("{}:{}", source.name, at + 1);
        let case: Value = serde_json::from_str(line)
            .map_err(|error| Problem::new(format!("{place}: this is not JSON")).because(error))?;
        let Some(id) = case["id"].as_str() else {
            return Err(
                Problem::new(format!("{place}: this is no case: it has no \"id\""))
                    .next("a file of cases holds one JSON object a line, with id and kind"),
            );
        };
        if only.is_empty() || only.iter().any(|wanted| wanted == id) {
            cases.push(case);
        }
    }
    let has = |wanted: &String| cases.iter().any(|case| case["id"] == wanted.as_str());
    if let Some(missing) = only.iter().find(|wanted| !has(wanted)) {
        let problem = Problem::new(format!("{} holds no case {missing:?}", source.name));
        let near = source.text.lines().find_map(|line| {
            let case: Value = serde_json::from_str(line).ok()?;
            let id = case["id"].as_str()?;
            (id.contains(missing.as_str()) || diagnostics::nearest(missing, [id]).is_some())
                .then(|| id.to_owned())
        });
        return Err(match near {
            Some(near) => problem.next(format!("did you mean --only {near}?")),
            None => problem,
        });
    }
    Ok(cases)
}

/// Runs the cases in order; `told` hears how many are done.
pub fn run(cases: &[Value], mut told: impl FnMut(usize)) -> Vec<Report> {
    let reports = cases.iter().enumerate().map(|(at, case)| {
        told(at);
        run_case(case)
    });
    reports.collect()
}

/// How many cases of each kind, or with each feature, went which way.
pub fn to_table(what: &'static str, summary: &Summary) -> Table {
    let columns = [(what, Align::Left)]
        .into_iter()
        .chain(VERDICTS.map(|(_, word)| (word, Align::Right)))
        .chain([("right", Align::Right)]);
    let mut table = Table::new(columns);
    for (name, counts) in summary {
        let counts = Counts::of(counts);
        let mut row = vec![name.clone()];
        row.extend(VERDICTS.map(|(verdict, _)| counts.of_verdict(verdict).to_string()));
        row.push(counts.share());
        table.row(row);
    }
    table
}

/// Every case and the summaries, for programs.
pub fn to_json(reports: &[Report]) -> Value {
    let (kinds, features) = summarise(reports);
    let told = |summary: &Summary| -> Value {
        let one = |(name, counts): (&String, _)| {
            let counts = Counts::of(counts);
            let by_verdict = VERDICTS
                .map(|(verdict, word)| (word.to_owned(), Value::from(counts.of_verdict(verdict))));
            let by_verdict: Value = Value::Object(by_verdict.into_iter().collect());
            (name.clone(), by_verdict)
        };
        Value::Object(summary.iter().map(one).collect())
    };
    let cases: Vec<Value> = reports
        .iter()
        .map(|report| {
            json!({
                "id": report.id,
                "kind": report.kind,
                "verdict": word(report.verdict),
                "why": report.why,
            })
        })
        .collect();
    json!({ "cases": cases, "kinds": told(&kinds), "features": told(&features) })
}

/// How many cases went which way.
pub(crate) struct Counts<'a>(&'a std::collections::BTreeMap<Verdict, usize>);

impl<'a> Counts<'a> {
    pub(crate) const fn of(counts: &'a std::collections::BTreeMap<Verdict, usize>) -> Self {
        Self(counts)
    }

    pub(crate) fn of_verdict(&self, verdict: Verdict) -> usize {
        self.0.get(&verdict).copied().unwrap_or_default()
    }

    pub(crate) fn total(&self) -> usize {
        self.0.values().sum()
    }

    /// Those with the recorded result, of all.
    pub(crate) fn share(&self) -> String {
        let right = self.of_verdict(Verdict::Same) + self.of_verdict(Verdict::SameResult);
        format!("{right}/{}", self.total())
    }
}
