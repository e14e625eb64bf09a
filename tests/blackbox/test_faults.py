"""Row A0 of the trial of November 2026, with a fault at every place that can fail: tests/faults drives the server's own code."""
import pathlib
import subprocess
import pytest


@pytest.mark.thorough
def test_a0_under_every_fault_comes_the_whole_answer_or_an_error(binary):
    """Every request of tests/faults/asked.c under every kind of fault; unit test faults.quick tries a part of them."""
    program = pathlib.Path(binary).parent / 'faults'
    assert program.exists(), 'built with the preset dev'
    done = subprocess.run([program, '--every'], capture_output=True, text=True, timeout=3600)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
