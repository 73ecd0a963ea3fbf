"""Screens and verbs: what a person starts and sees."""

from desktop.imports import hash_without_openssl

hash_without_openssl()
