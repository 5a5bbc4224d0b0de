using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Topics;

// Whom a message mentions is stored with it.
public abstract partial class TopicContract
{
    [Fact]
    public async Task Mentions_are_stored_with_a_post_and_replaced_by_an_edit()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        Guid[] first = [Sample.Ada.Id, Sample.Lin.Id], second = [Sample.Lin.Id];
        await topic.Post(new(Guid.CreateVersion7(), ada, "@ada @lin", null, first), Cancel);
        await Mentions(first, all: false);

        await topic.Edit(new(1, ada, "@lin @all", Mentions: second, MentionsAll: true), Cancel);
        await Mentions(second, all: true);

        await topic.Edit(new(1, ada, "nobody"), Cancel);
        await Mentions(null, all: false);

        async Task Mentions(Guid[]? people, bool all)
        {
            foreach (var inMemory in new[] { true, false })
            {
                if (!inMemory) await Deactivate(topic);
                var message = (await topic.ReadOne(1, Sample.Anybody, Cancel)).Value!;
                Assert.Equal(people, message.Mentions);
                Assert.Equal(all, message.MentionsAll);
            }
        }
    }

    [Fact]
    public async Task An_edit_to_the_same_text_keeps_the_mentions_as_of_when_it_was_written()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        await topic.Post(new(Guid.CreateVersion7(), ada, "@lin", null, [Sample.Lin.Id]), Cancel);

        var same = (await topic.Edit(new(1, ada, "@lin"), Cancel)).Value!;

        Assert.Equal([Sample.Lin.Id], same.Mentions!);
        Assert.Equal(1, same.Revision);
    }

    [Fact]
    public async Task A_deleted_message_mentions_nobody()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        await topic.Post(new(Guid.CreateVersion7(), ada, "@lin @all", null, [Sample.Lin.Id], MentionsAll: true), Cancel);

        await topic.Delete(new(1, ada), Cancel);

        foreach (var inMemory in new[] { true, false })
        {
            if (!inMemory) await Deactivate(topic);
            Assert.True((await topic.ReadOne(1, Sample.Anybody, Cancel)).Value is { Mentions: null, MentionsAll: false, DeletedAt: not null });
        }
    }

    [Fact]
    public async Task A_post_that_is_repeated_with_other_mentions_is_the_same_post()
    {
        var ada = await Cluster.SignUp("ada");
        var topic = await Cluster.NewTopic(ada);
        PostMessage post = new(Guid.CreateVersion7(), ada, "@lin", null, [Sample.Lin.Id]);
        await topic.Post(post, Cancel);

        var again = (await topic.Post(post with { Mentions = null }, Cancel)).Value!;

        Assert.Equal([Sample.Lin.Id], again.Message.Mentions!);
    }
}
