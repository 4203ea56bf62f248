"""Proves that MLflow's clients sign in as users and with scoped tokens, and that its AuthServiceClient manages users."""
import contextlib
import os

import mlflow
import mlflow.server
import pytest
import requests
from mlflow.exceptions import MlflowException

from mlflow_session import client_of, forget_server  # sets up mlflow's environment

PASSWORD = "correct horse battery"
API = "/api/shohin/v1"


def call(server, method, path, token=None, **options):
    headers = {"Authorization": f"Bearer {token or server.token}"}
    return requests.request(method, server.url + path, headers=headers, timeout=10, **options)


@contextlib.contextmanager
def signed_in(server, user, password):
    """MLflow's client with a name and a password, as its users set it up."""
    os.environ |= {"MLFLOW_TRACKING_USERNAME": user, "MLFLOW_TRACKING_PASSWORD": password}
    mlflow.set_tracking_uri(server.url)
    try:
        yield mlflow.MlflowClient()
    finally:
        del os.environ["MLFLOW_TRACKING_USERNAME"], os.environ["MLFLOW_TRACKING_PASSWORD"]
        forget_server()


def add_user(server, user, role):
    body = {"user": user, "password": PASSWORD, "role": role}
    call(server, "POST", f"{API}/users", json=body).raise_for_status()


def make_token(server, user, name, *scopes):
    body = {"user": user, "name": name, "scopes": scopes}
    return call(server, "POST", f"{API}/tokens", json=body).json()["token"]


@pytest.fixture(scope="module")
def people(module_server):
    for role in ("viewer", "staff", "admin"):
        add_user(module_server, f"a-{role}", role)
    return module_server


def test_staff_log_and_register_with_a_password(people):
    with signed_in(people, "a-staff", PASSWORD) as client:
        experiment = client.create_experiment("by staff")
        run = client.create_run(experiment)
        for step in range(20):
            client.log_metric(run.info.run_id, "loss", 1 / (step + 1), step=step)
        client.log_text(run.info.run_id, "hello", "note.txt")
        client.create_registered_model("by-staff")
        assert len(client.get_metric_history(run.info.run_id, "loss")) == 20
        assert [f.path for f in client.list_artifacts(run.info.run_id)] == ["note.txt"]


def test_viewers_read_and_change_nothing(people):
    with signed_in(people, "a-viewer", PASSWORD) as client:
        assert client.get_experiment("0").name == "Default"
        assert client.search_registered_models() is not None
        with pytest.raises(MlflowException, match="staff") as refused:
            client.create_experiment("by viewer")
        assert refused.value.error_code == "PERMISSION_DENIED"


def test_a_wrong_password_is_told_at_once(people):
    with signed_in(people, "a-viewer", "not the password") as client, pytest.raises(MlflowException) as refused:
        client.get_experiment("0")
    assert refused.value.error_code == "UNAUTHENTICATED"


@pytest.mark.parametrize("as_password", [False, True])
def test_a_token_does_what_its_scopes_say(people, as_password, monkeypatch):
    token = make_token(people, "a-admin", f"logger {as_password}", "log")
    if as_password:
        monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", "a-admin")
        monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", token)
    else:
        monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", token)
    mlflow.set_tracking_uri(people.url)
    client = mlflow.MlflowClient()
    run = client.create_run("0")
    client.log_param(run.info.run_id, "a", 1)
    for refused_call in (lambda: client.create_registered_model("not by a logger"),
                         lambda: client.set_registered_model_alias("by-staff", "production", "1")):
        with pytest.raises(MlflowException, match="scope") as refused:
            refused_call()
        assert refused.value.error_code == "PERMISSION_DENIED"
    assert call(people, "GET", f"{API}/users", token).status_code == 403


