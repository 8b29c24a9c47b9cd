"""Blocks of our pages."""

import re

import kustomize


def block(page, language, part):
    """The text of the only block of that language on that page that has this in it."""
    text = (kustomize.ROOT / page).read_text()
    found, = (block for block in re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL) if part in block)
    return found
