"""Files that no row names are removed after a week; what any row or the trail names never is."""

import os
import time

import pytest
from django.conf import settings

from commitments.models import Agreement
from opd import audit, files, orphans
from opd.authorization import SYSTEM
from tests.bimtek import factories as bimtek
from tests.commitments import factories as commitments

pytestmark = pytest.mark.django_db
OLD = orphans.KEPT_S + 60


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    return tmp_path


def stored(content=b"surat", age=OLD):
    path = files.path_of(files.put(content))
    return aged(path, age)


def aged(path, age=OLD):
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_an_old_file_of_nobody_goes():
    path = stored()
    assert orphans.tidy() == 1
    assert not path.exists()
    assert list(path.parent.iterdir()) == []


def test_a_young_one_waits_for_its_commit():
    path = stored(age=60)
    assert orphans.tidy() == 0
    assert path.exists()


def test_what_a_row_names_stays():
    path = stored()
    commitments.agreement(bimtek.cycle(), scan_sha256=path.name, scan_name="nota.pdf")
    assert orphans.tidy() == 0
    assert files.get(path.name) == b"surat"


def test_what_only_the_trail_still_names_stays():
    path = stored()
    audit.record(SYSTEM, "agreement.scan_attached", bimtek.cycle(), {"sha256": path.name})
    assert orphans.tidy() == 0
    assert files.get(path.name) == b"surat"


def test_a_file_that_was_never_finished_goes(folder):
    (folder / "ab").mkdir()
    aged_one = folder / "ab" / ".new-x1"
    aged_one.write_bytes(b"separuh")
    aged(aged_one)
    assert orphans.tidy() == 1
    assert not aged_one.exists()


def test_storing_the_same_again_makes_it_young():
    path = stored()
    files.put(b"surat")
    assert orphans.tidy() == 0
    assert path.exists()


@pytest.mark.parametrize("meanwhile", ["touched", "named"])
def test_a_file_that_is_wanted_while_it_is_put_aside_comes_back(monkeypatch, meanwhile):
    path, is_old = stored(), orphans._is_old

    def wanted_now(asked):
        if asked.name.startswith(orphans.ASIDE):
            if meanwhile == "touched":
                os.utime(asked)
            else:
                Agreement.objects.update(scan_sha256=path.name)
        return is_old(asked)

    commitments.agreement(bimtek.cycle(), scan_sha256="0" * 64, scan_name="nota.pdf")
    monkeypatch.setattr(orphans, "_is_old", wanted_now)
    assert orphans.tidy() == 0
    assert files.get(path.name) == b"surat"


def test_a_round_that_was_killed_half_way_is_taken_up_again():
    path = stored()
    commitments.agreement(bimtek.cycle(), scan_sha256=path.name, scan_name="nota.pdf")
    path.rename(path.with_name(orphans.ASIDE + path.name))
    orphans.tidy()
    assert files.get(path.name) == b"surat"


def test_other_files_are_left_alone(folder):
    (folder / "ab").mkdir()
    aged_one = folder / "ab" / "catatan.txt"
    aged_one.write_text("bukan milik portal")
    aged(aged_one)
    assert orphans.tidy() == 0
    assert aged_one.exists()
