"""Threads for the database: so many at once, and what comes of a call goes to whoever waits."""

from __future__ import annotations

import asyncio
import gc
import threading
from contextlib import suppress
from weakref import finalize

import pytest

from sync.server.threads import Threads

# Whoever waits so long waits for ever.
AT_LAST = 20


class Sent:
    """Something that was sent; whether it is still held can be seen."""


class Fault(Exception):
    """What a call raises."""


def failing(_sent):
    raise Fault


def test_what_comes_of_a_call_goes_to_whoever_waits():
    async def asks():
        threads = Threads(2)
        told = await asyncio.gather(
            *(threads.carry_out(divmod, number, 7) for number in range(50)),
            threads.carry_out(failing, None),
            return_exceptions=True,
        )
        assert told[:50] == [divmod(number, 7) for number in range(50)]
        assert isinstance(told[50], Fault)

    asyncio.run(asks())


def test_so_many_are_carried_out_at_once_and_the_next_wait():
    at_once, ended = threading.Barrier(3, timeout=AT_LAST), threading.Semaphore(0)
    names = set()

    def call():
        names.add(threading.current_thread().name)
        at_once.wait()
        ended.acquire()

    async def asks():
        threads = Threads(2)
        going = [asyncio.ensure_future(threads.carry_out(call)) for _ in range(6)]
        for _ in range(3):
            # Two have come so far, and no third one.
            await asyncio.to_thread(at_once.wait)
            assert not at_once.n_waiting
            ended.release(2)
        await asyncio.gather(*going)

    asyncio.run(asks())
    assert len(names) == 2


def test_who_asks_after_another_needs_no_second_thread():
    async def asks():
        threads = Threads(9)
        return {(await threads.carry_out(threading.current_thread)).name for _ in range(9)}

    assert len(asyncio.run(asks())) == 1


def test_who_has_gone_is_told_nothing_and_holds_nobody_up():
    begun, ended = threading.Event(), threading.Event()

    def call():
        begun.set()
        ended.wait()

    async def asks():
        threads, faults = Threads(1), []
        asyncio.get_running_loop().set_exception_handler(lambda _, told: faults.append(told))
        gone = asyncio.ensure_future(threads.carry_out(call))
        await asyncio.to_thread(begun.wait)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        ended.set()
        assert await threads.carry_out(divmod, 9, 7) == (1, 2)
        assert not faults

    asyncio.run(asks())


@pytest.mark.parametrize("does", [failing, id])
def test_what_was_sent_is_held_no_longer_than_it_is_worked_on(does):
    async def asks():
        threads, sent, let_go = Threads(1), Sent(), threading.Event()
        finalize(sent, let_go.set)
        with suppress(Fault):
            await threads.carry_out(does, sent)
        del sent
        assert await asyncio.to_thread(let_go.wait, AT_LAST)
        await threads.carry_out(divmod, 9, 7)

    gc.disable()
    try:
        asyncio.run(asks())
    finally:
        gc.enable()


def test_threads_end_with_whoever_asked_them():
    async def asks():
        threads = Threads(3)
        return await threads.carry_out(threading.current_thread)

    ended = asyncio.run(asks())
    gc.collect()
    ended.join(AT_LAST)
    assert not ended.is_alive()
