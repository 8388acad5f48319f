//! The steps of a training without a dataset of its own: what the field has told since the live version
//! was trained, in pictures and repairs, becomes one.

use contracts::DeviceClass;
use contracts::monitoring::{CollectInput, Collected, FieldPicture, Windows, WindowsInput};
use contracts::tasks::{ChooseWindows, CollectPictures};
use contracts::training::ModelInput;
use diagnostics::Diagnostics;
use flow::{Asked, Assignments, Expr, Flow, Object, Retry, StepRef, TaskStep};

use crate::config::Configuration;
use crate::question::{Given, question};

/// Most pictures from the field in a dataset, and most of them without feedback: rows have to fit into
/// a state of 256 KiB, and pictures that nobody has looked at are not to outweigh those that somebody
/// has.
const MOST: u32 = 400;
const MOST_UNLABELLED: u32 = 200;
/// The longest that a query may take, in seconds: Athena's own limit.
const LONGEST_QUERY: u64 = 1_800;

/// The steps, which follow each other up to [`Self::any_new`].
pub(crate) struct Collecting {
    pub(crate) choose: TaskStep<ChooseWindows>,
    pub(crate) asked: Asked,
    pub(crate) collect: TaskStep<CollectPictures>,
    /// Where it divides: there is something new, or not.
    pub(crate) any_new: StepRef,
    /// Makes what was collected the dataset; nothing follows it yet.
    pub(crate) remember: StepRef,
}

impl Collecting {
    /// Adds the steps. What they collect becomes `dataset`.
    pub(crate) fn add(
        flow: &mut Flow<ModelInput>,
        configuration: &Configuration,
        class: &Expr<DeviceClass>,
        dataset: &Expr<String>,
    ) -> Result<Self, Diagnostics> {
        let days = u64::from(configuration.monitoring.recent_days);
        let choose = flow.task::<ChooseWindows>(
            "ChooseWindows",
            Object::new()
                .set(WindowsInput::DEVICE_CLASS, class.clone())
                .set(WindowsInput::AT, flow.execution_start())
                .set(WindowsInput::RECENT_DAYS, Expr::value(&days))
                .set(
                    WindowsInput::FEEDBACK_DAYS,
                    Expr::value(&configuration.feedback_days()),
                ),
        );
        let windows = choose.output();
        let pictures = flow.variable::<Vec<FieldPicture>>("fieldPictures");
        let asked = question(
            "training-pictures",
            &[
                ("device_class", Given::Told(class.to_text())),
                (
                    "first_day",
                    Given::Told(windows.get(Windows::LEARN_FIRST_DAY)),
                ),
                (
                    "landed_from",
                    Given::Told(windows.get(Windows::RECENT_FROM)),
                ),
                ("told_from", Given::Told(windows.get(Windows::TOLD_FROM))),
                ("most", Given::Fixed(MOST.to_string())),
                ("unlabelled", Given::Fixed(MOST_UNLABELLED.to_string())),
            ],
        )?;
        let asked = flow.question(("AskField", "ReadField"), &asked, &pictures, |row| {
            Object::new()
                .set(FieldPicture::PICTURE_ID, row.text(0).to_be_parsed())
                .set(FieldPicture::PREPARED_KEY, row.text(1))
                .set(FieldPicture::DEVICE_ID, row.text(2))
                .set(FieldPicture::LANDED, row.text(3))
                .set(FieldPicture::BECAUSE, row.word(5))
        });
        let collect = flow.task::<CollectPictures>(
            "CollectPictures",
            Object::new()
                .set(CollectInput::DEVICE_CLASS, class.clone())
                .set(CollectInput::PICTURES, pictures)
                .set(CollectInput::RECENT_FROM, windows.get(Windows::RECENT_FROM)),
        );
        let any_new = flow.choice("AnyNewPictures");
        let remember = flow.assign(
            "RememberDataset",
            Assignments::new().set(dataset, &collect.output().get(Collected::DATASET)),
        );
        flow.then(&choose, &asked.ask);
        flow.then(&asked.read, &collect);
        flow.then(&collect, &any_new);
        let added = collect.output().get(Collected::ADDED);
        flow.when(&any_new, &added.is_positive(), &remember);
        flow.time_out(&asked.ask, LONGEST_QUERY);
        for step in [&asked.ask, &asked.read] {
            flow.retry(step, &Retry::lake_faults());
        }
        Ok(Self {
            choose,
            asked,
            collect,
            any_new,
            remember,
        })
    }
}
