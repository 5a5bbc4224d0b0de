using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulletin.Grains.Tests.Directory;

public sealed class WatchedListTests
{
    private readonly ListsInMemory index = new();
    private readonly Watcher gateway = new();
    private readonly WatchedList list;

    public WatchedListTests() => list = new(index, Sample.Ada.Id, PersonalWatch.Lifetime, NullLogger.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gateway_is_told_that_a_topic_was_left_and_nothing_that_was_posted_there_before()
    {
        var topic = Sample.PrivateTopic(1);
        await Watch(topic);
        index.List(Sample.Ada.Id);

        await Report(new([], [], [topic with { MembersVersion = 2 }]));
        await Report(new([topic with { Revision = 7 }], [], []));

        Assert.Equal([topic.Id], (await gateway.Next()).Change.Removed);
        var late = (await gateway.Next()).Change;
        Assert.Empty(late.Updated);
        Assert.Empty(late.Removed);
    }

    [Fact]
    public async Task Who_was_removed_and_added_again_in_one_round_is_there()
    {
        var topic = Sample.PrivateTopic(1);
        await Watch(topic);
        var again = topic with { MembersVersion = 3 };

        await Report(new([again], [], [topic with { MembersVersion = 2 }]));

        var change = (await gateway.Next()).Change;
        Assert.Equal([again], change.Updated);
        Assert.Empty(change.Removed);
    }

    [Fact]
    public async Task A_removed_topic_that_is_reported_again_is_back_if_the_index_lists_it()
    {
        WatchedList everybodys = new(index, of: null, TopicWatch.Lifetime, NullLogger.Instance);
        var topic = Sample.Topic(1);
        index.List(null, topic);
        await everybodys.Load(Cancel);
        index.List(null);
        await everybodys.Report(new([], [topic.Id], []), Cancel);

        await everybodys.Report(new([topic], [], []), Cancel);
        Assert.Equal(0, everybodys.Count);

        index.List(null, topic);
        await everybodys.Report(new([topic], [], []), Cancel);
        Assert.Equal(1, everybodys.Count);
    }

    [Fact]
    public async Task A_removal_that_is_reported_after_the_topic_was_restored_does_not_take_it_away()
    {
        var topic = Sample.PrivateTopic(1);
        await Watch(topic);

        await Report(new([], [topic.Id], []));
        Assert.Empty((await gateway.Next()).Change.Removed);
        Assert.Equal(1, list.Count);

        index.List(Sample.Ada.Id);
        await Report(new([], [topic.Id], []));
        Assert.Equal([topic.Id], (await gateway.Next()).Change.Removed);
        Assert.Equal(0, list.Count);
    }

    [Fact]
    public async Task A_topic_that_was_removed_and_restored_in_one_round_is_there()
    {
        var topic = Sample.PrivateTopic(1);
        await Watch(topic);

        await Report(new([topic with { Revision = 7 }], [topic.Id], []));

        var change = (await gateway.Next()).Change;
        Assert.Equal([topic.Id], change.Updated.Select(told => told.Id));
        Assert.Empty(change.Removed);
    }

    [Fact]
    public async Task A_restored_topic_is_back_however_many_others_were_active_at_the_same_moment()
    {
        WatchedList everybodys = new(index, of: null, TopicWatch.Lifetime, NullLogger.Instance);
        Topic[] topics = [.. Enumerable.Range(0, 20).Select(_ => Sample.Topic(1) with { Id = Guid.CreateVersion7() })];
        var last = topics.OrderBy(DirectoryCursor.Of).Last();
        index.List(null, topics);
        await everybodys.Load(Cancel);
        index.List(null, [.. topics.Except([last])]);
        await everybodys.Report(new([], [last.Id], []), Cancel);
        Assert.Equal(19, everybodys.Count);

        index.List(null, topics);
        await everybodys.Report(new([last], [], []), Cancel);

        Assert.Equal(20, everybodys.Count);
    }

    [Fact]
    public async Task A_hidden_conversation_is_left_out_until_the_index_lists_it()
    {
        await Watch();
        var hidden = Sample.Conversation(1, seq: 3);

        await Report(new([hidden], [], []));
        Assert.Empty((await gateway.Next()).Change.Updated);
        Assert.Equal(0, list.Count);

        var goesOn = hidden with { LastSeq = 4, Revision = 4 };
        index.List(Sample.Ada.Id, goesOn);
        await Report(new([goesOn], [], []));
        Assert.Equal([goesOn], (await gateway.Next()).Change.Updated);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_hiding_a_conversation_and_opening_it_again_the_last_counts_as_the_index_knows(bool isListed)
    {
        var conversation = Sample.Conversation(1, seq: 3);
        await Watch(conversation);
        index.List(Sample.Ada.Id, isListed ? [conversation] : []);

        await Report(new([conversation], [], [conversation]));

        var change = (await gateway.Next()).Change;
        Assert.Equal(isListed ? [conversation] : [], change.Updated);
        Assert.Equal(isListed ? [] : [conversation.Id], change.Removed);
    }

    [Fact]
    public async Task What_goes_on_in_a_listed_conversation_is_told_without_a_read()
    {
        var conversation = Sample.Conversation(1, seq: 3);
        await Watch(conversation);
        var before = index.Reads;

        await Report(new([conversation with { Revision = 4 }], [], []));

        Assert.Single((await gateway.Next()).Change.Updated);
        Assert.Equal(before, index.Reads);
    }

    [Fact]
    public async Task What_a_crashed_silo_did_not_report_is_found_in_the_index()
    {
        Topic stays = Sample.PrivateTopic(1), left = Sample.PrivateTopic(2), added = Sample.PrivateTopic(3);
        await Watch(stays, left);
        index.List(Sample.Ada.Id, stays, added);

        await list.Reconcile(Cancel);

        var change = (await gateway.Next()).Change;
        Assert.Equal([added], change.Updated);
        Assert.Equal([left.Id], change.Removed);
    }

    [Fact]
    public async Task What_a_crashed_silo_did_not_report_is_found_as_far_as_a_person_s_list_is_held()
    {
        Topic[] topics = [.. Enumerable.Range(1, DirectoryHead.PersonalCapacity).Select(minute => Sample.PrivateTopic(minute))];
        await Watch(topics);
        index.List(Sample.Ada.Id, [.. topics.Skip(1)]);

        await list.Reconcile(Cancel);

        Assert.Equal([topics[0].Id], (await gateway.Next()).Change.Removed);
    }

    [Fact]
    public async Task A_late_report_of_a_topic_that_the_list_never_knew_was_left_does_not_bring_it_in()
    {
        await Watch();
        var left = Sample.PrivateTopic(1);

        await Report(new([left], [], []));
        Assert.Empty((await gateway.Next()).Change.Updated);
        Assert.Equal(0, list.Count);

        index.List(Sample.Ada.Id, left);
        await Report(new([left], [], []));
        Assert.Equal([left], (await gateway.Next()).Change.Updated);
    }

    [Fact]
    public async Task A_gateway_that_has_the_latest_version_is_given_no_topics()
    {
        var known = await Watch(Sample.PrivateTopic(1));

        Assert.Null(list.Watch(gateway, known.Activation, known.Version).Head);
        var reported = Sample.PrivateTopic(2);
        index.List(Sample.Ada.Id, reported);
        await Report(new([reported], [], []));
        Assert.Equal(2, list.Watch(gateway, known.Activation, known.Version).Head!.Count);
    }

    [Fact]
    public async Task A_gateway_that_comes_back_after_the_list_was_forgotten_is_given_it_as_it_is_then()
    {
        var known = await Watch(Sample.PrivateTopic(1));
        list.Unwatch(gateway);
        Assert.False(list.IsWatched);
        list.Unload();
        var now = Sample.PrivateTopic(2);

        Assert.Equal([now], (await Watch(now, known)).Head);
    }

    private Task Report(UserChange change) => list.Report(change, Cancel);

    private Task<DirectorySnapshot> Watch(params Topic[] topics) => Watch(topics, new(Guid.Empty, 0, null, Complete: false));

    private Task<DirectorySnapshot> Watch(Topic topic, DirectorySnapshot known) => Watch([topic], known);

    private async Task<DirectorySnapshot> Watch(Topic[] topics, DirectorySnapshot known)
    {
        index.List(Sample.Ada.Id, topics);
        await list.Load(Cancel);
        return list.Watch(gateway, known.Activation, known.Version);
    }
}
