//! What stands before a JPEG's only scan: sides, components, tables.

use std::ops::Range;

use super::codes::Table;

/// Coefficients of a block.
pub(super) const BLOCK: usize = 64;
/// Most components of a frame that is read here.
pub(super) const MOST_COMPONENTS: usize = 3;

/// A plane of samples: luma, or one of the two of colour.
#[derive(Debug)]
pub(in crate::picture) struct Component {
    id: u8,
    /// Blocks across and down within an MCU, each 1 or 2.
    pub(in crate::picture) blocks: (usize, usize),
    /// By what coefficients are multiplied, in the order in which they are coded.
    pub(super) quantisation: [u16; BLOCK],
    pub(super) dc: Table,
    pub(super) ac: Table,
}

/// A baseline frame with one scan of all its components.
#[derive(Debug)]
pub(in crate::picture) struct Frame {
    /// Pixels across.
    pub(super) width: u16,
    /// Pixels down.
    pub(super) height: u16,
    /// One of luma, or luma and two of colour.
    pub(in crate::picture) components: Vec<Component>,
    /// MCUs between two restart markers; 0 where there are none.
    pub(in crate::picture) restart_interval: usize,
    /// What follows the name of an Exif block.
    pub(super) exif: Option<Vec<u8>>,
    /// Where the segments are that the scan is decoded by, its own header the last, each from its
    /// marker on.
    pub(in crate::picture) segments: Vec<Range<usize>>,
    /// Where the scan's coded data begins.
    pub(in crate::picture) data: usize,
}

/// What a frame header tells.
struct Sides {
    /// Pixels across.
    width: u16,
    /// Pixels down.
    height: u16,
    /// Of each component its number, its blocks across and down within an MCU, and the number of
    /// its quantisation.
    components: Vec<(u8, (usize, usize), usize)>,
}

/// The tables and the sides that segments have told so far.
#[derive(Default)]
struct Told {
    quantisation: [Option<[u16; BLOCK]>; 4],
    dc: [Option<Table>; 4],
    ac: [Option<Table>; 4],
    restart_interval: usize,
    exif: Option<Vec<u8>>,
    segments: Vec<Range<usize>>,
    sides: Option<Sides>,
    /// Whether the colours are known to be no luma and chroma.
    other_colors: bool,
}

/// Reads up to the first scan. `None` for whatever is damaged, or is coded in a way that is left to
/// the decoder of whole pictures: progressive or lossless frames, scans of some components,
/// four components, samples of more than 8 bits, planes in other proportions.
pub(in crate::picture) fn read(bytes: &[u8]) -> Option<Frame> {
    let mut told = Told::default();
    let mut at = 2;
    loop {
        let [0xff, marker] = *bytes.get(at..)?.first_chunk::<2>()? else {
            return None;
        };
        at += 2;
        if marker == 0xff {
            // A fill byte; the marker follows.
            at -= 1;
            continue;
        }
        let length = usize::from(u16::from_be_bytes(*bytes.get(at..)?.first_chunk::<2>()?));
        let segment = bytes.get(at + 2..at.checked_add(length)?)?;
        let whole = at - 2..at + length;
        at = whole.end;
        if matches!(marker, 0xc0 | 0xc1 | 0xc4 | 0xda | 0xdb | 0xdd) {
            told.segments.push(whole);
        }
        match marker {
            0xc0 | 0xc1 => told.sides = Some(Sides::read(segment)?),
            0xc4 => told.huffman(segment)?,
            0xdb => told.quantisation(segment)?,
            0xdd => told.restart_interval = usize::from(two(segment)?),
            0xe1 => {
                // Of several blocks the last that is not empty, as the decoder of whole pictures does: a
                // picture must not be turned one way when it is made smaller and another when it is not.
                if let Some(exif) = segment.strip_prefix(b"Exif\0\0")
                    && !exif.is_empty()
                {
                    told.exif = Some(exif.to_vec());
                }
            }
            // Adobe's marker says which colours there are; 1 is luma and chroma.
            0xee if segment.starts_with(b"Adobe") => {
                told.other_colors |= segment.get(11).is_some_and(|transform| *transform != 1);
            }
            0xda => return told.into_frame(segment, at),
            0xe0..=0xef | 0xfe => {}
            _ => return None,
        }
    }
}

