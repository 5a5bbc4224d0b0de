using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Settings;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Topics;

// The texts that a message had before it was edited.
public abstract partial class TopicContract
{
    [Fact]
    public async Task The_history_of_a_message_is_every_earlier_text_until_it_is_deleted()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        var posted = await Post(topic, ada, "one");
        Assert.Empty((await topic.History(1, Sample.Anybody, Cancel)).Value!.Items);
        var edited = await Edit(topic, ada, 1, "two");
        await Edit(topic, ada, 1, "three");

        foreach (var inMemory in new[] { true, false })
        {
            if (!inMemory) await Deactivate(topic);
            Assert.Equal(
                [new(posted.Revision, posted.CreatedAt, "one"), new(edited.Revision, edited.EditedAt!.Value, "two")],
                (await topic.History(1, Sample.Anybody, Cancel)).Value!.Items);
        }
        Assert.Equal(Refusal.MessageNotFound, (await topic.History(2, Sample.Anybody, Cancel)).Refusal);

        await topic.Delete(new(1, ada), Cancel);
        Assert.Empty((await topic.History(1, Sample.Anybody, Cancel)).Value!.Items);
        Assert.Empty(await Cluster.Log.History(topic.GetPrimaryKey(), 1, Cancel));
    }

    [Fact]
    public async Task Words_that_an_admin_has_taken_from_a_message_are_in_its_history_no_more_and_neither_are_earlier_ones()
    {
        var (ada, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, ada, "one");
        await Post(topic, ada, "another");
        await Edit(topic, ada, 1, "two");
        await Edit(topic, ada, 2, "other");

        await Edit(topic, admin, 1, "moderated");
        Assert.Empty((await topic.History(1, Sample.Anybody, Cancel)).Value!.Items);
        await Edit(topic, ada, 1, "three");

        Assert.Equal(["moderated"], (await topic.History(1, Sample.Anybody, Cancel)).Value!.Items.Select(text => text.Text));
        Assert.Equal(["another"], (await topic.History(2, Sample.Anybody, Cancel)).Value!.Items.Select(text => text.Text));
    }

    [Fact]
    public async Task A_site_that_keeps_no_history_shows_none_of_what_it_kept_before()
    {
        var (ada, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewTopic(ada);
        await Post(topic, ada, "one");
        await Edit(topic, ada, 1, "two");

        await KeepHistory(admin, false);
        try
        {
            await Until(count => count == 0);
            Assert.Single(await Cluster.Log.History(topic.GetPrimaryKey(), 1, Cancel));
        }
        finally
        {
            await KeepHistory(admin, true);
        }
        await Until(count => count == 1);

        async Task Until(Predicate<int> holds)
        {
            using PeriodicTimer again = new(TimeSpan.FromMilliseconds(50));
            while (!holds((await topic.History(1, Sample.Anybody, Cancel)).Value!.Items.Count)) Assert.True(await again.WaitForNextTickAsync(Cancel));
        }
    }

    [Fact]
    public async Task A_site_that_keeps_no_history_deletes_what_it_kept_before_and_one_that_does_deletes_nothing()
    {
        var (ada, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewTopic(ada);
        var id = topic.GetPrimaryKey();
        await Post(topic, ada, "one");
        await Edit(topic, ada, 1, "two");
        // As a silo that has not heard of it yet.
        await KeepHistory(admin, true);
        Assert.False(await Cluster.Store.ForgetEarlierTexts(1, Cancel));
        Assert.Single(await Cluster.Log.History(id, 1, Cancel));

        await KeepHistory(admin, false);
        try
        {
            await Retain(retention => retention.ForgetEarlierTexts(Cancel));
        }
        finally
        {
            await KeepHistory(admin, true);
        }

        Assert.Empty(await Cluster.Log.History(id, 1, Cancel));
    }

    private async Task KeepHistory(Actor admin, bool keeps)
    {
        var settings = Cluster.Services.GetRequiredService<ISettingsStore>();
        var now = await settings.Read(Cancel);
        var act = admin.Did(AuditActions.SettingsChanged, AuditTarget.Settings, before: null, after: null, Sample.Noon);
        Assert.True(await settings.Write(now with { Version = now.Version + 1, KeepsHistory = keeps }, act, Cancel));
    }
}
