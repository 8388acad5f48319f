//! The workflow that watches models: for every class, which pictures to compare, the drift of the query
//! `class-drift`, and the metrics that the alarms are on. A class that cannot be asked keeps no other
//! from being so, and is told.

use contracts::DeviceClass;
use contracts::monitoring::{
    Comparison, MetricDatum, MetricDimension, MonitorInput, WatchVerdict, Watched, Windows,
    WindowsInput, metrics,
};
use contracts::recording::ChunkFailure;
use contracts::tasks::ChooseWindows;
use diagnostics::Diagnostics;
use flow::{Condition, Expr, Flow, Object, Retry, Workflow};

use crate::config::Configuration;
use crate::question::{Given, question};

/// Classes that are asked about at once: Athena grants some 20 queries at once to an account.
const CLASSES_AT_ONCE: u32 = 4;
/// The longest that a query may take, in seconds: Athena's own limit.
const LONGEST_QUERY: u64 = 1_800;

/// The workflow of a configuration.
///
/// # Errors
/// What is wrong with the flow; its tests show that nothing is.
pub(crate) fn workflow(configuration: &Configuration) -> Result<Workflow, Diagnostics> {
    let mut flow = Flow::<MonitorInput>::new(
        "Holds what models see today against what they were made for, and tells by metrics.",
    );
    let named = flow.input().get(MonitorInput::DEVICE_CLASS);
    let watched = flow.variable::<Vec<Watched>>("watched");
    let classes = named.is_present().choose(
        &Expr::array([named.assume_present()]),
        &Expr::value(&configuration.device_classes),
    );
    let inner = of_class(configuration)?;
    let each = flow.for_each("WatchClasses", &classes, CLASSES_AT_ONCE, inner, &watched);
    let failed = watched.those(|class| class.get(Watched::VERDICT).is(&WatchVerdict::Failed));
    let why = failed
        .each(|class| {
            let failure = class.get(Watched::FAILURE).assume_present();
            Ok::<_, Diagnostics>(Expr::concat([
                &class.get(Watched::DEVICE_CLASS).to_text(),
                &Expr::literal(": "),
                &failure.get(ChunkFailure::ERROR),
                &Expr::literal(": "),
                &failure.get(ChunkFailure::CAUSE).assume_present(),
            ]))
        })?
        .in_one("; ");
    let any_failed = flow.choice("AnyFailed");
    let tell = flow.publish(
        "NotifyNotWatched",
        &Expr::literal("Sightline: models could not be watched"),
        &why,
    );
    let fail = flow.fail("WatchFailed", "WatchFailed", &why);
    let done = flow.succeed("WatchedAll", Some(watched));
    flow.start_at(&each);
    flow.then(&each, &any_failed);
    flow.when(&any_failed, &failed.is_filled(), &tell);
    flow.otherwise(&any_failed, &done);
    flow.then(&tell, &fail);
    flow.retry(&tell, &Retry::topic_faults());
    flow.pass_over(&tell, &fail);
    flow.finish()
}

/// What is done for a class.
fn of_class(configuration: &Configuration) -> Result<Flow<MonitorInput>, Diagnostics> {
    let rules = configuration.monitoring;
    let mut flow = Flow::<MonitorInput>::new("Compares the pictures of a class then and now.");
    let class = flow.item::<DeviceClass>();
    let choose = flow.task::<ChooseWindows>(
        "ChooseWindows",
        Object::new()
            .set(WindowsInput::DEVICE_CLASS, class.clone())
            .set(WindowsInput::AT, flow.execution_start())
            .set(
                WindowsInput::RECENT_DAYS,
                Expr::value(&u64::from(rules.recent_days)),
            )
            .set(
                WindowsInput::FEEDBACK_DAYS,
                Expr::value(&configuration.feedback_days()),
            ),
    );
    let windows = choose.output();
    let version = windows.get(Windows::VERSION);
    let told = |text: Expr<String>| Given::Told(text);
    let fixed = |text: String| Given::Fixed(text);
    let asked = question(
        "class-drift",
        &[
            ("device_class", told(class.to_text())),
            ("model", told(version.assume_present())),
            ("first_day", told(windows.get(Windows::FIRST_DAY))),
            ("reference_from", told(windows.get(Windows::REFERENCE_FROM))),
            (
                "reference_until",
                told(windows.get(Windows::REFERENCE_UNTIL)),
            ),
            ("recent_from", told(windows.get(Windows::RECENT_FROM))),
            ("pictures", fixed(rules.most_pictures.to_string())),
            ("least", fixed(rules.least_pictures.to_string())),
            ("index_at_least", fixed(rules.index_at_least.to_string())),
            ("p_value_below", fixed(rules.p_value_below.to_string())),
        ],
    )?;
    let rows = flow.variable::<Vec<Comparison>>("comparisons");
    let asked = flow.question(("AskDrift", "ReadDrift"), &asked, &rows, |row| {
        Object::new()
            .set(Comparison::MEASURE, row.text(0))
            .set(Comparison::REFERENCE, row.number(1))
            .set(Comparison::RECENT, row.number(2))
            .set(Comparison::PSI, row.optional_number(3))
            .set(Comparison::KS, row.optional_number(4))
            .set(Comparison::P_VALUE, row.optional_number(5))
            .set(Comparison::VERDICT, row.text(6))
    });
    let is = |row: &Expr<Comparison>, word: &str| row.get(Comparison::VERDICT).is(&word.to_owned());
    let drifted = rows.those(|row| is(row, Comparison::DRIFTED)).is_filled();
    let decided = rows
        .those(|row| is(row, Comparison::TOO_FEW).not())
        .is_filled();
    let verdict = drifted.choose(
        &Expr::value(&WatchVerdict::Drifted),
        &decided.choose(
            &Expr::value(&WatchVerdict::Stable),
            &Expr::value(&WatchVerdict::TooFew),
        ),
    );
    let measured = Measured {
        configuration,
        class: &class,
        rows: &rows,
    };
    let put = flow.put_metrics(
        "PutMetrics",
        metrics::NAMESPACE,
        &measured.metrics(&drifted, &decided)?,
    );
    let say = |verdict: Expr<WatchVerdict>, rows: &Expr<Vec<Comparison>>, failure| {
        Object::<Watched>::new()
            .set(Watched::DEVICE_CLASS, class.clone())
            .set(Watched::VERDICT, verdict)
            .set(Watched::COMPARISONS, rows.clone())
            .set(Watched::FAILURE, failure)
    };
    let none = Expr::array([]);
    let watched = say(verdict, &rows, Expr::value(&None));
    let watched = watched.set(Watched::VERSION, version.clone());
    let done = flow.succeed("Watched", Some(watched.into_expression()?));
    let unwatched = say(
        Expr::value(&WatchVerdict::NoModel),
        &none,
        Expr::value(&None),
    );
    let unwatched = flow.succeed("NoModelIsLive", Some(unwatched.into_expression()?));
    let not_watched = say(Expr::value(&WatchVerdict::Failed), &none, flow.failure());
    let not_watched = flow.succeed("NotWatched", Some(not_watched.into_expression()?));
    let has_model = flow.choice("HasModel");
    flow.start_at(&choose);
    flow.then(&choose, &has_model);
    flow.when(&has_model, &version.is_present(), &asked.ask);
    flow.otherwise(&has_model, &unwatched);
    flow.then(&asked.read, &put);
    flow.then(&put, &done);
    flow.retry(&choose, &Retry::service_faults());
    flow.catch_all(&choose, &not_watched);
    flow.time_out(&asked.ask, LONGEST_QUERY);
    for step in [&asked.ask, &asked.read, &put] {
        flow.retry(step, &Retry::lake_faults());
        flow.catch_all(step, &not_watched);
    }
    Ok(flow)
}

