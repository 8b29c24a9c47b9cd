"""docs/ as a site (mkdocs.yml): it is built without a warning, all of its links lead somewhere, what a forge shows as code or as a
table is one there too, and a reader's browser fetches nothing from elsewhere."""

import functools
import html.parser
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import urllib.parse

import project


# Hosts that nobody has (RFC 2606).
NOWHERE = re.compile(r"https?://([\w-]+\.)*(example(\.(com|net|org))?|invalid|test)(?=[:/]|$)")


def build(root, site, source=""):
    """What mkdocs says if it refuses; `source` is where the files of the repository are."""
    done = subprocess.run(["mkdocs", "build", "--strict", "--quiet", "--site-dir", site], cwd=root, capture_output=True, text=True,
                          env={**os.environ, "WABA_SOURCE_URL": source}, check=False)
    return done.stdout + done.stderr if done.returncode else ""


class Page(html.parser.HTMLParser):
    """What a page fetches, where it leads, the names of its places, and how many of what it shows."""

    def __init__(self, text):
        super().__init__()
        self.fetched, self.links, self.places, self.tags = [], [], set(), {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.places |= {attributes.get("id"), attributes.get("name")}
        if tag == "a":
            self.links.append(attributes.get("href") or "")
        elif tag == "link" and attributes.get("rel") != "canonical":
            self.fetched.append(attributes["href"])
        elif tag != "form" and "src" in attributes:
            self.fetched.append(attributes["src"])


@functools.cache
def the_site():
    """(what mkdocs complains of, path -> text of each file of text) of our pages."""
    with tempfile.TemporaryDirectory() as name:
        why = build(project.ROOT, name)
        site = pathlib.Path(name)
        return why, {path.relative_to(site).as_posix(): path.read_text() if path.suffix in (".html", ".css") else ""
                     for path in site.rglob("*") if path.is_file()}


def dangling(path, pages, texts):
    """Links of a page that lead nowhere."""
    for link in pages[path].links + pages[path].fetched:
        if NOWHERE.match(link):
            yield f"{path}: {link} leads to nobody"
        if re.match(r"[a-z]+:", link) or link in ("", "#"):
            continue
        file, _, anchor = link.partition("#")
        target = urllib.parse.urljoin("/" + path, file).removeprefix("/") or "index.html"
        if target not in texts:
            yield f"{path}: {link} does not exist"
        elif anchor and target in pages and anchor not in pages[target].places:
            yield f"{path}: {link} has no such heading"


def shown_otherwise(markdown, page):
    """(what, on the forge, on the site) where they differ."""
    text = re.sub(r"^( *)```.*?^\1```$", "\n", markdown, flags=re.MULTILINE | re.DOTALL)
    counts = {"pre": len(re.findall(r"^ *```\w*$", markdown, re.MULTILINE)) // 2,
              "table": len(re.findall(r"^\|[-:| ]+\|$", text, re.MULTILINE)),
              "li": len(re.findall(r"^ *(?:[-*+]|\d+\.) ", text, re.MULTILINE)),
              "img": len(re.findall(r"!\[", text))}
    return [(tag, count, page.tags.get(tag, 0)) for tag, count in counts.items() if page.tags.get(tag, 0) != count]


def check_site():
    why, texts = the_site()
    if why:
        yield why
        return
    pages = {path: Page(text) for path, text in texts.items() if path.endswith(".html")}
    for path, page in pages.items():
        yield from dangling(path, pages, texts)
        yield from (f"{path}: fetches {address}" for address in page.fetched if re.match(r"[a-z]+:|//", address))
    for path, text in texts.items():
        yield from (f"{path}: fetches {found}" for found in re.findall(r"(?:url\(|@import)[\"' ]*((?:https?:)?//[^\"')]+)", text)
                    if path.endswith(".css"))


def check_site_shows_what_a_forge_shows():
    """As many blocks of code, tables, items of lists and pictures: the two read Markdown differently."""
    _, texts = the_site()
    found = 0
    for source in sorted((project.ROOT / "docs").rglob("*.md")):
        path = source.relative_to(project.ROOT / "docs").with_suffix(".html").as_posix().replace("README.html", "index.html")
        content = re.search(r'<div class="col-md-9" role="main">(.*)<footer', texts.get(path, ""), re.DOTALL)
        if not content:
            yield f"{path}: no content found"
            continue
        found += 1
        for what, forge, site in shown_otherwise(source.read_text(), Page(content[1])):
            yield f"docs/{source.relative_to(project.ROOT / 'docs')}: {forge} <{what}> on a forge, {site} on the site"
    if found < 100:
        yield f"only {found} pages found"


def small_site(root, text=""):
    """A few pages are enough, and quick."""
    for folder in ("scripts", "docs", "alerts"):
        (root / folder).mkdir()
    (root / "alerts/some.rules.yml").touch()
    shutil.copy(project.ROOT / "scripts/mkdocs_hooks.py", root / "scripts")
    (root / "mkdocs.yml").write_text(re.sub(r"^nav:.*", "nav: [tutorial.md]\n", (project.ROOT / "mkdocs.yml").read_text(),
                                            flags=re.MULTILINE | re.DOTALL))
    (root / "docs/tutorial.md").write_text(f"# Tutorial\n\n{text}\n")


def check_site_refuses():
    """A link that leads nowhere, within docs/ or out of it, and a page that the navigation does not have."""
    wrong = {"a link": ("docs/tutorial.md", "[x](no-such-page.md)"), "a link out": ("docs/tutorial.md", "[x](../no-such-file)"),
             "a page": ("docs/forgotten.md", "# Forgotten")}
    for what, (path, text) in wrong.items():
        with tempfile.TemporaryDirectory() as name:
            root = pathlib.Path(name)
            small_site(root)
            if why := build(root, root / "site"):
                yield f"a good site is refused: {why}"
            with (root / path).open("a") as page:
                page.write(f"\n{text}\n")
            if not build(root, root / "site"):
                yield f"{what} is not refused"


def check_dead_links_are_seen():
    for link in ("https://waba.example/source/alerts", "http://example.com", "../alerts", "page.html#no-such-heading"):
        if not list(dangling("page.html", {"page.html": Page(f'<a href="{link}">x</a>')}, {"page.html": ""})):
            yield f"{link} is taken for a link that leads somewhere"


def check_links_out_of_the_site():
    """They lead to where the files of the repository are; where nobody says that, the file is named."""
    links = "[`some.rules.yml`](../alerts/some.rules.yml), [the rules](../alerts/some.rules.yml#an-anchor)"
    there = "https://git.your.net/waba/alerts/some.rules.yml"
    shown = {"": "<code>some.rules.yml</code>, the rules (<code>alerts/some.rules.yml</code>)",
             "https://git.your.net/waba": f'<a href="{there}"><code>some.rules.yml</code></a>, <a href="{there}#an-anchor">the rules</a>'}
    for source, expected in shown.items():
        with tempfile.TemporaryDirectory() as name:
            root = pathlib.Path(name)
            small_site(root, links)
            if why := build(root, root / "site", source):
                yield why
            elif expected not in (root / "site/tutorial.html").read_text():
                yield f"with {source or 'no address'}: {expected!r} is not there"
