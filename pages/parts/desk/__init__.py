"""The case desk: bringing files in, the audit trail of the register, and the templates."""
