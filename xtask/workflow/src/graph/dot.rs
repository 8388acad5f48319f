//! A machine in Graphviz' language, with nested states as clusters.

use super::{Flow, Graph, Node, Status};

/// The graph's text.
pub fn render_dot(graph: &Graph) -> String {
    let mut dot = Dot {
        out: String::new(),
        next: 0,
        has_history: graph.has_history,
    };
    dot.line(0, "digraph machine {");
    dot.line(
        1,
        "compound=true; rankdir=TB; fontname=\"Helvetica\"; fontsize=11;",
    );
    dot.line(
        1,
        "node [shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", fontname=\"Helvetica\", fontsize=11];",
    );
    dot.line(1, "edge [fontname=\"Helvetica\", fontsize=9];");
    let ports = dot.flow(&graph.flow, 1);
    dot.line(
        1,
        "start [shape=circle, label=\"\", width=0.18, style=filled, fillcolor=\"#3c4454\"];",
    );
    if let Some(first) = graph.flow.start.and_then(|start| ports.get(start)) {
        dot.edge(1, &Port::plain("start"), first, &[]);
    }
    let ends: Vec<_> = graph
        .flow
        .nodes
        .iter()
        .zip(&ports)
        .filter(|(node, _)| node.is_end)
        .collect();
    if !ends.is_empty() {
        dot.line(1, "finish [shape=doublecircle, label=\"\", width=0.14, style=filled, fillcolor=\"#3c4454\"];");
    }
    for (_, port) in ends {
        dot.edge(1, port, &Port::plain("finish"), &[]);
    }
    dot.line(0, "}");
    dot.out
}

/// Where edges begin and end: at a node, and at the border of the cluster around it.
struct Port {
    first: String,
    last: String,
    cluster: Option<String>,
}

impl Port {
    fn plain(id: &str) -> Self {
        Self {
            first: id.to_owned(),
            last: id.to_owned(),
            cluster: None,
        }
    }
}

struct Dot {
    out: String,
    next: usize,
    has_history: bool,
}

impl Dot {
    fn line(&mut self, depth: usize, text: &str) {
        self.out.push_str(&"  ".repeat(depth));
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn id(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    fn flow(&mut self, flow: &Flow, depth: usize) -> Vec<Port> {
        let ports: Vec<Port> = flow
            .nodes
            .iter()
            .map(|node| self.node(node, depth))
            .collect();
        for edge in &flow.edges {
            let mut attributes = Vec::new();
            if !edge.label.is_empty() {
                attributes.push(format!("label={}", quote(&edge.label)));
            }
            if edge.is_catch {
                attributes.push("style=dashed".to_owned());
            }
            self.edge(depth, &ports[edge.from], &ports[edge.to], &attributes);
        }
        ports
    }

    fn edge(&mut self, depth: usize, from: &Port, to: &Port, attributes: &[String]) {
        let mut attributes = attributes.to_vec();
        attributes.extend(
            from.cluster
                .iter()
                .map(|cluster| format!("ltail={cluster}")),
        );
        attributes.extend(to.cluster.iter().map(|cluster| format!("lhead={cluster}")));
        let attributes = match attributes.is_empty() {
            true => String::new(),
            false => format!(" [{}]", attributes.join(", ")),
        };
        self.line(
            depth,
            &format!("{} -> {}{attributes};", from.last, to.first),
        );
    }

    fn node(&mut self, node: &Node, depth: usize) -> Port {
        let number = self.id();
        let text = quote(&format!("{}\n{}", node.name, node.about));
        let colours = match self.has_history {
            true => {
                let colours = node.status.colours();
                format!(
                    "fillcolor=\"{}\", color=\"{}\", fontcolor=\"{}\"",
                    colours.fill, colours.stroke, colours.text
                )
            }
            false => String::new(),
        };
        if node.inner.is_empty() {
            let id = format!("s{number}");
            let mut attributes = vec![format!("label={text}")];
            match node.kind {
                "Choice" => attributes.push("shape=diamond, style=filled".to_owned()),
                "Succeed" | "Fail" => attributes.push("shape=oval, style=filled".to_owned()),
                "Wait" => attributes.push("shape=hexagon, style=filled".to_owned()),
                _ => {}
            }
            if self.has_history && node.status == Status::NotReached {
                attributes.push("style=\"filled,dashed\"".to_owned());
            }
            if !colours.is_empty() {
                attributes.push(colours);
            }
            self.line(depth, &format!("{id} [{}];", attributes.join(", ")));
            return Port::plain(&id);
        }
        let cluster = format!("cluster_{number}");
        self.line(depth, &format!("subgraph {cluster} {{"));
        self.line(
            depth + 1,
            &format!("label={text}; style=\"rounded,filled\"; fillcolor=\"#f6f7f9\";"),
        );
        if !colours.is_empty() {
            self.line(depth + 1, &format!("{};", colours.replace(", ", "; ")));
        }
        let mut inner = Vec::new();
        for flow in &node.inner {
            let number = self.id();
            self.line(depth + 1, &format!("subgraph cluster_{number} {{"));
            let label = quote(&flow.label);
            self.line(
                depth + 2,
                &format!("label={label}; style=\"rounded,filled\"; fillcolor=\"#ffffff\"; color=\"#c3c9d4\"; fontcolor=\"#3c4454\";"),
            );
            inner.extend(self.flow(flow, depth + 2));
            self.line(depth + 1, "}");
        }
        // An edge needs a node at each end; the cluster's border then cuts it off.
        let (first, last) = match (inner.first(), inner.last()) {
            (Some(first), Some(last)) => (first.first.clone(), last.last.clone()),
            _ => {
                let id = format!("s{number}");
                self.line(depth + 1, &format!("{id} [style=invis];"));
                (id.clone(), id)
            }
        };
        self.line(depth, "}");
        Port {
            first,
            last,
            cluster: Some(cluster),
        }
    }
}

fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
