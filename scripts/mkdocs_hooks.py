"""What mkdocs.yml cannot say (a hook of mkdocs): a folder in the navigation stands for its pages, every page stands there, and
links that lead out of docs/ lead to the repository."""

import pathlib
import re

from mkdocs.exceptions import PluginError

LINK = re.compile(r"(?<=\]\()([^)\s#]+)((?:#[^)\s]*)?)(?=\))")


def pages_in(docs, folder):
    """The overview of the folder first."""
    found = [str(path.relative_to(docs)) for path in sorted((docs / folder).rglob("*.md"))]
    return sorted(found, key=lambda path: (path.count("/"), not path.endswith("README.md"), path))


def expanded(nav, docs):
    """A folder's pages in place of its name."""
    if isinstance(nav, list):
        return [expanded(one, docs) for one in nav]
    if isinstance(nav, dict):
        return {title: expanded(one, docs) for title, one in nav.items()}
    return pages_in(docs, nav) if nav.endswith("/") else nav


def paths_of(nav):
    if isinstance(nav, str):
        return [nav]
    return [path for one in (nav.values() if isinstance(nav, dict) else nav) for path in paths_of(one)]


def on_config(config):
    docs = pathlib.Path(config["docs_dir"])
    config["nav"] = expanded(config["nav"], docs)
    missing = set(pages_in(docs, "")) - set(paths_of(config["nav"]))
    if missing:
        raise PluginError(f"not in the navigation of mkdocs.yml: {', '.join(sorted(missing))}")
    return config


def on_page_markdown(markdown, page, config, files):
    docs = pathlib.Path(config["docs_dir"]).resolve()
    here = pathlib.Path(page.file.abs_src_path).resolve().parent

    def led_out(link):
        target = (here / link[1]).resolve()
        if re.match(r"[a-z]+:", link[1]) or target.is_relative_to(docs):
            return link[0]
        if not target.exists():
            raise PluginError(f"{page.file.src_path}: {link[1]} does not exist")
        return f"{config['repo_url']}/{target.relative_to(docs.parent)}{link[2]}"
    return LINK.sub(led_out, markdown)
