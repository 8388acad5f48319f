//! `query`: the shipped queries, listed or asked.

use anyhow::Context;
use grammar::{QueryArgs, RowFormat};
use manifest::{Manifest, Query};
use serde_json::json;
use ui::{Align, Exit, Problem, Table, Ui};

use super::smoke::deployed;
use crate::artefacts::Artefacts;
use crate::lake::{self, Answer};
use crate::session::{Folders, Session};
use crate::{literal, parquet_rows};

/// Lists the queries, or asks one.
pub(crate) async fn run(ui: &Ui, folders: &Folders, args: &QueryArgs) -> anyhow::Result<Exit> {
    let place = &args.place;
    let artefacts = Artefacts::open_one(
        &folders.workspace,
        &place.environment,
        place.region.as_deref(),
    )?;
    let Some(name) = &args.name else {
        list(ui, &artefacts.manifest.queries, args.format)?;
        return Ok(Exit::Fine);
    };
    if args.format == RowFormat::Parquet && args.output.is_none() && !args.explain {
        return Err(Problem::new("a Parquet file is nothing for a terminal")
            .next("say where it goes: `--output rows.parquet`")
            .into());
    }
    // Mistakes in the question are told before anything is started.
    let query = find(&artefacts.manifest, name)?.clone();
    literal::parameters(name, &query.parameters, &args.parameters)?;
    let session = Session::open(ui, folders, artefacts).await?;
    deployed(&session).await?;
    if args.explain {
        return explain(ui, &session, &query, args).await;
    }
    let answer = ask(&session, &query, &args.parameters).await?;
    if let Some(path) = &args.output {
        let mut file = Vec::new();
        match args.format {
            RowFormat::Table => file.extend_from_slice(to_table(&answer).render(None).as_bytes()),
            RowFormat::Json => serde_json::to_writer_pretty(&mut file, &answer.to_json())?,
            RowFormat::Csv => file.extend_from_slice(to_csv(&answer).as_bytes()),
            RowFormat::Parquet => parquet_rows::write(&answer, &mut file)?,
        }
        std::fs::write(path, file).with_context(|| format!("cannot write {}", path.display()))?;
        let rows = ui::count(answer.rows.len(), "row");
        ui.status("Write", format!("{rows} to {}", path.display()));
        return Ok(Exit::Fine);
    }
    match args.format {
        RowFormat::Json => ui.json(&answer.to_json())?,
        RowFormat::Csv => ui.data(to_csv(&answer))?,
        RowFormat::Table | RowFormat::Parquet => {
            ui.table(&to_table(&answer))?;
            ui.tell(ui::count(answer.rows.len(), "row"));
        }
    }
    Ok(Exit::Fine)
}

/// The plan by which Athena answers, and the bytes that it reads. Athena tells the one without
/// reading anything; for the other the query is run.
async fn explain(
    ui: &Ui,
    session: &Session,
    query: &Query,
    args: &QueryArgs,
) -> anyhow::Result<Exit> {
    let sql = session.artefacts.text(&query.file)?;
    let literals = literal::parameters(&query.name, &query.parameters, &args.parameters)?;
    let sql = literal::in_place(&sql, &literals);
    let plan = lake::ask(session, &query.name, &format!("EXPLAIN {sql}"), Vec::new()).await?;
    let answer = lake::ask(session, &query.name, &sql, Vec::new()).await?;
    let plan: Vec<&str> = plan
        .rows
        .iter()
        .filter_map(|row| row.first().and_then(Option::as_deref))
        .collect();
    if args.format == RowFormat::Json {
        ui.json(&json!({
            "query": query.name,
            "sql": sql,
            "plan": plan,
            "rows": answer.rows.len(),
            "bytesScanned": answer.scanned,
        }))?;
        return Ok(Exit::Fine);
    }
    ui.data(plan.join("\n") + "\n")?;
    ui.tell(format!(
        "{}, {} of the lake read",
        ui::count(answer.rows.len(), "row"),
        ui::count(
            usize::try_from(answer.scanned).unwrap_or(usize::MAX),
            "byte"
        )
    ));
    Ok(Exit::Fine)
}

/// The query of that name.
pub(crate) fn find<'a>(manifest: &'a Manifest, name: &str) -> Result<&'a Query, Problem> {
    let queries = &manifest.queries;
    if let Some(query) = queries.iter().find(|query| query.name == name) {
        return Ok(query);
    }
    let names: Vec<_> = queries.iter().map(|query| query.name.as_str()).collect();
    let problem = Problem::new(format!("there is no query {name:?}: {}", names.join(", ")));
    Err(match diagnostics::nearest(name, names) {
        Some(near) => problem.next(format!("did you mean {near:?}?")),
        None => problem.next("run `cargo xtask query` for what each of them tells"),
    })
}

