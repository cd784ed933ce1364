"""Two ways to use a page: with the mouse, and with the keyboard alone."""

import re
from typing import Any, Protocol

#: Presses of the tab key after which a control counts as out of reach.
FAR = 1500
HAS_FOCUS = "one => one === document.activeElement"


class Hands(Protocol):
    """What somebody does with a page; every control is given as a locator."""

    def press(self, control: Any) -> None:
        """Follow a link, press a button, open a disclosure."""

    def write(self, control: Any, text: str) -> None:
        """Put a text in place of what the field holds."""

    def choose(self, control: Any, value: str) -> None:
        """Choose of a list."""

    def tick(self, control: Any) -> None:
        """Mark a box."""

    def slide(self, control: Any, wanted: int, scripts: bool) -> None:
        """Move a slider to a number."""


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, control: Any) -> None:
        control.click()

    def write(self, control: Any, text: str) -> None:
        control.click()
        control.fill(text)

    def choose(self, control: Any, value: str) -> None:
        control.select_option(value)

    def tick(self, control: Any) -> None:
        control.click()

    def slide(self, control: Any, wanted: int, scripts: bool) -> None:
        least, most = (int(control.get_attribute(name)) for name in ("min", "max"))
        # The middle of the knob does not reach the ends.
        share, knob = (wanted - least) / (most - least), 16
        self.page.evaluate("document.fonts.ready.then(() => true)")
        box = control.bounding_box()
        control.click(position={"x": knob / 2 + share * (box["width"] - knob), "y": box["height"] / 2})
        assert control.input_value() == str(wanted)


class Keys:
    """Presses keys and nothing else."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def reach(self, control: Any) -> None:
        """Move the focus on until the control has it."""
        for _ in range(FAR):
            if control.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the tab key does not reach {control}")

    def press(self, control: Any) -> None:
        self.reach(control)
        self.page.keyboard.press("Enter")

    def write(self, control: Any, text: str) -> None:
        self.reach(control)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, control: Any, value: str) -> None:
        self.reach(control)
        values = control.evaluate("one => Array.from(one.options, option => option.value)")
        steps = values.index(value) - control.evaluate("one => one.selectedIndex")
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert control.input_value() == value

    def tick(self, control: Any) -> None:
        self.reach(control)
        self.page.keyboard.press("Space")

    def slide(self, control: Any, wanted: int, scripts: bool) -> None:
        while (now := int(control.input_value())) != wanted:
            self.reach(control)
            self.page.keyboard.press("ArrowRight" if now < wanted else "ArrowLeft")
            if scripts:
                self.page.wait_for_url(re.compile(rf"plaetze={now + (1 if now < wanted else -1)}\b"))
