"""A review joined with the routines it is of: what the reports for owners, supervisors and lawyers rest on."""

from reviewkit.dossier.compile import compile_dossier
from reviewkit.dossier.stock import Stock
from reviewkit.dossier.values import Dossier, Known, Numbered, Owner, Reviewed

__all__ = ["Dossier", "Known", "Numbered", "Owner", "Reviewed", "Stock", "compile_dossier"]
