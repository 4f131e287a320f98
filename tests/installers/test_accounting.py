"""Every file of the program's folder has an owner and a licence, or the build fails."""

import base64
import csv
import hashlib
import json
from pathlib import Path

import pytest
from bundle import accounting, elf, licences, origins, sbom, trim
from bundle.accounting import Unaccounted
from bundle.origins import Origin, Part

TABLE = accounting.load()
QT = Origin("wheel", "PySide6_Essentials", "6.12.0")


def part(path: str, origin: Origin, content: bytes = b"x") -> Part:
    return Part(path, len(content), hashlib.sha256(content).hexdigest(), origin)


def install(site: Path, name: str, files: dict[str, bytes]) -> None:
    """Put a wheel as installers leave it: its files, and the record of their hashes."""
    info = f"{name}-1.0.dist-info"
    metadata = {f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode()}
    rows = []
    for path, content in {**files, **metadata}.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        rows.append((path, f"sha256={digest}", str(len(content))))
    with (site / info / "RECORD").open("w", newline="") as stream:
        csv.writer(stream).writerows([*rows, (f"{info}/RECORD", "", "")])


def debian(root: Path, package: str, source: str, path: str, content: bytes) -> None:
    """Put a package as dpkg leaves it."""
    info = root / "var/lib/dpkg/info"
    info.mkdir(parents=True, exist_ok=True)
    (info / f"{package}:amd64.list").write_text(f"/.\n/usr\n{path}\n")
    with (root / "var/lib/dpkg/status").open("a") as stream:
        stream.write(f"Package: {package}\nSource: {source} (2.0-1)\nVersion: 2.0-1+b1\n\n")
    file = root / path.lstrip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    text = root / "usr/share/doc" / package / "copyright"
    text.parent.mkdir(parents=True)
    text.write_text("whose it is")


def test_a_file_comes_from_whoever_has_its_bytes_whatever_its_name(tmp_path: Path) -> None:
    site, root, folder = tmp_path / "site", tmp_path / "root", tmp_path / "folder"
    install(site, "lxml", {"lxml/etree.so": b"of the wheel"})
    debian(root, "libnss3", "nss", "/usr/lib/x86_64-linux-gnu/libnss3.so", b"of Debian")
    folder.mkdir()
    for name, content in (("libnss3.so", b"of the wheel"), ("other", b"of Debian"), ("third", b"of nobody")):
        (folder / name).write_bytes(content)
    known = origins.by_hash(origins.of_wheels(site), origins.of_debian(root))
    told = {each.path: each.origin for each in origins.parts(folder, known)}
    assert told == {
        "libnss3.so": Origin("wheel", "lxml", "1.0"),
        "other": Origin("debian", "nss", "2.0-1"),
        "third": origins.UNKNOWN,
    }


def test_links_are_no_files_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "link").symlink_to("real")
    assert [each.path for each in origins.parts(tmp_path, {})] == ["real"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param(part("_internal/x.so", origins.UNKNOWN), "nothing tells", id="unknown"),
        pytest.param(
            part("_internal/x.so", Origin("wheel", "surprise", "1")), "surprise", id="a wheel not named"
        ),
        pytest.param(part("_internal/libc.so.6", Origin("debian", "glibc", "2")), "glibc", id="glibc"),
        pytest.param(
            part("_internal/libstdc++.so.6", Origin("debian", "gcc-12", "12")), "gcc-12", id="libstdc++"
        ),
        pytest.param(part("_internal/libgbm.so.1", Origin("debian", "mesa", "22")), "mesa", id="Mesa"),
        pytest.param(
            part("_internal/PySide6/Qt/lib/libQt6VirtualKeyboard.so.6", QT), "no rule", id="Qt under GPL"
        ),
        pytest.param(part("_internal/PySide6/Qt/lib/libQt6Charts.so.6", QT), "no rule", id="another of them"),
        pytest.param(
            part("_internal/av.libs/libx264-1.so", Origin("wheel", "av", "18")), "no rule", id="x264"
        ),
    ],
)
def test_what_nobody_looked_at_fails_the_build(given: Part, told: str) -> None:
    with pytest.raises(Unaccounted, match=told):
        accounting.components([given], [given.path], TABLE)


