using Bulletin.Grains.Personal;

namespace Bulletin.Grains.Tests.Personal;

public sealed class PersonalStateTests
{
    private readonly PersonalState state = new();

    [Fact]
    public void Versions_grow_within_an_activation_and_from_one_to_the_next()
    {
        PersonalState next = new();
        state.Claimed(1);
        next.Claimed(2);

        var (first, second) = (state.Next(), state.Next());

        Assert.True(0 < first && first < second && second < next.Next());
    }

    [Fact]
    public void A_new_epoch_is_claimed_before_the_versions_of_the_last_run_out()
    {
        Assert.True(state.NeedsClaim);
        state.Claimed(1);
        Assert.False(state.NeedsClaim);

        while (!state.NeedsClaim) state.Next();
        var last = state.Next();
        state.Claimed(2);

        Assert.True(state.Next() > last);
        Assert.False(state.NeedsClaim);
    }

    [Fact]
    public void Only_versions_that_were_told_since_it_was_claimed_are_known()
    {
        Assert.False(state.Knows(0));
        state.Claimed(3);
        var claimed = state.Version;
        var told = state.Next();
        state.Tell(told);

        Assert.True(state.Knows(claimed) && state.Knows(told));
        Assert.False(state.Knows(claimed - 1) || state.Knows(told + 1) || state.Knows(0));
    }

    [Fact]
    public void What_is_known_is_read_again_if_somebody_else_has_claimed_it_in_between()
    {
        state.Claimed(1);
        state.Loaded([Row(version: 1)]);
        state.Claimed(2);
        Assert.True(state.IsLoaded && state.Knows(1_000_000));

        state.Claimed(4);

        Assert.False(state.IsLoaded || state.Knows(1_000_000));
    }

    [Fact]
    public void Only_topics_that_were_merely_opened_make_room_for_others_and_the_oldest_first()
    {
        PersonalRow newer = Row(version: 2) with { Following = false }, older = Row(version: 1) with { Following = false }, left = Row(version: 3) with { Following = false, UnfollowedAt = Sample.Noon };
        state.Loaded([
            newer, older, Row(version: 3), newer with { TopicId = Guid.CreateVersion7(), Level = NotificationLevel.Muted },
            newer with { TopicId = Guid.CreateVersion7(), Draft = new("Well", null, 1) }, left]);

        Assert.Equal([older.TopicId, newer.TopicId, left.TopicId], state.Dispensable(9));
        Assert.Equal([older.TopicId], state.Dispensable(1));
    }

    [Fact]
    public void Of_ten_thousand_topics_those_with_a_draft_or_something_unread_come_first()
    {
        PersonalRow drafted = Row(version: 1) with { Draft = new("Well", null, 1) }, behind = Row(version: 2);
        state.Loaded([drafted, behind, .. Enumerable.Range(3, 10_000).Select(version => Row(version))]);

        var latest = state.Latest(4, new HashSet<Guid> { behind.TopicId });

        Assert.Equal([2L, 1, 10_002, 10_001], latest.Select(row => row.Version));
    }

    [Fact]
    public void Pinned_topics_come_before_all_others()
    {
        var pinned = Row(version: 1) with { Pinned = true };
        var drafted = Enumerable.Range(2, 600).Select(version => Row(version) with { Draft = new("Well", null, version) });
        state.Loaded([pinned, .. drafted]);

        var latest = state.Latest(500, new HashSet<Guid>());

        Assert.Equal((500, pinned), (latest.Count, latest[0]));
    }

    [Theory]
    [InlineData(NotificationLevel.Default, "Mention Reply Direct Invitation Reaction")]
    [InlineData(NotificationLevel.Muted, "Invitation")]
    [InlineData(NotificationLevel.Mentions, "Mention Reply Invitation Reaction")]
    [InlineData(NotificationLevel.All, "Mention Reply Direct Message Invitation Reaction")]
    public void A_level_says_what_a_person_wants_to_be_told_of(NotificationLevel level, string wanted) =>
        Assert.Equal(wanted, string.Join(' ', Enum.GetValues<NotificationKind>().Where(kind => PersonalState.Wants(level, kind))));

    private static PersonalRow Row(long version) =>
        new(Guid.CreateVersion7(), 0, NotificationLevel.Default, Following: true, Draft: null, version);
}
