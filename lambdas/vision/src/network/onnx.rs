//! The network's layers and weights, read from its ONNX file.
//!
//! Only this network's form is taken: a chain of inverted residuals (Sandler, Howard, Zhu,
//! Zhmoginov, Chen: MobileNetV2, 2018). Whatever else a file holds is told.

use std::collections::HashMap;
use std::iter::Peekable;
use std::slice::Iter;

use rten_onnx::onnx::{DataType, GraphProto, ModelProto, NodeProto, TensorProto};

use super::depthwise::Depthwise;
use super::{STEM, Stage};
use crate::matrix::Matrix;

/// The stages in their order, and after which of them an output of each name is.
pub(super) struct Layers {
    pub(super) stages: Vec<Stage>,
    pub(super) outputs: HashMap<String, usize>,
}

/// Reads a model file.
pub(super) fn read(bytes: &[u8]) -> Result<Layers, String> {
    let model = ModelProto::parse_buf(bytes).map_err(|error| error.to_string())?;
    let graph = model.graph.ok_or("the file holds no graph")?;
    let mut chain = Chain::of(&graph)?;
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
}

/// A convolution's numbers.
struct Convolution {
    outputs: usize,
    /// Inputs of each output.
    inputs: usize,
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
        })
    }

    /// An inverted residual: wider, each channel for itself, narrower, and perhaps its input added.
    /// What makes the `first` wider is the stem, which sees the picture.
    fn stage(&mut self, first: bool) -> Result<Stage, String> {
        let input = self.value;
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
            Some(node) if node.input.iter().any(|name| name == input) => {
                self.follows(node)?;
                true
            }
            Some(_) => return Err(format!("{} is added to something else", self.value)),
        };
        let Convolution { kernel, stride, .. } = depthwise;
        let sides = || format!("{} follows {kernel} x {kernel} by {stride}", self.value);
        if depthwise.inputs != 1 || depthwise.outputs != wider.outputs {
            return Err(sides());
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
        let whole = outputs * inputs * kernel * width == weights.len() && bias.len() == outputs;
        if kernel != width || stride == 0 || padding != Some("SAME_UPPER") || !whole {
            return Err(format!("{} is a convolution of another form", self.value));
        }
        Ok(Convolution {
            outputs,
            inputs,
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
        for (name, wanted) in node.input.iter().skip(1).zip([0.0, 6.0]) {
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
