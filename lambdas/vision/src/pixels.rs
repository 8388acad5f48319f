//! RGB pixels in memory, and what is done with them: resizing and encoding.

use std::borrow::Cow;

use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, SamplingFactor};

use crate::resample::{Kernel, resample};

/// An upright picture: 8-bit RGB, row by row, without padding.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    width: u32,
    height: u32,
    data: Vec<u8>,
}

/// Pixels that cannot be: a side of zero, or data of another size than the sides tell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{length} bytes do not make a picture of {width} x {height} pixels: \
     that takes width x height x 3 bytes and sides above 0"
)]
pub struct PixelsError {
    width: u32,
    height: u32,
    length: usize,
}

/// A picture that cannot be encoded.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// A side is longer than the format can say.
    #[error("a picture of {width} x {height} pixels is too large for JPEG, which ends at 65535")]
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// The JPEG encoder's own error.
    #[error("the picture cannot be written as JPEG: {0}")]
    Jpeg(#[from] jpeg_encoder::EncodingError),
    /// The PNG encoder's own error.
    #[error("the picture cannot be written as PNG: {0}")]
    Png(#[from] png::EncodingError),
}

impl Pixels {
    /// Pixels from `data`: red, green, blue for every pixel, row by row from the top left.
    ///
    /// # Errors
    /// When a side is 0 or `data` is not `width * height * 3` bytes long.
    pub fn new(width: u32, height: u32, data: Vec<u8>) -> Result<Self, PixelsError> {
        let expected = u128::from(width) * u128::from(height) * 3;
        if expected == 0 || data.len() as u128 != expected {
            return Err(PixelsError {
                width,
                height,
                length: data.len(),
            });
        }
        Ok(Self {
            width,
            height,
            data,
        })
    }

    /// Pixels across.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels down.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Red, green, blue for every pixel, row by row from the top left.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The picture with no side longer than `longest_side`, its proportions kept. A picture
    /// that fits already is given as it is: enlarging adds nothing.
    pub fn fit_within(&self, longest_side: u32) -> Cow<'_, Self> {
        let longest = self.width.max(self.height);
        if longest <= longest_side {
            return Cow::Borrowed(self);
        }
        let shrink = f64::from(longest_side.max(1)) / f64::from(longest);
        let side = |length: u32| ((f64::from(length) * shrink).round() as u32).max(1);
        let (width, height) = (side(self.width), side(self.height));
        Cow::Owned(self.resized(width, height, Kernel::CatmullRom))
    }

    /// As [`Self::fit_within`], without a copy of a picture that fits already.
    #[must_use]
    pub fn into_fit_within(self, longest_side: u32) -> Self {
        match self.fit_within(longest_side) {
            Cow::Owned(smaller) => smaller,
            Cow::Borrowed(_) => self,
        }
    }

    /// The picture at exactly these sides, bilinearly. Shrinking averages over every pixel that
    /// is covered, so that fine texture does not turn into noise.
    pub(crate) fn resize_to(&self, width: u32, height: u32) -> Cow<'_, Self> {
        if (self.width, self.height) == (width, height) {
            return Cow::Borrowed(self);
        }
        Cow::Owned(self.resized(width.max(1), height.max(1), Kernel::Bilinear))
    }

    fn resized(&self, width: u32, height: u32, kernel: Kernel) -> Self {
        let from = (self.width as usize, self.height as usize);
        let to = (width as usize, height as usize);
        Self {
            width,
            height,
            data: resample(&self.data, from, to, kernel),
        }
    }

    /// The picture as a baseline JPEG.
    ///
    /// `quality` runs from 1 (small) to 100 (good). The colour is kept at full resolution from
    /// 90 on and at half below.
    ///
    /// # Errors
    /// When a side is longer than 65535.
    pub fn encode_jpeg(&self, quality: u8) -> Result<Vec<u8>, EncodeError> {
        self.encode_jpeg_with(quality, None)
    }

    /// As [`Self::encode_jpeg`], with the colour at half the resolution both ways whatever the quality: for
    /// a picture whose colour is no finer, which loses nothing by it.
    pub(crate) fn encode_jpeg_with_half_the_color(
        &self,
        quality: u8,
    ) -> Result<Vec<u8>, EncodeError> {
        self.encode_jpeg_with(quality, Some(SamplingFactor::F_2_2))
    }

    fn encode_jpeg_with(
        &self,
        quality: u8,
        sampling: Option<SamplingFactor>,
    ) -> Result<Vec<u8>, EncodeError> {
        let too_large = || EncodeError::TooLarge {
            width: self.width,
            height: self.height,
        };
        let width = u16::try_from(self.width).map_err(|_| too_large())?;
        let height = u16::try_from(self.height).map_err(|_| too_large())?;
        let mut bytes = Vec::with_capacity(self.data.len() / 8);
        let mut encoder = Encoder::new(&mut bytes, quality.clamp(1, 100));
        if let Some(sampling) = sampling {
            encoder.set_sampling_factor(sampling);
            // One sample of four would do for a decoder that repeats samples; others go between them.
            encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
        }
        encoder.encode(&self.data, width, height, ColorType::Rgb)?;
        Ok(bytes)
    }

    /// The picture as an 8-bit RGB PNG.
    ///
    /// # Errors
    /// When a side is longer than 2^31 - 1.
    pub fn encode_png(&self) -> Result<Vec<u8>, EncodeError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.data)?;
        writer.finish()?;
        Ok(bytes)
    }

    /// Other colours on as many pixels.
    pub(crate) fn with_data(&self, data: Vec<u8>) -> Self {
        debug_assert_eq!(data.len(), self.data.len());
        Self { data, ..*self }
    }

    /// The colour at a place within the picture.
    pub(crate) fn at(&self, x: u32, y: u32) -> [u8; 3] {
        let start = (y as usize * self.width as usize + x as usize) * 3;
        match self.data.get(start..start + 3) {
            Some([red, green, blue]) => [*red, *green, *blue],
            _ => [0; 3],
        }
    }
}

