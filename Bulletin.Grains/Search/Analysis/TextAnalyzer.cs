namespace Bulletin.Grains.Search.Analysis;

/// <summary>
/// Turns texts into the terms that are indexed and searched for. Both engines store the same terms, so neither their tokenizers nor the
/// locale of a database matter.
/// </summary>
internal static class TextAnalyzer
{
    /// <summary>To be raised with every change of the terms of any text, or of those that the index adds (OwnTerms): what was indexed by another version is indexed again.</summary>
    public const int Version = 1;

    public static AnalyzedText Analyze(string text) => new TermScanner(LetterReader.Read(text)).Scan();
}
