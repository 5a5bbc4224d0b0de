using Bulletin.Grains.Directory;
using Bulletin.Grains.Names;
using Bulletin.Grains.Topics;
using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql;

/// <remarks>
/// The index of names knows no order: an order by activity would have to be updated with every post. So what it finds is read whole and sorted, unless that
/// is too much. Then many topics fit, and a page of them is found among those that were active last. Either way a search looks at a limited number of
/// topics, and few searches run at once, so it costs little compared with posts.
/// </remarks>
internal sealed partial class SqlTopicIndex
{
    private const string NameColumns = "t.id, t.last_activity_at, t.name_key";

    /// <summary>Most pages are found among so many, where names that are often found are.</summary>
    private const int Recent = 1_000;

    private const int SearchesAtOnce = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim searches = new(SearchesAtOnce);

    /// <summary>How many topics a search looks at.</summary>
    public int Reach { get; init; } = 10_000;

    public async Task<TopicsFound> Search(Guid? of, string query, int limit, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        if (!await searches.WaitAsync(Patience, cancellationToken)) throw new StorageUnavailableException("Too many concurrent searches.");
        try
        {
            var (named, next, isLoose) = await Find(of, NameSearch.Of(query), limit, after, cancellationToken);
            return new(await Read(of, after, named, cancellationToken), next, isLoose);
        }
        finally
        {
            searches.Release();
        }
    }

    public void Dispose() => searches.Dispose();

    private async Task<(List<NamedTopic> Page, DirectoryCursor? Next, bool IsLoose)> Find(
        Guid? of, IReadOnlyList<NameSearch> searches, int limit, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        NamedTopicWalk walk = new((from, some) => Walk(of, from, some, cancellationToken), after);
        foreach (var search in searches)
        {
            var fitting = await walk.Find(Fits, limit, of is null ? Math.Min(Recent, Reach) : 0);
            if (IsPromising(fitting.Count, walk.Count, limit)) fitting = await walk.Find(Fits, limit, Reach);
            if (fitting.Count > limit) return Cut(fitting);

            if (await All(of, search, cancellationToken) is not { } all)
            {
                fitting = await walk.Find(Fits, limit, Reach);
                return fitting.Count > limit || walk.IsAtEnd ? Cut(fitting) : (fitting, walk.Place, search.IsLoose);
            }

            // Also where the page begins behind all that fit: how words are taken must not change from page to page.
            fitting = [.. all.Where(Fits).Concat(fitting).DistinctBy(topic => topic.Id)];
            if (fitting.Count > 0 || search == searches[^1])
                return Cut([.. fitting.Where(topic => after is null || topic.Cursor > after).OrderBy(topic => topic.Cursor)]);

            bool Fits(NamedTopic topic) => search.Fits(topic.Key);

            (List<NamedTopic>, DirectoryCursor?, bool) Cut(List<NamedTopic> sorted) =>
                sorted.Count > limit ? (sorted[..limit], sorted[limit - 1].Cursor, search.IsLoose) : (sorted, null, search.IsLoose);
        }
        return ([], null, false);
    }

    /// <summary>Whether a walk as far as a search reaches is likely to fill a page, by what the first topics had. It costs less than the index of names if many fit.</summary>
    private bool IsPromising(int fitting, int of, int limit) => of > 0 && (long)fitting * Reach / of > limit;

    /// <summary>All topics that may fit, in no order. Null if there are too many.</summary>
    private async Task<IReadOnlyList<NamedTopic>?> All(Guid? of, NameSearch search, CancellationToken cancellationToken)
    {
        if (of is null) return await names.Find(search, "t.last_activity_at", [IsPublic], Reach, cancellationToken);
        var own = await database.Query($"SELECT {NameColumns} {Own} LIMIT @limit", NamedTopic.Read, cancellationToken, [("limit", Reach + 1), .. Place(of, after: null)]);
        return own.Count > Reach ? null : own;
    }

    private Task<List<NamedTopic>> Walk(Guid? of, DirectoryCursor? after, int some, CancellationToken cancellationToken) =>
        database.Query(Listed(of, after, NameColumns), NamedTopic.Read, cancellationToken, [("limit", some), .. Place(of, after)]);

    /// <summary>Topics that were found, without those that were removed since, or have moved to the front of the list.</summary>
    private async Task<IReadOnlyList<Topic>> Read(Guid? of, DirectoryCursor? after, List<NamedTopic> named, CancellationToken cancellationToken) => named.Count == 0 ? [] :
        await Read(of, Chosen(of, after, named.Count), [.. SqlValues.Of("topic", named.Select(topic => topic.Id)), .. Place(of, after)], cancellationToken);

    internal static string Chosen(Guid? of, DirectoryCursor? after, int count) =>
        $"SELECT {Columns} {From(of, after)} AND t.id IN ({SqlValues.Rows(count, "topic")})";
}
