//! `peers`: what this project makes, held against tools and suites of other projects.
//!
//! A peer is not ours and no dependency: it is installed from its public package under
//! `target/peers`, at a version that is named here, and never by another verb.

mod boto3;
mod cdk_nag;
mod cfn_lint;
mod checkov;
mod duckdb;
mod emulators;
pub(crate) mod install;
mod jsonata;
mod labelling;
mod pyarrow;
mod queries;
mod readers;
mod templates;

use std::fs;
use std::path::Path;

use anyhow::Context;
use grammar::PeersArgs;
use ui::{Exit, Problem, Ui};

use crate::cargo;
use crate::workspace::Workspace;

/// Something to be held against.
struct Peer {
    name: &'static str,
    /// Installs it in the folder, where it is not yet, and runs it. An error where it finds
    /// something.
    run: fn(&Ui, &Workspace, &Path) -> anyhow::Result<()>,
}

const PEERS: [Peer; 13] = [
    Peer {
        name: "boto3",
        run: boto3::run,
    },
    Peer {
        name: "cdk-nag",
        run: cdk_nag::run,
    },
    Peer {
        name: "cfn-lint",
        run: cfn_lint::run,
    },
    Peer {
        name: "checkov",
        run: checkov::run,
    },
    Peer {
        name: "dt-sql-parser",
        run: readers::dt_sql_parser,
    },
    Peer {
        name: "duckdb",
        run: duckdb::run,
    },
    Peer {
        name: "jsonata",
        run: jsonata::run,
    },
    Peer {
        name: "labelling",
        run: labelling::run,
    },
    Peer {
        name: "ministack",
        run: emulators::ministack,
    },
    Peer {
        name: "ministack-auth",
        run: emulators::ministack_auth,
    },
    Peer {
        name: "moto",
        run: emulators::moto,
    },
    Peer {
        name: "pyarrow",
        run: pyarrow::run,
    },
    Peer {
        name: "sqlglot",
        run: readers::sqlglot,
    },
];

/// Runs the peers of these names, or all of them.
pub(crate) fn run(ui: &Ui, workspace: &Workspace, args: &PeersArgs) -> anyhow::Result<Exit> {
    let known = PEERS.map(|peer| peer.name).join(", ");
    if let Some(name) = args
        .peers
        .iter()
        .find(|name| !PEERS.iter().any(|peer| peer.name == *name))
    {
        return Err(Problem::new(format!("there is no peer {name:?}"))
            .next(format!("name some of {known}"))
            .into());
    }
    let wanted = PEERS
        .iter()
        .filter(|peer| args.peers.is_empty() || args.peers.iter().any(|name| name == peer.name));
    let peers = cargo::target_folder(workspace.root())?.join("peers");
    for peer in wanted {
        ui.status("Peer", peer.name);
        let folder = peers.join(peer.name);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        (peer.run)(ui, workspace, &folder)?;
    }
    Ok(Exit::Fine)
}
