//! Logistic regression in the space of a kernel: linear or with radial basis functions.
//!
//! Minimises the sum over examples of `weight x log(1 + exp(-y f(x)))` plus `penalty / 2` times
//! the squared norm of f in the kernel's space, for `f(x) = bias + sum of a_i k(x_i, x)`, by
//! Newton's method (iteratively reweighted least squares; Hastie, Tibshirani, Friedman: The
//! Elements of Statistical Learning, 4.4 and 12.3). There are hundreds of examples at the most, so
//! the equations are solved directly; nothing is random, and one thread does it.

use serde::{Deserialize, Serialize};

use crate::cholesky::{factorise, row_start, solve, triangle};
use crate::vectors::dot;

/// Steps of Newton's method at the most; it takes about ten.
const MOST_STEPS: usize = 100;
/// How often a step is halved at the most.
const MOST_HALVINGS: usize = 40;
/// A step that changes no value by more than this is the last.
const CLOSE: f64 = 1e-9;

/// How alike two vectors are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kernel", rename_all = "kebab-case")]
pub(crate) enum Kernel {
    /// The scalar product, divided by the dimensions.
    Linear,
    /// `exp(-gamma |x - y|^2 / dimensions)`.
    Rbf {
        /// How quickly likeness ends. Single precision, which comes back from JSON exactly as it
        /// went there.
        gamma: f32,
    },
}

impl Kernel {
    pub(crate) fn of(self, one: &[f64], other: &[f64]) -> f64 {
        let dimensions = one.len().max(1) as f64;
        match self {
            Self::Linear => dot(one, other) / dimensions,
            Self::Rbf { gamma } => {
                let pairs = one.iter().zip(other);
                let squares: f64 = pairs.map(|(a, b)| (a - b) * (a - b)).sum();
                (-f64::from(gamma) * squares / dimensions).exp()
            }
        }
    }

    /// The kernel of every pair, the lower triangle.
    pub(crate) fn gram(self, examples: &[&[f64]]) -> Vec<f64> {
        let mut gram = Vec::with_capacity(triangle(examples.len()));
        for (row, one) in examples.iter().enumerate() {
            gram.extend(examples[..=row].iter().map(|other| self.of(one, other)));
        }
        gram
    }
}

/// A fitted function: its value is the logarithm of the odds that an example is anomalous.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fitted {
    /// For each example that it was fitted on.
    pub(crate) coefficients: Vec<f64>,
    pub(crate) bias: f64,
}

/// Fits on examples, given by the kernel of their pairs (the lower triangle) and their labels
/// (whether anomalous). Both labels weigh the same in total, however many examples they have,
/// and all weights together are the number of examples. `penalty` is above 0.
pub(crate) fn fit(gram: &[f64], anomalous: &[bool], penalty: f64) -> Fitted {
    let problem = Problem::new(gram, anomalous, penalty);
    let mut fitted = Fitted {
        coefficients: vec![0.0; anomalous.len()],
        bias: 0.0,
    };
    let mut values = vec![0.0f64; anomalous.len()];
    let mut cost = problem.cost(&fitted, &values);
    for _ in 0..MOST_STEPS {
        let target = problem.step(&values);
        let target_values = evaluate(gram, &target);
        // Far from the minimum a whole step may lead beyond it. Values follow a part of the step
        // as coefficients do.
        let mut part = 1.0;
        let mut next = None;
        for _ in 0..MOST_HALVINGS {
            let tried = fitted.towards(&target, part);
            let tried_values = mixed(&values, &target_values, part);
            let tried_cost = problem.cost(&tried, &tried_values);
            if tried_cost <= cost {
                next = Some((tried, tried_values, tried_cost));
                break;
            }
            part /= 2.0;
        }
        let Some((tried, tried_values, tried_cost)) = next else {
            break;
        };
        let changes = values.iter().zip(&tried_values).map(|(a, b)| (a - b).abs());
        let change = changes.fold(0.0, f64::max);
        (fitted, values, cost) = (tried, tried_values, tried_cost);
        if change < CLOSE {
            break;
        }
    }
    fitted
}

/// What is minimised.
struct Problem<'a> {
    gram: &'a [f64],
    anomalous: &'a [bool],
    /// Of a normal and of an anomalous example.
    weights: [f64; 2],
    penalty: f64,
}

impl<'a> Problem<'a> {
    fn new(gram: &'a [f64], anomalous: &'a [bool], penalty: f64) -> Self {
        let count = anomalous.len();
        let positives = anomalous.iter().filter(|label| **label).count();
        let weight = |alike: usize| count as f64 / (2.0 * alike.max(1) as f64);
        Self {
            gram,
            anomalous,
            weights: [weight(count - positives), weight(positives)],
            penalty,
        }
    }

    fn cost(&self, fitted: &Fitted, values: &[f64]) -> f64 {
        let mut cost = 0.0;
        for ((value, label), coefficient) in
            values.iter().zip(self.anomalous).zip(&fitted.coefficients)
        {
            let against = if *label { -value } else { *value };
            // log(1 + exp(x)) without overflow.
            let loss = against.max(0.0) + (-against.abs()).exp().ln_1p();
            cost += self.weights[usize::from(*label)] * loss;
            cost += self.penalty / 2.0 * coefficient * (value - fitted.bias);
        }
        cost
    }

