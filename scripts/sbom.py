"""What is in a package or an image, as CycloneDX JSON: the Debian packages by name, version and architecture.

    sbom.py program VERSION PROGRAM [LIBRARIES]   those whose libraries the program loads (and a folder of copies brings)
    sbom.py image VERSION ROOT                    all that are installed in an image's root file system

Standard library only; the same bytes for the same packages."""

import json
import pathlib
import re
import subprocess
import sys


def paragraphs(status):
    """Of a status file of dpkg, as {field: value} for each installed package."""
    for paragraph in status.read_text().split("\n\n"):
        fields = dict(re.findall(r"^(\S+): (.*)$", paragraph, re.MULTILINE))
        if fields.get("Status", "").endswith(" installed"):
            yield fields


def owner(library):
    """The name of the package that a library is of. Its path in the package may lack the /usr before /lib."""
    real = pathlib.Path(library).resolve()
    for path in (str(real), str(real).removeprefix("/usr")):
        done = subprocess.run(["dpkg-query", "--search", path], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.split(":")[0]
    raise SystemExit(f"no package has {library}")


def libraries(program):
    done = subprocess.run(["ldd", program], capture_output=True, text=True, check=True)
    return re.findall(r"=> (/\S+)", done.stdout)


def component(fields, brought=False):
    name, version, architecture = fields["Package"], fields["Version"], fields["Architecture"]
    purl = f"pkg:deb/debian/{name}@{version.replace('+', '%2B').replace(':', '%3A')}?arch={architecture}"
    found = {"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl}
    if brought:
        found["properties"] = [{"name": "waba_exporter:in", "value": "lib/ of the archive"}]
    return found


def bill(version, components):
    program = {"type": "application", "name": "waba_exporter", "version": version, "bom-ref": "waba_exporter",
               "licenses": [{"license": {"id": "Apache-2.0"}}]}
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"component": program},
            "components": sorted(components, key=lambda found: found["purl"])}


def main():
    kind, version, place, *folder = sys.argv[1:]
    if kind == "image":
        found = [component(fields) for fields in paragraphs(pathlib.Path(place) / "var/lib/dpkg/status")]
    else:
        brought = {path.name for path in pathlib.Path(folder[0]).iterdir()} if folder else set()
        wanted = {}
        for library in libraries(place):
            name = owner(library)
            wanted[name] = wanted.get(name, False) or pathlib.Path(library).name in brought
        status = pathlib.Path("/var/lib/dpkg/status")
        mine = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()
        found = [component(fields, wanted[fields["Package"]]) for fields in paragraphs(status)
                 if fields["Package"] in wanted and fields["Architecture"] in (mine, "all")]
    if not found:
        raise SystemExit("nothing was found")
    print(json.dumps(bill(version, found), indent=1))


if __name__ == "__main__":
    main()
