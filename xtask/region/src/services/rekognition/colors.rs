//! Names of colours: the nearest one of a list, by plain distance in RGB.

/// Colours of CSS with their names.
/// <https://www.w3.org/TR/css-color-4/#named-colors>
const CSS: [(&str, u32); 56] = [
    ("black", 0x000000),
    ("dimgrey", 0x696969),
    ("grey", 0x808080),
    ("darkgrey", 0xa9a9a9),
    ("silver", 0xc0c0c0),
    ("lightgrey", 0xd3d3d3),
    ("gainsboro", 0xdcdcdc),
    ("whitesmoke", 0xf5f5f5),
    ("white", 0xffffff),
    ("maroon", 0x800000),
    ("darkred", 0x8b0000),
    ("firebrick", 0xb22222),
    ("red", 0xff0000),
    ("salmon", 0xfa8072),
    ("rosybrown", 0xbc8f8f),
    ("sienna", 0xa0522d),
    ("saddlebrown", 0x8b4513),
    ("chocolate", 0xd2691e),
    ("peru", 0xcd853f),
    ("sandybrown", 0xf4a460),
    ("tan", 0xd2b48c),
    ("wheat", 0xf5deb3),
    ("orange", 0xffa500),
    ("darkorange", 0xff8c00),
    ("goldenrod", 0xdaa520),
    ("gold", 0xffd700),
    ("khaki", 0xf0e68c),
    ("yellow", 0xffff00),
    ("olive", 0x808000),
    ("darkkhaki", 0xbdb76b),
    ("darkolivegreen", 0x556b2f),
    ("olivedrab", 0x6b8e23),
    ("yellowgreen", 0x9acd32),
    ("green", 0x008000),
    ("darkgreen", 0x006400),
    ("forestgreen", 0x228b22),
    ("seagreen", 0x2e8b57),
    ("darkseagreen", 0x8fbc8f),
    ("lime", 0x00ff00),
    ("teal", 0x008080),
    ("cadetblue", 0x5f9ea0),
    ("darkslategrey", 0x2f4f4f),
    ("slategrey", 0x708090),
    ("steelblue", 0x4682b4),
    ("lightsteelblue", 0xb0c4de),
    ("skyblue", 0x87ceeb),
    ("royalblue", 0x4169e1),
    ("blue", 0x0000ff),
    ("navy", 0x000080),
    ("midnightblue", 0x191970),
    ("darkslateblue", 0x483d8b),
    ("purple", 0x800080),
    ("plum", 0xdda0dd),
    ("magenta", 0xff00ff),
    ("crimson", 0xdc143c),
    ("pink", 0xffc0cb),
];

/// Simple names, several anchors each.
const SIMPLE: [(&str, u32); 24] = [
    ("black", 0x000000),
    ("black", 0x1e1e1e),
    ("grey", 0x505050),
    ("grey", 0x808080),
    ("grey", 0xb4b4b4),
    ("white", 0xf0f0f0),
    ("white", 0xffffff),
    ("red", 0xc81e1e),
    ("red", 0xff0000),
    ("brown", 0x5a3214),
    ("brown", 0x8b5a2b),
    ("orange", 0xff8c00),
    ("yellow", 0xffe600),
    ("yellow", 0xf0e68c),
    ("green", 0x145a1e),
    ("green", 0x3c9b3c),
    ("green", 0x6b8e23),
    ("cyan", 0x28b4b4),
    ("blue", 0x14285a),
    ("blue", 0x1e50c8),
    ("blue", 0x6496c8),
    ("purple", 0x6e288c),
    ("pink", 0xffb4c8),
    ("pink", 0xe650a0),
];

/// The nearest colour of CSS.
pub(super) fn css_name(color: [u8; 3]) -> &'static str {
    nearest(&CSS, color)
}

/// The nearest of a dozen simple names.
pub(super) fn simple_name(color: [u8; 3]) -> &'static str {
    nearest(&SIMPLE, color)
}

fn nearest(names: &[(&'static str, u32)], color: [u8; 3]) -> &'static str {
    let far = |anchor: u32| -> i32 {
        let anchor = [anchor >> 16, anchor >> 8, anchor].map(|value| (value & 0xff) as i32);
        let squares = anchor
            .iter()
            .zip(color)
            .map(|(a, b)| (a - i32::from(b)).pow(2));
        squares.sum()
    };
    names
        .iter()
        .min_by_key(|(_, anchor)| far(*anchor))
        .map_or("black", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go_by_their_nearest_name() {
        assert_eq!(css_name([0x45, 0x80, 0xb0]), "steelblue");
        assert_eq!(simple_name([0x45, 0x80, 0xb0]), "blue");
        assert_eq!(simple_name([0x70, 0x45, 0x20]), "brown");
        assert_eq!(simple_name([255, 255, 255]), "white");
    }
}
