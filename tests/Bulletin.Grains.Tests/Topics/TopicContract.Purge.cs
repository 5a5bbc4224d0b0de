using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Reports;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Grains.Tests.Topics;

// Texts are deleted for good because an operator has asked for it.
public abstract partial class TopicContract
{
    [Fact]
    public async Task A_purge_leaves_no_text_of_its_author_and_every_text_of_others()
    {
        var (ada, bob, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"), await Cluster.SignUpAdmin());
        var (open, hidden) = (await Cluster.NewTopic(bob), await Cluster.NewPrivateTopic(ada, bob));
        foreach (var topic in new[] { open, hidden })
        {
            await Post(topic, ada, "secret one");
            await Post(topic, bob, "kept");
            await Post(topic, ada, "secret two");
        }
        await Edit(open, ada, 1, "secret three");
        Assert.NotNull((await open.Edit(new(3, admin, "secret four"), Cancel)).Value);
        Assert.NotNull((await open.Edit(new(2, admin, "kept too"), Cancel)).Value);
        Assert.NotNull((await hidden.Delete(new(3, admin), Cancel)).Value);
        await Report(open, ada.User, "secret one");
        await Report(hidden, bob.User, "kept");
        Assert.NotEmpty(await TextsLike("%secret%"));

        await Purge(ada);

        Assert.Empty(await TextsLike("%secret%"));
        foreach (var inMemory in new[] { true, false })
        {
            if (!inMemory) await Deactivate(open);
            Assert.Equal([null, "kept too", null], (await ReadAll(open)).Select(message => message.Text));
            Assert.Equal("kept", (await hidden.ReadOne(2, bob.User.Id, Cancel)).Value!.Text);
        }
        Assert.Equal([(AuditActions.MessageDeleted, 3L)], (await Cluster.Acts(hidden)).Where(act => act is { Before: null, After: null }).Select(act => (act.Action, act.Seq!.Value)));
        Assert.Equal([(AuditActions.MessageEdited, 3L)], (await Cluster.Acts(open)).Where(act => act is { Before: null, After: null }).Select(act => (act.Action, act.Seq!.Value)));
        Assert.Contains(await Cluster.Acts(open), act => act is { Seq: 2, Before: not null, After: not null });
        Assert.Equal("kept", Assert.Single(await ReportedTexts(hidden)));
        Assert.Empty(await Noted(ada));
    }

    [Fact]
    public async Task Who_watches_a_topic_is_told_what_is_purged_as_of_any_deletion()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, ada, "one");
        Watcher watcher = new();
        await topic.Watch(Cluster.Grains.CreateObjectReference<ITopicObserver>(watcher), 0, -1, Cancel);

        await Purge(ada);

