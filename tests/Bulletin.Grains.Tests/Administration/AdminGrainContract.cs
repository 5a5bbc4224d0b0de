using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Tests.Storage;
using Bulletin.Grains.Tests.Topics;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Administration;

/// <summary>What an admin finds among all messages, and what the audit log says of it, whatever database is below.</summary>
public abstract partial class AdminGrainContract(TopicCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IAdminGrain Grain => cluster.Grains.GetGrain<IAdminGrain>(0);

    [Fact]
    public async Task Reading_messages_of_a_private_topic_is_written_into_the_audit_log_once_a_page()
    {
        var (ada, root) = (await cluster.SignUp("ada"), await Admin());
        var (open, hidden) = (await cluster.NewTopic(ada), await cluster.NewPrivateTopic(ada));
        foreach (var topic in new[] { open, hidden, hidden }) await Post(topic, ada);

        var page = await Grain.Messages(Of(ada), root, Cancel);

        Assert.Equal(3, page.Items.Count);
        var act = Assert.Single(await Acts(hidden.GetPrimaryKey()));
        Assert.Equal((AuditActions.TopicMessagesRead, root.User.Id), (act.Action, act.ActorId!.Value));
        Assert.Empty(await Acts(open.GetPrimaryKey()));
    }

    [Fact]
    public async Task Messages_to_delete_are_found_without_reading_them()
    {
        var (ada, lin) = (await cluster.SignUp("ada"), await cluster.SignUp("lin"));
        var hidden = await cluster.NewPrivateTopic(ada, lin);
        await Post(hidden, lin);
        await Post(hidden, ada);

        var list = await Grain.FindToDelete(new(ada.User.Id, DateTimeOffset.UnixEpoch, After: null), Cancel);

        Assert.Equal(new(hidden.GetPrimaryKey(), 2), Assert.Single(list.Items));
        Assert.Null(list.Next);
        Assert.Empty(await Acts(hidden.GetPrimaryKey()));
        Assert.Empty(await Acts(ada.User.Id));
    }

    [Fact]
    public async Task A_purge_goes_on_where_it_ended_whatever_became_of_what_it_named()
    {
        var ada = await cluster.SignUp("ada");
        var topic = await cluster.NewTopic(ada);
        for (var n = 0; n < MessagesToDelete.Most + 3; n++) await Post(topic, ada);

        var first = await Grain.FindToDelete(new(ada.User.Id, DateTimeOffset.UnixEpoch, After: null), Cancel);
        var rest = await Grain.FindToDelete(new(ada.User.Id, DateTimeOffset.UnixEpoch, first.Next), Cancel);

        Assert.Equal(MessagesToDelete.Most, first.Items.Count);
        Assert.Equal([3L, 2, 1], rest.Items.Select(message => message.Seq));
        Assert.Null(rest.Next);
    }

    [Fact]
    public async Task A_purge_of_somebody_who_has_posted_nothing_since_names_nothing()
    {
        var ada = await cluster.SignUp("ada");
        await Post(await cluster.NewTopic(ada), ada);

        var list = await Grain.FindToDelete(new(ada.User.Id, TimeProvider.System.GetUtcNow().AddHours(1), After: null), Cancel);

        Assert.Empty(list.Items);
    }

    private static MessageQuery Of(Actor author) => new(Search: null, author.User.Id, TopicId: null, From: null, To: null, Deleted: null, Limit: 50, After: null);

    private static async Task Post(ITopicGrain topic, Actor author) =>
        Assert.NotNull((await topic.Post(new(Guid.CreateVersion7(), author, "hello", ReplyTo: null), Cancel)).Value);

    private Task<List<AuditEntry>> Acts(Guid target) => WrittenAudit.Of(cluster.Services.GetRequiredService<SqlDatabase>(), target);

    private async Task<Actor> Admin() => (await cluster.SignUp("root", moderator: true)) with { IsAdmin = true };
}

public sealed class AdministrationOnPostgres(PostgresTopicCluster cluster) : AdminGrainContract(cluster), IClassFixture<PostgresTopicCluster>;

public sealed class AdministrationOnSqlite(SqliteTopicCluster cluster) : AdminGrainContract(cluster), IClassFixture<SqliteTopicCluster>;
