using Bulletin.Grains.Search;
using Bulletin.Grains.Tests.Search;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage.Search;

/// <summary>The table of what searches find, on real databases. Their locales have no say.</summary>
public sealed class SearchCasesOnSqliteAndPostgres(SharedPostgres server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("LOCALE 'C'")]
    [InlineData("LOCALE 'C.UTF-8'")]
    [InlineData("LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C.UTF-8'")]
    [InlineData("LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR' LOCALE 'C'")]
    public Task Postgres_finds_what_the_table_says_whatever_its_locale(string locale) => FindsWhatTheTableSays(new PostgresStorage(server) { Locale = locale });

    [Fact]
    public Task Sqlite_finds_what_the_table_says() => FindsWhatTheTableSays(new SqliteStorage());

    private static async Task FindsWhatTheTableSays(StorageFixture storage)
    {
        await storage.InitializeAsync();
        await using var disposed = storage;
        var topic = await SearchedTopic.New(storage.Services, Access.Public);
        foreach (var example in SearchCases.All) await topic.Post(example.Text);
        await topic.Index();

        List<string> wrong = [];
        for (var at = 0; at < SearchCases.All.Count; at++)
        {
            var example = SearchCases.All[at];
            var criteria = QueryTranslation.Of(new(example.Texts, [], [topic.Id], [], MessageFeatures.None, null, null))!;
            var found = await storage.Services.GetRequiredService<ISearchStore>().Find(criteria, Sample.Anybody, before: null, SearchCases.All.Count, Cancel);
            if (found.Any(hit => hit.Message.Seq == at + 1) != example.IsFound) wrong.Add(example.Title);
        }
        Assert.Empty(wrong);
    }
}
