"""The HTTP interface, version 1: one module a resource."""

#: All paths of the interface but the probes start with this.
BASE = "/api/v1"
