using System.Text.Json;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Clients;

/// <summary>What all clients of a run share.</summary>
internal sealed class Traffic(History history, Balancer balancer, TimeSpan patience) : IDisposable
{
    public History History => history;
    public RunClock Clock => history.Clock;
    public Balancer Balancer => balancer;
    public Rest Rest { get; } = new(balancer, history.Clock, patience);
    public Gate Gate { get; } = new();

    public Guid TopicId(int topic) => history.Topics[topic];

    public Task<HubLine?> Line(int preferred, Person person, Action<HubLine>? prepare, CancellationToken cancellationToken)
    {
        var gateway = balancer.Pick(preferred);
        return HubLine.Open(gateway, balancer.Url(gateway), person.Token, history.Clock, patience, prepare, cancellationToken);
    }

    /// <summary>Keeps what would otherwise be forgotten: a call that is no post and no change, and was answered wrongly or late.</summary>
    public Attempt Note(Attempt attempt)
    {
        if (attempt.BreaksProtocol || attempt.TimedOut || attempt.Ended - attempt.Invoked > TimeSpan.FromSeconds(1)) history.OtherCalls.Enqueue(attempt);
        return attempt;
    }

    /// <summary>Reads the latest messages; nothing is recorded of a read that failed.</summary>
    public async Task Look(string reader, Person person, int topic, int gateway, CancellationToken cancellationToken)
    {
        var (attempt, body) = await Rest.Send(HttpMethod.Get, gateway, $"topics/{TopicId(topic)}/messages", person.Token, cancellationToken: cancellationToken);
        Note(attempt);
        if (attempt.Outcome != Outcome.Ok) return;
        var messages = Reading.Messages(body);
        history.Looks.Enqueue(new(reader, gateway, topic, attempt.Invoked, attempt.Ended, messages.Count == 0 ? 0 : messages[^1].Seq, messages));
    }

    /// <summary>Notes a call of somebody who may have been removed from this private topic: "no such topic" may be right or wrong.</summary>
    public void NoteGuest(Person person, int topic, Attempt attempt)
    {
        var turnedAway = attempt.Outcome == Outcome.Refused && attempt.Detail.Contains("topic_not_found", StringComparison.Ordinal);
        if (turnedAway) history.TurnedAway.Enqueue(new(topic, person.Id, attempt));
        Note(turnedAway ? attempt with { BreaksProtocol = false } : attempt);
    }

    public void Show(Person person, int topic, string path, int gateway, IReadOnlyList<Position> positions)
    {
        if (positions.Count > 0) history.Shown.Enqueue(new(topic, person.Id, path, gateway, Clock.Now, positions));
    }

    /// <summary>Keeps what a list of topics shows of the private ones.</summary>
    public void ShowList(Person person, string path, int gateway, JsonElement page)
    {
        foreach (var topic in page.GetProperty("items").EnumerateArray())
            if (history.Topics.IndexOf(topic.GetProperty("id").GetGuid()) is var place and >= 0 && topic.GetProperty("access").GetString() == "private")
                Show(person, place, path, gateway, [Reading.PositionOf(topic)]);
    }

    public void Dispose() => Rest.Dispose();
}
