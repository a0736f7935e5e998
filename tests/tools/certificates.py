"""An authority of a test's own, and certificates of this machine and of persons that it signs."""
import pathlib
import ssl

from service_provider import openssl

THIS_MACHINE = "subjectAltName=IP:127.0.0.1"


class Authority:
    def __init__(self, folder, name="authority"):
        self.folder, self.name = pathlib.Path(folder), name
        self.certificate = self.folder / f"{name}.pem"
        self._asks(name, "-x509", "-out", self.certificate)

    def _asks(self, who, *more):
        openssl("req", *more, "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                self.folder / f"{who}.key", "-subj", f"/CN={who}", "-addext", THIS_MACHINE)

    def signs(self, who):
        """Paths of the certificate and of its key."""
        asked, extension = self.folder / f"{who}.csr", self.folder / f"{self.name}.cnf"
        certificate = self.folder / f"{who}.pem"
        self._asks(who, "-new", "-out", asked)
        extension.write_text(THIS_MACHINE + "\n")
        openssl("x509", "-req", "-in", asked, "-CA", self.certificate, "-CAkey", self.folder / f"{self.name}.key",
                "-CAcreateserial", "-days", 2, "-out", certificate, "-extfile", extension)
        return certificate, self.folder / f"{who}.key"

    def client(self, who=None):
        """What a client that trusts this authority needs, as a person who was signed for or as nobody."""
        context = ssl.create_default_context(cafile=self.certificate)
        if who:
            context.load_cert_chain(self.folder / f"{who}.pem", self.folder / f"{who}.key")
        return context
