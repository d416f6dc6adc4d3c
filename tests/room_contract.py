"""import-linter's rule of this house: rooms call each other only through ``<room>/api.py``, tests included."""

from typing import Any, ClassVar, cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class ThroughApi(Contract):
    """``rooms`` may import of one another, and ``readers`` of the rooms, nothing but ``api``."""

    type_name: ClassVar[str] = "through_api"
    rooms = fields.SetField(subfield=fields.StringField())
    readers = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        rooms = cast(set[str], self.rooms)
        readers = rooms | cast(set[str], self.readers or set())
        found = [
            detail
            for importer in sorted(graph.modules)
            if (room := _room_of(importer, readers)) is not None
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if (other := _room_of(imported, rooms)) not in (None, room) and imported != f"{other}.api"
            for detail in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for detail in check.metadata["found"]:
            output.print_error(_line(detail))


def _room_of(module: str, rooms: set[str]) -> str | None:
    return next((room for room in rooms if module == room or module.startswith(f"{room}.")), None)


def _line(detail: Any) -> str:
    return f"{detail['importer']}:{detail['line_number']} reaches past api.py: {detail['line_contents']}"