    /// Where a whole step of Newton's method leads from these values.
    fn step(&self, values: &[f64]) -> Fitted {
        let count = values.len();
        let mut system = self.gram.to_vec();
        let mut wanted = vec![0.0f64; count];
        for (index, label) in self.anomalous.iter().enumerate() {
            let weight = self.weights[usize::from(*label)];
            let probability = logistic(values[index]);
            // Far from the border the curvature vanishes; what is left keeps the step finite.
            let curvature = (weight * probability * (1.0 - probability)).max(1e-10);
            let slope = weight * (f64::from(u8::from(*label)) - probability);
            wanted[index] = values[index] + slope / curvature;
            system[row_start(index) + index] += self.penalty / curvature;
        }
        factorise(&mut system, count);
        // The coefficients have to add up to nothing, which the bias sees to.
        let mut ones = vec![1.0f64; count];
        solve(&system, &mut wanted);
        solve(&system, &mut ones);
        let bias = wanted.iter().sum::<f64>() / ones.iter().sum::<f64>();
        let coefficients = wanted
            .iter()
            .zip(&ones)
            .map(|(w, o)| w - bias * o)
            .collect();
        Fitted { coefficients, bias }
    }
}

impl Fitted {
    /// This function, moved a part of the way to another.
    fn towards(&self, target: &Self, part: f64) -> Self {
        Self {
            coefficients: mixed(&self.coefficients, &target.coefficients, part),
            bias: self.bias + (target.bias - self.bias) * part,
        }
    }
}

fn mixed(from: &[f64], to: &[f64], part: f64) -> Vec<f64> {
    from.iter()
        .zip(to)
        .map(|(from, to)| from + (to - from) * part)
        .collect()
}

/// The function's value at every example that it was fitted on.
fn evaluate(gram: &[f64], fitted: &Fitted) -> Vec<f64> {
    let coefficients = &fitted.coefficients;
    let mut values = vec![fitted.bias; coefficients.len()];
    for row in 0..coefficients.len() {
        let own = &gram[row_start(row)..=row_start(row) + row];
        values[row] += dot(own, &coefficients[..=row]);
        for (value, kernel) in values[..row].iter_mut().zip(own) {
            *value += kernel * coefficients[row];
        }
    }
    values
}

/// From the logarithm of odds to a probability.
pub(crate) fn logistic(value: f64) -> f64 {
    1.0 / (1.0 + (-value).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(kernel: Kernel, examples: &[&[f64]], anomalous: &[bool], penalty: f64) -> Vec<f64> {
        let gram = kernel.gram(examples);
        let fitted = fit(&gram, anomalous, penalty);
        evaluate(&gram, &fitted)
    }

    #[test]
    fn at_the_minimum_no_direction_leads_down() {
        let examples: [&[f64]; 6] = [
            &[0.0, 1.0],
            &[1.0, 0.5],
            &[0.2, 0.1],
            &[2.0, 2.0],
            &[1.5, 0.0],
            &[0.9, 1.2],
        ];
        let anomalous = [false, true, false, true, true, false];
        for kernel in [Kernel::Linear, Kernel::Rbf { gamma: 1.0 }] {
            let gram = kernel.gram(&examples);
            let fitted = fit(&gram, &anomalous, 0.3);
            let values = evaluate(&gram, &fitted);
            // The gradient: penalty x a_i = weight x (label - probability); weights are 1 here.
            for (index, label) in anomalous.iter().enumerate() {
                let residual = f64::from(u8::from(*label)) - logistic(values[index]);
                assert!(
                    (0.3 * fitted.coefficients[index] - residual).abs() < 1e-6,
                    "{kernel:?}"
                );
            }
            assert!(fitted.coefficients.iter().sum::<f64>().abs() < 1e-9);
        }
    }

    #[test]
    fn only_the_curved_kernel_tells_a_ring_from_its_middle() {
        let around = |radius: f64| {
            (0..8).map(move |i| {
                let angle = f64::from(i) * std::f64::consts::FRAC_PI_4;
                vec![radius * angle.cos(), radius * angle.sin()]
            })
        };
        let examples: Vec<Vec<f64>> = around(0.3).chain(around(3.0)).collect();
        let examples: Vec<&[f64]> = examples.iter().map(Vec::as_slice).collect();
        let anomalous: Vec<bool> = (0..16).map(|index| index >= 8).collect();
        let right = |kernel| {
            let values = values(kernel, &examples, &anomalous, 0.1);
            values
                .iter()
                .zip(&anomalous)
                .filter(|(v, a)| (**v > 0.0) == **a)
                .count()
        };
        assert_eq!(right(Kernel::Rbf { gamma: 1.0 }), 16);
        assert!(right(Kernel::Linear) < 16);
    }

    #[test]
    fn labels_that_can_be_told_apart_and_rare_ones_do_no_harm() {
        let far: Vec<Vec<f64>> = (0..40)
            .map(|i| vec![if i == 0 { 1e3 } else { f64::from(i) * 0.01 }])
            .collect();
        let far: Vec<&[f64]> = far.iter().map(Vec::as_slice).collect();
        let anomalous: Vec<bool> = (0..40).map(|i| i == 0).collect();
        let values = values(Kernel::Linear, &far, &anomalous, 1e-4);
        assert!(values.iter().all(|value| value.is_finite()));
        assert!(
            values[0] > 0.0 && values[1..].iter().all(|value| *value < 0.0),
            "{values:?}"
        );
    }
}
