//! `inspect`: pictures of the user's own, through the whole deployed pipeline.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use contracts::examination::AnomalyBox;
use contracts::{BatchName, DeviceClass, DeviceId};
use grammar::InspectArgs;
use serde::Serialize;
use ui::{Align, Exit, Format, Problem, Table, Ui};

use super::deploy;
use crate::artefacts::Artefacts;
use crate::batch::{self, Picture};
use crate::heat_maps::{self, HeatMap};
use crate::objects::Body;
use crate::outcome::{self, Outcome, ScoredBy, Verdict};
use crate::session::{Folders, Session};
use crate::walk::{Found, safe_name, walk};
use crate::{execution, models, normals, stacks};

/// What is said of one file.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    /// The file's path within the folder.
    file: String,
    verdict: Verdict,
    /// 0 to 1; 0.5 is the threshold.
    score: Option<f64>,
    scored_by: Option<ScoredBy>,
    boxes: Vec<AnomalyBox>,
    /// Where the heat map is on this machine.
    heat_map: Option<PathBuf>,
    reason: Option<String>,
    detail: Option<String>,
    /// The file of the same content that was looked at in this one's place.
    duplicate_of: Option<String>,
}

/// Inspects the pictures of a folder.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &InspectArgs) -> anyhow::Result<Exit> {
    let place = &args.place;
    let artefacts = Artefacts::open_one(
        &folders.workspace,
        &place.environment,
        place.region.as_deref(),
    )?;
    let class = own_class(&artefacts)?;
    // Mistakes in the folders are told before anything is started.
    let found = walk(&args.pictures)?;
    if found.is_empty() {
        return Err(
            Problem::new(format!("there are no files in {}", args.pictures.display())).into(),
        );
    }
    let (of_class, folder) = (class.clone(), args.normals.clone());
    let normals =
        tokio::task::spawn_blocking(move || normals::of_folder(&of_class, &folder)).await??;
    let mut session = Session::open(ui, folders, artefacts).await?;
    if !stacks::exist(&session).await? {
        ui.status(
            "Deploy",
            format!("{:?} is not deployed yet", place.environment),
        );
        let confirm = !session.manifest().embedded;
        session = deploy::provision(session, confirm).await?;
    }
    models::ensure_own(&session, normals).await?;
    let batch = batch::name("inspect")?;
    let (files, pictures) = name_pictures(&batch, &class, found)?;
    batch::upload(&session, &batch, pictures).await?;
    execution::wait(&session, &batch, None).await?;
    let outcomes = outcome::of_batch(&session, &batch).await?;
    let folder = folders.target.join("inspect").join(batch.as_str());
    let heat_maps = fetch_heat_maps(&session, &folder, &files, &outcomes).await?;
    let rows = rows(&files, &outcomes, &heat_maps);
    match Format::from(args.format) {
        Format::Json => ui.json(&rows)?,
        _ => show(ui, &rows)?,
    }
    Ok(Exit::Fine)
}

fn own_class(artefacts: &Artefacts) -> anyhow::Result<DeviceClass> {
    match &artefacts.manifest.own_pictures_class {
        Some(class) => Ok(DeviceClass::parse(class.as_str())?),
        None => Err(Problem::new(format!(
            "the environment {:?} has no device class for pictures of your own",
            artefacts.manifest.environment
        ))
        .next("name one in stacks/inspection/src/config.rs")
        .into()),
    }
}

/// The key under which each file lands, and what is uploaded there. File names from outside are
/// made safe; the number in front keeps them apart.
fn name_pictures(
    batch: &BatchName,
    class: &DeviceClass,
    found: Vec<Found>,
) -> anyhow::Result<(BTreeMap<String, String>, Vec<Picture>)> {
    let mut files = BTreeMap::new();
    let mut pictures = Vec::with_capacity(found.len());
    for (at, found) in found.into_iter().enumerate() {
        let name = found.relative.rsplit('/').next().unwrap_or(&found.relative);
        let picture = Picture {
            class: class.clone(),
            device: DeviceId::parse(safe_name(&found.parent, 100))?,
            file: format!("{at:05}-{}", safe_name(name, 100)),
            body: Body::File(found.path),
        };
        files.insert(picture.key(batch), found.relative);
        pictures.push(picture);
    }
    Ok((files, pictures))
}

/// Fetches the heat maps into the folder; gives the file of each by its key.
async fn fetch_heat_maps(
    session: &Session,
    folder: &Path,
    files: &BTreeMap<String, String>,
    outcomes: &BTreeMap<String, Outcome>,
) -> anyhow::Result<BTreeMap<String, PathBuf>> {
    let mut wanted = BTreeMap::new();
    for (key, outcome) in outcomes.iter().filter(|(key, _)| files.contains_key(*key)) {
        if let Some(heat_map) = &outcome.heat_map {
            // `<device>/<file>`: both were made safe.
            let mut tail: Vec<_> = key.rsplit('/').take(2).collect();
            tail.reverse();
            let file = folder.join(format!("{}.heat.png", tail.join("/")));
            wanted.entry(heat_map.clone()).or_insert(file);
        }
    }
    let wanted = wanted.into_iter().map(|(key, file)| HeatMap { key, file });
    let fetched = heat_maps::fetch(session, wanted.collect()).await?;
    Ok(fetched
        .into_iter()
        .map(|heat_map| (heat_map.key, heat_map.file))
        .collect())
}

