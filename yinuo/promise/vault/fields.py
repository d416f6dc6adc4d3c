"""Personal fields: sealed at rest, opened only through the gate, plain text never kept on the row."""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import IsNull

from yinuo.promise.gate.context import current
from yinuo.promise.vault.opening import open_value, seal_value


class Sealed:
    """Bytes that print as sealed."""

    __slots__ = ("bytes",)

    def __init__(self, content: bytes) -> None:
        self.bytes = content

    def __repr__(self) -> str:
        return "<sealed>"


class Fresh:
    """A value given just now, not sealed yet; prints as fresh."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "<fresh>"


class PersonalDescriptor:
    """``row.name`` opens through the gate or raises ``Refused``; assigning keeps the value fresh until the save."""

    def __init__(self, field: "PersonalField") -> None:
        self.field = field

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        held = self.held(instance)
        if held is None:
            return None
        if isinstance(held, Fresh):
            current()
            return held.value
        return self.field.from_bytes(open_value(instance, self.field, held.bytes))

    def __set__(self, instance: Any, value: Any) -> None:
        if value is not None and not isinstance(value, Sealed | Fresh):
            value = Fresh(value)
        instance.__dict__[self.field.attname] = value

    def held(self, instance: Any) -> Sealed | Fresh | None:
        """What lies on the row, unopened."""
        if self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])
        found: Sealed | Fresh | None = instance.__dict__[self.field.attname]
        return found


class PersonalField(models.BinaryField):  # type: ignore[type-arg]  # Django's class takes no parameter at run time
    """``item`` is an item id of the policy, or ``"@column"`` when a column of the row names it.

    ``indexed`` gives look-ups by equality through a keyed blind index (:meth:`PersonalModel.find`), unique among
    the rows of the table.
    """

    descriptor_class = PersonalDescriptor

    def __init__(self, *, item: str, indexed: bool = False, **options: Any) -> None:
        self.item = item
        self.indexed = indexed
        options.setdefault("editable", False)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["item"] = self.item
        if self.indexed:
            kwargs["indexed"] = True
        return name, path, args, kwargs

    def item_of(self, instance: models.Model) -> str:
        return str(getattr(instance, self.item[1:])) if self.item.startswith("@") else self.item

    def to_bytes(self, value: Any) -> bytes:
        raise TypeError(f"{type(self).__name__} holds no kind of value")

    def from_bytes(self, content: bytes) -> Any:
        raise TypeError(f"{type(self).__name__} holds no kind of value")

    def from_db_value(self, value: Any, expression: object, connection: object) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> Any:
        return value

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None or isinstance(value, Sealed):
            return value.bytes if value else None
        raise TypeError(f"a plain value may not reach the column of {self.name}: save the row inside `capturing`")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        content = value if isinstance(value, bytes) else self.get_prep_value(value)
        return None if content is None else connection.Database.Binary(content)

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        held = model_instance.__dict__.get(self.attname)
        if isinstance(held, Fresh):
            held = Sealed(seal_value(model_instance, self, self.to_bytes(held.value), held.value))
            model_instance.__dict__[self.attname] = held
        return held

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("a personal value is not serialised: dumps show ciphertext only")

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(
                f"{self.name} is sealed: use find() on an indexed field, there is no {lookup_name} look-up"
            )
        return IsNull

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is sealed: there is no {lookup_name} of it")


class PersonalText(PersonalField):
    """Text of any length."""

    def to_bytes(self, value: Any) -> bytes:
        if not isinstance(value, str):
            raise TypeError(f"{self.name} takes text")
        return value.encode()

    def from_bytes(self, content: bytes) -> str:
        return content.decode()


class PersonalBytes(PersonalField):
    """Raw bytes, such as the key of a sealed file."""

    def to_bytes(self, value: Any) -> bytes:
        if not isinstance(value, bytes):
            raise TypeError(f"{self.name} takes bytes")
        return value

    def from_bytes(self, content: bytes) -> bytes:
        return content


class PersonalJSON(PersonalField):
    """Anything that JSON can say."""

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def from_bytes(self, content: bytes) -> Any:
        return json.loads(content)
