#!/usr/bin/env python3
"""Checks the manifests of deploy/kubernetes against the types of npm's kubernetes-models, with the TypeScript
compiler: fields that are misspelt, missing or of another type are errors. Needs Node.js 18 and npm; `npm ci` installs
what package-lock.json has beside this file. The last line is `N passed, N failed`."""

import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import kustomize  # noqa: E402

OPERATOR = "monitoring.coreos.com/"


def module(thing):
    version = thing["apiVersion"]
    package = "@kubernetes-models/prometheus-operator" if version.startswith(OPERATOR) else "kubernetes-models"
    return f"{package}/{version}/{thing['kind']}"


def source(overlay):
    """A program whose values are the objects of the overlay, each of the type that it should have."""
    things = kustomize.objects(overlay)
    types = {thing["kind"]: module(thing) for thing in things}
    lines = [f"import type {{ I{kind} }} from '{name}';" for kind, name in sorted(types.items())]
    for number, thing in enumerate(things):
        lines.append(f"export const object_{number}: I{thing['kind']} = {json.dumps(thing, indent=1)};")
    return "\n".join(lines) + "\n"


# (of the pod's container, field, value): a mistake that the compiler must find, or it finds none.
MISTAKES = {"misspelt": ("readinesProbe", {}), "of_another_type": ("image", 1), "missing": ("name", None)}


def spoilt(text, field, value):
    """The source with the mistake in each container."""
    if value is None:
        return re.sub(rf'^ +"{field}": "waba-exporter",\n( +"ports")', r"\1", text, flags=re.MULTILINE)
    return text.replace('"livenessProbe": {', f'"{field}": {json.dumps(value)}, "livenessProbe": {{')


def write(folder):
    """File name without its ending -> whether it is right."""
    expected = {}
    for overlay in kustomize.overlays():
        (folder / f"{overlay}.ts").write_text(source(overlay))
        expected[overlay] = True
    for name, mistake in MISTAKES.items():
        text = spoilt(source("one"), *mistake)
        if text == source("one"):
            raise AssertionError(f"the mistake {name} was not made")
        (folder / f"{name}.ts").write_text(text)
        expected[name] = False
    return expected


def main():
    if subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=False).returncode:
        print("npm ci failed\n0 passed, 1 failed")
        return 1
    folder = HERE / "generated"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.ts"):
        old.unlink()
    expected = write(folder)
    done = subprocess.run(["node", "node_modules/typescript/bin/tsc", "--project", "."], cwd=HERE, capture_output=True,
                          text=True, check=False)
    wrong = set(re.findall(r"^generated/(\w+)\.ts", done.stdout, re.MULTILINE))
    failed = [name for name, right in expected.items() if right == (name in wrong)]
    if failed or not wrong:
        print(done.stdout[-4000:] + done.stderr)
    for name in failed:
        print(f"{name}: {'has mistakes' if expected[name] else 'its mistake was not found'}")
    print(f"{len(expected) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