def test_moving_an_alias_needs_the_scope_promote(people):
    with client_of(people) as client:
        client.create_registered_model("scoped")
    register, promote = (make_token(people, "a-staff", scope, scope) for scope in ("register", "promote"))
    alias = {"name": "scoped", "alias": "best", "version": "1"}
    path = "/api/2.0/mlflow/registered-models/alias"
    assert call(people, "POST", path, register, json=alias).status_code == 403
    assert call(people, "POST", path, promote, json=alias).status_code == 404  # allowed; there is no version
    tag = {"name": "scoped", "key": "k", "value": "v"}
    assert call(people, "POST", "/api/2.0/mlflow/registered-models/set-tag", register, json=tag).status_code == 200
    assert call(people, "POST", "/api/2.0/mlflow/registered-models/set-tag", promote, json=tag).status_code == 403


def test_mlflows_auth_client_manages_users(server):
    admin = server.token
    with signed_in(server, "admin", admin):
        auth = mlflow.server.get_app_client("basic-auth", server.url)
        made = auth.create_user("stan", PASSWORD)
        assert (made.username, made.is_admin, made.password_hash) == ("stan", False, "REDACTED")
        assert auth.get_user("stan").id == made.id
        with pytest.raises(MlflowException) as taken:
            auth.create_user("stan", PASSWORD)
        assert taken.value.error_code == "RESOURCE_ALREADY_EXISTS"
        with pytest.raises(MlflowException) as short:
            auth.create_user("olga", "too short")
        assert short.value.error_code == "INVALID_PARAMETER_VALUE"
        with pytest.raises(MlflowException) as unknown:
            auth.get_user("olga")
        assert unknown.value.error_code == "RESOURCE_DOES_NOT_EXIST"
        auth.update_user_admin("stan", True)
        assert auth.get_user("stan").is_admin
        auth.update_user_admin("stan", False)
    with signed_in(server, "stan", PASSWORD):
        auth = mlflow.server.get_app_client("basic-auth", server.url)
        with pytest.raises(MlflowException) as alone:
            auth.update_user_password("stan", "another long password")
        assert alone.value.error_code == "INVALID_PARAMETER_VALUE"
        auth.update_user_password("stan", "another long password", current_password=PASSWORD)
        with pytest.raises(MlflowException) as over:
            auth.get_user("stan")
        assert over.value.error_code == "UNAUTHENTICATED"
    with signed_in(server, "stan", "another long password") as client:
        client.create_experiment("stan's")
        with pytest.raises(MlflowException) as refused:
            mlflow.server.get_app_client("basic-auth", server.url).delete_user("admin")
        assert refused.value.error_code == "PERMISSION_DENIED"
    with signed_in(server, "admin", admin):
        auth = mlflow.server.get_app_client("basic-auth", server.url)
        auth.delete_user("stan")
        with pytest.raises(MlflowException):
            auth.get_user("stan")
    actions = [entry["action"] for entry in call(server, "GET", f"{API}/audit").json()["entries"]]
    assert actions == ["user.remove", "user.password", "user.role", "user.role", "user.add"]


def test_nothing_secret_is_in_the_log_or_the_database(server):
    add_user(server, "vera", "staff")
    token = make_token(server, "vera", "laptop", "log")
    origin = {"Origin": server.url}
    browser = requests.Session()
    sign_in = {"user": "vera", "password": PASSWORD}
    browser.post(f"{server.url}{API}/session", json=sign_in, headers=origin, timeout=10).raise_for_status()
    cookie = browser.cookies["shohin_session"]
    assert call(server, "GET", f"{API}/session", token).json() == {"user": "vera", "role": "staff"}
    bytes_kept = b"".join(path.read_bytes() for path in server.data.rglob("*")
                          if path.is_file() and path.name not in ("admin-secret", "server-address"))
    bytes_kept += server.data.with_name(server.data.name + ".log").read_bytes()
    for secret in (PASSWORD, token.removeprefix("shohin_"), cookie, server.token):
        assert secret.encode() not in bytes_kept
    assert b"$argon2id$v=19$m=19456,t=2,p=1$" in bytes_kept
