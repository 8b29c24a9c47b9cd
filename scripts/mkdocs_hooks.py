"""What mkdocs.yml cannot say (a hook of mkdocs): a folder in the navigation stands for its pages, every page stands there, and
links that lead out of docs/ lead to the repository, if it is known where that is."""

import pathlib
import re

from mkdocs.exceptions import PluginError

# [text](file#anchor); in the text may be brackets.
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s#]+)((?:#[^)\s]*)?)\)")


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


def named(text, path):
    """What stands in the place of a link to a file that nobody can follow."""
    name = text.strip("`")
    return f"`{name}`" if name.rstrip("/") in path else f"{text} (`{path}`)"


def on_page_markdown(markdown, page, config, files):
    docs = pathlib.Path(config["docs_dir"]).resolve()
    here = pathlib.Path(page.file.abs_src_path).resolve().parent

    def led_out(link):
        text, file, anchor = link.groups()
        target = (here / file).resolve()
        if re.match(r"[a-z]+:", file) or target.is_relative_to(docs):
            return link[0]
        if not target.exists():
            raise PluginError(f"{page.file.src_path}: {file} does not exist")
        path = str(target.relative_to(docs.parent))
        if not config["repo_url"]:
            return named(text, path)
        return f"[{text}]({config['repo_url'].rstrip('/')}/{path}{anchor})"
    return LINK.sub(led_out, markdown)
