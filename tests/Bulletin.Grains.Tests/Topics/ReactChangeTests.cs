using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Changes;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Tests.Topics;

public sealed class ReactChangeTests
{
    private static readonly Topic Topic = Sample.Topic(seq: 1);

    [Fact]
    public void A_message_has_so_many_kinds_of_reactions_and_no_more()
    {
        var message = Reacted(Reaction.MostKinds, each: 1);

        Assert.Equal(Refusal.TooManyReactions, Decide(message, "🆕").Refusal);
        Assert.Equal(2, Decide(message, "0").Next!.Reactions![0].UserIds.Count);
    }

    [Fact]
    public void A_message_has_so_many_reactions_and_no_more()
    {
        var message = Reacted(10, Reaction.Most / 10);

        Assert.Equal(Refusal.TooManyReactions, Decide(message, "0").Refusal);
        Assert.Equal(Refusal.TooManyReactions, Decide(message, "🆕").Refusal);
        var theirs = message.Reactions![0].UserIds[0];
        var user = Sample.Ada with { Id = theirs };
        ReactChange back = new(new(1, Sample.Acting(user), "0", IsTakenBack: true));
        Assert.DoesNotContain(theirs, Decide(message, back).Next!.Reactions![0].UserIds);
    }

    [Fact]
    public void Reactions_are_equal_if_the_same_people_have_chosen_the_same()
    {
        Guid[] ids = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        Reaction one = new("👍", ids), same = new("👍", [.. ids]);

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, new Reaction("👍", [ids[0]]));
        Assert.NotEqual(one, new Reaction("👎", ids));
    }

    private static Decision Decide(Message message, string emoji) => Decide(message, new ReactChange(new(1, Sample.Acting(Sample.Ada), emoji)));

    private static Decision Decide(Message message, ReactChange change) =>
        change.Decide(new LiveTopic(new StoredTopic(Topic, [message])), message, new ChangeStamp(2, 2, Sample.Noon));

    private static Message Reacted(int kinds, int each) => Sample.Message(Topic.Id, 1) with
    {
        Reactions = [.. Enumerable.Range(0, kinds).Select(kind => new Reaction($"{kind}", [.. Enumerable.Range(0, each).Select(_ => Guid.CreateVersion7())]))],
    };
}
