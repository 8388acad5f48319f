"""Parses and qualifies queries with sqlglot's Athena dialect; prints what it refuses as JSON."""

import json
import sys

import sqlglot
from sqlglot.optimizer.qualify import qualify

given = json.load(sys.stdin)
refused = []
for query in given["queries"]:
    try:
        tree = sqlglot.parse_one(query["sql"], read="athena")
        qualify(
            tree,
            schema=given["databases"],
            dialect="athena",
            validate_qualify_columns=True,
        )
    except Exception as error:  # noqa: BLE001, whatever it is, it is told
        refused.append({"name": query["name"], "message": str(error)})
json.dump({"looked_at": len(given["queries"]), "refused": refused}, sys.stdout)