/// What is told of a class.
struct Measured<'a> {
    configuration: &'a Configuration,
    class: &'a Expr<DeviceClass>,
    rows: &'a Expr<Vec<Comparison>>,
}

impl Measured<'_> {
    fn metrics(
        &self,
        drifted: &Condition,
        decided: &Condition,
    ) -> Result<Expr<Vec<MetricDatum>>, Diagnostics> {
        let flag = |condition: &Condition, is: f64| {
            condition.choose(&Expr::value(&is), &Expr::value(&(1.0 - is)))
        };
        let of_class = self.dimensions(None)?;
        let says = |name: &str, value| datum(name, value, of_class.clone());
        // Where nothing can be said, nothing is put: the alarm stays in its state.
        let verdict = says(metrics::DRIFTED, flag(drifted, 1.0))?;
        let verdict = decided.choose(&Expr::array([verdict]), &Expr::array([]));
        let undecided = Expr::array([says(metrics::UNDECIDED, flag(decided, 0.0))?]);
        let mut all = vec![undecided, verdict];
        for (name, field) in [
            (metrics::INDEX, Comparison::PSI),
            (metrics::STATISTIC, Comparison::KS),
            (metrics::P_VALUE, Comparison::P_VALUE),
        ] {
            all.push(self.of_measures(name, |row| row.get(field))?);
        }
        all.push(self.of_measures(metrics::RECENT, |row| row.get(Comparison::RECENT).some())?);
        Ok(Expr::joined(&all))
    }

    /// A metric of each measure that has a value.
    fn of_measures(
        &self,
        name: &str,
        value: impl Fn(&Expr<Comparison>) -> Expr<Option<f64>>,
    ) -> Result<Expr<Vec<MetricDatum>>, Diagnostics> {
        let there = self.rows.those(|row| value(row).is_present());
        there.each(|row| {
            let dimensions = self.dimensions(Some(row.get(Comparison::MEASURE)))?;
            datum(name, value(row).assume_present(), dimensions)
        })
    }

    fn dimensions(
        &self,
        measure: Option<Expr<String>>,
    ) -> Result<Expr<Vec<MetricDimension>>, Diagnostics> {
        let environment = Expr::literal(self.configuration.environment.as_str());
        let mut dimensions = vec![
            dimension(metrics::ENVIRONMENT, environment)?,
            dimension(metrics::DEVICE_CLASS, self.class.to_text())?,
        ];
        if let Some(measure) = measure {
            dimensions.push(dimension(metrics::MEASURE, measure)?);
        }
        Ok(Expr::array(dimensions))
    }
}

fn dimension(name: &str, value: Expr<String>) -> Result<Expr<MetricDimension>, Diagnostics> {
    Object::new()
        .set(MetricDimension::NAME, Expr::literal(name))
        .set(MetricDimension::VALUE, value)
        .into_expression()
}

fn datum(
    name: &str,
    value: Expr<f64>,
    dimensions: Expr<Vec<MetricDimension>>,
) -> Result<Expr<MetricDatum>, Diagnostics> {
    Object::new()
        .set(MetricDatum::METRIC_NAME, Expr::literal(name))
        .set(MetricDatum::VALUE, value)
        .set(MetricDatum::DIMENSIONS, dimensions)
        .into_expression()
}
