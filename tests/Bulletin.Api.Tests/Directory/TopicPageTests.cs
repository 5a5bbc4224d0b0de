using Bulletin.Api.Directory;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;
using CsCheck;

namespace Bulletin.Api.Tests;

public sealed class TopicPageTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly User s_ada = new(Guid.CreateVersion7(), "ada", "Ada", s_noon);

    [Fact]
    public void Pages_of_two_lists_follow_each_other_without_a_gap_whatever_is_in_each() =>
        Lists().Sample((everybodys, own, limit) =>
            Read(after => TopicPage.Merge(Cut(everybodys, limit, after), Cut(own, limit, after), limit), limit, full: true, everybodys, own));

    [Fact]
    public void A_search_reaches_only_as_far_as_it_does_in_both_lists() =>
        Gen.Select(Lists(), Gen.Int[1, 5], Gen.Int[1, 5]).Sample((lists, reach, ownReach) =>
        {
            var (everybodys, own, limit) = lists;
            Read(after => TopicPage.Merge(Found(everybodys, limit, reach, after), Found(own, limit, ownReach, after), limit), limit, full: false, [.. everybodys.Where(HasName)], [.. own.Where(HasName)]);
        });

    [Fact]
    public void A_list_with_nothing_in_it_leaves_the_other_page_as_it_is()
    {
        TopicPage page = new([Topic(1)], null);

        Assert.Same(page, TopicPage.Merge(page, new([], null), 50));
        Assert.Same(page, TopicPage.Merge(new([], null), page, 50));
    }

    [Fact]
    public void A_search_that_has_found_nothing_yet_goes_on()
    {
        var (near, far) = (Topic(1), Topic(5));
        var page = TopicPage.Merge(new([near], null), new([], DirectoryCursor.Of(far)), 50);

        Assert.Empty(page.Items);
        Assert.Equal(DirectoryCursor.Of(far), page.Next);
    }

    private static Gen<(Topic[] Everybodys, Topic[] Own, int Limit)> Lists() =>
        Gen.Select(Gen.Int[0, 9].Array[0, 20], Gen.Int[0, 9].Array[0, 20], Gen.Int[1, 7], (one, other, limit) => (List(one), List(other), limit));

    private static void Read(Func<DirectoryCursor?, TopicPage> pageAfter, int limit, bool full, params Topic[][] lists)
    {
        List<Topic> read = [];
        DirectoryCursor? after = null;
        do
        {
            var page = pageAfter(after);
            Assert.True(page.Items.Count <= limit);
            if (full && page.Next is not null) Assert.Equal(limit, page.Items.Count);
            Assert.True(page.Next is null || after is null || page.Next > after, "each page reaches further");
            read.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(lists.SelectMany(list => list).OrderBy(DirectoryCursor.Of), read);
    }

    private static TopicPage Cut(Topic[] list, int limit, DirectoryCursor? after) =>
        TopicPage.Cut([.. Behind(list, after).Take(limit + 1)], limit);

    /// <summary>What a search returns that reads so many topics, of which only some have the name.</summary>
    private static TopicPage Found(Topic[] list, int limit, int reach, DirectoryCursor? after)
    {
        Topic[] left = [.. Behind(list, after)], found = [.. left.Take(reach).Where(HasName)];
        if (found.Length > limit) return TopicPage.Cut(found, limit);
        return new(found, left.Length > reach ? DirectoryCursor.Of(left[reach - 1]) : null);
    }

    private static bool HasName(Topic topic) => topic.LastActivityAt.Minute % 3 == 0;

    private static IEnumerable<Topic> Behind(Topic[] list, DirectoryCursor? after) =>
        list.Where(topic => after is null || DirectoryCursor.Of(topic) > after);

    private static Topic[] List(int[] minutes) => [.. minutes.Select(Topic).OrderBy(DirectoryCursor.Of)];

    private static Topic Topic(int minute) => new(Guid.CreateVersion7(), $"topic {minute}", null, s_noon, s_ada, s_noon.AddMinutes(minute), 0, 0, null);
}
