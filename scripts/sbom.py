"""What is in a package or an image, as CycloneDX JSON: the Debian packages by name, version and architecture.

    sbom.py program VERSION PROGRAM HEADERS LIBRARIES   those that the program loads or has compiled in, and in a folder a copy of
    sbom.py image VERSION ROOT                          all that an image's root file system has, and what the program has compiled in
    sbom.py licences BILL FOLDER                        copies the licences of what the archive of such a list brings

HEADERS is what scripts/headers wrote; an image has it among its documentation. Standard library only; the same bytes for the same
packages."""

import json
import pathlib
import re
import shutil
import subprocess
import sys

HEADERS = "usr/share/doc/waba_exporter/headers"
# Declarations of the kernel's interface, and no code.
NO_CODE = {"linux"}
LICENCES = pathlib.Path("/usr/share/common-licenses")


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


def source(fields):
    """The name of the source that a package is made of."""
    return fields.get("Source", fields["Package"]).split()[0]


def compiled_in(headers, others):
    """Those that are nothing but headers: no other package here is made of their source, so that nothing else tells of them."""
    told = {source(fields) for fields in others} | NO_CODE
    return [component(fields, ["the program"]) for fields in paragraphs(headers) if source(fields) not in told]


def component(fields, places=()):
    name, version, architecture = fields["Package"], fields["Version"], fields["Architecture"]
    purl = f"pkg:deb/debian/{name}@{version.replace('+', '%2B').replace(':', '%3A')}?arch={architecture}"
    found = {"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl}
    if places:
        found["properties"] = [{"name": "waba_exporter:in", "value": place} for place in sorted(places)]
    return found


def bill(version, components):
    program = {"type": "application", "name": "waba_exporter", "version": version, "bom-ref": "waba_exporter",
               "licenses": [{"license": {"id": "Apache-2.0"}}]}
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"component": program},
            "components": sorted(components, key=lambda found: found["purl"])}


def of_image(root):
    installed = list(paragraphs(root / "var/lib/dpkg/status"))
    return [component(fields) for fields in installed] + compiled_in(root / HEADERS, installed)


def of_program(program, headers, folder):
    brought = {path.name for path in folder.iterdir()}
    places = {}
    for library in libraries(program):
        name = pathlib.Path(library).name
        places.setdefault(owner(library), []).extend([f"lib/{name}"] if name in brought else [])
    mine = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()
    loaded = [fields for fields in paragraphs(pathlib.Path("/var/lib/dpkg/status"))
              if fields["Package"] in places and fields["Architecture"] in (mine, "all")]
    return [component(fields, places[fields["Package"]]) for fields in loaded] + compiled_in(headers, loaded)


def copy_licences(components, folder):
    """Of each that is somewhere in the archive, and the texts that they name: Debian has them once for all packages."""
    (folder / "common-licenses").mkdir(parents=True)
    for found in components:
        if "properties" not in found:
            continue
        text = pathlib.Path("/usr/share/doc", found["name"], "copyright").read_bytes()
        (folder / found["name"]).write_bytes(text)
        for name in re.findall(rb"/usr/share/common-licenses/([\w.+-]*\w)", text):
            if (LICENCES / name.decode()).is_file():
                shutil.copy(LICENCES / name.decode(), folder / "common-licenses")


def main():
    kind, *arguments = sys.argv[1:]
    if kind == "licences":
        bill_file, folder = map(pathlib.Path, arguments)
        copy_licences(json.loads(bill_file.read_text())["components"], folder)
        return
    version, *places = arguments
    found = {"image": of_image, "program": of_program}[kind](*map(pathlib.Path, places))
    if not found:
        raise SystemExit("nothing was found")
    print(json.dumps(bill(version, found), indent=1))


if __name__ == "__main__":
    main()
