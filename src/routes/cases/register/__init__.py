"""The register: an office's own cases in a database, every change audited."""
