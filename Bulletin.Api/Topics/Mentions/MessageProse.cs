using System.Buffers;
using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Bulletin.Api.Topics.Mentions;

/// <summary>What somebody says in a message themselves, and says to people: its text without code, quotes and links.</summary>
internal static class MessageProse
{
    /// <summary>As the web client reads Markdown: without HTML, and with links that are written as plain addresses.</summary>
    private static readonly MarkdownPipeline s_markdown = new MarkdownPipelineBuilder().DisableHtml().UseAutoLinks().Build();

    /// <summary>
    /// How many marks a text may have. The time to parse grows with the square of some of them: a full message of nothing else takes
    /// a hundred times as long as any that somebody would write.
    /// </summary>
    public const int MostMarks = 1_000;

    private static readonly SearchValues<char> s_marks = SearchValues.Create("*_[`<>&\\");

    /// <param name="text">A message, in Markdown.</param>
    /// <returns>Its plain text, with line breaks where something begins, ends or is left out. Empty if it has too many marks, or is nested too deeply.</returns>
    public static string Of(string text)
    {
        if (Marks(text) > MostMarks) return "";

        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(text, s_markdown);
        }
        catch (ArgumentException)
        {
            // The parser's only limit: on the depth of quotes, lists and the like.
            return "";
        }

        StringBuilder prose = new(text.Length);
        // Not recursive: emphasis in emphasis may be as deep as the text is long.
        Stack<MarkdownObject> left = new([document]);
        while (left.TryPop(out var one))
        {
            switch (one)
            {
                case LiteralInline literal:
                    // An escaped @ mentions nobody, like two of them.
                    if (literal.IsFirstCharacterEscaped && literal.Content.CurrentChar == '@') prose.Append('@');
                    prose.Append(literal.Content.AsSpan());
                    continue;
                case QuoteBlock or LinkInline:
                    break;
                case ContainerBlock blocks:
                    for (var i = blocks.Count - 1; i >= 0; i--) left.Push(blocks[i]);
                    break;
                case LeafBlock { Inline: { } inlines }:
                    left.Push(inlines);
                    break;
                case ContainerInline inlines:
                    for (var inline = inlines.LastChild; inline is not null; inline = inline.PreviousSibling) left.Push(inline);
                    break;
            }
            prose.Append('\n');
        }
        return prose.ToString();
    }

    /// <summary>Marks of emphasis, links, code and quotes, and what may begin items of lists.</summary>
    private static int Marks(ReadOnlySpan<char> text) =>
        text.CountAny(s_marks) + text.Count("- ") + text.Count("+ ") + text.Count(". ") + text.Count(") ");
}
