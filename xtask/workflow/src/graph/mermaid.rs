//! A machine as a Mermaid flowchart, which Markdown renderers draw.

use super::{Flow, Graph, Node, Status};

/// The chart's text.
pub fn render_mermaid(graph: &Graph) -> String {
    let mut chart = Chart {
        out: String::from("flowchart TD\n"),
        next: 0,
        classes: Vec::new(),
        has_history: graph.has_history,
    };
    let ids = chart.flow(&graph.flow, 1);
    chart.line(1, "start((\" \"))");
    if let Some(first) = graph.flow.start.and_then(|start| ids.get(start)) {
        chart.line(1, &format!("start --> {first}"));
    }
    let ends: Vec<_> = graph
        .flow
        .nodes
        .iter()
        .zip(&ids)
        .filter(|(node, _)| node.is_end)
        .collect();
    if !ends.is_empty() {
        chart.line(1, "finish(((\" \")))");
    }
    for (_, id) in ends {
        chart.line(1, &format!("{id} --> finish"));
    }
    if graph.has_history {
        chart.colours();
    }
    chart.out
}

struct Chart {
    out: String,
    next: usize,
    classes: Vec<(Status, String)>,
    has_history: bool,
}

impl Chart {
    fn line(&mut self, depth: usize, text: &str) {
        self.out.push_str(&"  ".repeat(depth));
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn id(&mut self) -> String {
        let id = format!("s{}", self.next);
        self.next += 1;
        id
    }

    /// Writes the flow; gives its nodes' names in the chart.
    fn flow(&mut self, flow: &Flow, depth: usize) -> Vec<String> {
        let ids: Vec<String> = flow.nodes.iter().map(|_| self.id()).collect();
        for (node, id) in flow.nodes.iter().zip(&ids) {
            self.node(node, id, depth);
        }
        for edge in &flow.edges {
            let arrow = if edge.is_catch { "-.->" } else { "-->" };
            let label = match edge.label.as_str() {
                "" => String::new(),
                label => format!("|\"{}\"|", escape(label)),
            };
            let (from, to) = (&ids[edge.from], &ids[edge.to]);
            self.line(depth, &format!("{from} {arrow}{label} {to}"));
        }
        ids
    }

    fn node(&mut self, node: &Node, id: &str, depth: usize) {
        if self.has_history {
            self.classes.push((node.status, id.to_owned()));
        }
        let text = format!(
            "{}<br/><small>{}</small>",
            escape(&node.name),
            escape(&node.about)
        );
        if node.inner.is_empty() {
            let (open, close) = match node.kind {
                "Choice" => ("{", "}"),
                "Succeed" | "Fail" => ("([", "])"),
                "Wait" => ("{{", "}}"),
                _ => ("[", "]"),
            };
            self.line(depth, &format!("{id}{open}\"{text}\"{close}"));
            return;
        }
        self.line(depth, &format!("subgraph {id}[\"{text}\"]"));
        for flow in &node.inner {
            let inner = self.id();
            let label = escape(&flow.label);
            self.line(depth + 1, &format!("subgraph {inner}[\"{label}\"]"));
            self.line(depth + 2, "direction TB");
            self.flow(flow, depth + 2);
            self.line(depth + 1, "end");
        }
        self.line(depth, "end");
    }

    fn colours(&mut self) {
        for status in Status::ALL {
            let ids: Vec<&str> = self
                .classes
                .iter()
                .filter(|(other, _)| *other == status)
                .map(|(_, id)| id.as_str())
                .collect();
            if ids.is_empty() {
                continue;
            }
            let ids = ids.join(",");
            let colours = status.colours();
            let dashes = if status == Status::NotReached {
                ",stroke-dasharray:4 3"
            } else {
                ""
            };
            let class = status.class();
            self.line(
                1,
                &format!(
                    "classDef {class} fill:{},stroke:{},color:{}{dashes}",
                    colours.fill, colours.stroke, colours.text
                ),
            );
            self.line(1, &format!("class {ids} {class}"));
        }
    }
}

/// Text within quotes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '&' => out.push_str("#amp;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '`' => out.push_str("#96;"),
            '\\' => out.push_str("#92;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
