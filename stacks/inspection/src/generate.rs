//! From the configuration to files: a pure function, used to write them and to check them.

use std::collections::BTreeMap;

use cfn::Template;
use cfn::check::{Context, check_in};
use contracts::Bucket;
use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use manifest::{FORMAT, Function, Manifest, Names, Parameter, Query, Stack};
use registry::Registry;

use crate::catalog::{Catalog, catalog};
use crate::check::check_template;
use crate::config::Configuration;
use crate::environments::declarations;
use crate::pipeline_stack::{Pipeline, pipeline};
use crate::{Region, ResourceNames, declared, parse, storage};

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefact {
    /// Its path below `stacks/generated/`, with `/`.
    pub path: String,
    /// Its text, ending in a line feed.
    pub text: String,
}

/// The names of the environments.
pub fn environments() -> Vec<&'static str> {
    declarations()
        .iter()
        .map(|declared| declared.environment)
        .collect()
}

/// The files of an environment, in all of its regions.
///
/// # Errors
/// Every mistake in the configuration, the workflow, the queries and the templates.
pub fn generate(environment: &str) -> Result<Vec<Artefact>, Diagnostics> {
    let declarations = declarations();
    let Some(declaration) = declarations.iter().find(|d| d.environment == environment) else {
        let known = declarations.iter().map(|d| d.environment);
        let help = match nearest(environment, known.clone()) {
            Some(near) => format!("did you mean {near:?}?"),
            None => format!("known: {}", known.collect::<Vec<_>>().join(", ")),
        };
        let text = format!("there is no environment {environment:?}");
        let problem = Diagnostic::error("config::unknown-environment", Address::root(), text);
        return Err(Diagnostics::from_iter([problem.with_help(help)]));
    };
    let configuration = parse(declaration)?;
    let mut out = Vec::new();
    for region in &configuration.regions {
        out.extend(generate_region(&configuration, region)?);
    }
    Ok(out)
}

fn generate_region(
    configuration: &Configuration,
    region: &Region,
) -> Result<Vec<Artefact>, Diagnostics> {
    let names = ResourceNames::new(configuration, region);
    let folder = format!("{}/{region}", configuration.environment);
    let place: Address = [configuration.environment.as_str(), region.as_str()]
        .into_iter()
        .collect();
    let mut catalog = catalog(configuration, &names)?;
    let mut pipeline = pipeline(configuration, &names)?;
    let mut storage = storage::template(configuration, &names, &catalog.tables);
    for template in [&mut storage, &mut catalog.template, &mut pipeline.template] {
        declared::mark(template, configuration, region);
    }
    let templates = [
        ("storage", &storage),
        ("catalog", &catalog.template),
        ("inspection", &pipeline.template),
    ];
    let mut found = Diagnostics::new();
    let registry = Registry::vendored();
    for (name, template) in templates {
        let address = place.join(name);
        let context = Context::new(template, &address, &registry).in_regions([region.to_string()]);
        found.extend(check_in(&context));
        found.extend(check_template(template, &address));
        found.extend(declared::check_declared(template, &address));
    }
    found.extend(check_machine(&pipeline, &place));
    if found.has_errors() {
        return Err(found);
    }
    let mut out = Files {
        folder,
        files: Vec::new(),
    };
    for (name, template) in templates {
        out.add(&template_file(name), template.render());
    }
    out.add(
        "inspection.asl.json",
        format!("{:#}\n", pipeline.definition),
    );
    for table in &catalog.tables {
        let ddl = schema::create_table_ddl(table, &catalog.lake);
        out.add(&format!("tables/{}.sql", table.name), ddl);
    }
    for (name, ddl) in &catalog.views {
        out.add(&format!("views/{name}.sql"), ddl.clone());
    }
    for (query, prepared) in &catalog.queries {
        out.add(&query_file(&query.name), prepared.sql.clone());
    }
    let manifest = manifest(
        configuration,
        region,
        &names,
        templates,
        &pipeline,
        &catalog,
    );
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| {
        let problem = Diagnostic::error("generate::manifest", place, error.to_string());
        Diagnostics::from_iter([problem])
    })?;
    out.add("manifest.json", format!("{text}\n"));
    Ok(out.files)
}