impl std::fmt::Debug for Pixels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pixels({} x {})", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gradient(width: u32, height: u32) -> Pixels {
        let data = (0..height)
            .flat_map(|y| (0..width).flat_map(move |x| [x as u8, y as u8, (x + y) as u8]))
            .collect();
        Pixels::new(width, height, data).unwrap()
    }

    #[test]
    fn data_must_match_the_sides() {
        assert!(Pixels::new(2, 2, vec![0; 11]).is_err());
        assert!(Pixels::new(0, 2, vec![]).is_err());
        assert!(Pixels::new(u32::MAX, u32::MAX, vec![0; 3]).is_err());
    }

    #[test]
    fn fitting_keeps_proportions_and_never_enlarges() {
        let pixels = gradient(200, 50);
        let small = pixels.fit_within(100);
        assert_eq!((small.width(), small.height()), (100, 25));
        assert!(matches!(pixels.fit_within(200), Cow::Borrowed(_)));
        let thin = gradient(200, 1);
        assert_eq!(thin.fit_within(10).height(), 1);
    }

    #[test]
    fn what_is_encoded_is_decoded_again() {
        let pixels = gradient(64, 48);
        let limits = crate::picture::Limits {
            max_bytes: 1 << 20,
            max_pixels: 1 << 20,
            min_side: 1,
        };
        let png = pixels.encode_png().unwrap();
        assert_eq!(
            crate::picture::decode(&png, &limits).unwrap().pixels,
            pixels
        );
        let jpeg = pixels.encode_jpeg(95).unwrap();
        let decoded = crate::picture::decode(&jpeg, &limits).unwrap().pixels;
        let off = decoded
            .data()
            .iter()
            .zip(pixels.data())
            .map(|(a, b)| a.abs_diff(*b))
            .max();
        assert!(off < Some(16), "off by {off:?}");
    }
}
