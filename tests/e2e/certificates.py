"""Certificates as the real tool makes them, good ones and bad ones."""

import pathlib
import ssl
import subprocess


class Authority:
    """Its certificate is `ca`; what it makes are pairs of files in `folder`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.ca = self.folder / "ca.pem"
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                      "-days", "2", "-subj", "/CN=Authority of the test", "-keyout", "ca.key", "-out", "ca.pem")

    def make(self, name, host="localhost", days=2, before=()):
        """Paths of a certificate for the host and of its key. `before`: a command that runs openssl (faketime)."""
        self._openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                      "-subj", f"/CN={host}", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        (self.folder / f"{name}.ext").write_text(f"subjectAltName=DNS:{host}\n")
        self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                      "-days", str(days), "-extfile", f"{name}.ext", "-out", f"{name}.pem", before=before)
        return self.folder / f"{name}.pem", self.folder / f"{name}.key"

    def context(self, name, **how):
        """For a server with such a certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.make(name, **how))
        return context

    def _openssl(self, *command, before=()):
        subprocess.run([*before, "openssl", *command], cwd=self.folder, check=True, capture_output=True)
