//! For a comment on a pull request: the summary in sight, the details folded.

use std::fmt::Write as _;

use super::{loss, remark, shown, sign, summary, told, told_asset, told_drift};
use crate::model::{Plan, PropertyChange, StackAction, StackPlan};

/// The plan as GitHub Markdown.
pub fn render_markdown(plan: &Plan) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "### Plan for `{}`\n", plan.environment);
    let _ = writeln!(out, "Compared with {}.\n", escaped(&plan.compared_with));
    if plan.is_empty() {
        out.push_str("Nothing to do.\n");
        render_drift(&mut out, plan);
        return out;
    }
    out.push_str("| region | stack | what happens |\n|---|---|---|\n");
    for (region, stack) in plan.stacks() {
        let _ = writeln!(out, "| {region} | `{}` | {} |", stack.name, summary(stack));
    }
    let dangers = plan.dangers();
    if !dangers.is_empty() {
        out.push_str("\n> [!CAUTION]\n> Data would be lost with:\n");
        for address in dangers {
            let _ = writeln!(out, "> - {}", code(&address));
        }
    }
    render_drift(&mut out, plan);
    for region in plan
        .regions
        .iter()
        .filter(|region| !region.assets.is_empty())
    {
        let _ = writeln!(out, "\n**Code of functions in {}**\n", region.region);
        for asset in &region.assets {
            let _ = writeln!(out, "- {}", code(&told_asset(asset)));
        }
    }
    for (region, stack) in plan.stacks() {
        if stack.action != StackAction::Keep {
            render_stack(&mut out, region, stack);
        }
    }
    out
}

fn render_drift(out: &mut String, plan: &Plan) {
    for (region, stack) in plan.stacks().filter(|(_, stack)| !stack.drift.is_empty()) {
        let _ = writeln!(
            out,
            "\n**Otherwise than {} says ({region})**\n",
            code(&stack.name)
        );
        for resource in &stack.drift {
            let told = told_drift(resource);
            let _ = writeln!(out, "- {} {}", code(&resource.logical_id), escaped(&told));
            for property in &resource.properties {
                let _ = writeln!(
                    out,
                    "  - {}: {} → {}",
                    code(&property.path),
                    code(&property.expected),
                    code(&property.actual)
                );
            }
        }
    }
}

fn render_stack(out: &mut String, region: &str, stack: &StackPlan) {
    for problem in &stack.problems {
        let _ = writeln!(
            out,
            "\n> [!WARNING]\n> {}: {}",
            code(&stack.name),
            escaped(problem)
        );
    }
    if !stack.security.is_empty() {
        let _ = writeln!(
            out,
            "\n**Permissions and public access in {} ({region})**\n",
            code(&stack.name)
        );
        for change in &stack.security {
            let _ = writeln!(out, "- {} {}", code(&change.logical_id), change.kind);
            for (what, facts) in [("no longer", &change.lost), ("now", &change.gained)] {
                for fact in facts {
                    let _ = writeln!(out, "  - {what}: {}", code(fact));
                }
            }
        }
    }
    let _ = writeln!(
        out,
        "\n<details><summary>{} in {region}: {}</summary>\n",
        escaped(&stack.name),
        summary(stack)
    );
    for resource in &stack.resources {
        let loss = loss(resource).map_or(String::new(), |loss| format!("; **{loss}**"));
        let _ = writeln!(
            out,
            "- {} {} ({}) {}{loss}",
            code(sign(&resource.action)),
            code(&resource.logical_id),
            resource.kind,
            told(&resource.action)
        );
        resource
            .properties
            .iter()
            .for_each(|property| render_property(out, property));
    }
    for (what, changes) in [("parameter", &stack.parameters), ("tag", &stack.tags)] {
        for change in changes {
            let (before, after) = (change.before.as_deref(), change.after.as_deref());
            let _ = writeln!(
                out,
                "- {what} {}: {} → {}",
                code(&change.name),
                code(before.unwrap_or("(none)")),
                code(after.unwrap_or("(none)"))
            );
        }
    }
    for output in &stack.outputs {
        let (before, after) = (output.before.as_ref(), output.after.as_ref());
        let _ = writeln!(
            out,
            "- output {}: {} → {}",
            code(&output.name),
            code(&shown(before)),
            code(&shown(after))
        );
    }
    out.push_str("\n</details>\n");
}

fn render_property(out: &mut String, change: &PropertyChange) {
    let remark = remark(change);
    let remark = if remark.is_empty() {
        remark
    } else {
        format!(" ({remark})")
    };
    if change.because_of.is_some() {
        let _ = writeln!(out, "  - {}{remark}", code(&change.path));
        return;
    }
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let _ = writeln!(
        out,
        "  - {}: {} → {}{remark}",
        code(&change.path),
        code(&shown(before)),
        code(&shown(after))
    );
}

/// Text as code, whatever backticks it has.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r', '|'], " ");
    let longest = text
        .split(|sign| sign != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for sign in text.chars() {
        if matches!(
            sign,
            '<' | '>' | '&' | '*' | '_' | '`' | '[' | ']' | '|' | '\\' | '#'
        ) {
            out.push('\\');
        }
        out.push(if sign.is_control() { ' ' } else { sign });
    }
    out
}
