"""Several requests to one endpoint under way at a time, no more than it bears, to be stopped together at any moment."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from models.errors import EndpointTimedOut, QuotaReached
from models.hanging_up import Call, current_call

T = TypeVar("T")

_LOOKS_EVERY = 0.1  # seconds between two calls of `while_waiting`


def abreast(
    jobs: Sequence[Callable[[], T]], at_once: int, while_waiting: Callable[[], None]
) -> Generator[tuple[int, Future[T]], None, None]:
    """Each job's number and outcome, as they end. At most `at_once` run in threads; begun in order, each after a look.

    Where the endpoint says that it is asked too much, or lets a request wait too long, half as many run from then on, and
    the job is begun again; with one at a time it is an outcome as any other. What `while_waiting` raises, or closing the
    generator, hangs up on all that run.
    """
    call = current_call() or Call()
    limit, waiting = max(1, at_once), deque(range(len(jobs)))
    running: dict[Future[T], tuple[int, int]] = {}  # the job, and how many could run when it began
    with ThreadPoolExecutor(limit, thread_name_prefix="reading") as pool:
        try:
            while waiting or running:
                while_waiting()
                while waiting and len(running) < limit:
                    number = waiting.popleft()
                    running[pool.submit(_within, call, jobs[number])] = (number, limit)
                ended, _ = wait(running, _LOOKS_EVERY, FIRST_COMPLETED)
                for future in sorted(ended, key=running.__getitem__):
                    number, among = running.pop(future)
                    if among > 1 and _is_too_much(future.exception()):
                        limit = min(limit, among // 2)
                        waiting.appendleft(number)
                        continue
                    yield number, future
        except BaseException:
            call.hang_up()
            raise


def _within(call: Call, job: Callable[[], T]) -> T:
    with call.going_on():
        return job()


def _is_too_much(error: BaseException | None) -> bool:
    """Whether fewer at a time may help."""
    return isinstance(error, EndpointTimedOut) or (isinstance(error, QuotaReached) and not error.credit_spent)
