//! A machine as a picture: SVG that needs nothing but a viewer.

use super::layout::{Placed, Point, Size, Way, layout};
use super::{Flow, Graph, Node, Status};
use crate::history::shorten;

/// How many characters of a name are shown; the whole stands in its tooltip.
const NAME: usize = 44;
/// Around everything.
const MARGIN: f64 = 20.0;
/// Around what is inside a state.
const PADDING: f64 = 14.0;
/// Over what is inside a state: its name and type.
const HEADER: f64 = 40.0;
/// Over a branch: its number.
const CAPTION: f64 = 18.0;
const LEGEND: f64 = 34.0;

const STYLE: &str = "text{font-family:ui-sans-serif,system-ui,'Segoe UI',Helvetica,Arial,sans-serif}\
.name{font-size:13px;font-weight:600}.about{font-size:10.5px;opacity:.75}\
.label{font-size:10.5px;fill:#3c4454}.way{fill:none;stroke:#6b7484;stroke-width:1.4}\
.catch{stroke:#c07a12;stroke-dasharray:5 3}";

/// The picture.
pub fn render_svg(graph: &Graph) -> String {
    let root = Block::of_flow(&graph.flow, true);
    let legend = if graph.has_history { LEGEND } else { 0.0 };
    let width = root
        .size
        .width
        .max(if graph.has_history { 470.0 } else { 0.0 })
        + 2.0 * MARGIN;
    let height = root.size.height + 2.0 * MARGIN + legend;
    let mut svg = Svg {
        out: String::new(),
        has_history: graph.has_history,
    };
    let title = graph.title.as_deref().unwrap_or("State machine");
    svg.out.push_str(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n\
         <defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" \
         markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0 8 4 0 8z\" fill=\"#6b7484\"/></marker></defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        escape(title)
    ));
    let left = (width - root.size.width) / 2.0;
    svg.flow(&graph.flow, &root, (left, MARGIN));
    if graph.has_history {
        svg.legend(height - MARGIN);
    }
    svg.out.push_str("</svg>\n");
    svg.out
}

/// A flow with the places of its states, and of those inside them.
struct Block {
    size: Size,
    placed: Placed,
    sizes: Vec<Size>,
    inner: Vec<Vec<Block>>,
    ends: Vec<usize>,
}

impl Block {
    /// The machine's own flow has marks for its beginning and its end.
    fn of_flow(flow: &Flow, is_whole: bool) -> Self {
        let inner: Vec<Vec<Self>> = flow
            .nodes
            .iter()
            .map(|node| {
                node.inner
                    .iter()
                    .map(|flow| Self::of_flow(flow, false))
                    .collect()
            })
            .collect();
        let mut sizes: Vec<Size> = flow
            .nodes
            .iter()
            .zip(&inner)
            .map(|(node, inner)| size_of(node, inner))
            .collect();
        let mut ways: Vec<Way> = flow
            .edges
            .iter()
            .map(|edge| Way {
                from: edge.from,
                to: edge.to,
                label: (!edge.label.is_empty()).then(|| Size {
                    width: text_width(&edge.label, 5.8) + 10.0,
                    height: 15.0,
                }),
            })
            .collect();
        let mut first = flow.start.unwrap_or(0);
        let mut ends = Vec::new();
        if is_whole {
            let mark = Size {
                width: 18.0,
                height: 18.0,
            };
            let (start, finish) = (sizes.len(), sizes.len() + 1);
            sizes.push(mark);
            let label = None;
            ways.extend(flow.start.map(|to| Way {
                from: start,
                to,
                label,
            }));
            first = start;
            let nodes = flow.nodes.iter().enumerate();
            ends = nodes
                .filter(|(_, node)| node.is_end)
                .map(|(at, _)| at)
                .collect();
            if !ends.is_empty() {
                sizes.push(mark);
            }
            ways.extend(ends.iter().map(|from| Way {
                from: *from,
                to: finish,
                label,
            }));
        }
        let placed = layout(&sizes, &ways, first);
        Self {
            size: placed.size,
            placed,
            sizes,
            inner,
            ends,
        }
    }
}

