"""The deployment is sound as far as a file can be, the bill of materials is that of the lock."""

import re
from typing import Any

import pytest
import yaml

from api.deployment.sbom import bill, components
from tests.architecture.source_tree import ROOT

FOLDER = ROOT / "api" / "deployment"
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
OBJECTS: list[dict[str, Any]] = list(
    yaml.safe_load_all((FOLDER / "kubernetes.yaml").read_text("utf-8"))
)
DEPLOYMENTS = [one for one in OBJECTS if one["kind"] == "Deployment"]


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [one for one in OBJECTS if one["kind"] == kind]


def test_everything_is_an_object_of_kubernetes() -> None:
    assert all(set(one) >= {"apiVersion", "kind", "metadata"} for one in OBJECTS)
    names = [(one["kind"], one["metadata"]["name"]) for one in OBJECTS]
    assert len(names) == len(set(names))
    assert [one["spec"]["replicas"] for one in DEPLOYMENTS] == [2, 3]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda one: one["metadata"]["name"])
def test_a_pod_may_do_no_more_than_it_must(deployment: dict[str, Any]) -> None:
    pod = deployment["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["automountServiceAccountToken"] is False
    (container,) = pod["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["resources"]["limits"]["memory"]
    assert container["envFrom"] == [{"secretRef": {"name": "phased-exit"}}]
    assert {mount["name"] for mount in container["volumeMounts"]} == {
        volume["name"] for volume in pod["volumes"]
    }


def test_selectors_find_their_pods_and_each_part_has_a_budget() -> None:
    labels = []
    for one in DEPLOYMENTS:
        template = one["spec"]["template"]
        assert one["spec"]["selector"]["matchLabels"] == template["metadata"]["labels"]
        labels.append(template["metadata"]["labels"])
    budgets = of_kind("PodDisruptionBudget")
    assert [one["spec"]["selector"]["matchLabels"] for one in budgets] == labels
    for one, deployment in zip(budgets, DEPLOYMENTS, strict=True):
        assert one["spec"]["minAvailable"] < deployment["spec"]["replicas"]
    (service,) = of_kind("Service")
    assert service["spec"]["selector"] == labels[0]
    (policy,) = of_kind("NetworkPolicy")
    assert set(policy["spec"]["policyTypes"]) == {"Ingress", "Egress"}
    assert policy["spec"]["podSelector"]["matchLabels"].items() <= labels[0].items()


def test_probes_ask_what_the_service_answers() -> None:
    container = DEPLOYMENTS[0]["spec"]["template"]["spec"]["containers"][0]
    paths = {
        probe: container[probe]["httpGet"]["path"]
        for probe in ("startupProbe", "livenessProbe", "readinessProbe")
    }
    assert paths == {
        "startupProbe": "/healthz",
        "livenessProbe": "/healthz",
        "readinessProbe": "/readyz",
    }


def test_the_bill_names_every_package_of_the_lock() -> None:
    pinned = re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==", LOCK, re.MULTILINE)
    made = bill(LOCK)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.5")
    assert len(made["components"]) == len(pinned) > 30
    names = {one["name"] for one in made["components"]}
    assert {"fastapi", "ortools", "psycopg", "uvicorn"} <= names
    for one in made["components"]:
        assert one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
        assert one["properties"]


def test_a_package_without_a_hash_is_refused() -> None:
    with pytest.raises(ValueError, match=r"left-out 1\.0 has no hash"):
        components("Left_Out==1.0\n")
