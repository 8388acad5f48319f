//! Labelled pictures for training: collected, labelled, checked and split.
//!
//! A dataset is a folder: pictures named by their content, and a manifest in the form of Ground
//! Truth and Lookout for Vision with a line for each. [`add()`] takes pictures in, [`label`] serves
//! the page on which people say what they show, [`verify()`] tells what is wrong, and [`split()`]
//! divides them so that nothing ties one part to another.

mod add;
mod digest;
mod drawn;
mod examine;
mod files;
mod groups;
mod hex;
mod import;
mod intake;
pub mod label;
pub mod manifest;
mod masks;
mod merge;
mod names;
mod near;
mod parallel;
mod perceptual;
mod split;
mod stats;
mod store;
mod verbs;
mod verify;

pub use add::{Device, Said, add};
pub use digest::{Digest, DigestError};
pub use drawn::{Background, MaskError};
pub use examine::{Facts, LIMITS, examine};
pub use groups::{Groups, Leak, Tie, group};
pub use import::{Import, ImportError, import_lookout};
pub use intake::Added;
pub use masks::Masks;
pub use merge::Differing;
pub use names::{Kind, KindError, Part, PartError};
pub use near::{MOST_DISTANCE, NEAR_DISTANCE, NearIndex, near_pairs};
pub use perceptual::{PerceptualHash, PerceptualHashError};
pub use split::{
    Fractions, FractionsError, PartCounts, Prefix, PrefixError, Split, SplitError, Wanted, split,
    write_parts,
};
pub use stats::{ADVISED_PICTURES, ClassStats, Range, Sizes, Stats, stats};
pub use store::{Aside, Dataset, DatasetError, Item, mask_path};
pub use verbs::{main, open_existing};
pub use verify::verify;
