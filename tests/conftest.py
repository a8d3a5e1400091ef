"""Before anything is imported: no telemetry, one thread, no chatter, as in service."""

import os

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
TESTS_OWN = ("SIGNPOST_KILLS",)  # how often each step is killed (tests/delivery/test_kills.py)
for name in [name for name in os.environ if name.startswith("SIGNPOST_") and name not in TESTS_OWN]:
    del os.environ[name]  # a developer's own settings do not reach the tests
