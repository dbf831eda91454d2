"""The app: what a client gets, and what the log says, if the server itself fails."""

from __future__ import annotations

from adgo.server.app import close, create_app


def test_a_fault_is_a_500_that_says_so_and_one_line_of_log_names_the_path(small, caplog):
    """Regression: a line feed in the path began a line of the log, which the client had written."""

    def break_down(name: str) -> None:
        raise ZeroDivisionError("broken for once")

    app = create_app([small])
    app.add_url_rule("/broken/<name>", view_func=break_down)
    try:
        reply = app.test_client().get("/broken/a%0AERROR all is well")
        assert (reply.status_code, reply.content_type) == (500, "application/problem+json")
        assert "bug in the server" in reply.json["detail"]
        said = [record.getMessage() for record in caplog.records if "internal error" in record.getMessage()]
        assert len(said) == 1
        assert "\n" not in said[0]
        assert "broken for once" in caplog.text
    finally:
        close(app)
