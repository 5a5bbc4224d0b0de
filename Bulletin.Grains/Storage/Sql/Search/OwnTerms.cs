using System.Globalization;
using Bulletin.Grains.Search;

namespace Bulletin.Grains.Storage.Sql.Search;

/// <summary>
/// Terms that the index adds to those of a text: with them, a rare author and a rare word are both looked up in it. They begin with '=', as no term of a
/// text does.
/// </summary>
internal static class OwnTerms
{
    public const string Public = "=p";

    private static readonly MessageFeatures[] Features =
        [.. Enum.GetValues<MessageFeatures>().Where(feature => feature != MessageFeatures.None)];

    /// <summary>Whether it is none of a text.</summary>
    public static bool IsOwn(string term) => term.StartsWith('=');

    public static IEnumerable<string> Of(Guid topicId, bool isPublic, IndexedMessage message) =>
    [
        .. isPublic ? [Public] : Array.Empty<string>(),
        Topic(topicId),
        Author(message.AuthorId),
        Day(SearchPlaces.First(message.CreatedAt) / SearchPlaces.PerDay),
        Month(SearchPlaces.First(message.CreatedAt) / SearchPlaces.PerMonth),
        .. message.Mentions.Distinct().Select(Mentioned),
        .. Features.Where(feature => message.Has.HasFlag(feature)).Select(Feature),
    ];

    /// <summary>Everything that a query asks for, in terms. Null: any message.</summary>
    public static SearchCondition? Of(SearchCriteria criteria)
    {
        SearchCondition?[] parts =
        [
            .. criteria.Condition is SearchCondition.All { Parts: var texts } ? texts : (IEnumerable<SearchCondition?>)[criteria.Condition],
            OneOf(criteria.Topics, Topic),
            OneOf(criteria.Authors, Author),
            OneOf(criteria.Mentioned, Mentioned),
            .. Features.Where(feature => criteria.Has.HasFlag(feature)).Select(feature => new SearchCondition.Term(Feature(feature))),
        ];
        return parts.OfType<SearchCondition>().ToArray() switch { [] => null, [var only] => only, var several => new SearchCondition.All(several) };
    }

    /// <summary>What is public, or in one of these topics.</summary>
    public static SearchCondition Readable(IEnumerable<Guid> own) =>
        new SearchCondition.Any([new SearchCondition.Term(Public), .. own.Select(id => new SearchCondition.Term(Topic(id)))]);

    /// <summary>What is in one of these topics. Null if there are none.</summary>
    public static SearchCondition? In(IReadOnlyList<Guid> topics) => OneOf(topics, Topic);

    /// <summary>What somebody has written.</summary>
    public static SearchCondition By(Guid authorId) => new SearchCondition.Term(Author(authorId));

    /// <summary>The days that have places in a range.</summary>
    public static IEnumerable<string> Days(long from, long until) => Periods(from, until, SearchPlaces.PerDay).Select(Day);

    /// <summary>The months that have places in a range.</summary>
    public static IEnumerable<string> Months(long from, long until) => Periods(from, until, SearchPlaces.PerMonth).Select(Month);

    private static IEnumerable<long> Periods(long from, long until, long length)
    {
        for (var period = from / length; period * length < until; period++) yield return period;
    }

    private static SearchCondition? OneOf(IReadOnlyList<Guid> ids, Func<Guid, string> term) => ids switch
    {
        [] => null,
        [var id] => new SearchCondition.Term(term(id)),
        _ => new SearchCondition.Any([.. ids.Distinct().Select(id => new SearchCondition.Term(term(id)))]),
    };

    private static string Topic(Guid id) => $"=t{id:n}";

    private static string Author(Guid id) => $"=a{id:n}";

    private static string Mentioned(Guid id) => $"=m{id:n}";

    private static string Feature(MessageFeatures feature) => string.Create(CultureInfo.InvariantCulture, $"=h{(int)feature}");

    private static string Day(long day) => string.Create(CultureInfo.InvariantCulture, $"=d{day}");

    private static string Month(long month) => string.Create(CultureInfo.InvariantCulture, $"=n{month}");
}
