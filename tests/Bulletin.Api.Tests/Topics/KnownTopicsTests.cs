using Bulletin.Api.Topics;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Tests;

public sealed class KnownTopicsTests : IDisposable
{
    private readonly Guid topicId = Guid.CreateVersion7();
    private readonly KnownTopics topics = new();

    [Theory]
    [InlineData(Access.Public, true)]
    [InlineData(Access.Private, false)]
    [InlineData(Access.Direct, false)]
    public void A_topic_that_was_read_is_known_only_if_it_is_public(Access access, bool isKnown)
    {
        topics.Learn(topicId, Read(access));

        Assert.Equal(isKnown, topics.Has(topicId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Messages_that_were_read_make_their_topic_known_only_if_it_is_public(bool isPublic)
    {
        topics.Learn(topicId, new Outcome<LatestMessages>(new(1, null, isPublic), Refusal.None));

        Assert.Equal(isPublic, topics.Has(topicId));
    }

    [Fact]
    public void A_page_of_history_makes_nothing_known_but_a_refusal_of_one_makes_the_topic_unknown()
    {
        topics.Learn(topicId, new Outcome<MessagePage>(new([], HasOlder: false, HasNewer: false), Refusal.None));
        Assert.False(topics.Has(topicId));

        topics.Learn(topicId, Read(Access.Public));
        topics.Learn(topicId, new Outcome<MessagePage>(null, Refusal.TopicNotFound));
        Assert.False(topics.Has(topicId));
    }

    private Outcome<Topic> Read(Access access)
    {
        User user = new(Guid.CreateVersion7(), "ada", "Ada", DateTimeOffset.UnixEpoch);
        return new Topic(topicId, "tea", null, DateTimeOffset.UnixEpoch, user, DateTimeOffset.UnixEpoch, 0, 0, null, access);
    }

    public void Dispose() => topics.Dispose();
}
