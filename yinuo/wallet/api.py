"""What other rooms use of the wallet: ids and frozen dataclasses."""

__all__: list[str] = []
