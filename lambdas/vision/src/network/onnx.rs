//! The network's layers and weights, read from its ONNX file.
//!
//! Only this network's form is taken: a chain of inverted residuals (Sandler, Howard, Zhu,
//! Zhmoginov, Chen: MobileNetV2, 2018). Whatever else a file holds is told.

use std::collections::HashMap;
use std::iter::Peekable;
use std::slice::Iter;

use rten_onnx::onnx::{DataType, GraphProto, ModelProto, NodeProto, TensorProto};

use super::depthwise::Depthwise;
use super::{COLORS, SIDE, STEM, Stage};
use crate::matrix::{Matrix, TOGETHER};

/// The stages in their order, and after which of them an output of each name is.
pub(super) struct Layers {
    pub(super) stages: Vec<Stage>,
    pub(super) outputs: HashMap<String, usize>,
}

/// Reads a model file.
pub(super) fn read(bytes: &[u8]) -> Result<Layers, String> {
    let model = ModelProto::parse_buf(bytes).map_err(|error| error.to_string())?;
    layers(&model.graph.ok_or("the file holds no graph")?)
}

fn layers(graph: &GraphProto) -> Result<Layers, String> {
    let mut chain = Chain::of(graph)?;
    let mut layers = Layers {
        stages: Vec::new(),
        outputs: HashMap::new(),
    };
    while chain.nodes.peek().is_some() {
        let stage = chain.stage(layers.stages.is_empty())?;
        layers.stages.push(stage);
        while let Some(node) = chain.next_if("Identity") {
            chain.follows(node)?;
            let name = node.output.first().cloned().unwrap_or_default();
            layers.outputs.insert(name, layers.stages.len() - 1);
        }
    }
    Ok(layers)
}

/// The nodes of a graph, each following the one before.
struct Chain<'a> {
    nodes: Peekable<Iter<'a, NodeProto>>,
    constants: HashMap<&'a str, &'a TensorProto>,
    /// The name of what the last node has given.
    value: &'a str,
    /// How many channels that has, and places a side.
    channels: usize,
    side: usize,
}

/// A convolution's numbers.
struct Convolution {
    outputs: usize,
    /// Inputs of each output.
    inputs: usize,
    /// Parts of the channels that do not see each other.
    groups: usize,
    kernel: usize,
    stride: usize,
    /// By outputs, inputs, rows and columns.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl<'a> Chain<'a> {
    fn of(graph: &'a GraphProto) -> Result<Self, String> {
        let input = graph.input.first().and_then(|input| input.name.as_deref());
        let constants = graph.initializer.iter();
        Ok(Self {
            nodes: graph.node.iter().peekable(),
            constants: constants
                .filter_map(|tensor| Some((tensor.name.as_deref()?, tensor)))
                .collect(),
            value: input.ok_or("the graph has no input")?,
            channels: COLORS,
            side: SIDE,
        })
    }

    /// An inverted residual: wider, each channel for itself, narrower, and perhaps its input added.
    /// What makes the `first` wider is the stem, which sees the picture.
    fn stage(&mut self, first: bool) -> Result<Stage, String> {
        let input = self.value;
        let taken = (self.channels, self.side);
        let wider = self.convolution()?;
        self.bound()?;
        let depthwise = self.convolution()?;
        self.bound()?;
        let narrower = self.convolution()?;
        let wanted = if first { STEM } else { (1, 1) };
        if (wider.kernel, wider.stride) != wanted || (narrower.kernel, narrower.stride) != (1, 1) {
            return Err(format!(
                "{} follows convolutions of other sides",
                self.value
            ));
        }
        let adds_input = match self.next_if("Add") {
            None => false,
            Some(node) => {
                if !matches!(node.input.as_slice(), [_, added] if added == input) {
                    return Err(format!("{} is added to something else", self.value));
                }
                if (self.channels, self.side) != taken {
                    return Err(format!("{} is added to what has other sides", self.value));
                }
                self.follows(node)?;
                true
            }
        };
        let Convolution { kernel, stride, .. } = depthwise;
        let sides = || format!("{} follows {kernel} x {kernel} by {stride}", self.value);
        if depthwise.inputs != 1 || depthwise.outputs != wider.outputs {
            return Err(sides());
        }
        if (wider.groups, narrower.groups) != (1, 1) {
            return Err(format!(
                "{} follows convolutions of channels in groups",
                self.value
            ));
        }
        Ok(Stage {
            wider: wider.matrix(),
            depthwise: Depthwise::new(kernel, stride, &depthwise.bias, &depthwise.weights)
                .ok_or_else(sides)?,
            narrower: narrower.matrix(),
            adds_input,
        })
    }

