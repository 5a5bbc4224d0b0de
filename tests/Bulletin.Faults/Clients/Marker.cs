using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>Marks topics as read, and now and then as unread, follows some or no longer, and mutes a few; each through any gateway.</summary>
/// <param name="mutable">The topics that they may mute. Nothing is expected of mentions there.</param>
internal sealed class Marker(Traffic traffic, Person person, IReadOnlyList<int> mutable, TimeSpan pause, int seed)
{
    private static readonly string[] Levels = ["default", "mentions", "muted"];

    private readonly Random random = new(seed);

    public async Task Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await traffic.Gate.Enter(cancellationToken);
            try
            {
                await DoSomething(traffic.Balancer.Pick(random.Next(traffic.Balancer.Count)), cancellationToken);
            }
            finally
            {
                traffic.Gate.Leave();
            }
            await Task.Delay(pause * (0.5 + random.NextDouble()), cancellationToken);
        }
    }

    private Task DoSomething(int gateway, CancellationToken cancellationToken)
    {
        var topic = random.Next(traffic.History.Topics.Count);
        return random.Next(20) switch
        {
            < 15 => Mark(topic, unread: false, gateway, cancellationToken),
            15 => Mark(topic, unread: true, gateway, cancellationToken),
            16 or 17 => SetLevel(mutable[random.Next(mutable.Count)], Levels[random.Next(Levels.Length)], gateway, cancellationToken),
            _ => Follow(topic, gateway, cancellationToken),
        };
    }

    /// <summary>As they look at the topic, which may be a few messages further by then.</summary>
    private async Task Mark(int topic, bool unread, int gateway, CancellationToken cancellationToken)
    {
        var (looked, found) = await traffic.Rest.Send(HttpMethod.Get, gateway, $"topics/{traffic.TopicId(topic)}", person.Token, cancellationToken: cancellationToken);
        traffic.Note(looked);
        if (looked.Outcome != Outcome.Ok) return;
        var last = found.GetProperty("lastSeq").GetInt64();
        if (last == 0) return;

        var seq = Math.Max(1, last - random.Next(unread ? 30 : 5));
        var (attempt, state) = await traffic.Rest.Send(
            HttpMethod.Put, gateway, $"topics/{traffic.TopicId(topic)}/read", person.Token, new { seq, unread }, cancellationToken);
        traffic.Note(attempt);
        traffic.History.Marks.Enqueue(new(person.Id, topic, unread, attempt, attempt.Outcome == Outcome.Ok ? state.GetProperty("readSeq").GetInt64() : null));
    }

    private async Task SetLevel(int topic, string level, int gateway, CancellationToken cancellationToken)
    {
        // Before the call: whatever becomes of it, it may be carried out.
        if (level == "muted") traffic.History.Mutes.Enqueue((person.Id, topic));
        var (attempt, _) = await traffic.Rest.Send(
            HttpMethod.Put, gateway, $"topics/{traffic.TopicId(topic)}/level", person.Token, new { level }, cancellationToken);
        traffic.Note(attempt);
    }

    private async Task Follow(int topic, int gateway, CancellationToken cancellationToken)
    {
        var method = random.Next(2) == 0 ? HttpMethod.Put : HttpMethod.Delete;
        var (attempt, _) = await traffic.Rest.Send(method, gateway, $"topics/{traffic.TopicId(topic)}/follow", person.Token, cancellationToken: cancellationToken);
        traffic.Note(attempt);
    }
}