/// The state machine is checked as Step Functions would: what the typed builder cannot know
/// (limits, expressions) is told before anything is deployed.
fn check_machine(pipeline: &Pipeline, place: &Address) -> Diagnostics {
    let text = pipeline.definition.to_string();
    let (machine, mut problems) = asl::parse_definition(&text);
    if let Some(machine) = machine {
        problems.extend(asl::check_machine(&machine, asl::ExecutionType::Standard));
    }
    let inner = problems.into_iter().map(|mut problem| {
        let definition = place.join("inspection.asl.json");
        problem.address = definition.join_all(problem.address.segments());
        problem
    });
    inner.collect()
}

struct Files {
    folder: String,
    files: Vec<Artefact>,
}

impl Files {
    fn add(&mut self, name: &str, text: String) {
        self.files.push(Artefact {
            path: format!("{}/{name}", self.folder),
            text,
        });
    }
}

fn template_file(stack: &str) -> String {
    format!("{stack}.template.json")
}

fn query_file(name: &str) -> String {
    format!("queries/{name}.sql")
}

fn manifest(
    configuration: &Configuration,
    region: &Region,
    names: &ResourceNames,
    templates: [(&str, &Template); 3],
    pipeline: &Pipeline,
    catalog: &Catalog,
) -> Manifest {
    let tags: BTreeMap<String, String> = [
        ("project", "sightline"),
        ("environment", configuration.environment.as_str()),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .into();
    let keys: BTreeMap<String, Parameter> = pipeline
        .functions
        .iter()
        .map(|function| {
            let from = Parameter::FunctionKey {
                function: function.task.to_owned(),
            };
            (function.key_parameter.to_string(), from)
        })
        .collect();
    let stacks = templates.map(|(stack, template)| Stack {
        name: names.stack(stack),
        template: template_file(stack),
        named_iam: template
            .resources()
            .values()
            .any(|r| r.kind().starts_with("AWS::IAM::")),
        parameters: if stack == "inspection" {
            keys.clone()
        } else {
            BTreeMap::new()
        },
        tags: tags.clone(),
    });
    let projects = if configuration.first_look.custom_labels {
        let classes = configuration.device_classes.iter();
        classes
            .map(|class| {
                (
                    class.to_string(),
                    names.custom_labels_project(class.as_str()),
                )
            })
            .collect()
    } else {
        BTreeMap::new()
    };
    Manifest {
        format: FORMAT,
        environment: configuration.environment.to_string(),
        region: region.to_string(),
        account: configuration.account.to_string(),
        embedded: configuration.embedded,
        stacks: stacks.into(),
        functions: pipeline
            .functions
            .iter()
            .map(|function| Function {
                name: function.task.to_owned(),
                function_name: function.name.clone(),
                binary: function.task.to_owned(),
                architecture: "arm64".to_owned(),
            })
            .collect(),
        device_classes: configuration
            .device_classes
            .iter()
            .map(ToString::to_string)
            .collect(),
        picture_limits: configuration.limits.clone(),
        own_pictures_class: configuration
            .own_pictures_class
            .as_ref()
            .map(ToString::to_string),
        custom_labels_projects: projects,
        names: Names {
            pictures_bucket: names.bucket(Bucket::Pictures),
            lake_bucket: names.bucket(Bucket::Lake),
            artefacts_bucket: names.artefacts_bucket(),
            results_bucket: names.results_bucket(),
            database: names.database(),
            workgroup: names.workgroup(),
            state_machine: names.state_machine(),
        },
        queries: catalog
            .queries
            .iter()
            .map(|(query, prepared)| Query {
                name: query.name.clone(),
                description: query.description.clone(),
                owner: query.owner.clone(),
                columns: query.columns.clone(),
                file: query_file(&query.name),
                parameters: prepared.parameters.clone(),
            })
            .collect(),
    }
}
