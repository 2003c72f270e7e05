"""Photos on record: files and rows agree, and only those who may see them do."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from checklists.errors import TellOperator
from storage import enterprises, hazards, reaching
from storage.media import accept, path_of, photo, sweep
from storage.media.photos import Photo
from storage.scope import EVERYTHING, Scope
from storage.unit_of_work import OpenUnit

LONG_AFTER = datetime(2100, 1, 1, tzinfo=UTC)


def picture(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return out.getvalue()


def taken_in(open_unit: OpenUnit, folder: Path, address: str = "one", data: bytes | None = None) -> tuple[Photo, int]:
    with open_unit() as unit:
        owner = reaching.bound(unit, "web", "default", address).id
        kept = accept(unit, folder, data or picture(), owner_binding=owner)
        unit.commit()
    return kept, owner


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_photo_has_a_row_and_two_files(open_unit: OpenUnit, media_folder: Path) -> None:
    kept, owner = taken_in(open_unit, media_folder)
    assert files(media_folder) == sorted([kept.path, kept.thumbnail])
    assert kept.size == (media_folder / kept.path).stat().st_size
    with open_unit() as unit:
        assert photo(unit, kept.id) == kept
    assert kept.owner_binding == owner


def test_the_same_bytes_twice_from_one_owner_are_one_photo(open_unit: OpenUnit, media_folder: Path) -> None:
    first, _ = taken_in(open_unit, media_folder)
    again, _ = taken_in(open_unit, media_folder)
    somebody_else, _ = taken_in(open_unit, media_folder, "two")
    assert again == first
    assert somebody_else.id != first.id


def test_a_photo_whose_file_was_lost_is_given_back_by_sending_it_again(open_unit: OpenUnit, media_folder: Path) -> None:
    first, _ = taken_in(open_unit, media_folder)
    (media_folder / first.path).unlink()
    again, _ = taken_in(open_unit, media_folder)
    assert again.id == first.id
    assert (media_folder / first.path).is_file()


def test_a_crash_before_the_commit_leaves_files_that_the_next_start_removes(
    open_unit: OpenUnit, media_folder: Path
) -> None:
    kept, _ = taken_in(open_unit, media_folder)
    with open_unit() as unit:
        accept(unit, media_folder, picture("blue"), owner_binding=None)  # and no commit
    assert len(files(media_folder)) == 4
    with open_unit() as unit:
        hour_ago = datetime.now(UTC) - timedelta(hours=1)
        assert sweep(unit, media_folder, hour_ago).removed == 0  # it may just be being taken in
        assert sweep(unit, media_folder, LONG_AFTER).removed == 2
    assert files(media_folder) == sorted([kept.path, kept.thumbnail])


def test_half_written_files_are_swept_too(open_unit: OpenUnit, media_folder: Path) -> None:
    media_folder.mkdir()
    (media_folder / "x.jpg.part").write_bytes(b"half")
    with open_unit() as unit:
        assert sweep(unit, media_folder, LONG_AFTER).removed == 1


def test_a_row_without_its_file_is_reported_and_stays(open_unit: OpenUnit, media_folder: Path) -> None:
    kept, owner = taken_in(open_unit, media_folder)
    (media_folder / kept.path).unlink()
    with open_unit() as unit:
        assert sweep(unit, media_folder, LONG_AFTER).missing == (kept.id,)
        assert path_of(unit, media_folder, kept.id, owner_bindings=[owner]) is None
        assert photo(unit, kept.id) == kept


def test_only_the_owner_and_those_who_see_its_hazard_find_a_photo(open_unit: OpenUnit, media_folder: Path) -> None:
    kept, owner = taken_in(open_unit, media_folder)
    with open_unit() as unit:
        mine = enterprises.add_enterprise(
            unit, name="宏达机械", uscc="91360700MA35F0000X", region="360702", sector="industry"
        )  # fmt: skip
        hazards.report(
            unit, enterprise_id=mine, source="self", level="general", words="x", place="y", found_by=None,
            photos=[kept.id],
        )  # fmt: skip
        unit.commit()
    with open_unit() as unit:

        def sees(*scopes: Scope, owners: tuple[int, ...] = ()) -> bool:
            return path_of(unit, media_folder, kept.id, owner_bindings=owners, scopes=scopes) is not None

        assert sees(owners=(owner,))
        assert sees(Scope(enterprise_id=mine))
        assert sees(Scope(region="3607"))
        assert sees(EVERYTHING)
        assert not sees()
        assert not sees(owners=(owner + 1,))
        assert not sees(Scope(enterprise_id=mine + 1))
        assert not sees(Scope(region="3608"), Scope(region="360703"))
        assert not sees(Scope(region="3607", sectors=("mine",)))


def test_a_folder_that_cannot_be_written_is_for_the_operator(open_unit: OpenUnit, tmp_path: Path) -> None:
    in_the_way = tmp_path / "media"
    in_the_way.write_bytes(b"a file where the folder should be")
    with pytest.raises(TellOperator), open_unit() as unit:
        accept(unit, in_the_way, picture(), owner_binding=None)
