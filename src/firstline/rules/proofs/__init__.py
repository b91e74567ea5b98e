"""Proofs about rules, by Z3: what holds for every order there can be.

Needs the extra `prove`; importing this package without it raises `ProverNotInstalled`.
"""

from firstline.rules.proofs.answers import Answer, NotDecided, Proven, Witness
from firstline.rules.proofs.prover import Prover
from firstline.rules.proofs.solver import ProverNotInstalled

__all__ = [
    "Answer",
    "NotDecided",
    "Proven",
    "Prover",
    "ProverNotInstalled",
    "Witness",
]
