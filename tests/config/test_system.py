"""What the machine lacks is installed only where it may be, and in one line. No package is fetched here."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from config import machine, system

DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n'
UBUNTU = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n'
MINT = 'ID=linuxmint\nID_LIKE="ubuntu debian"\n'
FEDORA = "ID=fedora\nNAME=Fedora\n"
FAKE = """#!/bin/sh
echo "$@" >> "{log}"
echo "$DEBIAN_FRONTEND" > "{folder}/frontend"
cp "{policy}" "{folder}/policy-seen" 2>/dev/null
for word in "$@"; do
  case " $BROKEN " in *" $word "*) echo "E: Unable to locate package $word"; exit 100;; esac
  case "$word" in update|install) ;; -*) ;; *) : > "{folder}/has-$word";; esac
done
exit 0
"""


class Apt:
    """A stand-in for apt-get that notes what it was told; `break_for` makes it fail when it meets a word."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, monkeypatch
        self.policy, self._log = folder / "policy-rc.d", folder / "apt.log"
        program = folder / "apt-get"
        program.write_text(FAKE.format(log=self._log, folder=folder, policy=self.policy))
        program.chmod(0o755)
        self.on("root", DEBIAN)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
        monkeypatch.delenv("SYSTEM", raising=False)
        monkeypatch.setattr(system, "POLICY", self.policy)

    def on(self, account: str, release: str) -> None:
        (self.folder / "os-release").write_text(release)
        self._patch.setattr(system, "OS_RELEASE", self.folder / "os-release")
        self._patch.setattr(system, "is_root", lambda: account == "root")

    def break_for(self, *words: str) -> None:
        self._patch.setenv("BROKEN", " ".join(words))

    @property
    def told(self) -> list[str]:
        """Verb and packages of each call."""
        lines = self._log.read_text().splitlines() if self._log.exists() else []
        return [" ".join(without_options(line.split())) for line in lines]

    @property
    def options(self) -> str:
        return self._log.read_text()


def without_options(words: list[str]) -> list[str]:
    kept, after_o = [], False
    for word in words:
        if not after_o and not word.startswith("-"):
            kept.append(word)
        after_o = word == "-o"
    return kept


@pytest.fixture
def apt(tmp_path, monkeypatch):
    return Apt(tmp_path, monkeypatch)


def test_one_line_says_what_and_why_before_it_is_installed(apt, capsys):
    assert system.main(["qpdf (tests of PDF)", "qpdf"]) == 0
    said = capsys.readouterr().err
    assert said == "Installing what this machine lacks: qpdf (tests of PDF). SYSTEM=0 turns this off.\n"
    assert apt.told == ["update", "install qpdf"]


def test_no_question_is_asked_and_a_lock_of_apt_is_waited_for(apt):
    system.main(["qpdf", "qpdf"])
    assert (apt.folder / "frontend").read_text().strip() == "noninteractive"
    assert "-y" in apt.options
    assert "DPkg::Lock::Timeout=600" in apt.options
    assert "--no-upgrade" in apt.options
    assert "--no-install-recommends" in apt.options


def test_no_service_starts_while_it_installs_and_nothing_stays_behind(apt):
    system.main(["redis", "redis-server"])
    assert (apt.folder / "policy-seen").read_text() == system.POLICY_WORDS
    assert not apt.policy.exists()


def test_the_policy_an_administrator_wrote_stays(apt):
    apt.policy.write_text("#!/bin/sh\nexit 0\n")
    system.main(["redis", "redis-server"])
    assert (apt.folder / "policy-seen").read_text() == "#!/bin/sh\nexit 0\n"
    assert apt.policy.read_text() == "#!/bin/sh\nexit 0\n"


def test_a_policy_that_an_interrupted_run_left_is_tidied_away(apt):
    apt.policy.write_text(system.POLICY_WORDS)
    system.main(["redis", "redis-server"])
    assert not apt.policy.exists()


@pytest.mark.parametrize(
    ("account", "release", "setting", "installs"),
    [
        ("root", DEBIAN, "", True),
        ("root", UBUNTU, "", True),
        ("root", MINT, "", True),
        ("root", DEBIAN, "1", True),
        ("root", DEBIAN, "0", False),
        ("root", FEDORA, "", False),
        ("somebody", DEBIAN, "", False),
    ],
)
def test_only_root_on_a_kind_of_debian_installs_unless_told_not_to(
    apt, monkeypatch, capsys, account, release, setting, installs
):
    apt.on(account, release)
    monkeypatch.setenv("SYSTEM", setting)
    assert system.main(["qpdf", "qpdf"]) == (0 if installs else 1)
    assert bool(apt.told) == installs
    assert bool(capsys.readouterr().err) == installs


def test_a_machine_that_does_not_say_what_it_is_is_left_alone(apt, monkeypatch):
    monkeypatch.setattr(system, "OS_RELEASE", apt.folder / "nowhere")
    assert system.main(["qpdf", "qpdf"]) == 1
    assert apt.told == []


