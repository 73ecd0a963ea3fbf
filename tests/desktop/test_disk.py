"""Whether the disk is encrypted: seen where it can be seen, never guessed, said once a month."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from drive import open_window
from vaults import HOUSE, run_child
from walking import settle

import texts
from desktop import app
from desktop.clock import now
from desktop.frame.greeting import greet
from desktop.frame.settings import load
from desktop.pages.settings.storage import StorageCard
from desktop.safety.disk import Disk, answer, look, of_linux, of_mac, of_windows
from desktop.safety.disk_linux import seen

SWAPS = "Filename Type Size Used Priority\n"


class Laptop:
    """What Linux shows of the disks of a laptop, as files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "proc/self").mkdir(parents=True)
        self.mounted: list[str] = []

    def disk(self, number: str, name: str, mapped: str = "", of: tuple[str, ...] = ()) -> None:
        """Add a disk, mapped from others or not."""
        device = self.root / "sys/class/block" / name
        device.mkdir(parents=True)
        (self.root / "dev").mkdir(exist_ok=True)
        (self.root / "dev" / name).touch()
        if mapped:
            (device / "dm").mkdir()
            (device / "dm/uuid").write_text(mapped + "\n")
            (self.root / "dev/mapper").mkdir(exist_ok=True)
            (self.root / f"dev/mapper/{name}-named").symlink_to(f"../{name}")
        for part in of:
            (device / "slaves").mkdir(exist_ok=True)
            (device / "slaves" / part).symlink_to(self.root / "sys/class/block" / part)
        numbered = self.root / "sys/dev/block"
        numbered.mkdir(parents=True, exist_ok=True)
        (numbered / number).symlink_to(device)

    def mount(self, number: str, at: str, kind: str = "ext4", source: str = "/dev/sda2") -> None:
        """Mount a disk at a place."""
        self.mounted.append(f"22 27 {number} / {at} rw shared:1 - {kind} {source} rw")
        (self.root / "proc/self/mountinfo").write_text("\n".join(self.mounted) + "\n")

    def swaps(self, *lines: str) -> None:
        """Swap to disks or files."""
        (self.root / "proc/swaps").write_text(SWAPS + "".join(f"{one} 1 0 -2\n" for one in lines))

    def seen(self, *places: Path) -> list[bool | None]:
        """Return what is seen below the places."""
        return seen(self.root, places or (Path("/"),))


@pytest.fixture
def laptop(tmp_path):
    return Laptop(tmp_path / "root")


def test_a_disk_in_clear_is_in_clear(laptop):
    laptop.disk("8:2", "sda2")
    laptop.mount("8:2", "/")
    assert laptop.seen() == [False]


@pytest.mark.parametrize("kind", ["LUKS2", "LUKS1", "PLAIN", "BITLK"])
def test_an_encrypted_one_is_found_below_what_parts_it(laptop, kind):
    laptop.disk("8:2", "sda2")
    laptop.disk("253:0", "dm-0", f"CRYPT-{kind}-4b1d-sda2_crypt", of=("sda2",))
    laptop.disk("253:1", "dm-1", "LVM-x9Zroot", of=("dm-0",))
    laptop.mount("253:1", "/", source="/dev/mapper/dm-1-named")
    assert laptop.seen() == [True]


@pytest.mark.parametrize("kind", ["VERITY", "INTEGRITY"])
def test_a_disk_that_is_only_vouched_for_is_in_clear(laptop, kind):
    laptop.disk("8:2", "sda2")
    laptop.disk("253:0", "dm-0", f"CRYPT-{kind}-4b1d-root", of=("sda2",))
    laptop.mount("253:0", "/")
    assert laptop.seen() == [False]


def test_of_several_below_one_in_clear_is_enough(laptop):
    laptop.disk("8:2", "sda2")
    laptop.disk("8:18", "sdb2")
    laptop.disk("253:0", "dm-0", "CRYPT-LUKS2-4b1d-one", of=("sda2",))
    laptop.disk("9:0", "md0", of=("dm-0", "sdb2"))
    laptop.mount("9:0", "/")
    assert laptop.seen() == [False]


@pytest.mark.parametrize(
    ("kind", "mapped"),
    [("ecryptfs", ""), ("zfs", ""), ("nfs4", ""), ("overlay", ""), ("ext4", "VeraCrypt1")],
)
def test_what_hides_by_itself_is_not_known(laptop, kind, mapped):
    laptop.disk("8:2", "sda2")
    laptop.disk("253:0", "dm-0", mapped, of=("sda2",))
    laptop.mount("253:0", "/", kind)
    assert laptop.seen() == [None]


def test_a_disk_inside_a_file_and_one_that_is_not_there_are_not_known(laptop):
    laptop.disk("7:0", "loop0")
    (laptop.root / "sys/class/block/loop0/loop").mkdir()
    laptop.mount("7:0", "/")
    laptop.mount("8:9", "/usr")
    assert laptop.seen(Path("/"), Path("/usr")) == [None, None]


def test_one_of_several_is_never_taken_for_all(laptop):
    laptop.disk("8:2", "sda2")
    laptop.disk("253:0", "dm-0", "CRYPT-LUKS2-4b1d-one", of=("sda2",))
    laptop.mount("0:31", "/", "btrfs", "/dev/mapper/dm-0-named")
    laptop.mount("0:32", "/usr", "btrfs", "/dev/sda2")
    assert laptop.seen(Path("/"), Path("/usr")) == [None, False]


