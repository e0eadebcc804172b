"""Facts of the world: dated, sourced TOML files and their loader."""

from costbench.parameters.dated import DatedValue, Parameter, Series, parameter, parameter_names, read_parameter, series
from costbench.parameters.provenance import Provenance, ProvenanceKind, Source, joined, read_provenance, read_sources

__all__ = [
    "DatedValue",
    "Parameter",
    "Provenance",
    "ProvenanceKind",
    "Series",
    "Source",
    "joined",
    "parameter",
    "parameter_names",
    "read_parameter",
    "read_provenance",
    "read_sources",
    "series",
]
