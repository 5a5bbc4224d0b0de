using System.Collections.Concurrent;
using System.Text.Json;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>
/// A guest on the hub: watches the directory, joins private topics and stays until it is told that they are gone. Then it tries again and
/// again, anew or by the revision it holds.
/// </summary>
internal sealed class GuestLine(Traffic traffic, Person person, IReadOnlyList<int> topics, int home, int seed)
{
    /// <summary>How often somebody tries to join who has joined already.</summary>
    private const int AgainOneIn = 40;
    private const int LongestLineSeconds = 30;

    private readonly Random random = new(seed);
    private readonly ConcurrentDictionary<int, long> revisions = new();
    private readonly ConcurrentDictionary<int, HubLine> joined = new();

    public async Task Run(CancellationToken cancellationToken)
    {
        for (var gateway = home; !cancellationToken.IsCancellationRequested; gateway++)
        {
            var line = await traffic.Line(gateway, person, Listen, cancellationToken);
            if (line is not null)
            {
                await Stay(line, cancellationToken);
                await line.DisposeAsync();
            }
            await Task.Delay(random.Next(20, 300), cancellationToken);
        }
    }

    private async Task Stay(HubLine line, CancellationToken cancellationToken)
    {
        var (attempt, page) = await line.Call("WatchDirectory", [], cancellationToken);
        traffic.Note(attempt);
        if (attempt.Outcome == Outcome.Ok) traffic.ShowList(person, "directory", line.Gateway, page);

        var over = Task.Delay(TimeSpan.FromSeconds(LongestLineSeconds * random.NextDouble()), cancellationToken);
        while (!line.Closed.IsCompleted && !over.IsCompleted)
        {
            foreach (var topic in topics)
                if (joined.GetValueOrDefault(topic) != line || random.Next(AgainOneIn) == 0) await Join(line, topic, cancellationToken);
            await Task.Delay(random.Next(50, 250), cancellationToken);
        }
    }

    private async Task Join(HubLine line, int topic, CancellationToken cancellationToken)
    {
        long? after = random.Next(2) == 0 && revisions.TryGetValue(topic, out var revision) ? revision : null;
        joined[topic] = line;
        var (attempt, answer) = await line.Call("JoinTopic", [$"{traffic.TopicId(topic)}", after], cancellationToken);
        traffic.NoteGuest(person, topic, attempt);
        if (attempt.Outcome != Outcome.Ok)
        {
            joined.TryRemove(topic, out _);
            return;
        }
        traffic.Show(person, topic, after is null ? "join" : "resume", line.Gateway, [.. Reading.Positions(answer, "messages"), Reading.PositionOf(answer.GetProperty("topic"))]);
        Reached(topic, answer.GetProperty("revision").GetInt64());
    }

    private void Listen(HubLine line)
    {
        line.On("MessagePosted", message => Told("MessagePosted", message));
        line.On("MessageUpdated", message => Told("MessageUpdated", message));
        line.On("TopicUpdated", topic => Show("TopicUpdated", topic.GetProperty("id"), Reading.PositionOf(topic)));
        line.On("TopicRemoved", id =>
        {
            if (Find(id) is { } topic) joined.TryRemove(topic, out _);
        });

        void Told(string name, JsonElement message) => Show(name, message.GetProperty("topicId"), Reading.Position(message));

        void Show(string name, JsonElement id, Position position)
        {
            if (Find(id) is not { } topic) return;
            traffic.Show(person, topic, name, line.Gateway, [position]);
            if (name.StartsWith("Message", StringComparison.Ordinal)) Reached(topic, position.Revision);
        }
    }

    private int? Find(JsonElement id) => traffic.History.Topics.IndexOf(id.GetGuid()) is var place && topics.Contains(place) ? place : null;

    private void Reached(int topic, long revision) => revisions.AddOrUpdate(topic, revision, (_, before) => Math.Max(before, revision));
}
