//! One template through every form.

use super::*;

fn found() -> (Vec<Source>, Vec<Found>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.yaml");
    let text = "Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      \
                TopicName: !Ref Nam\n    Type: AWS::SNS::Topic\n";
    fs::write(&path, text).unwrap();
    let mut found = Vec::new();
    let source = read(&path, "dir/a b.yaml".to_owned(), Vec::new(), &mut found).unwrap();
    check(&source, &Registry::vendored(), &mut found);
    (vec![source], found)
}

#[test]
fn people_see_file_line_and_path() {
    let (_, found) = found();
    let text = ui::unstyled(&report::text(&found));
    assert!(text.contains("at: dir/a b.yaml:6:5"), "{text}");
    assert!(text.contains("dir/a b.yaml:5:18"), "{text}");
    assert!(
        text.contains("Resources.A.Properties.TopicName.Ref"),
        "{text}"
    );
}

#[test]
fn programs_see_line_and_column() {
    let (sources, found) = found();
    let json = report::json(&sources, &found);
    assert_eq!(json["files"][0]["valid"], false);
    assert_eq!(
        json["files"][0]["diagnostics"][0]["code"],
        "cfn::duplicate-key"
    );
    assert_eq!(json["files"][0]["diagnostics"][0]["line"], 6);
}

#[test]
fn github_and_sarif_escape_what_they_must() {
    let (_, found) = found();
    let text = report::github(&found);
    assert!(
        text.starts_with("::error file=dir/a b.yaml,line=6,col=5,title=cfn%3A%3A"),
        "{text}"
    );
    let sarif = sarif::render(&found);
    let result = &sarif["runs"][0]["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "dir/a%20b.yaml");
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(
        sarif["runs"][0]["tool"]["driver"]["rules"][index]["id"],
        result["ruleId"]
    );
}

#[test]
fn what_was_read_is_counted_by_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("views")).unwrap();
    let mut found = Vec::new();
    let mut read = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        read(&path, name.to_owned(), Vec::new(), &mut found).unwrap()
    };
    let query = read("q.sql.hbs", "SELECT 1\n");
    let view = read("views/v.sql.hbs", "SELECT 1\n");
    let template = read("a.json", "{}");
    let sources = [query, view, template];
    assert_eq!(counted(&sources[..1]), "1 query");
    assert_eq!(counted(&sources), "1 template, 1 query, 1 view");
    let [query, view, template] = sources;
    let more = read("b.yaml", "{}");
    assert_eq!(counted(&[template, query, more]), "2 templates, 1 query");
    assert_eq!(counted(&[view]), "1 view");
}

#[test]
fn a_file_that_is_not_there_can_be_fixed() {
    let args = TemplatesArgs {
        files: vec!["no/such.sql.hbs".into()],
        regions: Vec::new(),
        format: Findings::Text,
        strict: false,
    };
    let ui = Ui::new();
    let error = run(&ui, &args).unwrap_err();
    let text = ui::unstyled(&ui::render_error(error.as_ref()));
    assert!(text.contains("cannot read no/such.sql.hbs"), "{text}");
    assert!(text.contains("No such file"), "{text}");
    assert_eq!(ui.error(error.as_ref()), Exit::Fixable);
}
