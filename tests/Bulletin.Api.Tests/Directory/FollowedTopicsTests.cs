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
    private readonly List<DirectoryCursor?> asked = [];

    public FollowedTopicsTests() => followed = new(PersonOf.Test(said), TimeProvider.System);

    [Fact]
    public async Task What_was_only_opened_is_left_out()
    {
        var (tea, milk) = (New(follows: true), New(follows: false));
        Has(new PersonalTopicPage([tea, milk], null));

        var page = await followed.Page(ada, limit: 50, after: null, Cancel);

        Assert.Equal(tea.Topic.Id, Assert.Single(page.Items).Id);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_full_page_goes_on_after_its_last_topic()
    {
        PersonalTopic[] mine = [New(follows: true), New(follows: true), New(follows: true)];
        Has(new PersonalTopicPage(mine, null));

        var page = await followed.Page(ada, limit: 2, after: null, Cancel);

        Assert.Equal(mine[..2].Select(item => item.Topic.Id), page.Items.Select(topic => topic.Id));
        Assert.Equal(DirectoryCursor.Of(mine[1].Topic), page.Next);
    }

    [Fact]
    public async Task A_page_that_is_not_full_reads_on_where_the_person_says()
    {
        var (tea, milk) = (New(follows: true), New(follows: true));
        var place = DirectoryCursor.Of(tea.Topic);
        Has(new PersonalTopicPage([tea], place), new PersonalTopicPage([milk], null));

        var page = await followed.Page(ada, limit: 50, after: null, Cancel);

        Assert.Equal([tea.Topic.Id, milk.Topic.Id], page.Items.Select(topic => topic.Id));
        Assert.Equal([null, place], asked);
    }

    [Fact]
    public async Task A_page_reads_so_far_and_no_further()
    {
        var place = DirectoryCursor.Of(New(follows: false).Topic);
        Has([.. Enumerable.Repeat(new PersonalTopicPage([], place), 6)]);

        var page = await followed.Page(ada, limit: 50, after: null, Cancel);

        Assert.Empty(page.Items);
        Assert.Equal(place, page.Next);
        Assert.Equal(5, asked.Count);
    }

    [Fact]
    public void A_place_comes_back_as_it_was_and_only_in_this_list()
    {
        var place = DirectoryCursor.Of(New(follows: true).Topic);

        Assert.Equal(place, DirectoryCursorText.DecodeFollowed(DirectoryCursorText.EncodeFollowed(place)));
        Assert.Throws<ProblemException>(() => DirectoryCursorText.Decode(DirectoryCursorText.EncodeFollowed(place), query: null));
        Assert.Throws<ProblemException>(() => DirectoryCursorText.DecodeFollowed(DirectoryCursorText.Encode(place, query: null)));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static PersonalTopic New(bool follows)
    {
        User ada = new(Guid.CreateVersion7(), "ada", "Ada", DateTimeOffset.UnixEpoch);
        Topic topic = new(Guid.CreateVersion7(), "tea", null, DateTimeOffset.UnixEpoch, ada, DateTimeOffset.UnixEpoch, 0, 0, null);
        return new(topic, SaidOfPerson.State(topic.Id, 1) with { Following = follows });
    }

    /// <summary>The person answers with these pages, one after the other.</summary>
    private void Has(params PersonalTopicPage[] pages) => said.Topics = (_, after) =>
    {
        asked.Add(after);
        return pages[asked.Count - 1];
    };
}
