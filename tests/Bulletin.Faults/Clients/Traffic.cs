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

    public void Dispose() => Rest.Dispose();
}