def test_without_apt_get_nothing_is_tried(apt, capsys, monkeypatch):
    (apt.folder / "apt-get").unlink()
    monkeypatch.setenv("PATH", str(apt.folder))
    assert system.main(["qpdf", "qpdf"]) == 1
    assert capsys.readouterr().err == ""


def test_one_package_that_is_unknown_keeps_no_other_away(apt, capsys):
    apt.break_for("chromium")
    assert system.main(["chromium, qpdf", "chromium", "qpdf"]) == 1
    assert apt.told == ["update", "install chromium qpdf", "install chromium", "install qpdf"]
    said = capsys.readouterr().err.splitlines()
    assert said[1:] == ["apt-get could not install chromium:", "E: Unable to locate package chromium"]


def test_what_failed_together_and_works_alone_is_installed(apt, capsys, monkeypatch):
    answers = iter([(True, ""), (False, "E: busy"), (True, ""), (True, "")])
    monkeypatch.setattr(system, "apt", lambda *words: next(answers))
    assert system.main(["chromium, qpdf", "chromium", "qpdf"]) == 0
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_mirror_that_is_away_is_one_line_and_no_long_wait(apt, capsys):
    apt.break_for("update", "qpdf")
    assert system.main(["qpdf, redis", "qpdf", "redis-server"]) == 1
    assert apt.told == ["update", "install qpdf redis-server"]
    said = capsys.readouterr().err.splitlines()
    assert said[1:] == ["The mirror of the packages does not answer; going on without."]


def test_what_the_machine_has_in_store_is_installed_without_the_mirror(apt, capsys):
    apt.break_for("update")
    assert system.main(["qpdf", "qpdf"]) == 0
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_only_the_end_of_a_long_complaint_is_shown(apt, capsys, monkeypatch):
    (apt.folder / "apt-get").write_text('#!/bin/sh\nseq 1 500\ncase "$*" in *install*) exit 100;; esac\n')
    assert system.main(["qpdf", "qpdf"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[-1] == "500"
    assert len(said) == 2 + system.LAST_WORDS


def test_an_interrupted_installation_ends_in_order(apt, monkeypatch):
    """The program waits for apt-get, tidies up and then says that it was interrupted."""
    before = signal.getsignal(signal.SIGTERM)
    program = apt.folder / "apt-get"
    program.write_text(
        f"#!/bin/sh\nkill -TERM $PPID\n{FAKE.format(log=apt._log, folder=apt.folder, policy='')}"
    )
    assert system.main(["qpdf", "qpdf"]) == 128 + signal.SIGTERM
    assert apt.told == ["update", "install qpdf"]
    assert not apt.policy.exists()
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_machine_has_only_what_is_missing_installed(monkeypatch):
    ran: list[list[str]] = []
    parts = {
        "here": machine.Part(("here-package",), "something", lambda: True),
        "qpdf": machine.Part(("qpdf",), "tests of PDF", lambda: bool(ran)),
    }
    monkeypatch.setattr(machine, "PARTS", parts)
    monkeypatch.setattr(
        machine, "subprocess", SimpleNamespace(run=lambda command, check: ran.append(command))
    )
    machine.provide(parts)
    machine.provide(parts)
    assert ran == [[sys.executable, "-I", str(machine.SYSTEM), "qpdf (tests of PDF)", "qpdf"]]


@pytest.mark.parametrize(("required", "code"), [("1", 1), ("0", 0), ("", 0)])
def test_what_is_still_missing_is_an_error_only_where_everything_is_required(
    monkeypatch, capsys, required, code
):
    monkeypatch.setattr(machine, "PARTS", {"qpdf": machine.Part(("qpdf",), "tests of PDF", lambda: False)})
    monkeypatch.setattr(machine, "provide", lambda names: None)
    monkeypatch.setenv("REQUIRE_ALL", required)
    assert machine.main(["qpdf"]) == code
    assert ("Not on this machine: qpdf" in capsys.readouterr().err) == bool(code)


def test_where_everything_is_here_requiring_all_is_no_error(monkeypatch):
    monkeypatch.setattr(machine, "PARTS", {"qpdf": machine.Part(("qpdf",), "tests of PDF", lambda: True)})
    monkeypatch.setenv("REQUIRE_ALL", "1")
    assert machine.main(["qpdf"]) == 0


@pytest.mark.parametrize("name", ["system.py", "machine.py"])
def test_they_run_with_bare_python_and_nothing_installed(name):
    """`make run` asks them before .venv is there."""
    arguments = ["qpdf", "qpdf"] if name == "system.py" else []
    command = ["/usr/bin/env", "-i", "SYSTEM=0", "PATH=/usr/bin:/bin", sys.executable, "-I", "-S"]
    done = subprocess.run(
        [*command, f"config/{name}", *arguments], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (1 if arguments else 0, "")
