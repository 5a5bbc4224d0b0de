using Bulletin.Bench.Data;
using Bulletin.Grains.Search;

namespace Bulletin.Bench.Scenarios;

/// <summary>Searches for two words that are in a message which the searcher may read: anywhere, of its author, and in its topic.</summary>
internal static class SearchKinds
{
    // Of the words of a message, one in three is common, as many are rare, and one in five is in the middle. Of 20 million messages, at least 1.8 % have
    // each of the common words, 700 to 36 have a rare one, and 120,000 to 12,000 one of those in the middle.
    private static readonly Range s_common = ..100, s_middle = 300..3_000, s_rare = 20_000..;

    private static readonly (string Name, Range First, Range Second, bool IsTyped)[] s_kinds =
    [
        ("two common words", s_common, s_common, false),
        ("a common and a rare word", s_common, s_rare, false),
        ("two rare words", s_rare, s_rare, false),
        ("two words that seldom meet", s_middle, s_middle, false),
        ("a word, and the beginning of one", s_middle, s_middle, true),
    ];

    /// <summary>How many letters of a word are typed.</summary>
    private const int Beginning = 3;

    /// <param name="samples">How many searches there are of each kind, with different words.</param>
    public static IEnumerable<SearchKind> All(Talk talk, int samples)
    {
        for (var kind = 0; kind < s_kinds.Length; kind++)
        {
            Sample[] found = [.. Samples(talk, new Dice((ulong)kind), s_kinds[kind].First, s_kinds[kind].Second, s_kinds[kind].IsTyped).DistinctBy(sample => (sample.First, sample.Second)).Take(samples)];
            yield return new(s_kinds[kind].Name, [.. found.Select(sample => Of(sample, "", byAuthor: false, inTopic: false))]);
            yield return new($"{s_kinds[kind].Name}, from:", [.. found.Select(sample => Of(sample, $"from:{Talk.Username(sample.Said.Author)} ", byAuthor: true, inTopic: false))]);
            yield return new($"{s_kinds[kind].Name}, in:", [.. found.Select(sample => Of(sample, $"in:\"{Talk.TopicName(sample.Said.Topic)}\" ", byAuthor: false, inTopic: true))]);
        }
    }

    private static IEnumerable<Sample> Samples(Talk talk, Dice dice, Range first, Range second, bool isTyped)
    {
        while (true)
        {
            var said = talk.At(dice.Below(talk.Messages));
            var one = said.Words.FirstOrDefault(word => IsIn(word, first), -1);
            var other = said.Words.FirstOrDefault(word => IsIn(word, second) && word != one, -1);
            if (one < 0 || other < 0 || Talk.IsPrivate(said.Topic)) continue;
            var text = Vocabulary.Word(other);
            yield return new(said, Vocabulary.Word(one), isTyped ? text[..Beginning] : text, isTyped);
        }
    }

    // A space behind the last word: it is complete.
    private static SearchSample Of(Sample sample, string operators, bool byAuthor, bool inTopic) => new(
        $"{operators}{sample.First} {sample.Second}{(sample.IsTyped ? "" : " ")}",
        new(
            [new(sample.First, SearchedTextKind.Word, IsExcluded: false), new(sample.Second, sample.IsTyped ? SearchedTextKind.Prefix : SearchedTextKind.Word, IsExcluded: false)],
            byAuthor ? [History.Person(sample.Said.Author)] : [], inTopic ? [History.Topic(sample.Said.Topic)] : [], [], MessageFeatures.None, From: null, Until: null));

    private static bool IsIn(int rank, Range range)
    {
        var (offset, length) = range.GetOffsetAndLength(Vocabulary.Count);
        return rank >= offset && rank < offset + length;
    }

    private sealed record Sample(Said Said, string First, string Second, bool IsTyped);
}

internal sealed record SearchKind(string Name, SearchSample[] Samples);

/// <param name="Text">As typed.</param>
/// <param name="Query">As the server resolves it.</param>
internal sealed record SearchSample(string Text, SearchQuery Query);