    fn next_if(&mut self, operator: &str) -> Option<&'a NodeProto> {
        self.nodes
            .next_if(|node| node.op_type.as_deref() == Some(operator))
    }

    fn next(&mut self, operator: &str) -> Result<&'a NodeProto, String> {
        let found = self.next_if(operator);
        found.ok_or_else(|| format!("{operator} is expected after {}", self.value))
    }

    /// Checks that a node takes what the last one has given, and goes on with what it gives.
    fn follows(&mut self, node: &'a NodeProto) -> Result<(), String> {
        match (node.input.first(), node.output.as_slice()) {
            (Some(input), [output]) if input == self.value => {
                // Another name of the same value: what follows still has the first.
                if node.op_type.as_deref() != Some("Identity") {
                    self.value = output;
                }
                Ok(())
            }
            _ => Err(format!("the chain breaks after {}", self.value)),
        }
    }

    fn convolution(&mut self) -> Result<Convolution, String> {
        let node = self.next("Conv")?;
        self.follows(node)?;
        let [_, weights, bias] = node.input.as_slice() else {
            return Err(format!("{} has no bias", self.value));
        };
        let (dims, weights) = self.numbers(weights)?;
        let (_, bias) = self.numbers(bias)?;
        let [outputs, inputs, kernel, width] = dims[..] else {
            return Err(format!("{} has weights of other axes", self.value));
        };
        let attribute = |name: &str| {
            let mut attributes = node.attribute.iter();
            attributes.find(|attribute| attribute.name.as_deref() == Some(name))
        };
        let stride = match attribute("strides").map(|strides| strides.ints.as_slice()) {
            None => 1,
            Some([down, across]) if down == across => usize::try_from(*down).unwrap_or_default(),
            Some(_) => 0,
        };
        let padding = attribute("auto_pad").and_then(|padding| padding.s.as_deref());
        let dilations = attribute("dilations").map_or(&[][..], |it| it.ints.as_slice());
        let dense = dilations.iter().all(|dilation| *dilation == 1);
        let groups = attribute("group").map_or(Some(1), |group| group.i);
        let groups = groups.and_then(|groups| usize::try_from(groups).ok());
        let numbers = dims
            .iter()
            .try_fold(1usize, |all, side| all.checked_mul(*side));
        let whole = numbers == Some(weights.len()) && bias.len() == outputs;
        let (Some(groups), true) = (groups, kernel == width && stride > 0 && dense && whole) else {
            return Err(format!("{} is a convolution of another form", self.value));
        };
        if padding != Some("SAME_UPPER") {
            return Err(format!("{} is padded in another way", self.value));
        }
        if inputs.checked_mul(groups) != Some(self.channels) {
            return Err(format!(
                "{} takes {inputs} channels in each of {groups} groups, where {} are given",
                self.value, self.channels
            ));
        }
        // Rows are gone through so many places at a time.
        if !self.side.is_multiple_of(stride * TOGETHER) {
            return Err(format!(
                "{} goes by {stride} through {} places a side",
                self.value, self.side
            ));
        }
        self.channels = outputs;
        self.side /= stride;
        Ok(Convolution {
            outputs,
            inputs,
            groups,
            kernel,
            stride,
            weights,
            bias,
        })
    }

    /// Checks that values are held between 0 and 6 next.
    fn bound(&mut self) -> Result<(), String> {
        let node = self.next("Clip")?;
        self.follows(node)?;
        let [_, least, most] = node.input.as_slice() else {
            return Err(format!("{} is not bounded on both sides", self.value));
        };
        for (name, wanted) in [(least, 0.0), (most, 6.0)] {
            if self.numbers(name)?.1 != [wanted] {
                return Err(format!("{} is bounded by another number", self.value));
            }
        }
        Ok(())
    }

    /// A constant's sides and its numbers.
    fn numbers(&self, name: &str) -> Result<(Vec<usize>, Vec<f32>), String> {
        let tensor = self.constants.get(name);
        let tensor = tensor.ok_or_else(|| format!("there is no constant {name}"))?;
        let raw = tensor.raw_data.as_ref().map(|raw| raw.borrow());
        let (Some(raw), Some(DataType::FLOAT)) = (raw, tensor.data_type) else {
            return Err(format!("{name} holds no raw numbers"));
        };
        let (numbers, []) = raw.as_chunks::<4>() else {
            return Err(format!("{name} is cut off"));
        };
        let dims = tensor.dims.iter().map(|side| usize::try_from(*side));
        Ok((
            dims.collect::<Result<_, _>>()
                .map_err(|_| format!("{name} has a negative side"))?,
            numbers.iter().map(|n| f32::from_le_bytes(*n)).collect(),
        ))
    }
}

