using Bulletin.Api.Http;
using Bulletin.Api.Members;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Tests.Members;

public sealed class MemberPagesTests
{
    private static readonly Guid Topic = Guid.CreateVersion7();

    /// <summary>Five of them came at the same time, with the topic.</summary>
    private static readonly Member[] Members =
        [.. new[] { "Ada", "ben", "b_n", "Cleo", "dora", "eve", "finn" }.Select((name, i) => MemberOf(name, second: Math.Max(0, i - 4)))];

    [Fact]
    public void Pages_hold_each_member_once_in_order()
    {
        var names = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = MemberPages.Cut(Topic, Members, limit: 2, cursor);
            names.AddRange(page.Items.Select(member => member.User.Username));
            if ((cursor = page.Next) is null) break;
        }

        Assert.Equal(Members.Select(member => member.User.Username), names);
    }

    [Fact]
    public void The_next_page_goes_on_after_a_member_who_has_left()
    {
        var first = MemberPages.Cut(Topic, Members, limit: 2, cursor: null);

        var second = MemberPages.Cut(Topic, [.. Members.Where(member => member.User.Username != "ben")], limit: 2, first.Next);

        Assert.Equal(["b_n", "Cleo"], second.Items.Select(member => member.User.Username));
    }

    [Fact]
    public void A_cursor_of_another_topic_is_refused()
    {
        var cursor = MemberPages.Cut(Guid.CreateVersion7(), Members, limit: 2, cursor: null).Next;

        Assert.Throws<ProblemException>(() => MemberPages.Cut(Topic, Members, limit: 2, cursor));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public void A_page_has_one_to_two_hundred_members(int limit) => Assert.Throws<ProblemException>(() => MemberPages.Cut(Topic, Members, limit, cursor: null));

    private static Member MemberOf(string username, int second) =>
        new(new(Guid.CreateVersion7(), username, username, DateTimeOffset.UnixEpoch), Role.Member, DateTimeOffset.UnixEpoch.AddSeconds(second));
}
