//! From the configuration to files: a pure function, used to write them and to check them.

use std::collections::BTreeMap;

use cfn::Template;
use cfn::check::{Context, check_in};
use contracts::Bucket;
use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use manifest::{Bootstrap, FORMAT, Function, Manifest, Names, Parameter, Query, Rollout, Stack};
use registry::Registry;

use crate::catalog::{Catalog, catalog};
use crate::check::check_template;
use crate::config::{Configuration, Declaration};
use crate::environments::declarations;
use crate::pipeline_stack::{Pipeline, pipeline};
use crate::{Region, ResourceNames, bootstrap, close_look, declared, neighbours, parse, storage};

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
    let found = neighbours::check(&declarations);
    if found.has_errors() {
        return Err(found);
    }
    generate_declared(declaration)
}

/// The files of an environment that is declared elsewhere, in all of its regions.
///
/// # Errors
/// Every mistake in the configuration, the workflow, the queries and the templates.
pub fn generate_declared(declaration: &Declaration) -> Result<Vec<Artefact>, Diagnostics> {
    let configuration = parse(declaration)?;
    let mut stacks = Vec::new();
    for region in &configuration.regions {
        stacks.push(Stacks::new(&configuration, region)?);
    }
    // Roles are an account's: they are derived from the stacks of all regions.
    let templates: Vec<&Template> = stacks
        .iter()
        .flat_map(|stacks| stacks.templates().map(|(_, template)| template))
        .collect();
    let mut out = Vec::new();
    for of_region in &stacks {
        out.extend(generate_region(&configuration, of_region, &templates)?);
    }
    Ok(out)
}

/// The stacks of a region.
struct Stacks<'a> {
    region: &'a Region,
    names: ResourceNames,
    storage: Template,
    catalog: Catalog,
    pipeline: Pipeline,
}

impl<'a> Stacks<'a> {
    fn new(configuration: &Configuration, region: &'a Region) -> Result<Self, Diagnostics> {
        let names = ResourceNames::new(configuration, region);
        let catalog = catalog(configuration, &names)?;
        let mut stacks = Self {
            region,
            storage: storage::template(configuration, &names, &catalog.tables),
            catalog,
            pipeline: pipeline(configuration, &names, region)?,
            names,
        };
        for template in [
            &mut stacks.storage,
            &mut stacks.catalog.template,
            &mut stacks.pipeline.template,
        ] {
            declared::mark(template, configuration, region);
        }
        Ok(stacks)
    }

    /// In the order of their deploy.
    const fn templates(&self) -> [(&'static str, &Template); 3] {
        [
            ("storage", &self.storage),
            ("catalog", &self.catalog.template),
            ("inspection", &self.pipeline.template),
        ]
    }
}

fn generate_region(
    configuration: &Configuration,
    stacks: &Stacks<'_>,
    all: &[&Template],
) -> Result<Vec<Artefact>, Diagnostics> {
    let Stacks {
        region,
        catalog,
        pipeline,
        ..
    } = stacks;
    let folder = format!("{}/{region}", configuration.environment);
    let place: Address = [configuration.environment.as_str(), region.as_str()]
        .into_iter()
        .collect();
    let mut bootstrap =
        bootstrap::template(configuration, region, all, &place.join(bootstrap::STACK))?;
    declared::mark(&mut bootstrap, configuration, region);
    let [storage, tables, inspection] = stacks.templates();
    let templates = [(bootstrap::STACK, &bootstrap), storage, tables, inspection];
    let mut found = Diagnostics::new();
    let registry = Registry::vendored();
    for (name, template) in templates {
        let address = place.join(name);
        let context = Context::new(template, &address, &registry).in_regions([region.to_string()]);
        found.extend(check_in(&context));
        found.extend(check_template(template, &address));
        found.extend(declared::check_against(
            template,
            &address,
            configuration,
            region,
        ));
    }
    found.extend(check_machines(pipeline, &place));
    if found.has_errors() {
        return Err(found);
    }
    let mut out = Files {
        folder,
        files: Vec::new(),
    };
    out.add(
        &template_file(bootstrap::STACK),
        bootstrap.render_filled(bootstrap::LONGEST_BODY),
    );
    for (name, template) in stacks.templates() {
        out.add(&template_file(name), template.render());
    }
    for (file, definition) in pipeline.definitions() {
        out.add(file, format!("{definition:#}\n"));
    }
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
    let manifest = manifest(configuration, stacks, &bootstrap);
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| {
        let problem = Diagnostic::error("generate::manifest", place, error.to_string());
        Diagnostics::from_iter([problem])
    })?;
    out.add("manifest.json", format!("{text}\n"));
    Ok(out.files)
}

