//! The devices that are drawn, one file each.

mod insulator;
mod meter;
mod panel;
mod pipe;

use crate::canvas::Canvas;
use crate::random::Random;

/// A class of devices.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// Device ids begin with it.
    pub(crate) id_prefix: &'static str,
    /// Makes its pictures different from those of other classes.
    pub(crate) seed: u64,
    /// What can be wrong with it.
    pub(crate) defects: &'static [&'static str],
    /// Draws one, with one of its defects or none.
    pub(crate) draw: fn(&mut Canvas, &mut Random, Option<&'static str>),
}

/// Every class, in order of their names.
pub(crate) const ALL: [Kind; 4] = [insulator::KIND, meter::KIND, panel::KIND, pipe::KIND];
