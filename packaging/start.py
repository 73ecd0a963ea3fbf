"""Where the bundled program starts."""

import os
import sys
from pathlib import Path

from desktop.__main__ import main

# What seals a line is carried, and knows of one system only where that keeps whom it trusts.
TRUSTED = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
for place in TRUSTED:
    if Path(place).exists():
        os.environ.setdefault("SSL_CERT_FILE", place)

sys.exit(main())
