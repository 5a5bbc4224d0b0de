using Bulletin.Grains.Accounts;
using Bulletin.Grains.Settings;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulletin.Grains.Tests.Topics;

// Messages are deleted by age.
public abstract partial class TopicContract
{
    [Fact]
    public async Task Exactly_the_messages_that_are_too_old_expire_and_the_topic_is_no_more_recent_for_it()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicOfDays(ada, 6, keeps: 3);
        await topic.Delete(new(2, ada), Cancel);
        var before = (await topic.Get(Sample.Anybody, Cancel)).Value!;

        Assert.Equal(new Expired(2, More: false), (await topic.Expire(Cancel)).Value);
        Assert.Equal(new Expired(0, More: false), (await topic.Expire(Cancel)).Value);

        foreach (var inMemory in new[] { true, false })
        {
            if (!inMemory) await Deactivate(topic);
            Assert.Equal([null, null, null, "day 4", "day 5", "day 6"], (await ReadAll(topic)).Select(message => message.Text));
            var after = (await topic.Get(Sample.Anybody, Cancel)).Value!;
            Assert.Equal((before.LastActivityAt, before.LastSeq, before.Revision + 2), (after.LastActivityAt, after.LastSeq, after.Revision));
        }
        Assert.DoesNotContain(await Cluster.Acts(topic), act => act.Seq is not null);
    }

    [Fact]
    public async Task Who_watches_a_topic_is_told_what_expires_as_of_any_deletion()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicOfDays(ada, 4, keeps: 2);
        Watcher watcher = new();
        var reference = Cluster.Grains.CreateObjectReference<ITopicObserver>(watcher);
        await topic.Watch(reference, 0, -1, Cancel);

        await topic.Expire(Cancel);

        var told = await watcher.Take(2);
        Assert.Equal([(1L, 5L), (2L, 6L)], told.Select(message => (message.Seq, message.Revision)));
        Assert.All(told, message => Assert.True(message is { Text: null, DeletedAt: not null }));
        Assert.Equal(told, (await topic.Changes(4, 50, Sample.Anybody, Cancel)).Value!.Items);
    }

    [Fact]
    public async Task A_setting_that_is_taken_back_between_two_batches_deletes_no_more()
    {
        var (ada, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUpAdmin());
        var topic = await TopicOfDays(ada, 60, keeps: 10);
        Assert.Equal(new Expired(20, More: true), (await topic.Expire(Cancel)).Value);

        Assert.Equal(Refusal.None, await SetRetention(topic, 35, admin));
        Assert.Equal(new Expired(5, More: false), (await topic.Expire(Cancel)).Value);
        Assert.Equal(Refusal.None, await SetRetention(topic, 0, admin));
        Assert.Equal(new Expired(0, More: false), (await topic.Expire(Cancel)).Value);

        Assert.Equal(Numbers(26, 60), (await ReadAll(topic)).Where(message => message.DeletedAt is null).Select(message => message.Seq));
    }

    [Fact]
    public async Task While_a_topic_s_messages_expire_for_one_silo_another_is_answered_at_once()
    {
        var topic = await TopicOfDays(await Cluster.SignUp("ada"), 60, keeps: 10);
        var reading = Cluster.Lookups.Hold();
        Task<Outcome<Expired>> first;
        try
        {
            first = topic.Expire(Cancel);
            await reading.WaitAsync(Cancel);
            Assert.Equal(new Expired(0, More: false), (await topic.Expire(Cancel)).Value);
        }
        finally
        {
            Cluster.Lookups.Release();
        }

        Assert.Equal(new Expired(20, More: true), (await first).Value);
        Assert.Equal(new Expired(20, More: true), (await topic.Expire(Cancel)).Value);
    }

    [Theory]
    [InlineData(Fault.BeforeCommit)]
    [InlineData(Fault.AfterCommit)]
    internal async Task What_failed_to_expire_expires_later_and_no_more_than_that(Fault fault)
    {
        var topic = await TopicOfDays(await Cluster.SignUp("ada"), 90, keeps: 20);
        Assert.True((await topic.Expire(Cancel)).Value!.More);

        Faults.Plan(fault);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => topic.Expire(Cancel));
        await Deactivate(topic);
        for (var tries = 0; (await topic.Expire(Cancel)).Value is not { More: false }; tries++) Assert.True(tries < 100, "It never ends.");

        var all = await ReadAll(topic);
        Assert.Equal(Numbers(71, 90), all.Where(message => message.DeletedAt is null).Select(message => message.Seq));
        Assert.Equal(90 + 70, (await topic.Get(Sample.Anybody, Cancel)).Value!.Revision);
    }

    [Fact]
    public async Task A_message_edited_while_it_expires_keeps_what_the_edit_left()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await TopicOfDays(ada, 60, keeps: 59);

        var (edit, expiry) = (topic.Edit(new(1, ada, "edited"), Cancel), topic.Expire(Cancel));

        Assert.Equal(Refusal.None, (await expiry).Refusal);
        var edited = await edit;
        var left = (await topic.ReadOne(1, Sample.Anybody, Cancel)).Value!;
        Assert.Null(left.Text);
        Assert.Equal(edited.Value?.EditedAt, left.EditedAt);
    }

    [Fact]
    public async Task A_silo_deletes_what_is_older_than_each_topic_keeps_it()
    {
        var ada = await Cluster.SignUp("ada");
        var (limited, forever) = (await TopicOfDays(ada, 60, keeps: 7), await TopicOfDays(ada, 10, keeps: 0));

        await Retain(retention => retention.Expire(Cancel));

        Assert.Equal(Numbers(54, 60), (await ReadAll(limited)).Where(message => message.DeletedAt is null).Select(message => message.Seq));
        Assert.All(await ReadAll(forever), message => Assert.Null(message.DeletedAt));
    }

    [Fact]
    public async Task A_topic_that_fails_keeps_no_other_from_it_and_is_tried_again_by_itself()
    {
        // What other tests have left would meet the fault first.
        await Retain(retention => retention.Expire(Cancel));
        var ada = await Cluster.SignUp("ada");
        ITopicGrain[] topics = [await TopicOfDays(ada, 5, keeps: 2), await TopicOfDays(ada, 5, keeps: 2)];
        TopicsToExpire due = new();

        Faults.Plan(Fault.BeforeCommit);
        await Retain(retention => retention.Expire(Cancel), due);
        Assert.Equal([2, 5], (await Left()).Order());

        await Retain(retention => retention.ExpireDue(Cancel), due);
        Assert.Equal([2, 2], await Left());
        Assert.Empty(due.Take());

        async Task<List<int>> Left()
        {
            List<int> left = [];
            foreach (var topic in topics) left.Add((await ReadAll(topic)).Count(message => message.DeletedAt is null));
            return left;
        }
    }

    /// <summary>Lets a silo do something about what is too old to keep.</summary>
    private async Task Retain(Func<Retention, Task> step, TopicsToExpire? due = null)
    {
        using SiteSettingsFeed settings = new(Cluster.Services.GetRequiredService<ISettingsStore>(), TimeProvider.System, NullLogger<SiteSettingsFeed>.Instance);
        using Retention retention = new(Cluster.Store, settings, due ?? new(), Cluster.Grains, TimeProvider.System, NullLogger<Retention>.Instance);
        await step(retention);
    }

    /// <summary>A topic with one message on each of the last days, in storage and not in memory.</summary>
    /// <param name="keeps">For how many days it keeps its messages: so many are left.</param>
    private async Task<ITopicGrain> TopicOfDays(Actor author, int days, int keeps)
    {
        var topic = await Cluster.NewTopic(author);
        var id = topic.GetPrimaryKey();
        Assert.Equal(Refusal.None, await SetRetention(topic, keeps, await Cluster.SignUpAdmin()));
        var claim = (await Cluster.Log.Claim(id, Cancel))!.Value;
        var now = Milliseconds.Cut(TimeProvider.System.GetUtcNow());
        Message[] messages = [.. Enumerable.Range(1, days).Select(day =>
            Sample.Message(id, day, text: $"day {day}") with { Author = author.User, CreatedAt = now.AddDays(day - days - 0.5) })];
        await Cluster.Commits.Append(new(id, claim.Epoch, claim.Head, new(days, days), messages[^1].CreatedAt, messages, [], []), Cancel);
        await Deactivate(topic);
        return topic;
    }
}
