//! What a report says, before it has a form: titles, tables and sentences.

use crate::assumptions::{Assumption, Basis};
use crate::decimal::{Shown, grouped};
use crate::report::{BreakEven, CloseLookCost, RegionReport, Report, TwoLooks};
use crate::usd::Usd;

/// On which side a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) title: String,
    pub(super) columns: Vec<(&'static str, Side)>,
    pub(super) rows: Vec<Vec<String>>,
    /// Sentences below the table.
    pub(super) sentences: Vec<String>,
}

pub(super) fn sections(report: &Report) -> Vec<Section> {
    let mut out = vec![overview(report)];
    for region in &report.regions {
        out.push(services(region));
        out.push(two_looks(region));
        out.push(close_looks(report, region));
        out.push(break_evens(region));
        if !region.notes.is_empty() {
            out.push(Section {
                title: format!("{}: to be known", region.region),
                columns: Vec::new(),
                rows: Vec::new(),
                sentences: region.notes.clone(),
            });
        }
    }
    out.push(assumptions(report));
    out
}

/// Dollars and cents.
fn cents(usd: Usd) -> String {
    usd.shown(2)
}

/// What a thousand cost: small, and compared with one another.
fn fine(usd: Usd) -> String {
    usd.shown(4)
}

/// The same where there may be nothing of which a thousand could be.
fn each(per_thousand: Option<Usd>) -> String {
    per_thousand.map_or_else(|| "-".to_owned(), fine)
}

fn count(number: u64) -> String {
    grouped(number.into())
}

/// `1234.5` as `1,234.5`.
fn by_thousands(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    match whole.parse() {
        Ok(whole) => format!("{}{rest}", grouped(whole)),
        Err(_) => number.to_owned(),
    }
}

