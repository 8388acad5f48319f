//! What newer versions of JSONata have and AWS's 2.0.6 lacks is refused.

use jsonata_core::ast::{AstNode, BinaryOp, PathStep, Stage};

use super::JsonataError;

/// Refuses operators and functions that are not part of the dialect.
pub(super) fn check(tree: &AstNode) -> Result<(), JsonataError> {
    // By hand, not by recursion: the parser allows trees about a thousand deep.
    let mut waiting = vec![tree];
    while let Some(node) = waiting.pop() {
        if let Some(operator) = newer_operator(node) {
            return Err(JsonataError {
                message: format!("S0202: Syntax error: unexpected '{operator}'"),
                is_syntax: true,
            });
        }
        children(node, &mut waiting);
    }
    Ok(())
}

fn newer_operator(node: &AstNode) -> Option<&'static str> {
    match node {
        AstNode::Binary {
            op: BinaryOp::Coalesce,
            ..
        } => Some("??"),
        AstNode::Binary {
            op: BinaryOp::Default,
            ..
        } => Some("?:"),
        _ => None,
    }
}

fn children<'a>(node: &'a AstNode, out: &mut Vec<&'a AstNode>) {
    match node {
        AstNode::Path { steps } => steps.iter().for_each(|step| step_children(step, out)),
        AstNode::Binary { lhs, rhs, .. } => out.extend([&**lhs, &**rhs]),
        AstNode::Unary { operand, .. } => out.push(operand),
        AstNode::Function { args, .. } => out.extend(args),
        AstNode::Call { procedure, args } => {
            out.push(procedure);
            out.extend(args);
        }
        AstNode::Lambda { body, .. } => out.push(body),
        AstNode::Array(items) | AstNode::ArrayGroup(items) | AstNode::Block(items) => {
            out.extend(items);
        }
        AstNode::Object(pairs) => pairs
            .iter()
            .for_each(|(key, value)| out.extend([key, value])),
        AstNode::ObjectTransform { input, pattern } => {
            out.push(input);
            pattern
                .iter()
                .for_each(|(key, value)| out.extend([key, value]));
        }
        AstNode::Conditional {
            condition,
            then_branch,
            else_branch,
        } => {
            out.extend([&**condition, &**then_branch]);
            out.extend(else_branch.as_deref());
        }
        AstNode::FunctionApplication(inner) => out.push(inner),
        AstNode::Sort { input, terms } => {
            out.push(input);
            out.extend(terms.iter().map(|(term, _)| term));
        }
        AstNode::Transform {
            location,
            update,
            delete,
        } => {
            out.extend([&**location, &**update]);
            out.extend(delete.as_deref());
        }
        _ => {}
    }
}

fn step_children<'a>(step: &'a PathStep, out: &mut Vec<&'a AstNode>) {
    out.push(&step.node);
    for stage in &step.stages {
        if let Stage::Filter(filter) = stage {
            out.push(filter);
        }
    }
}
