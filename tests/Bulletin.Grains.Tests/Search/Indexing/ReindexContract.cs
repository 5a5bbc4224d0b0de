using Bulletin.Grains.Search;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Tests.Storage;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Search.Indexing;

/// <summary>What an operator asks of the search index, beside a server that uses the same database.</summary>
public abstract class ReindexContract(StorageFixture storage) : IAsyncLifetime
{
    private ServiceProvider _commands = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await storage.InitializeAsync();
        _commands = await SharedStorage.Open(
            new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()), storage.Options, cancellationToken: Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _commands.DisposeAsync();
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_server_learns_that_a_new_index_was_asked_for()
    {
        var server = storage.Services.GetRequiredService<ISearchStore>();
        Assert.Null(await server.RebuildAsked(Cancel));

        await SearchCommands.Reindex(_commands, Cancel);
        var first = await server.RebuildAsked(Cancel);
        Assert.NotNull(first);

        await SearchCommands.Reindex(_commands, Cancel);
        Assert.True(await server.RebuildAsked(Cancel) > first);
    }

    [Fact]
    public async Task Topics_that_are_not_indexed_are_counted_up_to_a_limit()
    {
        Assert.Equal(0, await SearchCommands.CountBehind(_commands, 2, Cancel));
        for (var i = 0; i < 3; i++) await PostInNewTopic();

        Assert.Equal(2, await SearchCommands.CountBehind(_commands, 2, Cancel));
        Assert.Equal(3, await SearchCommands.CountBehind(_commands, 10, Cancel));
    }

    private async Task PostInNewTopic()
    {
        var topic = Sample.Topic();
        await storage.Users.Create(new(Sample.Ada, "hash"), audit: null, Cancel);
        Assert.True(await storage.Topics.Create(topic, TopicMembers.Everybody, Cancel));
        var claim = (await storage.Log.Claim(topic.Id, Cancel))!.Value;
        var message = Sample.Message(topic.Id, 1);
        TopicAppend append = new(topic.Id, claim.Epoch, claim.Head, new TopicHead(1, 1), message.CreatedAt, [message], [], Acts: []);
        Assert.Equal(AppendStatus.Committed, (await storage.Commits.Append(append, Cancel)).Status);
    }
}

public sealed class ReindexOnPostgres(SharedPostgres server) : ReindexContract(new PostgresStorage(server));

public sealed class ReindexOnSqlite() : ReindexContract(new SqliteStorage());
