using Bulletin.Grains.Personal;
using Bulletin.Grains.Storage.Sql;

namespace Bulletin.Grains.Tests.Personal;

public abstract partial class PersonalContract
{
    [Fact]
    public async Task Who_has_as_many_topics_as_they_may_loses_the_one_they_opened_first_and_follows_no_more()
    {
        var (lin, person, topicId) = await Reader(messages: 5);
        PersonalRow opened = new(Guid.CreateVersion7(), 1, NotificationLevel.Default, Following: false, Draft: null, Version: 1);
        var followed = Enumerable.Range(2, PersonalState.MostTopics - 1).Select(version => opened with { TopicId = Guid.CreateVersion7(), Following = true, Version = version });
        Assert.True(await Store.Save(lin, await Store.Claim(lin, Cancel), [opened, .. followed], Cancel));

        Assert.Equal((2, 3), Position(await person.Read(topicId, 2, 5, isMember: false, Cancel)));
        Assert.Empty(await person.States([opened.TopicId], Cancel));
        Assert.True((await person.Follow(topicId, follows: true, 5, Cancel)).Value!.Following);

        var other = Guid.CreateVersion7();
        Assert.Equal((1, 0), Position(await person.Read(other, 1, 1, isMember: false, Cancel)));
        Assert.Empty(await person.States([other], Cancel));
        Assert.Equal(Refusal.TooManyTopics, (await person.Follow(other, follows: true, 0, Cancel)).Refusal);
        Assert.Equal(Refusal.TooManyTopics, (await person.SetLevel(other, NotificationLevel.All, 0, isMember: false, Cancel)).Refusal);
        await Deactivate(person);
        Assert.Equal((topicId, PersonalState.MostTopics), ((await Watch(person)).Topics[0].TopicId, (await Store.Load(lin, Cancel)).Count));
    }

    [Fact]
    public async Task Who_has_as_many_drafts_as_they_may_can_only_change_those()
    {
        var (lin, person, topicId) = await Reader(messages: 1);
        PersonalRow drafted = new(Guid.CreateVersion7(), 0, NotificationLevel.Default, Following: false, new("Well", null, 1), Version: 1);
        var others = Enumerable.Range(1, PersonalState.MostDrafts - 1).Select(_ => drafted with { TopicId = Guid.CreateVersion7() });
        Assert.True(await Store.Save(lin, await Store.Claim(lin, Cancel), [drafted, .. others], Cancel));

        Assert.Equal(Refusal.TooManyDrafts, (await person.SaveDraft(topicId, new("Well", null), 0, 1, isMember: false, Cancel)).Refusal);
        Assert.Equal("Yes", (await person.SaveDraft(drafted.TopicId, new("Yes", null), 1, 0, isMember: false, Cancel)).Value!.Draft!.Text);
        Assert.Null((await person.SaveDraft(drafted.TopicId, null, 0, 0, isMember: false, Cancel)).Value!.Draft);
        Assert.NotNull((await person.SaveDraft(topicId, new("Well", null), 0, 1, isMember: false, Cancel)).Value);
    }

    [Fact]
    public async Task A_position_moves_past_thousands_of_messages_of_one_s_own()
    {
        var (lin, person, topicId) = await Reader(messages: 0);
        await person.Read(topicId, 0, 0, isMember: false, Cancel);
        await person.Follow(topicId, follows: true, 0, Cancel);
        await PostAsIfLongAgo(topicId, lin, 2 * UnreadCount.LookedThrough + 1);

        var state = Assert.Single(await person.States([topicId], Cancel));
        Assert.Equal((2 * UnreadCount.LookedThrough + 1, 0), Position(state));

        await Eventually.Get(async () => Assert.Single(await Store.Load(lin, Cancel)).ReadSeq, seq => seq == state.ReadSeq, "the position is stored");
    }

    [Fact]
    public async Task Topics_in_which_nothing_is_unread_after_all_are_looked_through_only_so_far_at_once()
    {
        var (lin, person, topicId) = await Reader(messages: 1);
        await person.Follow(topicId, follows: true, 0, Cancel);
        var ada = await cluster.SignUp("ada");
        for (var n = 0; n < 3; n++)
        {
            var topic = await cluster.NewTopic(ada);
            await person.Follow(topic.GetPrimaryKey(), follows: true, 0, Cancel);
            await PostAsIfLongAgo(topic.GetPrimaryKey(), lin, 1);
        }

        List<Guid> found = [];
        Bulletin.Grains.Directory.DirectoryCursor? after = null;
        do
        {
            var page = await person.Topics(TopicFilter.Unread, 1, after, Cancel);
            found.AddRange(page.Items.Select(topic => topic.Topic.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal([topicId], found);
    }

    /// <summary>Messages that are in the database only.</summary>
    private async Task PostAsIfLongAgo(Guid topicId, Guid authorId, int messages)
    {
        await Sql.ChangeTogether(
            [
                new("UPDATE topics SET seq = @count, revision = @count WHERE id = @topic RETURNING id", ("topic", topicId), ("count", (long)messages)),
                .. Enumerable.Range(1, messages).Chunk(1_000).Select(seqs => new SqlStatement(
                    $"""
                    INSERT INTO messages (topic_id, seq, revision, client_id, author_id, text, created_at)
                    SELECT @topic, m.column1, m.column1, m.column2, @author, 'x', 0
                    FROM (VALUES {SqlValues.Rows(seqs.Length, "seq", "client")}) m
                    """,
                    [
                        ("topic", topicId), ("author", authorId),
                        .. SqlValues.Of(("seq", seqs.Select(seq => (object)(long)seq)), ("client", seqs.Select(_ => (object)Guid.CreateVersion7()))),
                    ])),
            ],
            Cancel);
    }
}
