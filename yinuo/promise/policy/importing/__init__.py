"""Reading a hospital's existing policy into clauses that can be annotated."""

from yinuo.promise.policy.importing.importer import import_policy
from yinuo.promise.policy.importing.result import Imported
from yinuo.promise.policy.importing.sentences import Sentence, UnableToImport

__all__ = ["Imported", "Sentence", "UnableToImport", "import_policy"]
