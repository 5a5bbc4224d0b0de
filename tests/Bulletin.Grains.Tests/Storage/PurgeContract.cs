using Bulletin.Grains.Audit;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>What an operator's purge commands note, beside a server that uses the same database.</summary>
public abstract class PurgeContract(StorageFixture storage) : IAsyncLifetime
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
    public async Task A_purge_of_a_user_is_noted_for_the_servers_and_is_an_operator_s_act()
    {
        var ada = Sample.Person("Ada");
        await storage.Users.Create(new(ada, "hash"), audit: null, Cancel);

        Assert.Equal("Ada", await PurgeCommands.PurgeUser(_commands, "ada", Cancel));

        var act = Assert.Single(await WrittenAudit.Of(storage.Database, ada.Id));
        Assert.Equal((AuditActions.UserMessagesPurged, null, null, "Ada"), (act.Action, act.ActorId, act.Address, act.Target.Name));
        Assert.Equal([new UserPurge(ada.Id, act.At)], await Noted());
    }

    [Fact]
    public async Task Who_has_closed_their_account_is_purged_by_their_id()
    {
        var ada = Sample.Person("ada");
        await storage.Users.Create(new(ada, "hash"), audit: null, Cancel);
        await storage.Users.Anonymise(ada.Id, "deleted-1", "Deleted user", Sample.Noon, audit: null, Cancel);

        await Assert.ThrowsAsync<StartFailedException>(() => PurgeCommands.PurgeUser(_commands, "ada", Cancel));
        Assert.Equal("deleted-1", await PurgeCommands.PurgeUser(_commands, ada.Id.ToString(), Cancel));

        Assert.Equal([ada.Id], (await Noted()).Select(purge => purge.UserId));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("018f3c4e-0000-7000-8000-000000000000")]
    public async Task A_purge_of_somebody_who_does_not_exist_names_them(string user)
    {
        var refused = await Assert.ThrowsAsync<StartFailedException>(() => PurgeCommands.PurgeUser(_commands, user, Cancel));

        Assert.Contains(user, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await Noted());
    }

    [Fact]
    public async Task A_topic_is_purged_only_once_it_is_removed()
    {
        var ada = Sample.Person("ada");
        await storage.Users.Create(new(ada, "hash"), audit: null, Cancel);
        Topic topic = new(Guid.CreateVersion7(), "Tea", null, Sample.Noon, ada, Sample.Noon, 0, 0, null);
        await storage.Topics.Create(topic, TopicMembers.Everybody, Cancel);

        var refused = await Assert.ThrowsAsync<StartFailedException>(() => PurgeCommands.PurgeTopic(_commands, topic.Id, Cancel));
        Assert.Contains("Remove it first", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await WrittenAudit.Of(storage.Database, topic.Id));

        await storage.Topics.Remove(topic, Sample.Noon, audit: null, Cancel);
        Assert.Equal("Tea", await PurgeCommands.PurgeTopic(_commands, topic.Id, Cancel));

        Assert.True((await storage.Topics.Removal(topic.Id, Cancel))!.IsEmptying);
        Assert.Equal(AuditActions.TopicPurged, Assert.Single(await WrittenAudit.Of(storage.Database, topic.Id)).Action);
        await Assert.ThrowsAsync<StartFailedException>(() => PurgeCommands.PurgeTopic(_commands, Guid.CreateVersion7(), Cancel));
    }

    private Task<IReadOnlyList<UserPurge>> Noted() => storage.Services.GetRequiredService<IPurgeStore>().Noted(DateTimeOffset.MaxValue, Cancel);
}

public sealed class PurgeOnPostgres(SharedPostgres server) : PurgeContract(new PostgresStorage(server));

public sealed class PurgeOnSqlite() : PurgeContract(new SqliteStorage());
