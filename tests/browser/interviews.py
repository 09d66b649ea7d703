"""Three short interviews, invented for these tests. One of them is hostile."""

from __future__ import annotations

HOSTILE = (
    "<img src=x onerror=alert(1)> <script>document.title='taken'</script> "
    "![picture](http://192.0.2.1/p.png) [click](javascript:alert(1)) https://evil.example/x $\\frac{1}{2}$ "
    ":red[loud] :smile: **bold** `code` -> \u202eesrever\u202c \x1b[31mred &lt;b&gt; | a | b |"
)
"""What an angry participant, or a careless export, may put into a transcript."""

INTERVIEWS = {
    "ana.txt": f"""Interviewer: What was it like to be paid for the panel?
Ana Petrova: They paid me in gift cards. You cannot pay the rent with gift cards, and I told them so then.
Interviewer: And the bus fares?
Ana Petrova: The bus fares came back three months later. Three months without forty pounds is long when you have children.
Interviewer: What would you change?
Ana Petrova: Pay people on the day, in money, and ask them beforehand what it does to their benefits.
Interviewer: Anything odd in the form?
Ana Petrova: The claim form was broken and printed rubbish such as {HOSTILE} all over the page.
""",
    "ben.txt": """Interviewer: How did you come to the panel?
Ben: My doctor asked me. I said yes because I wanted somebody to listen about the night buses.
Interviewer: Were you paid?
Ben: I would not take money for it. It should be a voluntary thing, it comes from the heart or it is worth nothing.
Interviewer: And the others?
Ben: The others took gift cards. I gave mine to the food bank and nobody minded.
""",
    "carys.md": """**Interviewer:** Do you remember your first meeting?

**Carys:** I do. There was no crèche, so I sat in the corridor with the baby and heard it through the door.

**Interviewer:** Did they offer childcare after that?

**Carys:** They said childcare was not in the budget. A meeting without childcare is a meeting without mothers.
""",
}
