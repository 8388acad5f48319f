//! What a candidate said of live pictures beside the live model, as the lake has it.

use std::fmt;

use contracts::{DeviceClass, VersionId};
use serde::Serialize;

use crate::lake::Answer;
use crate::session::Session;
use crate::verbs::query;

/// The shipped query that is asked.
const QUERY: &str = "shadow-comparison";

/// How a candidate compares with the model that was live.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shadow {
    /// The candidate's version.
    candidate: String,
    /// The version that was live.
    live: String,
    /// Pictures that both looked at.
    pictures: u64,
    /// Of these, those of which both say the same.
    agree: u64,
    /// Those that the candidate alone calls anomalous.
    only_candidate: u64,
    /// Those that the live model alone calls anomalous.
    only_live: u64,
    /// Mean of how far their scores are apart.
    mean_difference: f64,
}

/// The shadow runs of a class in which one of the versions was the candidate and the other live.
pub(super) async fn read(
    session: &Session,
    class: &DeviceClass,
    versions: [&VersionId; 2],
) -> anyhow::Result<Vec<Shadow>> {
    let asked = query::find(session.manifest(), QUERY)?.clone();
    let answer = query::ask(session, &asked, &[]).await?;
    let rows = answer.rows.iter();
    let rows = rows.filter_map(|row| shadow(&answer, row, class));
    let is_asked = |shadow: &Shadow| {
        let both = [shadow.candidate.as_str(), shadow.live.as_str()];
        both[0] != both[1]
            && versions
                .iter()
                .all(|version| both.contains(&version.as_str()))
    };
    Ok(rows.filter(is_asked).collect())
}

/// A row of the class.
fn shadow(answer: &Answer, row: &[Option<String>], class: &DeviceClass) -> Option<Shadow> {
    let cell = |name: &str| {
        let at = answer
            .columns
            .iter()
            .position(|column| column.name == name)?;
        row.get(at)?.as_deref()
    };
    let number = |name: &str| cell(name)?.parse().ok();
    if cell("device_class")? != class.as_str() {
        return None;
    }
    Some(Shadow {
        candidate: cell("candidate")?.to_owned(),
        live: cell("live")?.to_owned(),
        pictures: number("pictures")?,
        agree: number("agree")?,
        only_candidate: number("only_candidate")?,
        only_live: number("only_live")?,
        mean_difference: cell("mean_difference")?.parse().ok()?,
    })
}

impl fmt::Display for Shadow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\nBeside the live {}, {} looked at {} live pictures: they agree on {}, {} the candidate \
             alone calls anomalous, {} the live one alone; scores are {:.4} apart.",
            self.live,
            self.candidate,
            self.pictures,
            self.agree,
            self.only_candidate,
            self.only_live,
            self.mean_difference
        )
    }
}
