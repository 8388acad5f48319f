//! What happens at the page: pictures are handed out, labelled, drawn on, and all of it taken back.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use contracts::PictureId;
use vision::picture::{Format, Pixels};

use super::at_work::AtWork;
use super::error::DeskError;
use super::palette::COLORS;
use super::sessions::{SessionId, Sessions, Step};
use super::wire::{Changed, Given, KindView, PictureView, Pictures, State, Wanted};
use crate::drawn;
use crate::manifest::{Annotation, Color, Label, Labelled, Mask};
use crate::names::{Kind, KindError};
use crate::store::{Dataset, DatasetError, Item};

/// Most pictures that a page is handed at once.
const MOST_AT_ONCE: usize = 50;
/// Most pictures that a page may hold, with those that it has labelled and the server does not know
/// of yet.
const MOST_HELD: usize = 1000;

/// How pictures are labelled.
#[derive(Debug, Clone)]
pub struct DeskOptions {
    /// The kinds of anomaly that come first.
    pub kinds: Vec<Kind>,
    /// Whether labelled pictures are shown as well.
    pub all: bool,
    /// The name that labels are recorded under.
    pub job: String,
}

/// A dataset before people.
#[derive(Debug)]
pub struct Desk {
    options: DeskOptions,
    at_work: Mutex<AtWork>,
}

/// A picture's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    pub(super) path: PathBuf,
    pub(super) media_type: &'static str,
}

impl Desk {
    /// Puts a dataset before people.
    pub fn new(dataset: Dataset, options: DeskOptions) -> Self {
        let mut kinds: Vec<Kind> = Vec::new();
        let lines = || dataset.items().values().map(|item| &item.line);
        let labels = lines().filter_map(|line| line.label.as_ref());
        let masks = lines().filter_map(|line| line.mask.as_ref());
        let drawn =
            masks.flat_map(|mask| mask.colors.iter().filter_map(|color| color.kind.as_ref()));
        let known: BTreeSet<&Kind> = labels.flat_map(|label| &label.kinds).chain(drawn).collect();
        for kind in options.kinds.iter().chain(known) {
            if !kinds.contains(kind) {
                kinds.push(kind.clone());
            }
        }
        Self {
            options,
            at_work: Mutex::new(AtWork {
                dataset,
                sessions: Sessions::default(),
                kinds,
            }),
        }
    }

    /// What the page begins with.
    pub fn state(&self) -> State {
        let at_work = self.at_work();
        let folder = at_work.dataset.folder();
        let name = folder.file_name().unwrap_or(folder.as_os_str());
        State {
            dataset: name.to_string_lossy().into_owned(),
            kinds: at_work.kind_views(),
            counts: at_work.counts(),
        }
    }

    /// Hands out pictures that nobody else has before them.
    ///
    /// # Errors
    /// When the dataset cannot be read.
    pub fn next(&self, session: &SessionId, wanted: &Wanted) -> Result<Pictures, DeskError> {
        let mut at_work = self.at_work();
        at_work.dataset.refresh()?;
        let AtWork {
            dataset, sessions, ..
        } = &mut *at_work;
        let open = dataset.items().iter();
        let open = open.filter(|(_, item)| self.options.all || item.line.label.is_none());
        let holding: HashSet<PictureId> = wanted.holding.iter().take(MOST_HELD).cloned().collect();
        let count = wanted.count.min(MOST_AT_ONCE);
        let ids = sessions.next(
            session,
            open.map(|(id, _)| id),
            &holding,
            count,
            Instant::now(),
        );
        let pictures = ids.iter().filter_map(|id| dataset.items().get(id));
        Ok(Pictures {
            pictures: pictures.map(PictureView::of).collect(),
            counts: at_work.counts(),
        })
    }

    /// Passes a picture over.
    pub fn skip(&self, session: &SessionId, id: &PictureId) {
        self.at_work().sessions.skip(session, id, Instant::now());
    }

    /// Takes a kind of anomaly in.
    ///
    /// # Errors
    /// When it is none.
    pub fn add_kind(&self, name: &str) -> Result<Vec<KindView>, DeskError> {
        let kind = Kind::parse(name.trim())?;
        let mut at_work = self.at_work();
        if !at_work.kinds.contains(&kind) {
            at_work.kinds.push(kind);
        }
        Ok(at_work.kind_views())
    }

    /// Labels a picture; it is on the disk when this returns.
    ///
    /// # Errors
    /// When the picture has changed since it was seen, or the label is none.
    pub fn label(
        &self,
        session: &SessionId,
        id: &PictureId,
        seen: &str,
        given: &Given,
    ) -> Result<Changed, DeskError> {
        let label: Label = given.label.parse().map_err(|error| refused(&error))?;
        let kinds: Result<BTreeSet<Kind>, KindError> =
            given.kinds.iter().map(|kind| Kind::parse(kind)).collect();
        let kinds: Vec<Kind> = kinds?.into_iter().collect();
        if label == Label::Normal && !kinds.is_empty() {
            return Err(DeskError::Refused(
                "a normal picture has no kinds of anomaly".to_owned(),
            ));
        }
        let by = self.annotation();
        self.change(session, id, seen, |item| {
            if label == Label::Normal {
                item.line.mask = None;
            }
            item.line.label = Some(Labelled { label, kinds, by });
            Ok(())
        })
    }