impl Convolution {
    /// As a matrix: what it sees counts row by row, then column by column, then by channels.
    fn matrix(&self) -> Matrix {
        let seen = self.kernel * self.kernel;
        Matrix::new(self.inputs * seen, &self.bias, |output, input| {
            let (place, channel) = (input / self.inputs, input % self.inputs);
            self.weights[(output * self.inputs + channel) * seen + place]
        })
    }
}

#[cfg(test)]
mod tests {
    use rten_onnx::onnx::AttributeProto;

    use super::*;

    static FILE: &[u8] = include_bytes!("../../model/efficientnet-lite0-taps-256.onnx");

    /// The node of this number among those of an operator.
    fn node<'a>(graph: &'a mut GraphProto, operator: &str, at: usize) -> &'a mut NodeProto {
        let nodes = graph.node.iter_mut();
        let mut nodes = nodes.filter(|node| node.op_type.as_deref() == Some(operator));
        nodes.nth(at).unwrap()
    }

    fn attribute<'a>(node: &'a mut NodeProto, name: &str) -> &'a mut AttributeProto {
        let mut attributes = node.attribute.iter_mut();
        let found = attributes.find(|attribute| attribute.name.as_deref() == Some(name));
        found.unwrap()
    }

    /// Leaves a convolution only so many of its outputs (axis 0) or inputs (axis 1).
    fn narrow(graph: &mut GraphProto, at: usize, axis: usize, left: usize) {
        let names = node(graph, "Conv", at).input.clone();
        let mut tensor = |name: &str, axis: usize| {
            let mut tensors = graph.initializer.iter_mut();
            let tensor = tensors.find(|tensor| tensor.name.as_deref() == Some(name));
            let tensor = tensor.unwrap();
            tensor.dims[axis] = left as i64;
            let bytes = tensor.dims.iter().product::<i64>() as usize * 4;
            tensor
                .raw_data
                .as_ref()
                .unwrap()
                .borrow_mut()
                .truncate(bytes);
        };
        tensor(&names[1], axis);
        if axis == 0 {
            tensor(&names[2], 0);
        }
    }

    /// What is said of the network after a change.
    fn told(change: impl FnOnce(&mut GraphProto)) -> String {
        let mut graph = ModelProto::parse_buf(FILE).unwrap().graph.unwrap();
        change(&mut graph);
        layers(&graph).err().unwrap()
    }

    fn halve(graph: &mut GraphProto, convolutions: &[usize]) {
        for at in convolutions {
            attribute(node(graph, "Conv", *at), "strides").ints = vec![2, 2];
        }
    }

    #[test]
    fn a_layer_of_another_form_is_told() {
        for bounds in 0..2 {
            let said = told(|graph| node(graph, "Clip", 3).input.truncate(1 + bounds));
            assert!(said.ends_with("is not bounded on both sides"), "{said}");
        }
        let said = told(|graph| {
            node(graph, "Conv", 4).attribute.push(AttributeProto {
                name: Some("dilations".to_owned()),
                ints: vec![2, 2],
                ..AttributeProto::default()
            });
        });
        let form = "_blocks_1__depthwise_conv_weight_y is a convolution of another form";
        assert_eq!(said, form);
        // Two groups, each of which sees half of the channels.
        let said = told(|graph| {
            attribute(node(graph, "Conv", 3), "group").i = Some(2);
            narrow(graph, 3, 1, 8);
        });
        assert!(said.ends_with("of channels in groups"), "{said}");
    }

    #[test]
    fn channels_and_places_that_do_not_fit_are_told() {
        for (at, axis, given) in [
            // The stem, which sees colours.
            (0, 1, 3),
            // What makes a stage narrower: what it takes, and what it gives to the next stage.
            (5, 1, 96),
            (5, 0, 8),
            // What makes the next stage wider.
            (6, 1, 24),
        ] {
            let said = told(|graph| narrow(graph, at, axis, if at == 0 { 2 } else { 8 }));
            assert!(
                said.ends_with(&format!("where {given} are given")),
                "{said}"
            );
        }
        // The first stage that adds what it takes gives fewer channels, or fewer places.
        for change in [
            (|graph| narrow(graph, 8, 0, 8)) as fn(&mut GraphProto),
            |graph| halve(graph, &[7]),
        ] {
            let said = told(change);
            assert!(said.ends_with("added to what has other sides"), "{said}");
        }
        let said = told(|graph| halve(graph, &[25, 28]));
        assert!(
            said.ends_with("goes by 2 through 8 places a side"),
            "{said}"
        );
    }
}
