"""Measures the map, the counting and the live app side by side with the alternatives.

``python -m benchmarks`` runs everything and writes ``results/results.md`` and
``results/results.json``. Node and npm are needed for the peers' web assets.
"""
