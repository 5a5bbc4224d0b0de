using Bulletin.Grains.Search;
using Bulletin.Grains.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace Bulletin.Grains.Tests.Search;

/// <summary>Searches of a silo whose database does not answer.</summary>
public sealed class SearchGrainTests(SqliteStorage storage) : IClassFixture<SqliteStorage>, IAsyncLifetime
{
    private static readonly SearchQuery Tea = new([new("tea", SearchedTextKind.Word, false)], [], [], [], MessageFeatures.None, null, null);

    private readonly HangingStore _store = new();
    private readonly FakeTimeProvider _clock = new();
    private InProcessTestCluster _cluster = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ISearchGrain Grain => _cluster.Client.GetGrain<ISearchGrain>(0);

    public async ValueTask InitializeAsync()
    {
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) => silo.Services
            .AddSingleton<ISearchStore>(_store).AddSingleton(storage.Services.GetRequiredService<ISearchTopics>()).AddSingleton(new SearchSlots(_clock)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_search_that_the_caller_gives_up_ends_and_the_next_one_begins()
    {
        var ada = Guid.CreateVersion7();
        using CancellationTokenSource typing = new();
        var first = Grain.Search(ada, Tea, null, 20, typing.Token);
        await _store.Started.WaitAsync(Cancel);
        var second = Grain.Search(ada, Tea, null, 20, Cancel);

        await typing.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await _store.Cancelled.WaitAsync(Cancel);
        await _store.Started.WaitAsync(Cancel);
        _clock.Advance(SearchSlots.Longest);
        await Assert.ThrowsAsync<SearchBusyException>(() => second);
    }

    [Fact]
    public async Task A_search_that_takes_too_long_is_refused_as_busy()
    {
        var search = Grain.Search(Guid.CreateVersion7(), Tea, null, 20, Cancel);
        await _store.Started.WaitAsync(Cancel);

        _clock.Advance(SearchSlots.Longest);

        await Assert.ThrowsAsync<SearchBusyException>(() => search);
    }

    [Fact]
    public async Task What_nothing_can_match_is_answered_without_the_database()
    {
        var page = await Grain.Search(Guid.CreateVersion7(), Tea with { Texts = [new("tea", SearchedTextKind.Word, true)] }, null, 20, Cancel);

        Assert.Empty(page.Items);
        Assert.Null(page.Next);
    }
}
