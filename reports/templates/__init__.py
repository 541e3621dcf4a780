"""The report templates that come with the package, as ``csec_qual._templates``."""