/// Asks it, with the values that were given and the defaults.
pub(crate) async fn ask(
    session: &Session,
    query: &Query,
    given: &[(String, String)],
) -> anyhow::Result<Answer> {
    let sql = session.artefacts.text(&query.file)?;
    let literals = literal::parameters(&query.name, &query.parameters, given)?;
    lake::ask(session, &query.name, &sql, literals).await
}

/// The answer for people; NULL is an empty cell.
pub(crate) fn to_table(answer: &Answer) -> Table {
    let columns = answer.columns.iter().map(|column| {
        let align = match column.is_number() {
            true => Align::Right,
            false => Align::Left,
        };
        (column.name.clone(), align)
    });
    let mut table = Table::new(columns);
    for row in &answer.rows {
        table.row(row.iter().map(|cell| cell.as_deref().unwrap_or_default()));
    }
    table
}

fn to_csv(answer: &Answer) -> String {
    let header = answer.columns.iter().map(|column| column.name.as_str());
    let mut out = ui::csv_row(header) + "\r\n";
    for row in &answer.rows {
        let cells = row.iter().map(|cell| cell.as_deref().unwrap_or_default());
        out.push_str(&ui::csv_row(cells));
        out.push_str("\r\n");
    }
    out
}

fn list(ui: &Ui, queries: &[Query], format: RowFormat) -> anyhow::Result<()> {
    if format == RowFormat::Json {
        let queries: Vec<_> = queries
            .iter()
            .map(|query| {
                json!({
                    "name": query.name,
                    "description": query.description,
                    "owner": query.owner,
                    "columns": query.columns,
                    "parameters": distinct(query),
                })
            })
            .collect();
        ui.json(&queries)?;
        return Ok(());
    }
    let mut table = Table::new([
        ("query", Align::Left),
        ("parameters", Align::Left),
        ("description", Align::Left),
    ]);
    let mut csv = ui::csv_row(["query", "parameters", "description"]) + "\r\n";
    for query in queries {
        let parameters: Vec<_> = distinct(query)
            .iter()
            .map(|parameter| format!("{}={}", parameter.name, parameter.default))
            .collect();
        let cells = [
            query.name.as_str(),
            &parameters.join(" "),
            &query.description,
        ];
        csv.push_str(&ui::csv_row(cells));
        csv.push_str("\r\n");
        table.row(cells);
    }
    match format {
        RowFormat::Csv => ui.data(csv)?,
        _ => {
            ui.table(&table)?;
            ui.tell("\nAsk one: cargo xtask query NAME [--param NAME=VALUE]");
        }
    }
    Ok(())
}

/// The query's parameters, each once.
fn distinct(query: &Query) -> Vec<&manifest::QueryParameter> {
    let mut parameters: Vec<&manifest::QueryParameter> = Vec::new();
    for parameter in &query.parameters {
        if !parameters.iter().any(|known| known.name == parameter.name) {
            parameters.push(parameter);
        }
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::Column;

    #[test]
    fn null_is_an_empty_field() {
        let answer = Answer {
            columns: vec![
                Column {
                    name: "device".to_owned(),
                    kind: "varchar".to_owned(),
                },
                Column {
                    name: "defects".to_owned(),
                    kind: "bigint".to_owned(),
                },
            ],
            rows: vec![
                vec![Some("a,b".to_owned()), None],
                vec![Some("c".to_owned()), Some("3".to_owned())],
            ],
            scanned: 0,
        };
        assert_eq!(to_csv(&answer), "device,defects\r\n\"a,b\",\r\nc,3\r\n");
        insta::assert_snapshot!(ui::unstyled(&to_table(&answer).render(None)), @r"
        device  defects
        a,b
        c             3
        ");
    }

    #[test]
    fn an_unknown_query_names_those_that_exist() {
        let text = crate::artefacts::tests::manifest_text();
        let mut manifest: Manifest = serde_json::from_str(&text).unwrap();
        manifest.queries.push(Query {
            name: "repair-backlog".to_owned(),
            description: "What to repair first.".to_owned(),
            owner: "maintenance planning".to_owned(),
            columns: Vec::new(),
            file: "queries/repair-backlog.sql".to_owned(),
            parameters: Vec::new(),
        });
        let problem = find(&manifest, "repair-baklog").unwrap_err();
        let text = ui::render_error(&problem);
        assert!(text.contains("did you mean \"repair-backlog\"?"), "{text}");
    }
}
