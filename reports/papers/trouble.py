"""What is said of a template that cannot be used: which file, which place, what to do."""

from __future__ import annotations


class TemplateError(Exception):
    """A template that cannot be used; the message (Chinese) names file, place and remedy."""

    def __init__(self, file: str, place: str, wrong: str, remedy: str) -> None:
        """Put the message together."""
        where = f"模板 {file}" + (f" {place}" if place else "")
        super().__init__(f"{where}：{wrong}。{remedy}。")
