using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Directory;

public sealed class ActivityFeedTests(DirectorySilo silo) : IClassFixture<DirectorySilo>
{
    private readonly Guid ada = Guid.CreateVersion7();
    private readonly Guid lin = Guid.CreateVersion7();

    [Fact]
    public async Task All_that_changed_for_a_person_is_one_call_and_rounds_do_not_overlap()
    {
        using var round = await Held();
        Topic one = Sample.PrivateTopic(1), other = Sample.PrivateTopic(2), latest = one with { Revision = 5 };

        silo.Feed.Changed(one, [ada, lin]);
        silo.Feed.Changed(other, [ada, lin]);
        silo.Feed.Changed(latest, [ada, lin]);
        await ToldEverybody();
        Assert.False(silo.Calls.HasPersonal);

        silo.Calls.Release();
        var calls = new[] { await silo.Calls.NextPersonal(), await silo.Calls.NextPersonal() };
        Assert.Equal(new[] { ada, lin }.Order(), calls.Select(call => call.UserId).Order());
        Assert.All(calls, call => Assert.Equal(new[] { other, latest }.OrderBy(t => t.Id), call.Change.Updated.OrderBy(t => t.Id)));
        await NobodyElse();
    }

    [Fact]
    public async Task Somebody_who_was_removed_is_told_so_and_nothing_of_what_comes_after()
    {
        using var round = await Held();
        var before = Sample.PrivateTopic(1, seq: 1);
        var after = before with { MembersVersion = 2, LastSeq = 2, Revision = 2 };

        silo.Feed.Changed(before, [ada, lin]);
        silo.Feed.Left(before with { MembersVersion = 2 }, lin);
        silo.Feed.Changed(after, [ada]);
        silo.Calls.Release();

        var calls = new[] { await silo.Calls.NextPersonal(), await silo.Calls.NextPersonal() }.ToDictionary(call => call.UserId, call => call.Change);
        Assert.Equal([after], calls[ada].Updated);
        Assert.Empty(calls[lin].Updated);
        Assert.Equal([before.Id], calls[lin].Left.Select(topic => topic.Id));
        await NobodyElse();
    }

    [Fact]
    public async Task Who_could_not_be_told_is_told_later_and_the_others_not_again()
    {
        var topic = Sample.PrivateTopic(1);
        silo.Calls.Refuse(ada);

        silo.Feed.Changed(topic, [ada, lin]);

        var calls = new[] { await silo.Calls.NextPersonal(), await silo.Calls.NextPersonal(), await silo.Calls.NextPersonal() };
        Assert.Equal(new[] { ada, ada, lin }.Order(), calls.Select(call => call.UserId).Order());
        Assert.All(calls, call => Assert.Equal([topic], call.Change.Updated));
        await NobodyElse();
    }

    [Fact]
    public async Task Hiding_a_conversation_and_opening_it_again_are_both_told_in_whatever_order()
    {
        using var round = await Held();
        var conversation = Sample.Conversation(1);

        silo.Feed.Returned(conversation, ada);
        silo.Feed.Left(conversation, ada);
        silo.Calls.Release();

        var (_, change) = await silo.Calls.NextPersonal();
        Assert.Equal(conversation.Id, Assert.Single(change.Updated).Id);
        Assert.Equal(conversation.Id, Assert.Single(change.Left).Id);
    }

    [Fact]
    public async Task A_topic_removed_for_everybody_is_gone_for_its_members()
    {
        using var round = await Held();
        var topic = Sample.PrivateTopic(1);

        silo.Feed.Changed(topic, [ada]);
        silo.Feed.Removed(topic, [ada]);
        silo.Calls.Release();

        var (userId, change) = await silo.Calls.NextPersonal();
        Assert.Equal(ada, userId);
        Assert.Empty(change.Updated);
        Assert.Equal([topic.Id], change.Removed);
    }

    [Fact]
    public async Task Everybody_hears_of_public_topics_while_people_are_out_of_reach_and_never_of_a_room_that_is_empty()
    {
        using var round = await Held();
        silo.Feed.Changed(Sample.PrivateTopic(1), []);

        await ToldEverybody();
    }

    [Fact]
    public async Task What_waits_is_bounded()
    {
        PersonalReports reports = new(silo.Grains, TimeProvider.System, capacity: 2);
        var (first, second) = (Sample.PrivateTopic(1), Sample.PrivateTopic(2));
        reports.Changed(first, [ada]);
        reports.Changed(second, [ada]);
        reports.Changed(Sample.PrivateTopic(3), [ada]);
        reports.Left(Sample.PrivateTopic(4), lin);
        var latest = second with { Revision = 9 };
        reports.Changed(latest, [ada]);

        Assert.Equal((0, null), await reports.Report(TestContext.Current.CancellationToken));

        var (userId, change) = await silo.Calls.NextPersonal();
        Assert.Equal(ada, userId);
        Assert.Equal([first, latest], change.Updated);
        Assert.False(silo.Calls.HasPersonal);
    }

    [Fact]
    public void Of_two_reports_of_one_topic_the_later_counts_whichever_comes_first()
    {
        var topic = Sample.PrivateTopic(1, seq: 3);
        PersonalReport early = new(topic), late = new(topic with { Revision = 4 });
        PersonalReport left = new(topic with { MembersVersion = 2 }, HasLeft: true), back = new(topic with { MembersVersion = 3 }), removed = new(Topic: null);

        Later(late, early);
        Later(left, late);
        Later(back, left);
        Later(removed, back);
        Later(removed, left);

        static void Later(PersonalReport later, PersonalReport earlier)
        {
            Assert.Same(later, earlier.Or(later));
            Assert.Same(later, later.Or(earlier));
        }
    }

    /// <summary>A round that doesn't end before the test releases it.</summary>
    private async Task<Round> Held()
    {
        silo.Calls.Hold();
        silo.Feed.Changed(Sample.PrivateTopic(), [Guid.CreateVersion7()]);
        await silo.Calls.NextPersonal();
        return new(silo.Calls);
    }

    /// <summary>The directory hears of a topic, and of nothing private before it.</summary>
    private async Task ToldEverybody()
    {
        var topic = Sample.Topic(1);
        silo.Feed.Changed(topic, []);
        Assert.Equal([topic], (await silo.Calls.NextOfEverybody()).Updated);
    }

    /// <summary>The next round is about something else.</summary>
    private async Task NobodyElse()
    {
        var somebody = Guid.CreateVersion7();
        silo.Feed.Changed(Sample.PrivateTopic(), [somebody]);
        Assert.Equal(somebody, (await silo.Calls.NextPersonal()).UserId);
    }

    private sealed class Round(ReportCalls calls) : IDisposable
    {
        public void Dispose() => calls.Release();
    }
}
