"""The reference page of settings, written from the one table: ``python -m yinuo.runtime.reference``."""

from yinuo.runtime.settings_table import ROOT, rows

PAGE = ROOT / "docs" / "reference" / "settings.md"
_HEAD = """# Settings

Every setting is an environment variable; a wrong one stops the start by its name. The operator's name and contacts
stand in `operator.toml` in the home folder, where `yinuo init` writes them. This page is written from
`yinuo/runtime/settings_table.py` by `python -m yinuo.runtime.reference`, and a test holds the two together.

| name | is | default | what for |
|---|---|---|---|
"""


def page() -> str:
    lines = [
        f"| `{row.name}` | {row.kind} | {f'`{row.default}`' if row.default else ''} | {row.does} |" for row in rows()
    ]
    return _HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
