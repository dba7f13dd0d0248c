"""The service keeps to its OpenAPI description, whatever the description allows or forbids to be asked."""

import schemathesis
from asking import FREE
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from medcheck.api.service import Service

# 422 tells what no schema can say, such as a day that is still to come; 412 that the record was not prefetched; 413
# refuses what is too long before it is read.
EXPECTED = {
    "positive_data_acceptance": ["2xx", "412", "422"],
    "negative_data_rejection": ["400", "405", "413", "415", "422"],
}
CONFIG = SchemathesisConfig.from_dict(
    {"checks": {check: {"expected-statuses": statuses} for check, statuses in EXPECTED.items()}}
)
DESCRIBED = schemathesis.openapi.from_asgi("/api/openapi.json", Service(FREE), config=CONFIG)


@DESCRIBED.parametrize()
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_keeps_to_its_description(case):
    case.call_and_validate()