        Assert.True(Assert.Single(await watcher.Take(1)) is { Seq: 1, Revision: 2, Text: null, DeletedAt: not null });
    }

    [Fact]
    public async Task What_somebody_writes_after_a_purge_was_asked_for_stays()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicFromNoonOn(ada, 3);
        await Ask(ada, Sample.Noon.AddDays(1));

        Assert.True(await PurgesOf(0).Purge(Cancel));

        Assert.Equal([null, null, "day 2"], (await ReadAll(topic)).Select(message => message.Text));
    }

    [Fact]
    public async Task A_purge_that_dies_half_way_is_finished_by_another_silo()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicFromNoonOn(ada, (2 * Purges.Some) + 10);
        await Report(topic, ada.User, "day 0");
        await Ask(ada, Sample.Noon.AddYears(1));
        using CancellationTokenSource death = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Watcher watcher = new();
        await topic.Watch(Cluster.Grains.CreateObjectReference<ITopicObserver>(watcher), 0, -1, Cancel);

        // Its time stands still, so it goes no further than to the pause after the first batch.
        var first = PurgesOf(0, new FakeTimeProvider(Sample.Noon.AddYears(2))).Purge(death.Token);
        await watcher.Take(Purges.Some);
        await death.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(Purges.Some + 10, (await ReadAll(topic)).Count(message => message.Text is not null));
        Assert.Equal(["day 0"], await ReportedTexts(topic));
        Assert.Single(await Noted(ada));

        Assert.True(await PurgesOf(1).Purge(Cancel));

        Assert.All(await ReadAll(topic), message => Assert.Null(message.Text));
        Assert.Equal([""], await ReportedTexts(topic));
        Assert.Empty(await Noted(ada));
    }

    [Theory]
    [InlineData(Fault.BeforeCommit)]
    [InlineData(Fault.AfterCommit)]
    internal async Task A_purge_whose_database_fails_is_not_taken_for_done(Fault fault)
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicFromNoonOn(ada, 5);
        await Ask(ada, Sample.Noon.AddYears(1));
        Faults.Plan(fault);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => PurgesOf(0).Purge(Cancel));

        Assert.Single(await Noted(ada));
        Assert.True(await PurgesOf(1).Purge(Cancel));
        // Of a commit whose answer was lost, memory learns only with the next write, or within a second.
        await Deactivate(topic);
        Assert.All(await ReadAll(topic), message => Assert.Null(message.Text));
        Assert.Equal(10, (await topic.Get(Sample.Anybody, Cancel)).Value!.Revision);
    }

    [Fact]
    public async Task A_purge_reaches_into_removed_topics_and_clients_learn_of_it_once_they_are_restored()
    {
        var (ada, bob, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewTopic(bob);
        await Post(topic, ada, "secret");
        await Post(topic, bob, "kept");
        await Edit(topic, ada, 1, "secret still");
        await topic.Remove(bob, Cancel);

        await Purge(ada);

        Assert.Empty(await TextsLike("secret%"));
        Assert.NotNull((await topic.Restore(admin, Cancel)).Value);
        Assert.Equal([null, "kept"], (await ReadAll(topic)).Select(message => message.Text));
        Assert.True(Assert.Single((await topic.Changes(3, 50, Sample.Anybody, Cancel)).Value!.Items) is { Seq: 1, Revision: 4, Text: null, DeletedAt: not null });
    }

    private Task<bool> Ask(Actor author, DateTimeOffset at) => Cluster.Services.GetRequiredService<IPurgeStore>().PurgeUser(
        author.User.Id, at,
        AuditEntry.Of(actorId: null, origin: null, AuditActions.UserMessagesPurged, AuditTarget.User(author.User.Id, author.User.Username), null, null, at), Cancel);

    /// <summary>Asks for it and waits until it is done.</summary>
    private async Task Purge(Actor author)
    {
        var now = Milliseconds.Cut(TimeProvider.System.GetUtcNow());
        Assert.True(await Ask(author, now));
        Assert.True(await PurgesOf(0, new StoppedClock(now.AddMinutes(1))).Purge(Cancel));
    }

    /// <summary>As a silo does it, long after.</summary>
    private Purges PurgesOf(int silo, TimeProvider? clock = null)
    {
        var services = Cluster.Cluster.Silos[silo].ServiceProvider;
        return new(
            services.GetRequiredService<IPurgeStore>(), services.GetRequiredService<IGrainFactory>(), clock ?? new StoppedClock(Sample.Noon.AddYears(2)), NullLogger<Purges>.Instance);
    }

    private async Task<Report> Report(ITopicGrain topic, User author, string text) => (await Cluster.Services.GetRequiredService<IReportStore>().Create(
        new(Guid.CreateVersion7(), Sample.Noon, new(topic.GetPrimaryKey(), "tea", Access.Public, 1, author, text), Sample.Person("eve"), "spam",
            Comment: null, ReportState.Open, Assignee: null, Resolution: null, ClosedAt: null, ClosedBy: null),
        Cancel))!;

    private Task<List<string>> ReportedTexts(ITopicGrain topic) => Cluster.Services.GetRequiredService<SqlDatabase>().Query(
        "SELECT text FROM reports WHERE topic_id = @topic", row => row.GetString(0), Cancel, ("topic", topic.GetPrimaryKey()));

    /// <summary>Whatever is stored of messages, wherever it is.</summary>
    private Task<List<string>> TextsLike(string pattern) => Cluster.Services.GetRequiredService<SqlDatabase>().Query(
        """
        SELECT text FROM messages WHERE text LIKE @pattern
        UNION ALL SELECT text FROM message_texts WHERE text LIKE @pattern
        UNION ALL SELECT text FROM reports WHERE text LIKE @pattern
        UNION ALL SELECT before FROM audit_log WHERE before LIKE @pattern
        UNION ALL SELECT after FROM audit_log WHERE after LIKE @pattern
        """,
        row => row.GetString(0), Cancel, ("pattern", pattern));

    private async Task<IEnumerable<UserPurge>> Noted(Actor author) =>
        (await Cluster.Services.GetRequiredService<IPurgeStore>().Noted(DateTimeOffset.MaxValue, Cancel)).Where(purge => purge.UserId == author.User.Id);

    /// <summary>A topic with one message a day from a noon on, in storage and not in memory.</summary>
    private async Task<ITopicGrain> TopicFromNoonOn(Actor author, int days)
    {
        var topic = await Cluster.NewTopic(author);
        var id = topic.GetPrimaryKey();
        var claim = (await Cluster.Log.Claim(id, Cancel))!.Value;
        Message[] messages = [.. Enumerable.Range(0, days).Select(day =>
            Sample.Message(id, day + 1, text: $"day {day}") with { Author = author.User, CreatedAt = Sample.Noon.AddDays(day) })];
        await Cluster.Commits.Append(new(id, claim.Epoch, claim.Head, new(days, days), messages[^1].CreatedAt, messages, [], []), Cancel);
        await Deactivate(topic);
        return topic;
    }
}
