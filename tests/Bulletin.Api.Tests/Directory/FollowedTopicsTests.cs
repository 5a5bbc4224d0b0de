using Bulletin.Api.Directory;
using Bulletin.Api.Http;
using Bulletin.Api.Tests.Personal;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Tests.Directory;

public sealed class FollowedTopicsTests
{
    private readonly Guid ada = Guid.CreateVersion7();
    private readonly SaidOfPerson said = new();
    private readonly FollowedTopics followed;

    public FollowedTopicsTests() => followed = new(PersonOf.Test(said), TimeProvider.System);

    [Fact]
    public async Task A_page_is_asked_of_the_topics_that_the_person_follows()
    {
        var (tea, milk) = (New(), New());
        var (after, place) = (DirectoryCursor.Of(New().Topic), DirectoryCursor.Of(milk.Topic));
        said.Topics = (filter, limit, from) =>
        {
            Assert.Equal((TopicFilter.Followed, 2, after), (filter, limit, from));
            return new([tea, milk], place);
        };

        var page = await followed.Page(ada, limit: 2, after, TestContext.Current.CancellationToken);

        Assert.Equal([tea.Topic.Id, milk.Topic.Id], page.Items.Select(topic => topic.Id));
        Assert.Equal(place, page.Next);
    }

    [Fact]
    public void A_place_comes_back_as_it_was_and_only_in_this_list()
    {
        var place = DirectoryCursor.Of(New().Topic);

        Assert.Equal(place, DirectoryCursorText.DecodeFollowed(DirectoryCursorText.EncodeFollowed(place)));
        Assert.Throws<ProblemException>(() => DirectoryCursorText.Decode(DirectoryCursorText.EncodeFollowed(place), query: null));
        Assert.Throws<ProblemException>(() => DirectoryCursorText.DecodeFollowed(DirectoryCursorText.Encode(place, query: null)));
    }

    private static PersonalTopic New()
    {
        User ada = new(Guid.CreateVersion7(), "ada", "Ada", DateTimeOffset.UnixEpoch);
        Topic topic = new(Guid.CreateVersion7(), "tea", null, DateTimeOffset.UnixEpoch, ada, DateTimeOffset.UnixEpoch, 0, 0, null);
        return new(topic, SaidOfPerson.State(topic.Id, 1));
    }
}
