using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Topics;

// Direct conversations are of their people for ever; each may hide them.
public abstract partial class TopicContract
{
    [Fact]
    public async Task A_conversation_that_its_people_open_at_once_is_one_topic()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = Cluster.Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7());

        var opened = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? Open(topic, ada, bob) : Open(topic, bob, ada)));

        Assert.All(opened, conversation => Assert.Equal(
            (topic.GetPrimaryKey(), Access.Direct, 2, opened[0].CreatedBy, opened[0].CreatedAt, 1L),
            (conversation.Id, conversation.Access, conversation.MemberCount, conversation.CreatedBy, conversation.CreatedAt, conversation.MembersVersion)));
        Assert.Equal(new[] { ada.User.Id, bob.User.Id }.Order(), opened[0].People!.Select(person => person.Id).Order());
        Assert.Equal((1L, 2L), ((await Post(topic, ada, "hello")).Seq, (await Post(topic, bob, "hello")).Seq));
    }

    [Fact]
    public async Task Nobody_changes_the_people_of_a_conversation_or_anything_about_it()
    {
        var (ada, bob, eve, mod) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"), await Cluster.SignUp("eve"), await Cluster.SignUp("mod", moderator: true));
        var topic = Cluster.Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7());
        await Open(topic, ada, bob, mod);
        await Post(topic, bob, "hello");

        foreach (var person in new[] { ada, bob, mod })
        {
            Assert.Equal(Refusal.NotAllowed, (await topic.PutMember(new(eve.User, null, person), Cancel)).Refusal);
            Assert.Equal(Refusal.NotAllowed, (await topic.PutMember(new(person.User, Role.Owner, person), Cancel)).Refusal);
            Assert.Equal(Refusal.NotAllowed, await Remove(topic, person, person));
            Assert.Equal(Refusal.NotAllowed, (await topic.CreateInvitation(new(Guid.CreateVersion7(), [1], null, null, person), Cancel)).Refusal);
            Assert.Equal(Refusal.NotAllowed, (await topic.Change(new("tea", null, person), Cancel)).Refusal);
            Assert.Equal(Refusal.NotAllowed, (await topic.Remove(person, Cancel)).Refusal);
        }
        Assert.Equal(Refusal.NotAllowed, (await topic.Delete(new(1, ada), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await topic.Delete(new(1, mod), Cancel)).Refusal);
        Assert.Equal(Refusal.InvitationNotFound, (await topic.Preview(Cancel)).Refusal);
        Assert.Equal(Refusal.InvitationNotFound, (await topic.AcceptInvitation(Guid.CreateVersion7(), eve, Cancel)).Refusal);
        Assert.All(await Reads(topic, eve.User.Id), refusal => Assert.Equal(Refusal.TopicNotFound, refusal));
    }

    [Fact]
    public async Task A_conversation_that_somebody_hides_is_out_of_their_list_alone_until_it_goes_on_or_they_open_it()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = Cluster.Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7());
        await Open(topic, ada, bob);
        await Post(topic, ada, "one");

        await Hide(topic, bob);
        Assert.Equal((1, 0), (await Listed(ada), await Listed(bob)));
        Assert.Equal("one", (await topic.ReadOne(1, bob.User.Id, Cancel)).Value!.Text);
        await Edit(topic, ada, 1, "edited");
        Assert.Equal(0, await Listed(bob));
        await Post(topic, ada, "two");
        Assert.Equal(1, await Listed(bob));

        await Hide(topic, bob);
        Assert.Equal(0, await Listed(bob));
        await Open(topic, ada, bob);
        Assert.Equal(0, await Listed(bob));
        await Open(topic, bob, ada);
        Assert.Equal((1, 1), (await Listed(ada), await Listed(bob)));
        Assert.Equal(Refusal.NotAllowed, (await (await Cluster.NewPrivateTopic(ada)).Hide(ada, Cancel)).Refusal);
    }

    private static async Task<Topic> Open(ITopicGrain topic, Actor by, params Actor[] with)
    {
        var outcome = await topic.Create(new("", null, by, Access.Direct, [.. with.Select(person => person.User)]), Cancel);
        Assert.Equal(Refusal.None, outcome.Refusal);
        return outcome.Value!;
    }

    private static async Task Hide(ITopicGrain topic, Actor by) => Assert.NotNull((await topic.Hide(by, Cancel)).Value);

    private async Task<int> Listed(Actor person) => (await Cluster.Index.Page(person.User.Id, 10, null, Cancel)).Count(topic => topic.Access == Access.Direct);
}