def test_the_nearest_mount_counts_and_the_last_at_one_place(laptop):
    laptop.disk("8:2", "sda2")
    laptop.disk("253:0", "dm-0", "CRYPT-LUKS2-4b1d-home", of=("sda2",))
    laptop.mount("8:2", "/")
    laptop.mount("8:2", "/usr")
    laptop.mount("253:0", "/usr")
    laptop.mount("0:40", "/var", "tmpfs", "tmpfs")
    assert laptop.seen(Path("/usr"), Path("/etc"), Path("/var/x")) == [True, False]


def test_a_folder_that_may_not_be_looked_at_is_not_known(laptop):
    laptop.disk("8:2", "sda2")
    laptop.mount("8:2", "/")
    assert laptop.seen(Path("/nowhere/at/all")) == [None]


def test_what_is_swapped_to_counts(laptop):
    laptop.disk("8:2", "sda2")
    laptop.disk("8:3", "sda3")
    laptop.disk("253:0", "dm-0", "CRYPT-LUKS2-4b1d-root", of=("sda2",))
    laptop.disk("253:2", "dm-2", "CRYPT-PLAIN-swap", of=("sda3",))
    laptop.mount("253:0", "/")
    laptop.swaps("/dev/zram0 partition")
    assert laptop.seen() == [True]
    laptop.swaps("/dev/mapper/dm-2-named partition", "/swapfile file")
    assert laptop.seen() == [True, True, True]
    laptop.swaps("/dev/sda3 partition")
    assert laptop.seen() == [True, False]


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_of_all_places_one_in_clear_is_enough_and_one_unknown_too_many(laptop):
    laptop.disk("8:2", "sda2")
    laptop.disk("253:0", "dm-0", "CRYPT-LUKS2-4b1d-root", of=("sda2",))
    laptop.mount("253:0", "/")
    assert of_linux(laptop.root) is Disk.ENCRYPTED
    laptop.mount("0:50", str(Path.home().resolve()), "zfs", "pool/home")
    assert of_linux(laptop.root) is Disk.UNKNOWN
    laptop.mount("8:2", "/var")
    laptop.swaps("/dev/sda2 partition")
    assert of_linux(laptop.root) is Disk.PLAIN


def test_nothing_is_said_where_nothing_can_be_read(tmp_path):
    with pytest.raises(OSError, match="mountinfo"):
        of_linux(tmp_path)
    assert look() in set(Disk)


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_looking_writes_nothing_not_even_for_a_moment(tmp_path):
    before = tmp_path.stat().st_mtime_ns
    run_child(
        "from desktop.safety.disk import look; look()", env=around(tmp_path)
    ).check_returncode()
    assert tmp_path.stat().st_mtime_ns == before


def around(temporary):
    return {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(HOUSE)}


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("FileVault is On.\n", Disk.ENCRYPTED),
        ("FileVault is Off.\n", Disk.PLAIN),
        ("FileVault is On.\nEncryption in progress: Percent completed = 12\n", Disk.UNKNOWN),
        ("FileVault is Off, but will be enabled after the next restart.\n", Disk.UNKNOWN),
        ("", Disk.UNKNOWN),
    ],
)
def test_of_a_mac_only_a_plain_answer_counts(told, known):
    assert of_mac(told) is known


@pytest.mark.parametrize(
    ("told", "known"),
    [("1\r\n", Disk.ENCRYPTED), ("2\r\n", Disk.PLAIN)]
    + [(told, Disk.UNKNOWN) for told in ("", "0", "3", "4", "5", "6", "8", "12")],
)
def test_of_windows_whatever_is_in_between_is_not_known(told, known):
    assert of_windows(told) is known


def test_a_command_that_fails_says_nothing():
    assert answer([sys.executable, "-c", "print('FileVault is On.')"]) == "FileVault is On.\n"
    failing = "import sys; print('FileVault is On.'); sys.exit(1)"
    assert answer([sys.executable, "-c", failing]) == ""


@pytest.fixture
def drive(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        yield drive


def greeted(drive, disk, **told):
    """Greet as if a workbook had just been opened; return whether the disk was spoken of."""
    window = drive.window
    window.workspace.room.calm.emit()
    settle()
    greet(window.workspace, told.get("notices", ()), None, disk)
    settle()
    return drive.stands(texts.say("disk.plain"))


def test_a_disk_in_clear_is_told_once_and_again_after_a_month(drive, tmp_path):
    assert greeted(drive, Disk.PLAIN)
    drive.tab_to(texts.say("disk.close"))
    drive.press("Space")
    settle()
    assert not drive.stands(texts.say("disk.plain"))
    read = load(tmp_path / "home").disk_read
    assert read == now().date().isoformat()
    assert not greeted(drive, Disk.PLAIN)
    room = drive.window.workspace.room
    for days, told in ((29, False), (30, True), (-1, True)):
        day = (now().date() - timedelta(days=days)).isoformat()
        room.keep_settings(replace(room.settings, disk_read=day))
        assert greeted(drive, Disk.PLAIN) is told


def test_nothing_is_told_of_another_disk_nor_in_practice_nor_before_what_is_wrong(drive):
    assert not greeted(drive, Disk.ENCRYPTED)
    assert not greeted(drive, Disk.UNKNOWN)
    assert not greeted(drive, Disk.PLAIN, notices=["slots_older"])
    drive.window.workspace.room.practice = True
    assert not greeted(drive, Disk.PLAIN)


def test_the_program_looks_once_its_window_is_seen_and_off_the_thread_of_the_store(drive):
    app._look_at_disk(drive.window)
    drive.until(lambda: drive.window.jobs.idle)
    assert drive.window.disk is look()


def test_the_settings_say_what_is_known_of_the_disk(drive):
    drive.go("settings")
    (card,) = drive.page.findChildren(StorageCard)
    drive.until(lambda: card.disk.text() == texts.say(f"disk.{look()}"))
