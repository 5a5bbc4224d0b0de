using Bulletin.Grains.Following;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Following;

public sealed class LogFollowerTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_has_just_happened_comes_before_what_a_walk_has_found()
    {
        using RecordingFollower follower = new(services);
        foreach (var topicId in Ids(600)) follower.Found(topicId);
        var hinted = Guid.CreateVersion7();
        follower.Changed(hinted);

        Assert.True(await follower.Follow(Cancel));

        Assert.Equal(hinted, follower.Followed[0]);
        Assert.Equal((500, 101), (follower.Followed.Count, follower.Waiting));
    }

    [Fact]
    public async Task What_a_walk_has_found_goes_on_while_more_happens_than_a_round_takes()
    {
        using RecordingFollower follower = new(services);
        foreach (var topicId in Ids(1_000)) follower.Changed(topicId);
        var found = Ids(150);
        foreach (var topicId in found) follower.Found(topicId);

        Assert.True(await follower.Follow(Cancel));

        Assert.Equal(found[..100], follower.Followed.Intersect(found));
        Assert.Equal(500, follower.Followed.Count);
    }

    [Fact]
    public async Task What_a_walk_has_found_and_a_round_had_no_time_for_waits_for_what_has_just_happened()
    {
        using RecordingFollower follower = new(services, most: 1);
        var found = Ids(3);
        foreach (var topicId in found) follower.Found(topicId);
        Assert.True(await follower.Follow(Cancel));

        var hinted = Ids(2);
        foreach (var topicId in hinted) follower.Changed(topicId);
        while (follower.Waiting > 0) Assert.True(await follower.Follow(Cancel));

        Assert.Equal([found[0], .. hinted, .. found[1..]], follower.Followed);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    [InlineData(20, 4)]
    [InlineData(21, 19)]
    public async Task Posts_have_more_room_while_more_is_posted_than_it_follows_at_its_usual_pace(int posts, double room)
    {
        using RecordingFollower follower = new(services);
        foreach (var topicId in Ids(100)) follower.Changed(topicId);
        Assert.True(await follower.Follow(Cancel));

        for (var i = 0; i < posts; i++) follower.Changed(Guid.CreateVersion7());

        Assert.Equal(room, follower.LeavesRoom);
    }

    [Fact]
    public async Task A_walk_waits_while_enough_of_what_it_has_found_waits()
    {
        using RecordingFollower follower = new(services);
        foreach (var topicId in Ids(11)) follower.Found(topicId);
        Assert.True(follower.HasEnough);

        Assert.True(await follower.Follow(Cancel));

        Assert.False(follower.HasEnough);
    }

    [Fact]
    public void A_hint_reaches_each_follower()
    {
        using RecordingFollower one = new(services), other = new(services);

        new LogHints([one, other]).Changed(Guid.CreateVersion7());

        Assert.Equal((1, 1), (one.Waiting, other.Waiting));
    }

    public void Dispose() => services.Dispose();

    private static Guid[] Ids(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
}
