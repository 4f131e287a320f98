"""Profiles and lists with a site's signature: believed, told, and refused where one is needed."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from stormdat_core.acronyms.list_files.acronym_list import load_list
from stormdat_core.actions import sweeps
from stormdat_core.errors import BadList, BadProfile
from stormdat_core.model import FileResult
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.rules import profiles
from stormdat_core.sample import sample_list
from stormdat_core.services import Services
from stormdat_core.site.folder import Site
from stormdat_core.site.trust import Trust
from stormdat_core.sweep.runner import SweepRunner
from tests.core.site.signing import Signer
from tests.here import Here

HOUSE = 'name = "house"\nsummary = "Ours."\nbased-on = "standard"\n'
LIST = "Acronym,Definition\nGPS,Global Positioning System\n"


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer.new()


@pytest.fixture
def site(tmp_path: Path, signer: Signer) -> Site:
    """Return a site with a key, a signed profile and a signed list."""
    folder = tmp_path / "etc"
    for name in ("keys", "profiles", "lists"):
        (folder / name).mkdir(parents=True, mode=0o755)
    (folder / "keys" / "site.pub").write_text(signer.public)
    (folder / "keys" / "site.pub").chmod(0o644)
    signer.write(folder / "profiles" / "house.toml", HOUSE)
    signer.write(folder / "lists" / "house.csv", LIST)
    return Site(folder, frozenset({os.geteuid(), 0}) if os.name == "posix" else frozenset({0}))


def trust(site: Site, **required: bool) -> Trust:
    return Trust.of(site, **{"profiles": False, "lists": False, **required})


def told(signer: Signer) -> str:
    return f"signed by {signer.name}, {signer.comment}"


def test_a_profile_of_the_site_is_chosen_by_its_name(site: Site, signer: Signer) -> None:
    believed = trust(site, profiles=True)
    assert believed.site_profiles() == ("site:house",)
    profile = profiles.trusted("site:house", believed)
    assert (profile.name, profile.signature) == ("house", told(signer))
    assert profile.digest() == profiles.parse(HOUSE, "house.toml").digest(), (
        "who signed is no part of the meaning"
    )


def test_the_profiles_of_the_program_need_no_signature(site: Site) -> None:
    profile = profiles.trusted("classic", trust(site, profiles=True))
    assert (profile.name, profile.signature) == ("classic", "")


@pytest.mark.parametrize("name", ["site:../house", "site:other", "site:", "other"])
def test_a_name_that_is_not_there_is_no_way_out_of_the_folder(site: Site, name: str) -> None:
    (site.folder / "house.toml").write_text(HOUSE)
    with pytest.raises(BadProfile, match="There is no profile"):
        profiles.trusted(name, trust(site))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.with_name("own.toml.minisig").unlink(), "is not signed"),
        (lambda path: path.write_text(HOUSE + "\n"), "has a wrong signature"),
        (lambda path: path.with_name("own.toml.minisig").write_text("x"), "cannot be used"),
        (lambda path: Signer.new().write(path, HOUSE), "which is no key of your site"),
    ],
    ids=["missing", "changed", "damaged", "foreign"],
)
def test_an_unproved_profile_is_told_and_refused_where_it_has_to_be_signed(
    tmp_path: Path, site: Site, signer: Signer, spoil: object, words: str
) -> None:
    path = signer.write(tmp_path / "own.toml", HOUSE)
    assert profiles.trusted(str(path), trust(site, profiles=True)).signature == told(signer)
    spoil(path)  # type: ignore[operator]
    assert f"The profile own.toml {words}"[:20] in profiles.trusted(str(path), trust(site)).signature
    assert words in profiles.trusted(str(path), trust(site)).signature
    with pytest.raises(BadProfile, match=words) as caught:
        profiles.trusted(str(path), trust(site, profiles=True))
    assert caught.value.hint


def test_the_words_that_a_profile_names_have_to_be_signed_too(
    tmp_path: Path, site: Site, signer: Signer
) -> None:
    words = tmp_path / "words.csv"
    words.write_text("kind,word\nbasic,PROPIN2\n")
    text = HOUSE + '[markings]\ncodes-file = "words.csv"\n'
    path = signer.write(tmp_path / "own.toml", text)
    with pytest.raises(BadProfile, match=r"words\.csv is not signed"):
        profiles.trusted(str(path), trust(site, profiles=True))
    signer.write(words, words.read_text())
    assert profiles.trusted(str(path), trust(site, profiles=True)).signature == told(signer)


def test_a_list_is_signed_like_a_profile(site: Site, signer: Signer) -> None:
    path = site.lists / "house.csv"
    assert trust(site).site_lists() == (path,)
    assert load_list(path, trust(site, lists=True)).signature == told(signer)
    path.write_text(LIST + "TRR,Test Readiness Review\n")
    found = load_list(path, trust(site))
    assert "The acronym list house.csv has a wrong signature" in found.signature
    assert len(found.rows) == 2
    with pytest.raises(BadList, match="has a wrong signature"):
        load_list(path, trust(site, lists=True))


def test_a_workbook_is_signed_as_it_lies_there(tmp_path: Path, site: Site, signer: Signer) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    for row in (("Acronym", "Definition"), ("GPS", "Global Positioning System")):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    signer.sign(path)
    assert load_list(path, trust(site, lists=True)).signature == told(signer)


@pytest.mark.skipif(os.name != "posix", reason="owners and modes are POSIX")
def test_a_key_that_others_can_write_proves_nothing(site: Site, signer: Signer) -> None:
    (site.keys / "site.pub").chmod(0o666)
    with pytest.raises(BadProfile) as caught:
        profiles.trusted("site:house", trust(site, profiles=True))
    assert "no key of your site" in str(caught.value)
    assert f"The key {site.keys / 'site.pub'} does not count" in str(caught.value)


def test_without_keys_nothing_is_said_of_signatures_unless_they_are_required(site: Site) -> None:
    (site.keys / "site.pub").unlink()
    assert profiles.trusted("site:house", trust(site)).signature == ""
    with pytest.raises(BadProfile, match="no key of your site"):
        profiles.trusted("site:house", trust(site, profiles=True))


def test_a_new_key_and_the_old_one_can_both_lie_there(site: Site, signer: Signer) -> None:
    newer = Signer.new()
    (site.keys / "a-newer.pub").write_text(newer.public)
    (site.keys / "a-newer.pub").chmod(0o644)
    assert profiles.trusted("site:house", trust(site, profiles=True)).signature == told(signer)
    newer.sign(site.profiles / "house.toml")
    assert profiles.trusted("site:house", trust(site, profiles=True)).signature == told(newer)


# A whole check


@pytest.fixture
def services(tmp_path: Path, site: Site) -> Iterator[Services]:
    with Services(AppPaths.below(tmp_path / "data", site)) as made:
        yield made


def check(services: Services, source: Path, out: Path | None = None) -> FileResult:
    asked = sweeps.request(
        services.settings, [source], profile="site:house", lists=[services.paths.site.lists / "house.csv"],
        out=out, formats=["json", "html", "xlsx"], jobs=1,
    )  # fmt: skip
    runner = SweepRunner(asked, services.store, trust=services.trust, executors=Here())
    sweep = runner.run(JobContext()).sweep_id
    return services.store.result(services.store.files(sweep)[0].id)


def test_a_check_keeps_and_reports_who_has_signed(
    services: Services, site: Site, signer: Signer, tmp_path: Path
) -> None:
    source = tmp_path / "a.txt"
    source.write_text("The GPS shows the way.\n")
    found = check(services, source, tmp_path / "out")
    assert found.signatures is not None
    assert found.signatures.profile == told(signer)
    assert found.list_signatures[0] == told(signer)
    assert found.signatures.unproved == ()
    report = json.loads((tmp_path / "out" / "a.findings.json").read_text("utf-8"))
    assert report["profile"]["signature"] == report["lists"][0]["signature"] == told(signer)
    assert (tmp_path / "out" / "a.findings.html").read_text("utf-8").count(signer.name) == 2
    cells = [
        cell
        for sheet in openpyxl.load_workbook(tmp_path / "out" / "a.findings.xlsx")
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert cells.count(told(signer)) == 2
    # What has not changed is not checked again, and still says what holds now.
    (site.profiles / "house.toml.minisig").unlink()
    again = check(services, source)
    assert again.signatures is not None
    assert again.signatures.unproved == (again.signatures.profile,)
    assert "The profile house.toml is not signed" in again.signatures.profile


def test_a_check_is_refused_before_any_file_is_touched(
    services: Services, site: Site, tmp_path: Path
) -> None:
    source = tmp_path / "a.txt"
    source.write_text("The GPS shows the way.\n")
    services.change_settings({"require_signed_lists": True})
    (site.lists / "house.csv.minisig").unlink()
    with pytest.raises(BadList, match="is not signed"):
        check(services, source)
    assert services.store.sweeps().total == 0
    assert load_list(sample_list(), services.trust).signature == "", "the sample came with the program"


def test_a_result_without_signatures_reads_as_before() -> None:
    result = FileResult(Path("a.txt"))
    assert result.signatures is None
    assert result.list_signatures == ()
    assert replace(result, signatures=None) == result
