"""The environment is checked before anything is started."""

from __future__ import annotations

import pytest

from playground.config.errors import EngineUnavailable
from playground.films import settings
from playground.films.settings import EngineSettings, film_megabytes, memory_bytes, usual_workers

TLS = {"PLAYGROUND_TLS_CA": "ca.pem", "PLAYGROUND_TLS_CERT": "cert.pem", "PLAYGROUND_TLS_KEY": "key.pem"}


def test_an_empty_environment_starts_workers_on_this_machine():
    for environ in ({}, {"PLAYGROUND_SCHEDULER": "", "PLAYGROUND_WORKERS": "", "PLAYGROUND_ENGINE": ""}):
        found = EngineSettings.from_environ(environ)
        assert (found.kind, found.scheduler, found.workers) == ("dask", None, usual_workers())
    assert 1 <= usual_workers() <= 4


def test_every_variable_is_read():
    environ = {
        "PLAYGROUND_ENGINE": "inline",
        "PLAYGROUND_SCHEDULER": "tls://example.org:8786",
        "PLAYGROUND_WORKERS": "3",
        "PLAYGROUND_FILM_MB": "7",
        "PLAYGROUND_DEVICE": "auto",
        **TLS,
    }
    assert EngineSettings.from_environ(environ) == EngineSettings(
        kind="inline",
        scheduler="tls://example.org:8786",
        tls_ca="ca.pem",
        tls_cert="cert.pem",
        tls_key="key.pem",
        workers=3,
        film_bytes=7 * 2**20,
        device="auto",
    )


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786"])
def test_an_open_scheduler_on_this_machine_is_allowed(address: str):
    assert EngineSettings.from_environ({"PLAYGROUND_SCHEDULER": address}).scheduler == address


@pytest.mark.parametrize(
    "address",
    [
        "tcp://10.0.0.1:8786",
        "tcp://example.org:8786",
        "tcp://0.0.0.0:8786",
        "tcp://127.0.0.1.example.org:8786",
        "tcp://localhost@example.org:8786",
        "tcp://127.0.0.1@10.0.0.1:8786",
        "tcp://[::1",
        "tcp://",
        "ws://127.0.0.1:8786",
        "http://127.0.0.1:8786",
        "inproc://127.0.0.1",
        "127.0.0.1:8786",
        "TCP://127.0.0.1:8786",
        "nonsense",
        " tls://example.org:8786",
    ],
)
def test_a_scheduler_anyone_could_reach_is_refused_with_one_sentence(address: str):
    with pytest.raises(EngineUnavailable, match=r"^PLAYGROUND_SCHEDULER must be a tls:// address; .+\.$"):
        EngineSettings.from_environ({"PLAYGROUND_SCHEDULER": address, **TLS})
    with pytest.raises(EngineUnavailable):
        EngineSettings(scheduler=address)


@pytest.mark.parametrize("missing", TLS)
def test_tls_without_all_of_its_files_is_refused(missing: str):
    environ = {"PLAYGROUND_SCHEDULER": "tls://example.org:8786", **TLS}
    EngineSettings.from_environ(environ)
    for incomplete in ({**environ, missing: ""}, {k: v for k, v in environ.items() if k != missing}):
        with pytest.raises(EngineUnavailable, match="needs PLAYGROUND_TLS_CA"):
            EngineSettings.from_environ(incomplete)


def test_films_have_a_share_of_the_machines_memory_and_never_too_little_or_too_much():
    gigabyte = 2**30
    assert [film_megabytes(n * gigabyte) for n in (0, 1, 16, 24, 512)] == [128, 128, 256, 384, 1024]


def test_a_container_has_no_more_memory_than_its_limit(monkeypatch, tmp_path):
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(settings, "MEMORY_LIMIT", limit)
    machine = memory_bytes()
    for text, found in (("1048576\n", 1048576), ("max\n", machine), (f"{2**60}\n", machine)):
        limit.write_text(text)
        assert memory_bytes() == found


@pytest.mark.parametrize("name", ["PLAYGROUND_WORKERS", "PLAYGROUND_FILM_MB"])
@pytest.mark.parametrize("value", ["0", "-1", "2.5", "two", "²", "9" * 5000, " 2", "1000000"])
def test_a_bad_number_is_refused_with_its_name(name: str, value: str):
    with pytest.raises(EngineUnavailable, match=f"^{name} must be a whole number from 1 to "):
        EngineSettings.from_environ({name: value})


def test_an_unknown_engine_is_refused():
    with pytest.raises(EngineUnavailable, match="must be dask or inline, not 'ray'"):
        EngineSettings.from_environ({"PLAYGROUND_ENGINE": "ray"})


@pytest.mark.parametrize("device", ["auto", "cpu", "cuda", "mps"])
def test_every_device_there_is_may_be_asked_for(device: str):
    assert EngineSettings.from_environ({"PLAYGROUND_DEVICE": device}).device == device


def test_the_cpu_trains_where_nothing_is_said():
    assert EngineSettings.from_environ({}).device == "cpu"
    assert EngineSettings.from_environ({"PLAYGROUND_DEVICE": ""}).device == "cpu"


@pytest.mark.parametrize("device", ["gpu", "CUDA", "cuda:1", " cpu", "9" * 5000])
def test_an_unknown_device_is_refused_with_those_there_are(device: str):
    with pytest.raises(EngineUnavailable, match="must be one of auto, cpu, cuda, mps, not") as told:
        EngineSettings.from_environ({"PLAYGROUND_DEVICE": device})
    assert len(str(told.value)) < 120
