"""Writes dashboards/*.json.

    python3 dashboards/make            writes them
    python3 dashboards/make --check    writes nothing; exit 1 if a file differs from what would be written
"""

import json
import pathlib
import sys

import account
import exporter
import fleet
import messages
import reliability

FOLDER = pathlib.Path(__file__).resolve().parent.parent
MAKERS = (fleet, account, reliability, messages, exporter)


def files():
    """file name -> content."""
    boards = [maker.board() for maker in MAKERS]
    return {f"{board['uid']}.json": json.dumps(board, indent=2, sort_keys=True) + "\n" for board in boards}


def stale(folder):
    """What is wrong with the files of the folder, as sentences."""
    made = files()
    present = {path.name: path.read_text() for path in folder.glob("*.json")}
    for name in sorted(made.keys() | present.keys()):
        if made.get(name) != present.get(name):
            yield f"{name}: not as dashboards/make writes it (python3 dashboards/make)"


def main(arguments):
    if arguments == ["--check"]:
        problems = list(stale(FOLDER))
        print("\n".join(problems), end="\n" if problems else "")
        return 1 if problems else 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    for name, text in files().items():
        (FOLDER / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
