using System.Text;
using Bulletin.Grains.Search;

namespace Bulletin.Grains.Storage.Sql.Search;

/// <summary>A message as the index keeps it.</summary>
/// <param name="First">The first place of its millisecond.</param>
/// <param name="Words">In the order of the text.</param>
/// <param name="Others">All that are in no order. They may repeat each other and the words.</param>
/// <param name="IsDeleted">It is to have no entry.</param>
internal sealed record SearchEntry(
    Guid TopicId, long Seq, long Revision, long First, long Place, IReadOnlyList<string> Words, IReadOnlyList<string> Others, bool IsDeleted = false)
{
    /// <summary>What fills up the rows of a statement: there is no such message.</summary>
    public static readonly SearchEntry Nothing = new(Guid.Empty, -1, -1, -1, -1, [], []);

    public static SearchEntry Of(Guid topicId, bool isPublic, IndexedMessage message)
    {
        SearchEntry deleted = new(
            topicId, message.Seq, message.Revision, SearchPlaces.First(message.CreatedAt), SearchPlaces.Of(topicId, message.Seq, message.CreatedAt), [], [], IsDeleted: true);
        return message.Text is not { } text ? deleted : deleted with
        {
            IsDeleted = false,
            Words = [.. text.Words.Select(term => Storable(term.Text))],
            Others = [.. text.Others.Select(term => Storable(term.Text)), .. OwnTerms.Of(topicId, isPublic, message)],
        };
    }

    /// <summary>A term without what Postgres does not store in a text: NUL, and halves of surrogate pairs.</summary>
    public static string Storable(string term)
    {
        if (!term.AsSpan().ContainsAnyInRange('\ud800', '\udfff') && !term.Contains('\0', StringComparison.Ordinal)) return term;
        StringBuilder storable = new(term.Length);
        foreach (var rune in term.EnumerateRunes()) storable.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return storable.ToString();
    }
}