fn two(bytes: &[u8]) -> Option<u16> {
    bytes.first_chunk::<2>().map(|two| u16::from_be_bytes(*two))
}

impl Sides {
    fn read(segment: &[u8]) -> Option<Self> {
        let (head, components) = segment.split_first_chunk::<6>()?;
        let [8, tall, high, wide, broad, count] = *head else {
            return None;
        };
        let (components, []) = components.as_chunks::<3>() else {
            return None;
        };
        let height = u16::from_be_bytes([tall, high]);
        let width = u16::from_be_bytes([wide, broad]);
        if components.len() != usize::from(count) || width == 0 || height == 0 {
            return None;
        }
        let components = components.iter().map(|[id, blocks, table]| {
            let blocks = (usize::from(blocks >> 4), usize::from(blocks & 15));
            (*id, blocks, usize::from(*table))
        });
        Some(Self {
            width,
            height,
            components: components.collect(),
        })
    }
}

impl Told {
    fn quantisation(&mut self, mut segment: &[u8]) -> Option<()> {
        while let Some((kind, rest)) = segment.split_first() {
            // Tables of 16 bits are for samples of more than 8.
            let (table, rest) = rest.split_first_chunk::<BLOCK>()?;
            *self.quantisation.get_mut(usize::from(*kind))? = Some(table.map(u16::from));
            segment = rest;
        }
        Some(())
    }

    fn huffman(&mut self, mut segment: &[u8]) -> Option<()> {
        while let Some((kind, rest)) = segment.split_first() {
            let (counts, rest) = rest.split_first_chunk::<16>()?;
            let symbols: usize = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, rest) = rest.split_at_checked(symbols)?;
            let tables = match kind >> 4 {
                0 => &mut self.dc,
                1 => &mut self.ac,
                _ => return None,
            };
            *tables.get_mut(usize::from(kind & 15))? = Some(Table::new(counts, symbols)?);
            segment = rest;
        }
        Some(())
    }

    /// The frame, once its scan begins.
    fn into_frame(self, scan: &[u8], data: usize) -> Option<Frame> {
        let Sides {
            width,
            height,
            components,
        } = self.sides?;
        let (count, rest) = scan.split_first()?;
        let (coded, spectrum) = rest.split_at_checked(usize::from(*count) * 2)?;
        // All coefficients at once.
        if components.len() != usize::from(*count) || spectrum != [0, 63, 0] {
            return None;
        }
        let components: Vec<Component> = components
            .into_iter()
            .zip(coded.as_chunks::<2>().0)
            .map(|((id, blocks, quantisation), [coded, tables])| {
                let table = |tables: &[Option<Table>; 4], index: u8| {
                    tables.get(usize::from(index)).cloned().flatten()
                };
                (id == *coded).then_some(())?;
                Some(Component {
                    id,
                    blocks,
                    quantisation: *self.quantisation.get(quantisation)?.as_ref()?,
                    dc: table(&self.dc, tables >> 4)?,
                    ac: table(&self.ac, tables & 15)?,
                })
            })
            .collect::<Option<_>>()?;
        let known = match components.as_slice() {
            // A scan of one component has no MCUs: its blocks follow each other.
            [luma] => luma.blocks == (1, 1),
            [luma, blue, red] => {
                let halves = matches!(luma.blocks, (1 | 2, 1 | 2));
                let names_colors = [luma.id, blue.id, red.id] == *b"RGB";
                halves && blue.blocks == (1, 1) && red.blocks == (1, 1) && !names_colors
            }
            _ => false,
        };
        (known && !self.other_colors).then_some(Frame {
            width,
            height,
            components,
            restart_interval: self.restart_interval,
            exif: self.exif,
            segments: self.segments,
            data,
        })
    }
}
