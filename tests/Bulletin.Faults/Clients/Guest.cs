using System.Text.Json;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>Is removed from private topics and added again, and reads them over REST all the while, by every way there is.</summary>
internal sealed class Guest(Traffic traffic, Person person, IReadOnlyList<int> topics, TimeSpan pause, int seed)
{
    private readonly Random random = new(seed);
    private readonly Dictionary<int, Position> held = topics.ToDictionary(topic => topic, _ => default(Position));

    public async Task Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var topic = topics[random.Next(topics.Count)];
            var gateway = traffic.Balancer.Pick(random.Next(traffic.Balancer.Count));
            var id = traffic.TopicId(topic);
            var (seq, revision) = held[topic];
            await (random.Next(7) switch
            {
                0 => Read("latest page", topic, gateway, $"topics/{id}/messages", Items, cancellationToken),
                1 => Read("page after a seq", topic, gateway, $"topics/{id}/messages?after={Math.Max(0, seq - 3)}", Items, cancellationToken),
                2 => Read("page before a seq", topic, gateway, $"topics/{id}/messages?before={seq + 20}&limit=40", Items, cancellationToken),
                3 => Read("changes", topic, gateway, $"topics/{id}/changes?after={Math.Max(0, revision - 3)}", Items, cancellationToken),
                4 => Read("topic", topic, gateway, $"topics/{id}", found => [Reading.PositionOf(found)], cancellationToken),
                5 => List("list", gateway, "topics", cancellationToken),
                _ => List("search for topics", gateway, "topics?query=private", cancellationToken),
            });
            await Task.Delay(pause * (0.5 + random.NextDouble()), cancellationToken);
        }
    }

    private static IReadOnlyList<Position> Items(JsonElement page) => Reading.Positions(page);

    private async Task Read(string name, int topic, int gateway, string path, Func<JsonElement, IReadOnlyList<Position>> positions, CancellationToken cancellationToken)
    {
        var (attempt, body) = await traffic.Rest.Send(HttpMethod.Get, gateway, path, person.Token, cancellationToken: cancellationToken);
        traffic.NoteGuest(person, topic, attempt);
        if (attempt.Outcome != Outcome.Ok) return;
        var shown = positions(body);
        traffic.Show(person, topic, name, gateway, shown);
        foreach (var (seq, revision) in shown) held[topic] = new(Math.Max(held[topic].Seq, seq), Math.Max(held[topic].Revision, revision));
    }

    private async Task List(string name, int gateway, string path, CancellationToken cancellationToken)
    {
        var (attempt, page) = await traffic.Rest.Send(HttpMethod.Get, gateway, path, person.Token, cancellationToken: cancellationToken);
        traffic.Note(attempt);
        if (attempt.Outcome == Outcome.Ok) traffic.ShowList(person, name, gateway, page);
    }
}