/// A row for every file, in the files' order.
fn rows(
    files: &BTreeMap<String, String>,
    outcomes: &BTreeMap<String, Outcome>,
    heat_maps: &BTreeMap<String, PathBuf>,
) -> Vec<Row> {
    files
        .iter()
        .map(|(key, file)| match outcomes.get(key) {
            Some(outcome) => Row {
                file: file.clone(),
                verdict: outcome.verdict,
                score: outcome.score,
                scored_by: outcome.scored_by,
                boxes: outcome.boxes.clone(),
                heat_map: outcome
                    .heat_map
                    .as_ref()
                    .and_then(|key| heat_maps.get(key))
                    .cloned(),
                reason: outcome.reason.clone(),
                detail: outcome.detail.clone(),
                duplicate_of: outcome
                    .duplicate_of
                    .as_ref()
                    .map(|key| files.get(key).unwrap_or(key).clone()),
            },
            None => Row {
                file: file.clone(),
                verdict: Verdict::NotInspected,
                score: None,
                scored_by: None,
                boxes: Vec::new(),
                heat_map: None,
                reason: None,
                detail: Some("the lake has no row of it".to_owned()),
                duplicate_of: None,
            },
        })
        .collect()
}

fn show(ui: &Ui, rows: &[Row]) -> anyhow::Result<()> {
    ui.table(&to_table(rows))?;
    let of = |verdict| rows.iter().filter(|row| row.verdict == verdict).count();
    ui.tell(format!(
        "\n{}: {} normal, {} anomalous, {} rejected, {} not inspected",
        ui::count(rows.len(), "file"),
        of(Verdict::Normal),
        of(Verdict::Anomalous),
        of(Verdict::Rejected),
        of(Verdict::NotInspected),
    ));
    Ok(())
}

fn to_table(rows: &[Row]) -> Table {
    let mut table = Table::new([
        ("file", Align::Left),
        ("verdict", Align::Left),
        ("score", Align::Right),
        ("boxes", Align::Right),
        ("why or heat map", Align::Left),
    ]);
    for row in rows {
        let score = row
            .score
            .map_or(String::new(), |score| format!("{score:.3}"));
        let boxes = match row.boxes.len() {
            0 => String::new(),
            number => number.to_string(),
        };
        let more = match (&row.detail, &row.duplicate_of, &row.heat_map) {
            (Some(detail), _, _) => detail.clone(),
            (_, Some(original), _) => format!("same as {original}"),
            (_, _, Some(heat_map)) => heat_map.display().to_string(),
            _ => String::new(),
        };
        table.row([
            row.file.as_str(),
            row.verdict.as_str(),
            &score,
            &boxes,
            &more,
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(relative: &str) -> Found {
        let mut parts: Vec<_> = relative.rsplit('/').collect();
        parts.push("photos");
        Found {
            path: relative.into(),
            relative: relative.to_owned(),
            parent: parts[1].to_owned(),
        }
    }

    #[test]
    fn names_from_outside_become_safe_and_stay_apart() {
        let batch = BatchName::parse("inspect-1").unwrap();
        let class = DeviceClass::parse("own").unwrap();
        let all = vec![
            found("Küche 1/über.jpg"),
            found("_READY"),
            found("a b.jpg"),
            found("a-b.jpg"),
        ];
        let (files, pictures) = name_pictures(&batch, &class, all).unwrap();
        let keys: Vec<_> = files.keys().map(String::as_str).collect();
        insta::assert_snapshot!(keys.join("\n"), @r"
        incoming/inspect-1/own/K-che-1/00000-ber.jpg
        incoming/inspect-1/own/photos/00001-READY
        incoming/inspect-1/own/photos/00002-a-b.jpg
        incoming/inspect-1/own/photos/00003-a-b.jpg
        ");
        assert_eq!(pictures.len(), 4);
        assert_eq!(
            files["incoming/inspect-1/own/K-che-1/00000-ber.jpg"],
            "Küche 1/über.jpg"
        );
    }

    #[test]
    fn every_file_has_a_row_even_when_the_lake_lost_it() {
        let files = BTreeMap::from([
            ("in/0".to_owned(), "a.jpg".to_owned()),
            ("in/1".to_owned(), "b.jpg".to_owned()),
            ("in/2".to_owned(), "c.jpg".to_owned()),
        ]);
        let outcome = Outcome {
            verdict: Verdict::Anomalous,
            score: Some(0.91),
            scored_by: Some(ScoredBy::CloseLook),
            boxes: Vec::new(),
            heat_map: Some("prepared/own/d/1.heat.png".to_owned()),
            reason: None,
            detail: None,
            duplicate_of: None,
        };
        let duplicate = Outcome {
            duplicate_of: Some("in/0".to_owned()),
            ..outcome.clone()
        };
        let outcomes =
            BTreeMap::from([("in/0".to_owned(), outcome), ("in/1".to_owned(), duplicate)]);
        let heat_maps = BTreeMap::from([(
            "prepared/own/d/1.heat.png".to_owned(),
            PathBuf::from("target/inspect/b/d/0.heat.png"),
        )]);
        let rows = rows(&files, &outcomes, &heat_maps);
        insta::assert_snapshot!(ui::unstyled(&to_table(&rows).render(None)), @r"
        file   verdict        score  boxes  why or heat map
        a.jpg  anomalous      0.910         target/inspect/b/d/0.heat.png
        b.jpg  anomalous      0.910         same as a.jpg
        c.jpg  not-inspected                the lake has no row of it
        ");
        let json = serde_json::to_value(&rows[0]).unwrap();
        assert_eq!(json["scoredBy"], "close-look");
        assert_eq!(json["verdict"], "anomalous");
    }
}
