//! For a terminal: at most 80 columns wide, without colour.

use std::fmt::Write as _;

use super::{loss, remark, shown, sign, summary, told, told_asset, told_drift};
use crate::drift::DriftedResource;
use crate::model::{
    AssetChange, OutputChange, ParameterChange, Plan, PropertyChange, ResourceChange,
    SecurityChange, StackAction, StackPlan,
};

/// The widest line.
const WIDTH: usize = 80;

/// The plan as lines of text; stacks without changes are counted, not listed.
pub fn render_text(plan: &Plan) -> String {
    let mut out = String::new();
    for region in &plan.regions {
        line(
            &mut out,
            0,
            &format!(
                "{} in {}, compared with {}",
                plan.environment, region.region, plan.compared_with
            ),
        );
        for stack in &region.stacks {
            render_stack(&mut out, stack);
        }
        render_assets(&mut out, &region.assets);
        out.push('\n');
    }
    let dangers = plan.dangers();
    if !dangers.is_empty() {
        line(&mut out, 0, "Data would be lost with:");
        for address in dangers {
            line(&mut out, 2, &address);
        }
        out.push('\n');
    }
    let counts = plan.stacks().fold([0; 4], |mut sum, (_, stack)| {
        for (sum, (_, count)) in sum.iter_mut().zip(stack.counts()) {
            *sum += count;
        }
        sum
    });
    let [add, change, replace, remove] = counts;
    line(
        &mut out,
        0,
        &if plan.is_empty() {
            "Nothing to do.".to_owned()
        } else {
            format!("{add} to add, {change} to change, {replace} to replace, {remove} to remove.")
        },
    );
    out
}

fn render_stack(out: &mut String, stack: &StackPlan) {
    out.push('\n');
    line(out, 2, &format!("{}  {}", stack.name, summary(stack)));
    render_drift(out, &stack.drift);
    if stack.action == StackAction::Keep {
        for problem in &stack.problems {
            wrapped(out, 4, "! ", problem);
        }
        return;
    }
    for resource in &stack.resources {
        render_resource(out, resource);
    }
    for (heading, changes) in [("Parameters", &stack.parameters), ("Tags", &stack.tags)] {
        if !changes.is_empty() {
            line(out, 4, heading);
            changes
                .iter()
                .for_each(|change| render_parameter(out, change));
        }
    }
    if !stack.outputs.is_empty() {
        line(out, 4, "Outputs");
        stack
            .outputs
            .iter()
            .for_each(|output| render_output(out, output));
    }
    if !stack.security.is_empty() {
        line(out, 4, "Permissions and public access");
        stack
            .security
            .iter()
            .for_each(|change| render_security(out, change));
    }
    for problem in &stack.problems {
        wrapped(out, 4, "! ", problem);
    }
}

fn render_resource(out: &mut String, change: &ResourceChange) {
    let action = &change.action;
    line(
        out,
        4,
        &format!("{} {}  {}", sign(action), change.logical_id, change.kind),
    );
    let mut what = told(action);
    if let Some(loss) = loss(change) {
        let _ = write!(what, "; {loss}");
    }
    wrapped(out, 8, "", &what);
    change
        .properties
        .iter()
        .for_each(|property| render_property(out, property));
}

fn render_property(out: &mut String, change: &PropertyChange) {
    let remark = remark(change);
    let remark = if remark.is_empty() {
        remark
    } else {
        format!("  ({remark})")
    };
    line(out, 8, &format!("{}{remark}", change.path));
    if change.because_of.is_some() {
        return;
    }
    for (sign, value) in [("-", &change.before), ("+", &change.after)] {
        if value.is_some() {
            line(out, 10, &format!("{sign} {}", shown(value.as_ref())));
        }
    }
}

fn render_parameter(out: &mut String, change: &ParameterChange) {
    line(out, 6, &change.name);
    for (sign, value) in [("-", &change.before), ("+", &change.after)] {
        if let Some(value) = value {
            line(out, 8, &format!("{sign} {value}"));
        }
    }
}

fn render_output(out: &mut String, change: &OutputChange) {
    let export = change.export.as_ref();
    let export = export.map_or(String::new(), |name| format!("  exported as {name}"));
    line(out, 6, &format!("{}{export}", change.name));
    for (sign, value) in [("-", &change.before), ("+", &change.after)] {
        if value.is_some() {
            line(out, 8, &format!("{sign} {}", shown(value.as_ref())));
        }
    }
    if !change.consumers.is_empty() {
        wrapped(
            out,
            8,
            "",
            &format!("imported by {}", change.consumers.join(", ")),
        );
    }
}

fn render_security(out: &mut String, change: &SecurityChange) {
    line(out, 6, &format!("{}  {}", change.logical_id, change.kind));
    for (sign, facts) in [("- ", &change.lost), ("+ ", &change.gained)] {
        facts.iter().for_each(|fact| wrapped(out, 8, sign, fact));
    }
}

fn render_assets(out: &mut String, assets: &[AssetChange]) {
    if assets.is_empty() {
        return;
    }
    out.push('\n');
    line(out, 2, "Code of functions");
    for asset in assets {
        line(out, 4, &told_asset(asset));
    }
}

fn render_drift(out: &mut String, drift: &[DriftedResource]) {
    if drift.is_empty() {
        return;
    }
    line(out, 4, "Otherwise than the stack says");
    for resource in drift {
        let text = format!("{}  {}", resource.logical_id, told_drift(resource));
        wrapped(out, 6, "", &text);
        for property in &resource.properties {
            line(out, 8, &property.path);
            line(out, 10, &format!("- {}", property.expected));
            line(out, 10, &format!("+ {}", property.actual));
        }
    }
}

fn line(out: &mut String, indent: usize, text: &str) {
    let text = super::shortened(text, WIDTH.saturating_sub(indent));
    let _ = writeln!(out, "{:indent$}{text}", "");
}

/// Words over as many lines as they need; a word that is longer than a line is cut in pieces.
fn wrapped(out: &mut String, indent: usize, first: &str, text: &str) {
    let room = WIDTH - indent - first.len();
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let mut letters: Vec<char> = word.chars().collect();
        let last = lines.last().map_or(0, |last| last.chars().count());
        if last > 0 && last + 1 + letters.len() > room {
            lines.push(String::new());
        }
        while !letters.is_empty() {
            let Some(current) = lines.last_mut() else {
                break;
            };
            let used = current.chars().count();
            if used > 0 && used < room {
                current.push(' ');
            }
            let free = room.saturating_sub(current.chars().count());
            let taken = free.min(letters.len());
            current.extend(letters.drain(..taken));
            if !letters.is_empty() {
                lines.push(String::new());
            }
        }
    }
    for (at, text) in lines.iter().enumerate() {
        let before = if at == 0 {
            first.to_owned()
        } else {
            " ".repeat(first.len())
        };
        let _ = writeln!(out, "{:indent$}{before}{text}", "");
    }
}
