using System.Text.Json;
using Bulletin.Faults.Clients;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Tests;

/// <summary>A device holds what it was told, and knows when it has to ask.</summary>
public sealed class DeviceStateTests
{
    private readonly DeviceState device = new();
    private readonly object line = new();
    private readonly Guid topic = Guid.CreateVersion7();

    [Fact]
    public void It_takes_positions_levels_and_numbers_from_events()
    {
        Watch(version: 1);
        Told("ReadMoved", new { topicId = topic, readSeq = 4, unread = 1, mentions = 0, version = 2 });
        Told("LevelChanged", new { topicId = topic, level = "muted", following = true, version = 3 });
        Told("Notified", new { unread = 2, version = 4 });

        Assert.Equal(4, device.Version);
        Assert.Null(device.Difference(Own(readSeq: 4, "muted"), unreadNotifications: 2));
    }

    [Fact]
    public void It_shows_that_it_missed_an_event()
    {
        Watch(version: 1);
        Assert.Contains("shows 0 unread notifications, not 1", device.Difference(Own(readSeq: 0, "default"), unreadNotifications: 1), StringComparison.Ordinal);
    }

    [Fact]
    public void It_shows_that_it_has_another_level()
    {
        Watch(version: 1);
        Told("LevelChanged", new { topicId = topic, level = "muted", following = true, version = 2 });
        Assert.Contains("level muted, not default", device.Difference(Own(readSeq: 0, "default"), unreadNotifications: 0), StringComparison.Ordinal);
    }

    [Fact]
    public void It_shows_that_it_was_not_told_of_a_level()
    {
        Watch(version: 1);
        Told("ReadMoved", new { topicId = topic, readSeq = 4, unread = 1, mentions = 0, version = 2 });
        Assert.Contains("level default, not muted", device.Difference(Own(readSeq: 4, "muted"), unreadNotifications: 0), StringComparison.Ordinal);
    }

    [Fact]
    public void It_shows_that_it_was_not_told_of_a_topic_with_something_unread()
    {
        Watch(version: 1);
        Dictionary<Guid, OwnTopic> unread = new() { [topic] = OwnTopic.Default with { Unread = 1 } };
        Assert.Contains($"was not told of topic {topic}", device.Difference(unread, unreadNotifications: 0), StringComparison.Ordinal);
    }

    [Fact]
    public void It_need_not_be_told_of_a_topic_of_which_there_is_nothing_to_say()
    {
        Watch(version: 1);
        Assert.Null(device.Difference(new Dictionary<Guid, OwnTopic> { [topic] = OwnTopic.Default }, unreadNotifications: 0));
    }

    [Fact]
    public void An_event_that_comes_before_the_answer_is_read_after_it()
    {
        device.Begin(line);
        Told("NotificationsRead", new { upTo = 0, topicId = (Guid?)null, seq = 0, unread = 3, version = 2 });
        Answered(version: 1);
        Assert.Null(device.Difference(Nothing, unreadNotifications: 3));
    }

    [Fact]
    public void An_event_that_the_answer_includes_is_passed_over()
    {
        device.Begin(line);
        Told("NotificationsRead", new { upTo = 0, topicId = (Guid?)null, seq = 0, unread = 3, version = 2 });
        Answered(version: 2);
        Assert.Null(device.Difference(Nothing, unreadNotifications: 0));
    }

    [Fact]
    public void An_event_of_another_connection_is_passed_over()
    {
        Watch(version: 1);
        device.Told(new object(), "Notified", Json(new { unread = 1, version = 2 }));
        Assert.Equal(1, device.Version);
    }

    [Fact]
    public void It_asks_again_when_counts_have_changed()
    {
        Watch(version: 1);
        Told("CountsChanged", new { topicIds = new[] { topic }, version = 2 });

        var (number, topics) = device.ToAsk()!.Value;
        Assert.Equal([topic], topics);
        device.Asked(number, topics, Own(readSeq: 6, "mentions"), unreadNotifications: 5);

        Assert.Null(device.ToAsk());
        Assert.Null(device.Difference(Own(readSeq: 6, "mentions"), unreadNotifications: 5));
    }

    [Fact]
    public void It_does_not_take_an_answer_that_may_be_older_than_an_event()
    {
        Watch(version: 1);
        Told("CountsChanged", new { topicIds = Array.Empty<Guid>(), version = 2 });
        var (number, topics) = device.ToAsk()!.Value;
        Told("Notified", new { unread = 2, version = 3 });
        device.Asked(number, topics, Own(readSeq: 0, "default"), unreadNotifications: 1);
        Assert.NotNull(device.ToAsk());
    }

    [Fact]
    public void It_begins_anew_when_it_is_told_to_watch_again()
    {
        Watch(version: 7);
        Told("WatchAgain", new { version = 9 });
        Told("Notified", new { unread = 1, version = 10 });
        Assert.True(device.MustWatchAgain);
        Assert.Null(device.Version);

        Watch(version: 10);
        Assert.False(device.MustWatchAgain);
        Assert.Equal(10, device.Version);
    }

    [Fact]
    public void It_forgets_what_it_held_on_a_reset()
    {
        Watch(version: 1);
        Told("ReadMoved", new { topicId = topic, readSeq = 4, unread = 1, mentions = 0, version = 2 });
        Watch(version: 1_000_000, reset: true);
        Assert.Null(device.Difference(Nothing, unreadNotifications: 0));
    }

    private void Watch(long version, bool reset = false)
    {
        device.Begin(line);
        Answered(version, reset);
    }

    private void Answered(long version, bool reset = false) =>
        device.Answered(Json(new { version, topics = Array.Empty<object>(), notifications = Array.Empty<object>(), unreadNotifications = 0, reset }));

    private void Told(string name, object change) => device.Told(line, name, Json(change));

    private static Dictionary<Guid, OwnTopic> Nothing => [];

    private Dictionary<Guid, OwnTopic> Own(long readSeq, string level) => new() { [topic] = new(readSeq, 0, 0, level, Following: true) };

    private static JsonElement Json(object value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);
}