def test_every_fault_is_said_in_one_go() -> None:
    given = [part(f"_internal/{name}", origins.UNKNOWN) for name in ("a", "b")]
    with pytest.raises(Unaccounted) as refused:
        accounting.components(given, [], TABLE)
    assert [name for name in ("_internal/a", "_internal/b") if name in str(refused.value)] == [
        "_internal/a",
        "_internal/b",
    ]


def test_a_library_has_the_licence_of_its_rule_and_text_files_that_of_the_wheel() -> None:
    av = Origin("wheel", "av", "18.1.0")
    given = [part("_internal/av.libs/libavcodec-1.so.63", av), part("_internal/av/py.typed", av)]
    told = accounting.components(given, [given[0].path], TABLE)
    assert [told[each.path].licence for each in given] == ["LGPL-2.1-or-later", "BSD-3-Clause"]


def test_lists_of_files_belong_to_the_wheel_they_describe() -> None:
    given = [part("_internal/flask-3.1.3.dist-info/RECORD", origins.UNKNOWN)]
    told = accounting.components(given, [], TABLE)[given[0].path]
    assert (told.owner, told.version) == ("flask", "3.1.3")


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND 0BSD", True),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", True),
        ("GPL-3.0-or-later", False),
        ("GPL-2.0-only AND MIT", False),
        ("AGPL-3.0-only", False),
        ("LGPL-3.0-only OR GPL-2.0-only", False),
        ("no licence", False),
        ("", False),
    ],
)
def test_a_licence_is_allowed_only_as_a_whole_and_when_chosen(expression: str, *, allowed: bool) -> None:
    assert accounting.is_allowed(expression, TABLE.allowed) is allowed


def test_a_table_that_allows_itself_the_gpl_is_refused(tmp_path: Path) -> None:
    text = accounting.TABLE.read_text("utf-8").replace('alembic = "MIT"', 'alembic = "GPL-3.0-only"')
    (tmp_path / "table.toml").write_text(text, "utf-8")
    with pytest.raises(Unaccounted, match=r"GPL-3\.0-only"):
        accounting.load(tmp_path / "table.toml")


def test_the_bill_names_every_file_with_its_bytes_and_holds_to_the_schema(tmp_path: Path) -> None:
    given = [part("_internal/flask-3.1.3.dist-info/RECORD", origins.UNKNOWN, b"r"),
             part("_internal/libnss3.so", Origin("debian", "nss", "2"), b"n")]  # fmt: skip
    carried = tmp_path / "own.json"
    crate = {
        "name": "memchr",
        "version": "2.7",
        "licenses": [{"license": {"id": "MIT"}}],
        "purl": "pkg:cargo/memchr@2.7",
    }
    carried.write_text(json.dumps({"components": [crate, crate]}))
    target = tmp_path / "bill.json"
    sbom.write(
        target, version="1.0", made=1_700_000_000, parts=given,
        owners=accounting.components(given, [], TABLE), within=TABLE.within, brought={"flask": [carried]},
    )  # fmt: skip
    bill = json.loads(target.read_text())
    files = {
        file["name"]: file["hashes"][0]["content"]
        for entry in bill["components"]
        for file in entry.get("components", ())
    }
    assert files == {each.path: each.sha256 for each in given}
    assert {"memchr", "nss", "flask"} <= {entry["name"] for entry in bill["components"]}
    assert {entry.get("purl") for entry in bill["components"]} >= {
        "pkg:deb/debian/nss@2",
        "pkg:cargo/memchr@2.7",
    }


