"""Adds the licence of each component to an SBOM (CycloneDX), and refuses those under which medcheck cannot be shared.

.venv/bin/python .ci/licences.py dist/medcheck.cdx.json
"""

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

# What may be used, changed and passed on with MIT; MPL-2.0 asks for the source of its own files alone.
ALLOWED = frozenset({"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-CMU",
                     "MPL-2.0", "PSF-2.0", "Zlib"})  # fmt: skip
# How older packages say it, in their licence field or their classifier.
OLDER = {"PSFL": "PSF-2.0", "3-Clause BSD License": "BSD-3-Clause", "Apache License 2.0": "Apache-2.0",
         "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
         "License :: OSI Approved :: BSD License": "BSD-3-Clause"}  # fmt: skip


def licence_of(package: str) -> str:
    """Return the licence of an installed package as an SPDX expression, blank where it is not told or not installed."""
    try:
        told = metadata(package)
    except PackageNotFoundError:
        return ""
    said = [told.get("License-Expression"), told.get("License"), *(told.get_all("Classifier") or [])]
    found = (OLDER.get(one, one) for one in said if one)
    return next((one for one in found if is_known(one)), told.get("License-Expression") or "")


def is_known(expression: str) -> bool:
    """Say whether each licence of an expression is an allowed one; of two to choose from, each must be."""
    return all(part in ALLOWED for part in re.split(r" (?:AND|OR) ", expression))


def main(file: Path) -> int:
    """Write the licences into the SBOM and return how many are not allowed."""
    bill = json.loads(file.read_text(encoding="utf-8"))
    refused = []
    for component in bill["components"]:
        licence = licence_of(component["name"])
        component["licenses"] = [{"expression": licence}] if licence else []
        if not is_known(licence):
            refused.append(f"{component['name']} {component['version']}: {licence or 'its licence is not told'}")
    file.write_text(json.dumps(bill, indent=1) + "\n", encoding="utf-8")
    print(f"medcheck: {len(bill['components'])} components with their licences are in {file}")
    for one in refused:
        print(f"medcheck: the licence is not one of those allowed: {one}", file=sys.stderr)
    return len(refused)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])) > 0)
