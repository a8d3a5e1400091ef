"""What a person types is nowhere once it was answered: no log, no file, no address."""

import pytest

pytestmark = pytest.mark.slow
CANARIES = (
    "zebrafinch",  # a free marker
    "Zelda Quagmire",  # shaped like a name
    "07700 900999",
    "zelda.quagmire@mail.example",
    "ZZ99 9ZZ",
)


def test_canaries_are_in_no_log_and_no_file(person, service):
    for canary in CANARIES:
        person.say(f"i am worried about {canary} who lives near my son {canary}")
    person.say("/zebrafinch{\"x\": \"zebrafinch\"}")
    service.send(conversation="zebrafinch", text="hello")
    service.send(text="zebrafinch " * 3000)
    service.http.post(f"{service.address}/api/v1/messages", data="{zebrafinch", timeout=10)
    written = service.logs() + service.figures()
    for canary in (*CANARIES, person.key):
        assert canary not in written


def test_canaries_are_in_no_address_title_or_page(person, service):
    """Not in an answer, not in the page of a fault, not where the browser would keep it."""
    for canary in CANARIES:
        text = f"i am worried about {canary} who lives near my son"
        answered = service.http.post(service.address, data={"text": text}, timeout=10)
        lost = service.http.get(f"{service.address}/{canary}", params={"text": canary}, timeout=10)
        left = {"data": {"conversation": canary}, "allow_redirects": False, "timeout": 10}
        refused = [
            service.http.post(f"{service.address}/exit", **left),
            service.http.put(service.address, data={"text": text}, timeout=10),
            service.http.post(f"{service.address}/api/v1/messages", json={"text": [canary]}, timeout=10),
            service.http.post(f"{service.address}/api/v1/{canary}", json={"text": canary}, timeout=10),
        ]
        assert (answered.status_code, lost.status_code) == (200, 404)
        for response in (answered, lost, *refused):
            assert canary not in f"{response.text}{response.headers}"
        assert not answered.history and answered.url == f"{service.address}/"


def test_nothing_typed_comes_back(person):
    for canary in CANARIES:
        assert canary not in str(person.say(f"is {canary} on the register"))


def test_nobody_but_our_web_process_may_ask_the_engine(service):
    engine = f"http://127.0.0.1:{service.ports['engine']}/engine"
    for path in ("turn", "end", "stay"):
        assert service.http.post(f"{engine}/{path}", json={}).status_code == 403
    assert service.http.get(f"{engine}/health").status_code == 403


@pytest.mark.parametrize(
    "path", ["/webhooks/rest/webhook", "/conversations/x/tracker", "/model", "/domain"]
)
def test_rasas_own_doors_are_shut(service, path):
    address = f"http://127.0.0.1:{service.ports['engine']}{path}"
    assert service.http.get(address).status_code == 404
    assert service.http.post(address, json={}).status_code in (404, 405)


@pytest.mark.parametrize("part", ["web", "engine", "actions"])
def test_every_process_listens_on_this_machine_alone(service, part):
    listening = [c.laddr.ip for c in service.child(part).net_connections("inet") if c.status == "LISTEN"]
    assert set(listening) == {"127.0.0.1"}
