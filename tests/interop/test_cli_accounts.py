"""Proves that `shohin user` and `shohin token` change accounts, on the files and while a server holds them."""
import json

import pytest
import requests
from command_line import DONE, FAILED, WRONG_USAGE, run, run_json
from conftest import start_server, stop_server

PASSWORD = "correct horse battery"


def session_of(server, *, token=None, user=None, password=None):
    """Who the server takes us for; the status when it does not."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    auth = (user, password) if user else None
    answer = requests.get(server.url + "/api/shohin/v1/session", headers=headers, auth=auth, timeout=10)
    return answer.json() if answer.status_code == 200 else answer.status_code


@pytest.fixture
def data(shohin, tmp_path):
    """A data directory that a server made and left."""
    stop_server(start_server(shohin, tmp_path / "data"))
    return tmp_path / "data"


def walk_through(shohin, data):
    """Every command once; gives a token of vera's that is good and one that was revoked."""
    def user(*arguments, **options):
        return run(shohin, "user", *arguments, "--data", data, **options)

    assert user("list")[0] == "admin\tadmin\tno password yet\n"
    assert user("add", "vera", "--role", "viewer", stdin=PASSWORD + "\n")[0] == "vera\tviewer\n"
    assert user("add", "stan", "--role", "staff", stdin=PASSWORD)[0] == "stan\tstaff\n"
    assert user("role", "vera", "--role", "staff")[0] == "vera\tstaff\n"
    user("password", "vera", stdin="another long password\n")
    user("remove", "stan")
    listed = run_json(shohin, "user", "list", "--data", data)["users"]
    assert [(u["user"], u["role"], u["has_password"]) for u in listed] == [("admin", "admin", False),
                                                                           ("vera", "staff", True)]
    tokens = [run(shohin, "token", "create", name, "--user", "vera", "--scopes", "read,log", "--days", "7", "--data",
                  data)[0].strip() for name in ("good", "revoked")]
    assert all(token.startswith("shohin_") and len(token) == 71 for token in tokens)
    table = run(shohin, "token", "list", "--data", data)[0].splitlines()
    assert [line.split("\t")[1:] for line in table] == [["vera", "good", "read,log"], ["vera", "revoked", "read,log"]]
    run(shohin, "token", "revoke", table[1].split("\t")[0], "--data", data)
    return tokens


def test_on_the_files(shohin, data):
    good, revoked = walk_through(shohin, data)
    server = start_server(shohin, data)
    try:
        assert session_of(server, token=good) == {"user": "vera", "role": "staff"}
        assert session_of(server, token=revoked) == 401
        assert session_of(server, user="vera", password="another long password")["role"] == "staff"
        assert session_of(server, user="vera", password=PASSWORD) == 401
        audit = requests.get(server.url + "/api/shohin/v1/audit", timeout=10,
                             headers={"Authorization": f"Bearer {server.token}"}).json()["entries"]
        assert {entry["user"] for entry in audit} == {"operator"}
        assert len(audit) == 8
    finally:
        stop_server(server)


def test_while_a_server_holds_the_directory(shohin, server):
    good, revoked = walk_through(shohin, server.data)
    assert session_of(server, token=good) == {"user": "vera", "role": "staff"}
    assert session_of(server, token=revoked) == 401
    assert session_of(server, user="vera", password="another long password")["role"] == "staff"


def test_the_commands_work_once_the_initial_secret_is_void(shohin, server):
    run(shohin, "user", "password", "admin", "--data", server.data, stdin=PASSWORD)
    assert session_of(server, token=server.token) == 401
    assert not (server.data / "admin-secret").exists()
    assert session_of(server, user="admin", password=PASSWORD) == {"user": "admin", "role": "admin"}
    assert run(shohin, "user", "list", "--data", server.data)[0] == "admin\tadmin\n"


def test_a_lost_password_is_replaced_on_the_files(shohin, data):
    for password in ("the one that was lost", PASSWORD):
        run(shohin, "user", "password", "admin", "--data", data, stdin=password)
    server = start_server(shohin, data)
    try:
        assert server.token == ""
        assert session_of(server, user="admin", password=PASSWORD)["role"] == "admin"
    finally:
        stop_server(server)


@pytest.mark.parametrize("arguments, stdin, expect, said", [
    (["user", "add", "vera", "--role", "king"], PASSWORD, FAILED, "role"),
    (["user", "add", "vera", "--role", "staff"], "short", FAILED, "password"),
    (["user", "add", "a:b", "--role", "staff"], PASSWORD, FAILED, "user"),
    (["user", "add", "admin", "--role", "staff"], PASSWORD, FAILED, "already exists"),
    (["user", "add", "vera", "--role", "staff"], "", FAILED, "standard input"),
    (["user", "remove", "admin"], None, FAILED, "admin"),
    (["user", "remove", "nobody"], None, FAILED, "nobody"),
    (["token", "create", "x", "--user", "nobody", "--scopes", "read"], None, FAILED, "nobody"),
    (["token", "create", "x", "--user", "admin", "--scopes", "write"], None, FAILED, "scopes"),
    (["token", "create", "x", "--user", "admin", "--scopes", "read", "--days", "0"], None, FAILED, "days"),
    (["token", "revoke", "7"], None, FAILED, "7"),
])
def test_what_goes_wrong_is_told(shohin, module_server, arguments, stdin, expect, said):
    _, told = run(shohin, *arguments, "--data", module_server.data, stdin=stdin or "", expect=expect)
    assert said in told
    assert PASSWORD not in told


def test_wrong_usage_is_told(shohin, tmp_path):
    for arguments in (["user"], ["token"], ["user", "add", "vera"], ["token", "create", "x"], ["user", "dance"]):
        run(shohin, *arguments, expect=WRONG_USAGE, stdin="")
    _, told = run(shohin, "user", "list", "--data", tmp_path / "none", expect=FAILED)
    assert str(tmp_path / "none") in told
    assert not (tmp_path / "none").exists()


def test_reading_makes_no_data_directory(shohin, tmp_path):
    for arguments in (["user", "list"], ["user", "remove", "vera"], ["token", "list"], ["token", "revoke", "1"]):
        _, told = run(shohin, *arguments, "--data", tmp_path, expect=FAILED)
        assert "holds no database" in told
        assert list(tmp_path.iterdir()) == []
    run(shohin, "user", "password", "admin", "--data", tmp_path, stdin=PASSWORD)
    assert run(shohin, "user", "list", "--data", tmp_path)[0] == "admin\tadmin\n"


def test_every_command_speaks_json(shohin, data):
    made = run_json(shohin, "token", "create", "x", "--user", "admin", "--scopes", "admin", "--data", data)
    assert made["token"].startswith("shohin_")
    listed = run_json(shohin, "token", "list", "--data", data)
    assert listed["tokens"][0]["scopes"] == ["admin"]
    refused = run(shohin, "user", "remove", "admin", "--data", data, "--json", expect=FAILED)[0]
    assert "admin" in json.loads(refused)["error"]
    assert run(shohin, "token", "revoke", str(made["id"]), "--data", data, expect=DONE)[0] == ""
