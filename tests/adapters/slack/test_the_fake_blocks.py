"""What Slack's own models hold for good, our own Slack takes: it is strict, not picky."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    ContextBlock,
    DatePickerElement,
    DividerBlock,
    ExternalDataSelectElement,
    HeaderBlock,
    ImageBlock,
    ImageElement,
    InputBlock,
    MarkdownBlock,
    MarkdownTextObject,
    NumberInputElement,
    Option,
    OptionGroup,
    OverflowMenuElement,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserMultiSelectElement,
    UserSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig
from slack_sdk.models.views import View

from tests.support.slack.blocks import complaints, refuse_bad_view

OPTIONS = [Option(text=PlainTextObject(text=name), value=name) for name in ("one", "two")]
RICHER = [Option(text=MarkdownTextObject(text="*one*"), value="one", description="the first")]
CONFIRM = ConfirmObject(title="Sure?", text=MarkdownTextObject(text="*Really?*"), confirm="Yes", deny="No")
PICTURE = ImageElement(image_url="https://x.example/a.png", alt_text="Ana")
INTERACTIVE = [
    ButtonElement(
        text="Ask",
        action_id="ask",
        value="1",
        style="primary",
        confirm=CONFIRM,
        accessibility_label="Ask Maya",
        url="https://x.example",
    ),
    OverflowMenuElement(action_id="more", options=OPTIONS),
    StaticSelectElement(action_id="pick", placeholder="Pick", options=OPTIONS, initial_option=OPTIONS[0]),
    StaticSelectElement(
        action_id="grouped", option_groups=[OptionGroup(label=PlainTextObject(text="G"), options=OPTIONS)]
    ),
    UserSelectElement(action_id="who", placeholder="Who", initial_user="U1"),
    CheckboxesElement(action_id="boxes", options=RICHER),
    RadioButtonsElement(action_id="radio", options=RICHER, initial_option=RICHER[0]),
    DatePickerElement(action_id="day", initial_date="2026-03-02"),
    ExternalDataSelectElement(action_id="far", min_query_length=3),
]
FIELDS = [
    PlainTextInputElement(
        action_id="text",
        placeholder="Words",
        multiline=True,
        max_length=300,
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
    ),
    NumberInputElement(action_id="number", is_decimal_allowed=False, min_value="1"),
    StaticMultiSelectElement(action_id="several", options=OPTIONS, initial_options=OPTIONS),
    UserMultiSelectElement(action_id="people", max_selected_items=3),
    RadioButtonsElement(action_id="one", options=RICHER),
]


def test_a_message_of_every_block_is_taken() -> None:
    blocks = [
        HeaderBlock(text="Kenner"),
        SectionBlock(text=MarkdownTextObject(text="*Ana*", verbatim=True), accessory=PICTURE),
        SectionBlock(fields=["*one*", "two"], accessory=INTERACTIVE[1]),
        ContextBlock(elements=[PICTURE, MarkdownTextObject(text="x"), PlainTextObject(text="y", emoji=True)]),
        ActionsBlock(elements=INTERACTIVE),
        ImageBlock(image_url="https://x.example/a.png", alt_text="A chart", title="Chart"),
        RichTextBlock(elements=[RichTextSectionElement(elements=[RichTextElementParts.Text(text="x")])]),
        MarkdownBlock(text="**x**"),
        DividerBlock(),
    ]

    assert complaints([one.to_dict() for one in blocks]) == []


def test_a_form_of_every_field_is_taken() -> None:
    inputs = [InputBlock(label="Field", element=one, hint="Hint", optional=True) for one in FIELDS]
    view = View(
        type="modal",
        title="Ask",
        submit="Send",
        close="Not now",
        callback_id="ask",
        private_metadata="q1",
        notify_on_close=True,
        blocks=[*inputs, InputBlock(label="Field", element=FIELDS[0], dispatch_action=True)],
    ).to_dict()

    assert refuse_bad_view(view, "modal") == view


def test_a_home_page_takes_a_hundred_blocks() -> None:
    view = {"type": "home", "blocks": [{"type": "divider"}] * 100, "private_metadata": "x"}

    assert refuse_bad_view(view, "home") == view