def test_the_same_folder_has_the_same_bill(tmp_path: Path) -> None:
    given = [part("_internal/libnss3.so", Origin("debian", "nss", "2"))]
    owners = accounting.components(given, [], TABLE)
    for name in ("one", "two"):
        sbom.write(tmp_path / name, version="1", made=5, parts=given, owners=owners, within=(), brought={})
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_bill_that_does_not_hold_to_the_schema_is_refused() -> None:
    with pytest.raises(sbom.Invalid):
        sbom.check('{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": 5}]}')


def test_texts_of_every_owner_are_collected_and_indexed(tmp_path: Path) -> None:
    site, root, place = tmp_path / "site", tmp_path / "root", tmp_path / "licences"
    install(site, "flask", {"flask-1.0.dist-info/licenses/LICENSE.txt": b"of flask"})
    debian(root, "libnss3", "nss", "/usr/lib/libnss3.so", b"n")
    given = [
        part("_internal/libnss3.so", Origin("debian", "nss", "2.0-1")),
        part("x", Origin("wheel", "flask", "1.0")),
    ]
    owners = set(accounting.components(given, [], TABLE).values())
    licences.collect(place, owners, TABLE, root, site)
    assert (place / "wheel-flask/LICENSE.txt").read_bytes() == b"of flask"
    assert (place / "debian-nss/copyright").read_text() == "whose it is"
    assert "flask 1.0 (BSD-3-Clause)\n    wheel-flask/LICENSE.txt" in (place / licences.INDEX).read_text()


def test_an_owner_without_any_text_fails_the_build(tmp_path: Path) -> None:
    install(tmp_path / "site", "flask", {})
    (tmp_path / "root/var/lib/dpkg").mkdir(parents=True)
    given = [part("x", Origin("wheel", "flask", "1.0"))]
    owners = set(accounting.components(given, [], TABLE).values())
    with pytest.raises(Unaccounted, match="flask"):
        licences.collect(tmp_path / "out", owners, TABLE, tmp_path / "root", tmp_path / "site")


def test_every_text_that_the_table_names_is_committed_or_common_to_debian() -> None:
    common = {"LGPL-2.1", "LGPL-3", "GPL-3", "Apache-2.0"}
    named = {name for names in TABLE.texts.values() for name in names}
    named |= {name for each in TABLE.within for name in each.texts}
    assert {name for name in named if not (licences.TEXTS / name).exists()} <= common


def test_libraries_that_nothing_reaches_are_found_and_links_do_not_keep_them() -> None:
    files = [
        elf.Elf("ext/module.so", "", ("libone.so.1",)),
        elf.Elf("libone.so.1", "libone.so.1", ("libtwo.so.2",)),
        elf.Elf("libtwo.so.2", "libtwo.so.2", ("libc.so.6",)),
        elf.Elf("libalone.so.3", "libalone.so.3", ()),
    ]
    assert elf.reached(files, files[:1]) == {"ext/module.so", "libone.so.1", "libtwo.so.2"}


def test_an_elf_file_says_what_it_asks_for() -> None:
    import lxml.etree

    file = Path(lxml.etree.__file__)
    told = elf.read(file, file.parent)
    assert "libc.so.6" in told.needed
    assert elf.is_elf(file)


def test_a_broken_elf_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.so").write_bytes(b"\x7fELF" + b"\xff" * 60)
    with pytest.raises(ValueError, match=r"broken\.so"):
        elf.walk(tmp_path)


def test_what_is_left_to_the_system_goes_by_its_package_and_not_by_its_name() -> None:
    given = [part("_internal/libgbm.so.1", Origin("debian", "mesa", "22")), part("_internal/libgbm.so.2", QT)]
    assert trim.left_to_the_system(given) == ["libgbm.so.1"]


def test_folders_and_links_that_lead_nowhere_go_too(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/link").symlink_to("gone")
    (tmp_path / "kept").write_text("x")
    trim.remove_dangling(tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["kept"]
