namespace Bulletin.Grains.Search.Analysis;

/// <summary>The terms of a text.</summary>
/// <param name="Words">In the order of the text: a phrase is several of them one after another. Scripts without spaces give pairs of letters, which overlap.</param>
/// <param name="Others">What is found besides: parts of words (<c>user</c> of getUserById), and words that punctuation joins, without it (<c>wifi</c> of wi-fi).</param>
internal sealed record AnalyzedText(IReadOnlyList<TextTerm> Words, IReadOnlyList<TextTerm> Others);

/// <param name="Text">Folded. Never empty, without white space, and never with '=' at its start: such terms are the index's own.</param>
/// <param name="Start">Where it is in the text, in UTF-16 code units.</param>
internal readonly record struct TextTerm(string Text, int Start, int Length)
{
    public int End => Start + Length;
}
