//! What the desk has in its hands: the dataset, who is at the page, and the kinds of anomaly.

use contracts::PictureId;

use super::error::DeskError;
use super::palette::COLORS;
use super::sessions::Sessions;
use super::wire::{Changed, Counts, KindView, PictureView, revision};
use crate::manifest::Color;
use crate::names::Kind;
use crate::store::{Dataset, Item};

/// All of it; one request at a time has it.
#[derive(Debug)]
pub(super) struct AtWork {
    pub(super) dataset: Dataset,
    pub(super) sessions: Sessions,
    pub(super) kinds: Vec<Kind>,
}

impl AtWork {
    pub(super) fn item(&self, id: &PictureId) -> Result<&Item, DeskError> {
        let item = self.dataset.items().get(id);
        item.ok_or_else(|| DeskError::NoPicture(id.clone()))
    }

    /// Changes a picture that is as it was seen, unless `change` refuses; gives it as it was.
    pub(super) fn write(
        &mut self,
        id: &PictureId,
        seen: &str,
        change: impl FnOnce(&mut Item) -> Result<(), DeskError>,
    ) -> Result<(Item, Changed), DeskError> {
        let mut before = None;
        let mut moved = None;
        self.dataset.change(|items| {
            let item = items
                .get(id)
                .ok_or_else(|| DeskError::NoPicture(id.clone()))?;
            if revision(item) != seen {
                moved = Some(PictureView::of(item));
                return Ok(Vec::new());
            }
            let mut changed = item.clone();
            change(&mut changed)?;
            before = Some(item.clone());
            Ok::<_, DeskError>(vec![changed])
        })?;
        let changed = |picture: PictureView| Changed {
            picture,
            counts: self.counts(),
        };
        match (before, moved) {
            (Some(before), _) => Ok((before, changed(PictureView::of(self.item(id)?)))),
            (None, Some(moved)) => Err(DeskError::Changed(Box::new(changed(moved)))),
            (None, None) => Err(DeskError::NoPicture(id.clone())),
        }
    }

    pub(super) fn counts(&self) -> Counts {
        Counts::of(self.dataset.items().values())
    }

    pub(super) fn kind_views(&self) -> Vec<KindView> {
        let kinds = self.kinds.iter().enumerate();
        kinds
            .map(|(at, kind)| KindView {
                name: kind.to_string(),
                color: COLORS.get(at).map(Color::to_string),
            })
            .collect()
    }
}