fn size_of(node: &Node, inner: &[Block]) -> Size {
    let name = text_width(&shorten(&node.name, NAME), 7.6);
    let text = name.max(text_width(&node.about, 5.9));
    let padding = if node.kind == "Choice" { 44.0 } else { 28.0 };
    let own = (text + padding).max(104.0);
    if inner.is_empty() {
        return Size {
            width: own,
            height: 46.0,
        };
    }
    let widths: f64 = inner.iter().map(|block| panel(block).width + PADDING).sum();
    let height = inner
        .iter()
        .map(|block| panel(block).height)
        .fold(0.0, f64::max);
    Size {
        width: own.max(widths + PADDING),
        height: HEADER + height + PADDING,
    }
}

/// The size of a branch with its border.
fn panel(block: &Block) -> Size {
    Size {
        width: block.size.width.max(60.0) + 2.0 * PADDING,
        height: block.size.height + CAPTION + 2.0 * PADDING,
    }
}

/// About how wide a text is; letters of East Asia take twice the room.
fn text_width(text: &str, letter: f64) -> f64 {
    let letters = text
        .chars()
        .map(|c| if c as u32 >= 0x2e80 { 2.0 } else { 1.0 });
    letters.sum::<f64>() * letter
}

struct Svg {
    out: String,
    has_history: bool,
}

impl Svg {
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn flow(&mut self, flow: &Flow, block: &Block, at: Point) {
        let routes = block.placed.routes.iter();
        for (number, route) in routes.enumerate() {
            let edge = flow.edges.get(number);
            let class = if edge.is_some_and(|edge| edge.is_catch) {
                "way catch"
            } else {
                "way"
            };
            let path = path(&route.points, at);
            self.line(&format!(
                "<path class=\"{class}\" d=\"{path}\" marker-end=\"url(#arrow)\"/>"
            ));
            if let Some(((x, y), edge)) = route.label.zip(edge) {
                let (x, y) = (x + at.0, y + at.1);
                let width = text_width(&edge.label, 5.8) + 4.0;
                self.line(&format!(
                    "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"15\" fill=\"#ffffff\"/>",
                    x - width / 2.0,
                    y - 7.5
                ));
                self.text("label", (x, y + 3.5), &edge.label, None);
            }
        }
        let boxes = block.placed.boxes.iter().zip(&block.sizes);
        for (number, ((x, y), size)) in boxes.enumerate() {
            let at = (x + at.0, y + at.1);
            match flow.nodes.get(number) {
                Some(node) => self.node(node, &block.inner[number], at, *size),
                None => {
                    let (x, y) = (at.0 + size.width / 2.0, at.1 + size.height / 2.0);
                    let is_finish = number > flow.nodes.len() && !block.ends.is_empty();
                    let ring = "fill=\"none\" stroke=\"#3c4454\" stroke-width=\"1.6\"";
                    if is_finish {
                        self.line(&format!(
                            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"8.5\" {ring}/>"
                        ));
                    }
                    let radius = if is_finish { 5.0 } else { 8.0 };
                    self.line(&format!(
                        "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\" fill=\"#3c4454\"/>"
                    ));
                }
            }
        }
    }

