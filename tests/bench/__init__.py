"""Speed and memory of the whole service, and the same content on an untuned `rasa run`."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # as in service; more threads would count as dearer steps
