#!/usr/bin/env python3
"""How long a start, a check and a reload take with 100,000 accounts, and whether a reload holds up polls.

    bench/start.py [--program build/release/src/waba_exporter] [--accounts 100000]

Once with a folder of keys and once with a file of accounts: starts a provider (nginx, TLS, HTTP/2) and `waba_exporter
serve`, then reloads while everybody is polled once a minute: nothing changed, a setting, a key, a thousand
accounts more, and all of these less again. Prints each measure with its bound; exits with 1 if one is missed. About
7 minutes. Standard library only.
"""

import sys
import time

import many


def add_accounts(exporter, first, last):
    for n in range(first, last):
        exporter.write_key(n)
    if (exporter.folder / "accounts.toml").exists():
        with open(exporter.folder / "accounts.toml", "a", encoding="ascii") as file:
            file.write("".join(many.ACCOUNT.format(n=n) for n in range(first, last)))


def drop_accounts(exporter, first, last):
    for n in range(first, last):
        (exporter.folder / f"keys/shop-{n}").unlink()
    if (exporter.folder / "accounts.toml").exists():
        (exporter.folder / "accounts.toml").write_text("".join(many.ACCOUNT.format(n=n) for n in range(first)))


def reload(verdict, exporter, provider, what):
    before, began = exporter.delays(), time.time()
    time.sleep(3)
    asked = time.monotonic()
    exporter.ask("/-/reload", "POST")
    took = time.monotonic() - asked
    time.sleep(3)
    bound, polls = many.slowest(before, exporter.delays())
    verdict.judge(f"reload, {what}", took, 5)
    verdict.judge("  longest pause of polling", provider.longest_pause(began, time.time())[0], 0.2,
                  f", {polls} polls at most {bound:g} s late")


def measure_form(verdict, running, provider, options, name, form):
    exporter = many.Exporter(many.program_of(options), running, provider, options.accounts, form)
    verdict.judge(f"check, {name}", exporter.check(), 5)
    verdict.judge(f"start, {name}", exporter.start(), 5)
    time.sleep(62)  # everybody once
    reload(verdict, exporter, provider, "nothing new")
    exporter.write("[condition.internal-server-error]\ngrace = \"9m\"\n")
    reload(verdict, exporter, provider, "a setting")
    exporter.write_key(7, "another-key-of-account-7")
    reload(verdict, exporter, provider, "a key")
    add_accounts(exporter, options.accounts, options.accounts + 1000)
    reload(verdict, exporter, provider, "1,000 accounts more")
    drop_accounts(exporter, options.accounts, options.accounts + 1000)
    reload(verdict, exporter, provider, "1,000 accounts less")
    running.stop("exporter")
    verdict.judge(f"second start, {name}", exporter.start(), 5)
    running.stop("exporter")


def measure(verdict, running, provider, options):
    for name, form in (("keys", many.KEYS), ("file", many.FILES)):
        if options.only in (None, name):
            measure_form(verdict, running, provider, options, name, form)


def main():
    parser = many.parser(__doc__)
    parser.add_argument("--only", choices=("keys", "file"))
    return many.run(parser.parse_args(), measure)


if __name__ == "__main__":
    sys.exit(main())
