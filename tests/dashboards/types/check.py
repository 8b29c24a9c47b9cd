#!/usr/bin/env python3
"""Checks dashboards/*.json against the types of npm's @grafana/schema, with the TypeScript compiler. A misspelt
option, which Grafana would silently ignore, is an error here. Needs Node.js 18 and npm; `npm ci` installs three
packages beside this file, as package-lock.json has them. The last line is `N passed, N failed`."""

import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from boards import boards  # noqa: E402

# type of panel -> (module of its options, whether its fields have options of their own)
MODULES = {"barchart": ("BarChart", True), "heatmap": ("Heatmap", True), "stat": ("Stat", False),
           "state-timeline": ("StateTimeline", True), "table": ("Table", True), "timeseries": ("TimeSeries", True)}


def name_of(kind):
    return kind.replace("-", "_")


def source(board):
    """A program whose values are the board and its panels."""
    lines = ["import type { Board, PanelOf } from '../shapes';"]
    for kind, (module, _) in MODULES.items():
        folder = kind.replace("-", "")
        lines.append(f"import type * as {name_of(kind)} from '@grafana/schema/dist/esm/raw/composable/{folder}/panelcfg/x/"
                     f"{module}PanelCfg_types.gen';")
    lines.append(f"export const board: Board = {json.dumps({**board, 'panels': []}, indent=1)};")
    for panel in board["panels"]:
        kind = panel["type"]
        types = f"{name_of(kind)}.Options" + (f", {name_of(kind)}.FieldConfig" if MODULES[kind][1] else "")
        lines.append(f"// {panel['title']}\nexport const panel_{panel['id']}: PanelOf<{types}> = "
                     f"{json.dumps(panel, indent=1)};")
    return "\n".join(lines) + "\n"


def main():
    if subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=False).returncode:
        print("npm ci failed\n0 passed, 1 failed")
        return 1
    folder = HERE / "generated"
    folder.mkdir(exist_ok=True)
    for name, board in boards().items():
        (folder / f"{pathlib.Path(name).stem}.ts").write_text(source(board))
    done = subprocess.run(["node", "node_modules/typescript/bin/tsc", "--project", "."], cwd=HERE, capture_output=True,
                          text=True, check=False)
    print(done.stdout + done.stderr, end="")
    wrong = set(re.findall(r"^generated/([\w-]+)\.ts", done.stdout, re.MULTILINE))
    if done.returncode and not wrong:
        wrong = set(boards())  # the compiler itself had trouble
    print(f"{len(boards()) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
