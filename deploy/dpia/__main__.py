"""`python -m deploy.dpia` writes what is generated."""

from deploy.dpia import DOCS, made

for name, content in made().items():
    (DOCS / name).write_text(content, encoding="utf-8")