    /// Keeps the mask of a picture, which is anomalous then, of the kinds whose colours it has. A
    /// mask that is white all over takes the mask away and leaves the label: it does not say what the
    /// picture shows.
    ///
    /// # Errors
    /// When the picture has changed since it was seen, or the mask is none of it; when it is white
    /// and there is none to take away.
    pub fn draw(
        &self,
        session: &SessionId,
        id: &PictureId,
        seen: &str,
        png: &[u8],
    ) -> Result<Changed, DeskError> {
        let (root, size, known) = {
            let at_work = self.at_work();
            let item = at_work.item(id)?;
            let size = (item.facts.width, item.facts.height);
            (
                at_work.dataset.folder().to_owned(),
                size,
                at_work.kinds.clone(),
            )
        };
        let colors = drawn::colors(&drawn::decode(png, size)?);
        let mut kinds = Vec::new();
        for color in colors
            .into_keys()
            .filter(|color| *color != Color::BACKGROUND)
        {
            let kind = COLORS.iter().position(|known| *known == color);
            let kind = kind.and_then(|at| known.get(at)).ok_or_else(|| {
                DeskError::Refused(format!("{color} is the colour of no kind of anomaly"))
            })?;
            kinds.push((kind.clone(), color));
        }
        let by = self.annotation();
        let mask = if kinds.is_empty() {
            None
        } else {
            Some(Mask::new(drawn::keep(&root, png)?, &kinds, by.clone()))
        };
        self.change(session, id, seen, |item| {
            if mask.is_some() {
                let before = item.line.label.take();
                let before = before.filter(|label| label.label == Label::Anomalous);
                let before = before.map(|label| label.kinds).unwrap_or_default();
                let drawn = kinds.into_iter().map(|(kind, _)| kind);
                let kinds: BTreeSet<Kind> = before.into_iter().chain(drawn).collect();
                item.line.label = Some(Labelled {
                    label: Label::Anomalous,
                    kinds: kinds.into_iter().collect(),
                    by,
                });
            } else if item.line.mask.is_none() {
                return Err(DeskError::Refused(
                    "nothing is drawn: draw, or label it with N or A".to_owned(),
                ));
            }
            item.line.mask = mask;
            Ok(())
        })
    }

    /// Takes back what the session did last.
    ///
    /// # Errors
    /// When it did nothing, or somebody else has changed the picture since: that stays.
    pub fn undo(&self, session: &SessionId) -> Result<Changed, DeskError> {
        let mut at_work = self.at_work();
        let step = at_work
            .sessions
            .last_step(session)
            .ok_or(DeskError::NothingToUndo)?;
        let id = step.before.facts.id.clone();
        let done = at_work.write(&id, &step.after, |item| {
            *item = step.before;
            Ok(())
        });
        if matches!(done, Ok(_) | Err(DeskError::Changed(_))) {
            at_work
                .sessions
                .forget_step(session, done.is_ok(), Instant::now());
        }
        done.map(|(_, changed)| changed)
    }

    /// A picture's file.
    pub(super) fn file(&self, id: &PictureId) -> Result<File, DeskError> {
        let at_work = self.at_work();
        let facts = &at_work.item(id)?.facts;
        Ok(File {
            path: at_work.dataset.folder().join(facts.path()),
            media_type: match facts.format {
                Format::Jpeg => "image/jpeg",
                Format::Png => "image/png",
            },
        })
    }

    /// A picture's mask as PNG in the page's colours; none where there is none.
    pub(super) fn mask(&self, id: &PictureId) -> Result<Option<Vec<u8>>, DeskError> {
        let (path, size, colors) = {
            let at_work = self.at_work();
            let item = at_work.item(id)?;
            let Some(mask) = &item.line.mask else {
                return Ok(None);
            };
            let on_page = |kind: &Option<Kind>| {
                let at = at_work
                    .kinds
                    .iter()
                    .position(|known| Some(known) == kind.as_ref());
                at.and_then(|at| COLORS.get(at)).copied()
            };
            let colors: BTreeMap<Color, Color> = mask
                .colors
                .iter()
                .filter_map(|color| Some((color.color, on_page(&color.kind)?)))
                .collect();
            let size = (item.facts.width, item.facts.height);
            (at_work.dataset.folder().join(&mask.source), size, colors)
        };
        let bytes = std::fs::read(&path).map_err(|source| DatasetError::Io {
            what: "read",
            path,
            source,
        })?;
        let pixels = drawn::decode(&bytes, size)?;
        let shown = pixels.data().chunks_exact(3).flat_map(|rgb| {
            let color = Color([rgb[0], rgb[1], rgb[2]]);
            colors.get(&color).unwrap_or(&Color::BACKGROUND).0
        });
        let shown =
            Pixels::new(size.0, size.1, shown.collect()).map_err(|error| refused(&error))?;
        Ok(Some(shown.encode_png().map_err(|error| refused(&error))?))
    }

    /// Has the manifest take in what was labelled.
    ///
    /// # Errors
    /// When the dataset cannot be written; the labels are in its journal all the same.
    pub fn close(&self) -> Result<(), DatasetError> {
        self.at_work().dataset.compact()
    }

    fn change(
        &self,
        session: &SessionId,
        id: &PictureId,
        seen: &str,
        change: impl FnOnce(&mut Item) -> Result<(), DeskError>,
    ) -> Result<Changed, DeskError> {
        let mut at_work = self.at_work();
        let (before, changed) = at_work.write(id, seen, change)?;
        let after = changed.picture.revision.clone();
        at_work
            .sessions
            .did(session, Step { before, after }, Instant::now());
        Ok(changed)
    }

    fn annotation(&self) -> Annotation {
        Annotation::by_a_person(&self.options.job, jiff::Timestamp::now())
    }

    fn at_work(&self) -> MutexGuard<'_, AtWork> {
        // What a panic left behind is what was last written: changes are made whole or not at all.
        self.at_work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refused(error: &dyn std::fmt::Display) -> DeskError {
    DeskError::Refused(error.to_string())
}