/// The state machines are checked as Step Functions would: what the typed builder cannot know
/// (limits, expressions) is told before anything is deployed.
fn check_machines(pipeline: &Pipeline, place: &Address) -> Diagnostics {
    let mut found = Diagnostics::new();
    for (file, definition) in pipeline.definitions() {
        let (machine, mut problems) = asl::parse_definition(&definition.to_string());
        if let Some(machine) = machine {
            problems.extend(asl::check_machine(&machine, asl::ExecutionType::Standard));
        }
        found.extend(problems.into_iter().map(|mut problem| {
            let definition = place.join(file);
            problem.address = definition.join_all(problem.address.segments());
            problem
        }));
    }
    found
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
    of_region: &Stacks<'_>,
    bootstrap: &Template,
) -> Manifest {
    let Stacks {
        region,
        names,
        catalog,
        pipeline,
        ..
    } = of_region;
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
    let stacks = of_region.templates().map(|(name, template)| {
        let parameters = match name {
            "inspection" => keys.clone(),
            _ => BTreeMap::new(),
        };
        stack(configuration, names, (name, template), parameters)
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
        bootstrap: bootstrap_of(configuration, names, region, bootstrap),
        rollout: Rollout {
            wave: configuration.wave(region),
            regions_at_once: configuration.regions_at_once,
        },
        stacks: stacks.into(),
        functions: pipeline
            .functions
            .iter()
            .map(|function| Function {
                name: function.task.to_owned(),
                function_name: function.name.clone(),
                binary: function.program.to_owned(),
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
        close_look: close_look::told(configuration, names, region),
        training_image: configuration
            .learning
            .by
            .job()
            .map(|job| job.image_in(region.as_str())),
        names: Names {
            pictures_bucket: names.bucket(Bucket::Pictures),
            lake_bucket: names.bucket(Bucket::Lake),
            artefacts_bucket: names.artefacts_bucket(),
            results_bucket: names.results_bucket(),
            database: names.database(),
            workgroup: names.workgroup(),
            state_machine: names.state_machine(),
            model_machine: Some(names.model_machine()),
            monitor_machine: Some(names.monitor_machine()),
            backfill_machine: pipeline
                .backfill_definition
                .as_ref()
                .map(|_| names.backfill_machine()),
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

fn stack(
    configuration: &Configuration,
    names: &ResourceNames,
    (name, template): (&str, &Template),
    parameters: BTreeMap<String, Parameter>,
) -> Stack {
    let tags = [
        ("project", "sightline"),
        ("environment", configuration.environment.as_str()),
    ];
    Stack {
        name: names.stack(name),
        template: template_file(name),
        named_iam: template
            .resources()
            .values()
            .any(|r| r.kind().starts_with("AWS::IAM::")),
        parameters,
        tags: tags
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
    }
}

fn bootstrap_of(
    configuration: &Configuration,
    names: &ResourceNames,
    region: &Region,
    template: &Template,
) -> Bootstrap {
    let home = configuration.home_region().unwrap_or(region);
    let ci = configuration.ci.as_ref();
    let role = |of: &str| names.account_role_arn(of);
    Bootstrap {
        stack: stack(
            configuration,
            names,
            (bootstrap::STACK, template),
            BTreeMap::new(),
        ),
        home_region: home.to_string(),
        execution_role: Some(role(bootstrap::EXECUTION)),
        deploy_role: ci.map(|_| role(bootstrap::DEPLOY)),
        plan_role: ci.map(|_| role(bootstrap::PLAN)),
        github_environment: ci.map(|ci| ci.github_environment.to_owned()),
    }
}
