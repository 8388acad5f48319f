//! Where a batch's objects are: still where they landed, or moved to `rejected/`.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use contracts::{BatchName, DeviceClass, Place, layout};
use runtime::{Storage, StorageError};

/// A batch's objects, counted by where they are.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Landed {
    /// Still where they landed, without the marker.
    pub(crate) staying: u64,
    /// Moved to `rejected/`, by device class.
    pub(crate) moved: BTreeMap<DeviceClass, u64>,
}

/// Counts a batch's objects. An object that is in both places was copied and not moved (its
/// chunk failed in between), or landed again; it counts where it landed.
///
/// Both listings are in order and their keys differ in the prefix alone, so that they are
/// merged as they come.
///
/// # Errors
/// When the bucket fails.
pub(crate) async fn count(
    pictures: &dyn Storage,
    batch: &BatchName,
    classes: &BTreeSet<DeviceClass>,
) -> Result<Landed, StorageError> {
    let marker = layout::ready_key(batch);
    let mut landed = Landed::default();
    let mut incoming = Listing::new(pictures, layout::batch_prefix(batch));
    let mut rejected = Listing::new(pictures, layout::rejected_prefix(batch));
    loop {
        let here = incoming.peek().await?;
        let there = rejected.peek().await?;
        let order = match (&here, &there) {
            (None, None) => return Ok(landed),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(here), Some(there)) => here.cmp(there),
        };
        if order.is_le() {
            let key = incoming.take();
            landed.staying += u64::from(key.is_some_and(|key| key != marker));
        }
        if order.is_ge() {
            rejected.take();
            if let (Some(there), Ordering::Greater) = (there, order) {
                let source = format!("{}{there}", layout::batch_prefix(batch));
                let class = Place::of(batch, &source, classes).device_class;
                *landed.moved.entry(class).or_default() += 1;
            }
        }
    }
}

/// A listing, read a page at a time.
struct Listing<'a> {
    pictures: &'a dyn Storage,
    prefix: String,
    page: VecDeque<String>,
    next: Option<String>,
    begun: bool,
}

impl<'a> Listing<'a> {
    fn new(pictures: &'a dyn Storage, prefix: String) -> Self {
        Self {
            pictures,
            prefix,
            page: VecDeque::new(),
            next: None,
            begun: false,
        }
    }

    /// The next key without the prefix, if there is one.
    async fn peek(&mut self) -> Result<Option<String>, StorageError> {
        while self.page.is_empty() && (!self.begun || self.next.is_some()) {
            let page = self.pictures.list(&self.prefix, self.next.take()).await?;
            self.begun = true;
            self.page = page.keys.into();
            self.next = page.next;
        }
        let next = self.page.front();
        Ok(next.map(|key| key.strip_prefix(&self.prefix).unwrap_or(key).to_owned()))
    }

    /// Takes the next key, whole.
    fn take(&mut self) -> Option<String> {
        self.page.pop_front()
    }
}
