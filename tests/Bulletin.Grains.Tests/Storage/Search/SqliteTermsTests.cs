using System.Text;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage.Search;

/// <summary>FTS5 keeps the terms of a deleted entry until it is told otherwise.</summary>
public sealed class SqliteTermsTests(SqliteStorage storage) : IClassFixture<SqliteStorage>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_term_of_purged_messages_is_left_in_the_index()
    {
        var (topic, eve) = (await SearchedTopic.New(storage.Services, Access.Public), Sample.Person("eve"));
        var (one, two, kept) = (Secret(), Secret(), Secret());
        var (first, second) = (await topic.Post(one, eve), await topic.Post(two, eve));
        await topic.Post(kept);
        await topic.Index();
        Assert.Equal([true, true, true], await AreKept(one, two, kept));

        await topic.Delete(first);
        await topic.Index();
        // The indexer has not come to this one.
        await topic.Delete(second);
        await storage.Services.GetRequiredService<IPurgeStore>().End(new(eve.Id, Sample.Noon), Cancel);

        Assert.Equal([false, false, true], await AreKept(one, two, kept));
    }

    [Fact]
    public async Task No_term_of_an_emptied_topic_is_left_in_the_index()
    {
        var topic = await SearchedTopic.New(storage.Services, Access.Public);
        string[] secrets = [.. Enumerable.Range(0, 30).Select(_ => Secret())];
        foreach (var secret in secrets)
        {
            await topic.Post(secret);
            await topic.Index();
        }
        Assert.All(await AreKept(secrets), Assert.True);
        await storage.Topics.Remove(topic.Topic, Sample.Noon.AddYears(-1), audit: null, Cancel);

        while (await storage.Topics.EmptyRemoved(Sample.Noon.AddYears(-1), Sample.Noon, 7, Cancel)) { }

        Assert.All(await AreKept(secrets), Assert.False);
    }

    private static string Secret() => $"x{Guid.CreateVersion7():n}";

    /// <summary>Whether each is in the pages of the index. Only the end is looked for: the beginning of a term is left out if the term before begins so, too.</summary>
    private async Task<IReadOnlyList<bool>> AreKept(params string[] secrets)
    {
        var pages = await storage.Database.Query("SELECT block FROM message_terms_data", row => Encoding.Latin1.GetString((byte[])row.GetValue(0)), Cancel);
        return [.. secrets.Select(secret => pages.Any(page => page.Contains(secret[^16..], StringComparison.Ordinal)))];
    }
}
