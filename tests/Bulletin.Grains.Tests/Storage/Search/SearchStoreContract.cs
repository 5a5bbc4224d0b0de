using Bulletin.Grains.Accounts;
using Bulletin.Grains.Search;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Tests.Search;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage.Search;

/// <summary>What the search index promises, whichever engine keeps it.</summary>
public abstract partial class SearchStoreContract(StorageFixture storage)
{
    private static readonly User ada = Sample.Person("ada"), bob = Sample.Person("bob");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SqlDatabase Sql => storage.Database;

    private ISearchStore Store => storage.Services.GetRequiredService<ISearchStore>();

    private Task<SearchedTopic> NewTopic(Access access = Access.Public, params User[] members) => SearchedTopic.New(storage.Services, access, members);

    /// <summary>A topic with messages that are indexed.</summary>
    private async Task<SearchedTopic> NewTopicOf(params string[] texts)
    {
        var topic = await NewTopic();
        foreach (var text in texts) await topic.Post(text);
        await topic.Index();
        return topic;
    }

    private Task<IReadOnlyList<long>> Find(SearchedTopic topic, string query, Guid? viewer = null, int limit = 100, long? before = null) =>
        Find(topic, query, asked => asked, viewer, limit, before);

    /// <summary>The seqs of the messages that are found in a topic, the newest first.</summary>
    private async Task<IReadOnlyList<long>> Find(SearchedTopic topic, string query, Func<SearchQuery, SearchQuery> with, Guid? viewer = null, int limit = 100, long? before = null) =>
        [.. (await Search(with(new(SearchCases.Texts(query), [], [topic.Id], [], MessageFeatures.None, null, null)), viewer, limit, before)).Select(hit => hit.Message.Seq)];

    private async Task<IReadOnlyList<FoundMessage>> Search(SearchQuery query, Guid? viewer = null, int limit = 100, long? before = null) =>
        QueryTranslation.Of(query) is { } criteria ? await Store.Find(criteria, viewer ?? Sample.Anybody, before, limit, Cancel) : [];

    private Task<long> Count(string sql, params (string, object?)[] parameters) => Count(Sql, sql, parameters);

    private static async Task<long> Count(SqlDatabase database, string sql, params (string, object?)[] parameters) =>
        (await database.Query($"SELECT count(*) FROM {sql}", row => row.GetInt64(0), Cancel, parameters))[0];
}

public sealed class PostgresSearchTests(PostgresStorage storage) : SearchStoreContract(storage), IClassFixture<PostgresStorage>;

public sealed class SqliteSearchTests(SqliteStorage storage) : SearchStoreContract(storage), IClassFixture<SqliteStorage>;