/// `12.5 %`.
fn percent(ppm: u64) -> String {
    let shown = Shown {
        value: ppm.into(),
        digits: 4,
        shown: 4,
    };
    let text = shown.to_string();
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

fn overview(report: &Report) -> Section {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for region in &report.regions {
        rows.push(vec![
            region.region.clone(),
            count(region.pictures),
            count(region.suspicious),
            cents(region.total),
            each(region.per_thousand),
        ]);
    }
    if report.regions.len() > 1 {
        let suspicious = report.regions.iter().map(|region| region.suspicious).sum();
        rows.push(vec![
            "all".to_owned(),
            count(report.pictures),
            count(suspicious),
            cents(report.total),
            each(report.per_thousand),
        ]);
    }
    Section {
        title: format!("{}, US dollars a month", report.environment),
        columns: vec![
            ("region", Side::Left),
            ("pictures", Side::Right),
            ("suspicious", Side::Right),
            ("a month", Side::Right),
            ("per 1,000", Side::Right),
        ],
        rows,
        sentences: vec![format!(
            "AWS's prices as known on {}, without {}.",
            report.prices_of,
            report.not_counted.join(", ")
        )],
    }
}

fn services(region: &RegionReport) -> Section {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for service in &region.services {
        rows.push(vec![
            service.service.to_string(),
            cents(service.usd),
            each(service.per_thousand),
        ]);
        let lines = region.lines.iter();
        for line in lines.filter(|line| line.service == service.service) {
            rows.push(vec![
                format!(
                    "  {}: {} x {}",
                    line.item,
                    by_thousands(&line.usage),
                    line.unit
                ),
                cents(line.usd),
                String::new(),
            ]);
        }
    }
    rows.push(vec![
        "total".to_owned(),
        cents(region.total),
        each(region.per_thousand),
    ]);
    Section {
        title: format!("{}: services", region.region),
        columns: vec![
            ("service", Side::Left),
            ("a month", Side::Right),
            ("per 1,000", Side::Right),
        ],
        rows,
        sentences: vec![training(region)],
    }
}

/// What training costs: it is in the total as often as is assumed.
fn training(region: &RegionReport) -> String {
    let training = &region.training;
    format!(
        "Training each class's model once, by {}, costs {}; {} a month are in the total, {}.",
        training.by,
        fine(training.once),
        count(training.a_month),
        cents(training.usd),
    )
}

fn two_looks(region: &RegionReport) -> Section {
    let looks = &region.two_looks;
    let rows = [
        ("close look at every picture", looks.close_look_at_all),
        ("close look at the suspicious", looks.close_look),
        ("saved by the first look", looks.saved),
        ("the first look itself", looks.first_look),
        ("left", looks.net),
    ];
    let rows = rows.into_iter().map(|(what, usd)| {
        let per_thousand = usd.per_thousand(region.pictures);
        vec![what.to_owned(), cents(usd), each(per_thousand)]
    });
    Section {
        title: format!("{}: what looking twice saves", region.region),
        columns: vec![
            ("what", Side::Left),
            ("a month", Side::Right),
            ("per 1,000", Side::Right),
        ],
        rows: rows.collect(),
        sentences: vec![worth(looks)],
    }
}

fn worth(looks: &TwoLooks) -> String {
    match looks.worth_up_to_ppm {
        Some(ppm) => format!(
            "Looking twice is not dearer than looking closely alone while at most {} are suspicious.",
            percent(ppm)
        ),
        None => {
            "Looking closely alone is cheaper at any share of suspicious pictures: the first look \
                 is worth what it tells (labels, quality), not what it saves."
                .to_owned()
        }
    }
}

fn close_looks(report: &Report, region: &RegionReport) -> Section {
    let row = |look: &CloseLookCost| {
        let mark = if look.kind == region.close_look {
            " (in this bill)"
        } else {
            ""
        };
        vec![
            format!("{}{mark}", look.kind),
            cents(look.usd),
            each(look.per_thousand_looked),
            cents(look.at_all),
        ]
    };
    let mut rows: Vec<Vec<String>> = region.close_looks.iter().map(row).collect();
    for ended in &report.ended {
        rows.push(vec![ended.service.to_owned(), "ended".to_owned()]);
    }
    let ended = report.ended.iter().map(|ended| {
        format!(
            "{} ended on {}; take {}.",
            ended.service, ended.on, ended.instead
        )
    });
    let mut sentences: Vec<String> = ended.collect();
    sentences.push("Per 1,000 pictures that are looked at closely.".to_owned());
    Section {
        title: format!("{}: close looks", region.region),
        columns: vec![
            ("close look", Side::Left),
            ("a month", Side::Right),
            ("per 1,000", Side::Right),
            ("at every picture", Side::Right),
        ],
        rows,
        sentences,
    }
}

fn break_evens(region: &RegionReport) -> Section {
    let row = |found: &BreakEven| {
        vec![
            found.kind.to_string(),
            found.than.to_string(),
            count(found.pictures),
        ]
    };
    Section {
        title: format!("{}: break-even", region.region),
        columns: vec![
            ("not dearer is", Side::Left),
            ("than", Side::Left),
            ("from pictures a month", Side::Right),
        ],
        rows: region.break_evens.iter().map(row).collect(),
        sentences: vec![
            "At this share of suspicious pictures. Two that are not listed do not change places up to a \
             billion pictures."
                .to_owned(),
        ],
    }
}

fn assumptions(report: &Report) -> Section {
    let basis = |assumption: &Assumption| match assumption.basis {
        Basis::Measured => "measured",
        Basis::Counted => "counted",
        Basis::Assumed => "assumed",
        Basis::Given => "given",
    };
    let row = |(name, assumption): (String, &Assumption)| {
        vec![
            name,
            count(assumption.value),
            assumption.unit.clone(),
            basis(assumption).to_owned(),
        ]
    };
    Section {
        title: "Assumed; --assume NAME=VALUE sets another".to_owned(),
        columns: vec![
            ("name", Side::Left),
            ("value", Side::Right),
            ("unit", Side::Left),
            ("basis", Side::Left),
        ],
        rows: report.assumptions.iter().map(row).collect(),
        sentences: Vec::new(),
    }
}
