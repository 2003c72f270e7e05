"""WeRoBot as it comes, with its SQLite session: each answer is put into the session, the next question is said.

It does the least of what we do: no person, no form, no trail, no outbox, and a message delivered twice counts twice.
"""

from __future__ import annotations

import os
import sys

import werobot

from benchmarks.against.load import TOKEN

QUESTIONS = [f"第{number}题：是否已经落实？\n1. 是\n2. 否" for number in range(1, 31)]

if __name__ == "__main__":
    os.chdir(sys.argv[2])  # its session file lies in the current folder
    robot = werobot.WeRoBot(token=TOKEN)

    @robot.handler
    def answered(message: werobot.messages.messages.TextMessage, session: dict[str, object]) -> str:
        """Keep the answer, put the next question."""
        answers = [*session.get("answers", ()), message.content]  # type: ignore[call-overload]
        session["answers"] = answers
        return QUESTIONS[len(answers) % len(QUESTIONS)]

    robot.config["HOST"], robot.config["PORT"] = "127.0.0.1", int(sys.argv[1])
    robot.run(enable_pretty_logging=False)
