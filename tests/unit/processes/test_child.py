"""The process itself: it answers one message after another, under its limits."""

import io

from hypothesis import given
from hypothesis import strategies as st

from ho21.processes.child import frame, read_frame


@given(st.dictionaries(st.text(), st.text() | st.none()), st.binary())
def test_a_message_comes_out_as_it_went_in(head, body):
    assert read_frame(io.BytesIO(frame(head, body))) == (head, body)


def test_the_end_of_the_stream_is_no_message():
    assert read_frame(io.BytesIO(b"\0\0")) is None
