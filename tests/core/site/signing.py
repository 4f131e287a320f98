"""A signer for tests: keys and signatures in minisign's format, made with the library's private side."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

from nacl.signing import SigningKey

from stormdat_core.site.minisign import key_name


@dataclass(frozen=True)
class Signer:
    """A key pair; `test_minisign` shows with the real program that the format is right."""

    key: SigningKey
    key_id: bytes
    comment: str = "approved by the style board"

    @classmethod
    def new(cls) -> "Signer":
        return cls(SigningKey.generate(), secrets.token_bytes(8))

    @property
    def name(self) -> str:
        return key_name(self.key_id)

    @property
    def public(self) -> str:
        raw = b"Ed" + self.key_id + bytes(self.key.verify_key)
        return f"untrusted comment: a key\n{base64.b64encode(raw).decode()}\n"

    def write(self, path: Path, text: str) -> Path:
        """Write a file and its signature."""
        path.write_text(text, "utf-8", newline="\n")
        return self.sign(path)

    def sign(self, path: Path) -> Path:
        proof = self.key.sign(hashlib.blake2b(path.read_bytes()).digest()).signature
        whole = self.key.sign(proof + self.comment.encode()).signature
        raw = base64.b64encode(b"ED" + self.key_id + proof).decode()
        lines = (
            "untrusted comment: x",
            raw,
            f"trusted comment: {self.comment}",
            base64.b64encode(whole).decode(),
        )
        path.with_name(path.name + ".minisig").write_text("\n".join(lines) + "\n")
        return path
