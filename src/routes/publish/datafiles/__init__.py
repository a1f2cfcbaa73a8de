"""Data files of a release: tables for spreadsheets, layers for maps, rows for exchange."""

from routes.publish.datafiles.making import KINDS, MEDIA_TYPES, SUFFIXES, data_file

__all__ = ["KINDS", "MEDIA_TYPES", "SUFFIXES", "data_file"]
