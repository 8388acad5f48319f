//! Colours as numbers.

/// How bright a colour looks, 0 to 255 (ITU-R BT.601, the one JPEG uses).
pub(crate) fn luma([red, green, blue]: [u8; 3]) -> f32 {
    0.299 * f32::from(red) + 0.587 * f32::from(green) + 0.114 * f32::from(blue)
}
