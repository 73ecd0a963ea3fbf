"""The directory of services that help, and help that is given without a record."""
