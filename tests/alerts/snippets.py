"""Fenced blocks of our Markdown pages, and what it takes to try them."""

import os
import pathlib
import re
import shutil
import subprocess
import textwrap

import project

KEY = "keyOfASnippet_AK"
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
TOML_ACCOUNT = f'[[account]]\nname = "in-a-file"\napi_key_file = "key"\n'
ACCOUNT_LIST = '[{"targets": ["in-a-list"]}]'


def program():
    default = project.ROOT / "build" / "release" / "src" / "waba_exporter"
    path = pathlib.Path(os.environ.get("WABA_PROGRAM") or default)
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: build it, or set WABA_PROGRAM")
    return str(path)


def blocks(language):
    """("PAGE:LINE", text) of each block in that language."""
    for page in project.markdown():
        text = page.read_text()
        for fence in FENCE.finditer(text):
            if fence[2] == language:
                line = text.count("\n", 0, fence.start()) + 1
                yield f"{page.relative_to(project.ROOT)}:{line}", textwrap.dedent(fence[3])


def is_scenario(toml):
    """Of the simulator: there a key stands in clear."""
    return re.search(r"^key = ", toml, re.MULTILINE) is not None


def completed(toml):
    """The configuration that a snippet is a part of: with the providers that it speaks of, and an account."""
    defined = set(re.findall(r"^\[provider\.(\w+)\]", toml, re.MULTILINE))
    meant = set(re.findall(r"^\[provider\.(\w+)\.", toml, re.MULTILINE))
    meant |= set(re.findall(r'^provider = "(\w+)"', toml, re.MULTILINE))
    missing = sorted(meant - defined) or ([] if defined else ["d360"])
    before = "".join(f'[provider.{name}]\nkind = "360dialog"\n' for name in missing)
    has_accounts = re.search(r"^\[\[account|^discover = true|^files = ", toml, re.MULTILINE)
    provider = sorted(defined | set(missing))[0]
    after = "" if has_accounts else f'\n[[account]]\nname = "one"\nprovider = "{provider}"\napi_key_file = "key"\n'
    return before + toml + after


def write(path, text, mode=0o600):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def make_certificate(folder, cert, key):
    """A certificate that signs itself, and its key, by these names."""
    for name in (cert, key):
        write(folder / name, "")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-subj", "/CN=hooks.example.com", "-keyout", key, "-out", cert], cwd=folder, check=True,
                   capture_output=True)


def write_files(toml, folder):
    """Every file, folder and program that a snippet names. Returns the environment that it needs."""
    environment = {**os.environ, "CREDENTIALS_DIRECTORY": str(folder / "credentials")}
    write(folder / "key", KEY)
    for key, name in re.findall(r'^(\w+)_file = "([^"]+)"', toml, re.MULTILINE):
        if key in ("cert", "key"):
            continue
        if key == "ca":
            shutil.copy(project.ROOT / "tests/data/config/files/ca.pem", folder / name)
        else:
            write(folder / name, KEY)
    certificate = dict(re.findall(r'^(cert|key)_file = "([^"]+)"', toml, re.MULTILINE))
    if certificate:
        make_certificate(folder, **certificate)
    for name in re.findall(r'^\w+_credential = "([^"]+)"', toml, re.MULTILINE):
        write(folder / "credentials" / name, KEY)
    for name in re.findall(r'^\w+_env = "([^"]+)"', toml, re.MULTILINE):
        environment[name] = KEY
    for name in re.findall(r'^\w+_command = \["(\./[^"]+)"', toml, re.MULTILINE):
        write(folder / name, f"#!/bin/sh\necho {KEY}\n", 0o700)
    for name in re.findall(r'^folder = "([^"]+)"', toml, re.MULTILINE):
        write(folder / name / "in-a-folder", KEY)
    for name in re.findall(r'^keys = "([^"]+)"', toml, re.MULTILINE):
        write(folder / name / "in-a-list", KEY)
    for pattern in re.findall(r'^files = \["([^"]+)"\]', toml, re.MULTILINE):
        path = folder / pattern.replace("*", "one")
        write(path, ACCOUNT_LIST if path.suffix == ".json" else TOML_ACCOUNT)
        write(path.parent / "key", KEY)
    return environment
