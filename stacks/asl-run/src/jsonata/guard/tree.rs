//! The nodes of an expression's tree, to be changed.

use jsonata_core::ast::{AstNode, PathStep, Stage};

/// Adds the nodes just below a node.
pub(super) fn children<'a>(node: &'a mut AstNode, out: &mut Vec<&'a mut AstNode>) {
    match node {
        AstNode::Path { steps } => steps.iter_mut().for_each(|step| below_step(step, out)),
        AstNode::Binary { lhs, rhs, .. } => out.extend([&mut **lhs, &mut **rhs]),
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
        AstNode::Object(pairs) => below_pairs(pairs, out),
        AstNode::ObjectTransform { input, pattern } => {
            out.push(input);
            below_pairs(pattern, out);
        }
        AstNode::Conditional {
            condition,
            then_branch,
            else_branch,
        } => {
            out.extend([&mut **condition, &mut **then_branch]);
            out.extend(else_branch.as_deref_mut());
        }
        AstNode::FunctionApplication(inner) => out.push(inner),
        AstNode::Sort { input, terms } => {
            out.push(input);
            out.extend(terms.iter_mut().map(|(term, _)| term));
        }
        AstNode::Transform {
            location,
            update,
            delete,
        } => {
            out.extend([&mut **location, &mut **update]);
            out.extend(delete.as_deref_mut());
        }
        _ => {}
    }
}

fn below_pairs<'a>(pairs: &'a mut [(AstNode, AstNode)], out: &mut Vec<&'a mut AstNode>) {
    for (key, value) in pairs {
        out.extend([key, value]);
    }
}

fn below_step<'a>(step: &'a mut PathStep, out: &mut Vec<&'a mut AstNode>) {
    out.push(&mut step.node);
    for stage in &mut step.stages {
        if let Stage::Filter(filter) = stage {
            out.push(filter);
        }
    }
}