    fn node(&mut self, node: &Node, inner: &[Block], (x, y): Point, size: Size) {
        let colours = Status::colours(match self.has_history {
            true => node.status,
            false => Status::NotReached,
        });
        let (stroke, text) = match self.has_history {
            true => (colours.stroke, colours.text),
            false => ("#56607a", "#1f2533"),
        };
        let dashes = match self.has_history && node.status == Status::NotReached {
            true => " stroke-dasharray=\"4 3\"",
            false => "",
        };
        let fill = match (self.has_history, inner.is_empty()) {
            (false, false) => "#f4f6f9",
            _ => colours.fill,
        };
        let paint = format!("fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.4\"{dashes}");
        let status = match self.has_history {
            true => format!(", {}", node.status.as_str()),
            false => String::new(),
        };
        self.line(&format!(
            "<g><title>{} ({}{status})</title>",
            escape(&node.name),
            escape(&node.about)
        ));
        let Size { width, height } = size;
        if node.kind == "Choice" {
            let (right, bottom, middle) = (x + width, y + height, y + height / 2.0);
            self.line(&format!(
                "<path d=\"M{x:.1} {middle:.1}L{:.1} {y:.1}H{:.1}L{right:.1} {middle:.1}L{:.1} {bottom:.1}H{:.1}Z\" {paint}/>",
                x + 16.0, right - 16.0, right - 16.0, x + 16.0
            ));
        } else {
            let radius = match node.kind {
                "Succeed" | "Fail" => height / 2.0,
                _ => 7.0,
            };
            self.line(&format!(
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{radius}\" {paint}/>"
            ));
        }
        let middle = x + width / 2.0;
        let top = if inner.is_empty() { y + 20.0 } else { y + 18.0 };
        self.text(
            "name",
            (middle, top),
            &shorten(&node.name, NAME),
            Some(text),
        );
        self.text("about", (middle, top + 15.0), &node.about, Some(text));
        let panels: f64 = inner.iter().map(|block| panel(block).width + PADDING).sum();
        let mut left = x + (width - panels + PADDING) / 2.0;
        for (flow, block) in node.inner.iter().zip(inner) {
            let size = panel(block);
            let top = y + HEADER;
            self.line(&format!(
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"5\" fill=\"#ffffff\" stroke=\"#c3c9d4\"/>",
                size.width, size.height
            ));
            self.text(
                "label",
                (left + size.width / 2.0, top + 14.0),
                &flow.label,
                None,
            );
            let within = left + (size.width - block.size.width) / 2.0;
            self.flow(flow, block, (within, top + CAPTION + PADDING));
            left += size.width + PADDING;
        }
        self.line("</g>");
    }

    fn text(&mut self, class: &str, (x, y): Point, text: &str, colour: Option<&str>) {
        let fill = colour.map_or(String::new(), |colour| format!(" fill=\"{colour}\""));
        self.line(&format!(
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\"{fill}>{}</text>",
            escape(text)
        ));
    }

    fn legend(&mut self, y: f64) {
        let mut x = MARGIN;
        for status in Status::ALL {
            let colours = status.colours();
            self.line(&format!(
                "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"14\" height=\"12\" rx=\"3\" fill=\"{}\" stroke=\"{}\"/>",
                y - 10.0, colours.fill, colours.stroke
            ));
            self.line(&format!(
                "<text class=\"label\" x=\"{:.1}\" y=\"{y:.1}\">{}</text>",
                x + 20.0,
                status.as_str()
            ));
            x += 34.0 + text_width(status.as_str(), 6.2);
        }
    }
}

/// Straight within a layer, curved between layers: points come in pairs.
fn path(points: &[Point], at: Point) -> String {
    let mut out = String::new();
    let moved = points.iter().map(|(x, y)| (x + at.0, y + at.1));
    let mut last: Option<Point> = None;
    for (x, y) in moved {
        match last {
            None => out.push_str(&format!("M{x:.1} {y:.1}")),
            // A step of no length would turn the arrow's head.
            Some(before) if (before.0 - x).abs() < 0.05 && (before.1 - y).abs() < 0.05 => {}
            Some(before) if (before.0 - x).abs() < 0.05 || (before.1 - y).abs() < 0.05 => {
                out.push_str(&format!("L{x:.1} {y:.1}"));
            }
            Some((from_x, from_y)) => {
                let middle = (from_y + y) / 2.0;
                out.push_str(&format!(
                    "C{from_x:.1} {middle:.1} {x:.1} {middle:.1} {x:.1} {y:.1}"
                ));
            }
        }
        last = Some((x, y));
    }
    out
}

/// Text within XML, which knows no control characters.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
