//! What the network says of every place of a picture, on one grid.

/// Places a side.
pub(crate) const SIDE: usize = 32;
/// Places.
pub(crate) const PLACES: usize = SIDE * SIDE;
/// Numbers a place: 24 at stride 4, 40 at stride 8, 112 at stride 16.
pub(crate) const CHANNELS: usize = 24 + 40 + 112;
/// Where those at stride 16 begin, which tell the most.
pub(crate) const DEEP: usize = 24 + 40;

/// An output of the network: `channels` planes of `side` x `side` values.
pub(crate) struct Tap {
    pub(crate) channels: usize,
    pub(crate) side: usize,
    pub(crate) values: Vec<f32>,
}

/// [`CHANNELS`] numbers for each of [`PLACES`] places, place by place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FeatureGrid {
    values: Vec<f32>,
}

impl FeatureGrid {
    /// Brings the network's outputs onto the grid of the middle one: finer ones are averaged,
    /// coarser ones repeated. `None` when they are not the ones that are expected.
    pub(crate) fn from_taps(taps: &[Tap]) -> Option<Self> {
        if taps.iter().map(|tap| tap.channels).sum::<usize>() != CHANNELS {
            return None;
        }
        let mut values = vec![0.0; PLACES * CHANNELS];
        let mut first = 0;
        for tap in taps {
            let fits = tap.values.len() == tap.channels * tap.side * tap.side
                && tap.side > 0
                && (tap.side % SIDE == 0 || SIDE % tap.side == 0);
            if !fits {
                return None;
            }
            for place in 0..PLACES {
                let (row, column) = (place / SIDE, place % SIDE);
                for channel in 0..tap.channels {
                    values[place * CHANNELS + first + channel] = tap.mean_at(channel, row, column);
                }
            }
            first += tap.channels;
        }
        Some(Self { values })
    }

    /// The numbers of a place.
    pub(crate) fn at(&self, place: usize) -> &[f32] {
        &self.values[place * CHANNELS..(place + 1) * CHANNELS]
    }

    /// Every number the mean over its place and the up to eight around it. Makes a place mind
    /// its neighbourhood, and small shifts of the camera matter less.
    pub(crate) fn smoothed(&self) -> Self {
        let mut values = vec![0.0; self.values.len()];
        for place in 0..PLACES {
            let (row, column) = (place / SIDE, place % SIDE);
            let target = &mut values[place * CHANNELS..(place + 1) * CHANNELS];
            let mut around = 0.0;
            for y in row.saturating_sub(1)..(row + 2).min(SIDE) {
                for x in column.saturating_sub(1)..(column + 2).min(SIDE) {
                    around += 1.0;
                    for (sum, value) in target.iter_mut().zip(self.at(y * SIDE + x)) {
                        *sum += value;
                    }
                }
            }
            for sum in target {
                *sum /= around;
            }
        }
        Self { values }
    }
}

impl Tap {
    /// A channel's value at a place of the grid.
    fn mean_at(&self, channel: usize, row: usize, column: usize) -> f32 {
        let plane = &self.values[channel * self.side * self.side..];
        if self.side <= SIDE {
            let repeat = SIDE / self.side;
            return plane[row / repeat * self.side + column / repeat];
        }
        let block = self.side / SIDE;
        let mut sum = 0.0;
        for y in row * block..(row + 1) * block {
            for x in column * block..(column + 1) * block {
                sum += plane[y * self.side + x];
            }
        }
        sum / (block * block) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tap(channels: usize, side: usize) -> Tap {
        let values = (0..channels * side * side)
            .map(|index| index as f32)
            .collect();
        Tap {
            channels,
            side,
            values,
        }
    }

    #[test]
    fn taps_meet_on_one_grid() {
        let grid = FeatureGrid::from_taps(&[tap(24, 64), tap(40, 32), tap(112, 16)]).unwrap();
        let place = grid.at(SIDE + 3);
        // Rows 2 and 3, columns 6 and 7 of the fine plane, averaged.
        assert_eq!(place[0], (134.0 + 135.0 + 198.0 + 199.0) / 4.0);
        assert_eq!(place[24], 35.0);
        assert_eq!(place[64], 1.0);
        assert!(FeatureGrid::from_taps(&[tap(24, 64), tap(40, 32)]).is_none());
    }

    #[test]
    fn smoothing_averages_over_what_is_there() {
        let grid = FeatureGrid::from_taps(&[tap(176, 32)]).unwrap();
        let smoothed = grid.smoothed();
        assert_eq!(smoothed.at(0)[0], (0.0 + 1.0 + 32.0 + 33.0) / 4.0);
        assert_eq!(smoothed.at(33)[0], 33.0);
    }
}
