"""The list of what is in packages and image (scripts/sbom.py)."""

import pathlib
import tempfile
import unittest

import sbom

STATUS = "Package: {}\nStatus: install ok {}\nSource: {}\nVersion: 1.2+ds-3\nArchitecture: all\n\n"


class Bill(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="waba_sbom_")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def status(self, name, *packages):
        path = self.folder / name
        path.write_text("".join(STATUS.format(*package) for package in packages))
        return path

    def test_what_nothing_else_tells_of_is_compiled_in(self):
        headers = self.status("headers", ("nlohmann-json3-dev", "installed", "nlohmann-json3"),
                              ("libssl-dev", "installed", "openssl (3.0.1)"), ("linux-libc-dev", "installed", "linux"),
                              ("libgone-dev", "config-files", "gone"))
        loaded = list(sbom.paragraphs(self.status("status", ("libssl3", "installed", "openssl"))))
        found, = sbom.compiled_in(headers, loaded)
        self.assertEqual(found["purl"], "pkg:deb/debian/nlohmann-json3-dev@1.2%2Bds-3?arch=all")
        self.assertEqual(found["properties"], [{"name": "waba_exporter:in", "value": "the program"}])

    def test_licences_of_what_is_brought(self):
        """With the texts that they name: libc6 names the LGPL."""
        brought, not_brought = {"name": "libc6", "properties": []}, {"name": "libgcc-s1"}
        sbom.copy_licences([brought, not_brought], self.folder / "licenses")
        self.assertEqual({path.name for path in (self.folder / "licenses").iterdir()}, {"libc6", "common-licenses"})
        self.assertIn("LGPL-2.1", {path.name for path in (self.folder / "licenses/common-licenses").iterdir()})


if __name__ == "__main__":
    unittest.main()
