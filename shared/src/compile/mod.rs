//! TOML → catalogue: reading and linting. Native only.
