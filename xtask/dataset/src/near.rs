//! Pictures that are near to each other, found without comparing all pairs.
//!
//! A hash of 256 bits is 16 words of 16 bits. Two hashes that differ in at most 31 bits have a word
//! in which they differ in at most one (16 words with two each would be 32), so that looking up
//! each word and its 16 neighbours finds them all: 272 look-ups, however many pictures there are.
//! Norouzi, Punjani and Fleet, "Fast Search in Hamming Space with Multi-Index Hashing", CVPR 2012.

use std::collections::{BTreeSet, HashMap};

use crate::perceptual::PerceptualHash;

/// The most bits that near pictures may differ in: what the look-up guarantees.
pub const MOST_DISTANCE: u32 = 31;

/// The number of bits, of 256, in which near pictures differ at most, where nothing else is said.
///
/// Measured on photographs of cookies and on electroluminescence pictures of solar cells (ELPV), each
/// of one scene: another compression, half the size and other light change at most 22 bits (of 400
/// solar cells at JPEG quality 20, 5 % change 18 to 38), and of the pairs of different cookies none is
/// below 76, of different cells 1 in 1,500 is at most 24; the nearest are neighbours in one module.
pub const NEAR_DISTANCE: u32 = 24;

/// Hashes, to be asked for those near to another.
#[derive(Debug, Default)]
pub struct NearIndex {
    hashes: Vec<PerceptualHash>,
    /// For each of the 16 words: which hashes have it, by its value.
    words: [HashMap<u16, Vec<usize>>; 16],
}

impl NearIndex {
    /// Adds a hash; gives its number, which counts from 0.
    pub fn insert(&mut self, hash: PerceptualHash) -> usize {
        let number = self.hashes.len();
        for (word, by_value) in hash.words().into_iter().zip(&mut self.words) {
            by_value.entry(word).or_default().push(number);
        }
        self.hashes.push(hash);
        number
    }

    /// The hashes that differ from `hash` in at most `distance` bits, by number. A distance above
    /// [`MOST_DISTANCE`] is taken as that.
    pub fn within(&self, hash: &PerceptualHash, distance: u32) -> Vec<usize> {
        let distance = distance.min(MOST_DISTANCE);
        let mut seen = BTreeSet::new();
        for (word, by_value) in hash.words().into_iter().zip(&self.words) {
            let neighbours = (0..16).map(|bit| word ^ 1 << bit);
            for value in std::iter::once(word).chain(neighbours) {
                seen.extend(by_value.get(&value).into_iter().flatten());
            }
        }
        let near = |number: &usize| self.hashes[*number].distance(hash) <= distance;
        seen.into_iter().filter(near).collect()
    }
}

/// Pairs that say which of the hashes are near to each other: whoever is near to another is in the
/// same chain of pairs. Of equal hashes one stands for all, so that a thousand equal pictures are a
/// thousand pairs and not half a million.
pub fn near_pairs(hashes: &[Option<PerceptualHash>], distance: u32) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut index = NearIndex::default();
    // The first place of each hash in the index, and the number of each that is known.
    let mut places: Vec<usize> = Vec::new();
    let mut known: HashMap<PerceptualHash, usize> = HashMap::new();
    for (place, hash) in hashes.iter().enumerate() {
        let Some(hash) = hash else { continue };
        if let Some(first) = known.get(hash) {
            pairs.push((*first, place));
            continue;
        }
        let near = index.within(hash, distance);
        pairs.extend(near.into_iter().map(|number| (places[number], place)));
        known.insert(*hash, place);
        index.insert(*hash);
        places.push(place);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn flipped(hash: &[u8; 32], bits: &[u8]) -> PerceptualHash {
        let mut bytes = *hash;
        for bit in bits {
            bytes[usize::from(*bit) / 8] ^= 1 << (bit % 8);
        }
        PerceptualHash::from_bytes(bytes)
    }

    proptest! {
        #[test]
        fn exactly_those_within_the_distance_are_found(
            base in any::<[u8; 32]>(),
            flips in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..60), 1..20),
            distance in 0..=MOST_DISTANCE,
        ) {
            let asked = PerceptualHash::from_bytes(base);
            let mut index = NearIndex::default();
            let mut expected = Vec::new();
            for bits in &flips {
                let hash = flipped(&base, bits);
                let number = index.insert(hash);
                if hash.distance(&asked) <= distance {
                    expected.push(number);
                }
            }
            prop_assert_eq!(index.within(&asked, distance), expected);
        }
    }

    #[test]
    fn equal_hashes_are_chained_and_not_compared_with_each_other() {
        let hashes = vec![Some(PerceptualHash::from_bytes([7; 32])); 1000];
        assert_eq!(near_pairs(&hashes, NEAR_DISTANCE).len(), 999);
        assert_eq!(near_pairs(&[None, None], NEAR_DISTANCE), []);
    }
}
