"""HTML of Teams as plain text: what is said stays, what is quoted goes, and nothing in it does harm."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.teams.html import Mention, plain_text

SCHEMA = "http://schema.skype.com"
ME = Mention(label="Kenner", is_me=True)
MAYA = Mention(label="Maya Lind", is_me=False)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<div>one<br>two<br/>three</div>", "one\ntwo\nthree"),
        ("plain &amp; &lt;simple&gt;&nbsp;text", "plain & <simple> text"),
        ("<p>a  \n b</p>\n<p>&nbsp;</p>\n<p>c</p>", "a b\nc"),
        ("<b>bold</b> <i>lean</i> <s>gone</s>", "bold lean gone"),
        ("<ul><li>one</li><li>two<ul><li>inner</li></ul></li></ul>", "• one\n• two\n  • inner"),
        ("<ol>\n<li>first</li>\n<li><p>second</p></li>\n</ol>", "1. first\n2. second"),
        ("<p>run <code>pg_dump -a</code></p>", "run `pg_dump -a`"),
        ("<pre><code>if x:\n    y()\n\nz()</code></pre>", "```\nif x:\n    y()\n\nz()\n```"),
        ('<codeblock class="Sql"><code>select 1;<br>go</code></codeblock>', "```\nselect 1;\ngo\n```"),
        ('see <a href="https://x.example/doc">the doc</a>', "see the doc (https://x.example/doc)"),
        ('<a href="https://x.example/">x.example</a>', "https://x.example/"),
        ('<a href="javascript:alert(1)">click</a>', "click"),
        ('<a href="mailto:ada@x.example">ada@x.example</a>', "ada@x.example"),
        (f'good <img itemtype="{SCHEMA}/Emoji" alt="😀" src="https://x/y">', "good 😀"),
        ('<emoji id="smile" alt="😀" title="Smile"></emoji>', "😀"),
        ('<img alt="a plan of the racks" src="x"><img alt="image" src="y">', "a plan of the racks"),
        ("<blockquote>their rule</blockquote><p>mine</p>", "> their rule\nmine"),
        ("<table><tr><th>host</th><th>port</th></tr><tr><td>db1</td></tr></table>", "host | port\ndb1"),
        ("<style>p {}</style><script>x()</script><p>said</p>", "said"),
        ('<attachment id="1"></attachment><p>said</p>', "said"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_said_is_kept_as_it_reads(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize("kind", ["Reply", "Forward"])
def test_words_that_are_only_quoted_are_not_the_authors(kind: str) -> None:
    quoted = (
        f'<blockquote itemscope="" itemtype="{SCHEMA}/{kind}" itemid="1"><strong itemprop="mri">Bob</strong>'
        '<p itemprop="preview">use pg_restore<blockquote>deeper</blockquote></p></blockquote>'
    )

    assert plain_text(f"<div>{quoted}<p>that works, thanks</p></div>") == "that works, thanks"


@pytest.mark.parametrize(
    "html",
    [
        (
            f'<p><span itemtype="{SCHEMA}/Mention" itemscope itemid="0">Kenner</span>&nbsp;ask '
            f'<span itemtype="{SCHEMA}/Mention" itemscope itemid="1">Maya Lind</span></p>'
        ),
        '<p><at id="0">Kenner</at> ask <at id="1">Maya&nbsp;Lind</at></p>',
    ],
)
def test_mentions_are_names_and_the_bots_own_is_left_out(html: str) -> None:
    assert plain_text(html, [ME, MAYA]) == "ask @Maya Lind"


def test_a_colleague_who_is_called_like_the_bot_stays() -> None:
    namesake = Mention(label="Kenner", is_me=False)

    assert plain_text('<at id="0">Kenner</at> meet <at id="1">Kenner</at>', [ME, namesake]) == "meet @Kenner"


def test_a_fence_in_code_does_not_end_the_code() -> None:
    assert plain_text("<pre>a\n```\nb</pre>") == "```\na\n\nb\n```"


_TAGS = ["<p>", "</p>", "<ul><li>", "</ul>", "<pre>", "</pre>", "<at>", "</at>", "<blockquote>", "<tr><td>"]
_ODDITIES = ["&lt;at&gt;", "<![", "<!--", "<?", "&#x0;", "<a href='", "<img alt='<at>x</at>'>", "<@U1>", "\0"]
_PIECES = st.sampled_from([*_TAGS, *_ODDITIES, "\ud800", " \n", "word", "&"])
_HTML = st.lists(_PIECES | st.text(max_size=8)).map("".join) | st.text()


@given(_HTML)
@settings(deadline=None)
@example("<b>" * 2_000)
@example("<ul><li>" * 300 + "x")
@example("<![CDATA[x")
@example("&#99999999999;")
def test_no_html_at_all_fails_pings_or_cannot_be_stored(html: str) -> None:
    text = plain_text(html, [ME])

    assert "<at>" not in text
    assert "<@" not in text
    assert "\0" not in text
    text.encode()


@given(st.text(alphabet=st.characters(exclude_characters="<>&\0", exclude_categories=["Cs"])))
def test_words_without_markup_come_through_whole(text: str) -> None:
    assert plain_text(f"<p>{text}</p>").split() == text.split()
